import { log } from '#lib/server/platform/log.ts';

/** What has been started, to be stopped in the opposite order; and whether somebody has asked for that. */
export class ShutdownStack {
	/** Resolves when a signal asks this process to stop, or the process that started it is gone. */
	readonly asked: Promise<void>;
	isAsked = false;
	#resolveAsked: () => void = () => undefined;
	#started: { name: string; stop: () => Promise<void> }[] = [];

	constructor() {
		this.asked = new Promise((resolve) => (this.#resolveAsked = resolve));
	}

	/** Signals come twice when a terminal sends them to every process and the starter passes its own on: once counts. */
	listen(): void {
		const ask = () => {
			this.isAsked = true;
			this.#resolveAsked();
		};
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
		process.on('disconnect', ask);
	}

	push(name: string, stop: () => Promise<void>): void {
		this.#started.push({ name, stop });
	}

	assertNotAsked(): void {
		if (this.isAsked) throw new Error('Somebody asked to stop during the start.');
	}

	/** Stops everything, even when one of them does not stop well. */
	async run(): Promise<void> {
		for (const { name, stop } of this.#started.splice(0).reverse()) {
			try {
				await stop();
			} catch (error) {
				log.error('stop.failed', error, { part: name });
			}
		}
		// The channel to the starter would keep this process alive.
		if (process.connected) process.disconnect();
	}
}
