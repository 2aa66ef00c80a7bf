import pg from 'pg';
import { log } from '#lib/server/platform/log.ts';

export interface ChangeFollower {
	stop(): Promise<void>;
}

/** How long changes gather before they are read together, in milliseconds. */
const GATHER = 25;

/** Waits between attempts to reach the database again, in milliseconds. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/**
 * Listens to the database's notices of changed listings on a connection of its own. Ids that arrive together are handed on
 * together, one batch after the other. Where the connection is lost it is made again, and `onReconnect` catches up.
 */
export async function followListingChanges(
	url: string,
	handlers: { onChange(ids: string[]): Promise<void>; onReconnect(): Promise<void> },
): Promise<ChangeFollower> {
	let stopped = false;
	let client: pg.Client | undefined;
	let work: Promise<void> = Promise.resolve();
	const waiting = new Set<string>();

	function enqueue(step: () => Promise<void>): void {
		work = work.then(step).catch((error: unknown) => log.error('search.refresh-failed', error));
	}

	function gather(id: string): void {
		waiting.add(id);
		if (waiting.size > 1) return;
		setTimeout(() => {
			const ids = [...waiting];
			waiting.clear();
			enqueue(() => handlers.onChange(ids));
		}, GATHER);
	}

	async function connect(): Promise<void> {
		const next = new pg.Client({ connectionString: url, application_name: 'mitra-index', keepAlive: true });
		next.on('error', () => undefined);
		next.on('notification', (notice) => notice.payload && gather(notice.payload));
		await next.connect();
		await next.query('LISTEN listing_change');
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
				log.warn('search.database-unreachable', { message: error instanceof Error ? error.message : String(error) });
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
