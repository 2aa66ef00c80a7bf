import pg from 'pg';
import { log } from './log.ts';

export interface NoticeFollower {
	stop(): Promise<void>;
}

/** How long notices gather before they are handled together, in milliseconds. */
const GATHER = 25;

/** Waits between attempts to reach the database again, in milliseconds. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/**
 * Listens to the database's notices of one channel on a connection of its own. Payloads that arrive together are handed on
 * together, each once, one batch after the other. Where the connection is lost it is made again, and `onReconnect` catches up.
 */
export async function followNotices(
	url: string,
	channel: 'listing_change' | 'thesaurus_change' | 'trade_change',
	handlers: { onChange(payloads: string[]): Promise<void>; onReconnect(): Promise<void> },
): Promise<NoticeFollower> {
	let stopped = false;
	let client: pg.Client | undefined;
	let work: Promise<void> = Promise.resolve();
	const waiting = new Set<string>();

	function enqueue(step: () => Promise<void>): void {
		work = work.then(step).catch((error: unknown) => log.error('notices.handling-failed', error, { channel }));
	}

	function gather(payload: string): void {
		waiting.add(payload);
		if (waiting.size > 1) return;
		setTimeout(() => {
			const payloads = [...waiting];
			waiting.clear();
			enqueue(() => handlers.onChange(payloads));
		}, GATHER);
	}

	async function connect(): Promise<void> {
		const next = new pg.Client({ connectionString: url, application_name: `mitra ${channel}`, keepAlive: true });
		next.on('error', () => undefined);
		next.on('notification', (notice) => notice.payload && gather(notice.payload));
		await next.connect();
		await next.query(`LISTEN ${channel}`);
		client = next;
		next.once('end', () => {
			if (!stopped) void reconnect();
		});
	}

	async function reconnect(): Promise<void> {
		for (let wait = FIRST_WAIT; !stopped; wait = Math.min(LONGEST_WAIT, wait * 2)) {
			await new Promise((resolve) => setTimeout(resolve, wait));
			try {
				await connect();
				enqueue(() => handlers.onReconnect());
				return;
			} catch (error) {
				log.warn('notices.database-unreachable', { message: error instanceof Error ? error.message : String(error) });
			}
		}
	}

	await connect();
	return {
		async stop() {
			stopped = true;
			await client?.end();
			await work;
		},
	};
}
