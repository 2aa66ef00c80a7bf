import { setTimeout as wait } from 'node:timers/promises';
import { log } from '#lib/server/platform/log.ts';

type Running = { exited: Promise<void>; stop(): Promise<void> };

const mostRestarts = 5;
const healthyAfterMs = 60_000;

/**
 * Starts something and starts it again when it ends by itself, each time after a longer pause; five ends in a row, each
 * within a minute, and it is given up. The first start fails as it fails.
 */
export async function keepRunning<Part extends Running>(
	name: string,
	start: () => Promise<Part>,
): Promise<{ first: Part; gaveUp: Promise<void>; stop(): Promise<void> }> {
	const first = await start();
	let current: Part = first;
	let stopping = false;
	let giveUp: () => void = () => undefined;
	const gaveUp = new Promise<void>((resolve) => (giveUp = resolve));

	const watch = async () => {
		let restarts = 0;
		let since = Date.now();
		for (;;) {
			await current.exited;
			if (stopping) return;
			if (Date.now() - since > healthyAfterMs) restarts = 0;
			if (++restarts > mostRestarts) return giveUp();
			const pause = 250 * 2 ** (restarts - 1);
			log.warn('part.ended', { part: name, restart: restarts, pauseMs: pause });
			await wait(pause);
			if (stopping) return;
			since = Date.now();
			try {
				current = await start();
				if (stopping) return await current.stop();
			} catch (error) {
				log.error('part.restart-failed', error, { part: name });
			}
		}
	};
	const watching = watch();
	return {
		first,
		gaveUp,
		stop: async () => {
			stopping = true;
			await current.stop();
			await watching;
		},
	};
}
