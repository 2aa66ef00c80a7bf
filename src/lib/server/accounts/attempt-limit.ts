/** Counts attempts per key in a window of time, in this process's memory. Bounded: the oldest keys are forgotten first. */
export class AttemptLimit {
	readonly #most: number;
	readonly #windowMs: number;
	readonly #attempts = new Map<string, { count: number; since: number }>();

	constructor(options: { most: number; windowMs: number }) {
		this.#most = options.most;
		this.#windowMs = options.windowMs;
	}

	/** Counts one attempt; false where the key has had its share for now. */
	allow(key: string, now: number): boolean {
		const entry = this.#attempts.get(key);
		const current = entry && now - entry.since < this.#windowMs ? entry : { count: 0, since: now };
		current.count++;
		this.#attempts.delete(key);
		this.#attempts.set(key, current);
		for (const oldest of this.#attempts.keys()) {
			if (this.#attempts.size <= MOST_KEYS) break;
			this.#attempts.delete(oldest);
		}
		return current.count <= this.#most;
	}

	forget(key: string): void {
		this.#attempts.delete(key);
	}
}

const MOST_KEYS = 20_000;
