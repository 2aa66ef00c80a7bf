/**
 * What the threads of one scheduling tell each other while their solvers do not return: whether to stop, the bound, the best
 * points, a better schedule found by the exhaustive search, and what the prices of the bound make of each request and slot. It is
 * memory that all of them see.
 */
export class SharedFigures {
	readonly memory: SharedArrayBuffer;
	readonly #flags: Int32Array;
	readonly #figures: BigInt64Array;
	readonly #offer: Int32Array;
	readonly #gains: Float32Array;
	#seen = 0;
	#gainsSeen = 0;

	/** With `memory` of another thread, the same figures; without, new ones. */
	constructor({ requests, slots }: { requests: number; slots: number }, memory = new SharedArrayBuffer(HEAD_BYTES + requests * (1 + slots) * 4)) {
		this.memory = memory;
		this.#flags = new Int32Array(memory, 0, 4);
		this.#figures = new BigInt64Array(memory, 16, 2);
		this.#offer = new Int32Array(memory, HEAD_BYTES, requests);
		this.#gains = new Float32Array(memory, HEAD_BYTES + requests * 4, requests * slots);
	}

	/** As they are before anything is known. */
	reset(): this {
		this.#write(BOUND, Infinity);
		this.#write(BEST, 0);
		return this;
	}

	stop(): void {
		Atomics.store(this.#flags, STOP, 1);
	}

	get stopped(): boolean {
		return Atomics.load(this.#flags, STOP) === 1;
	}

	/** Tells the search that the first good bound is there, or that none will come. */
	boundIsKnown(): void {
		Atomics.store(this.#flags, KNOWN, 1);
		Atomics.notify(this.#flags, KNOWN);
	}

	/** Waits for that, so many seconds at most, and says whether it came. Not for the main thread, which may not wait. */
	waitForBound(seconds: number): boolean {
		return Atomics.wait(this.#flags, KNOWN, 0, seconds * 1000) !== 'timed-out';
	}

	get bound(): number {
		return this.#read(BOUND);
	}

	/** Written by the thread of the bound alone. */
	set bound(points: number) {
		this.#write(BOUND, points);
	}

	get best(): number {
		return this.#read(BEST);
	}

	/** Written by the thread of the search alone. */
	set best(points: number) {
		this.#write(BEST, points);
	}

	/** Offers the slots of a schedule; the version is odd while they are written. */
	offer(slot: Int32Array): void {
		Atomics.add(this.#flags, VERSION, 1);
		this.#offer.set(slot);
		Atomics.add(this.#flags, VERSION, 1);
	}

	/** The last schedule offered, once. */
	takeOffer(): Int32Array | undefined {
		const version = Atomics.load(this.#flags, VERSION);
		if (version === this.#seen || version % 2 === 1) return undefined;
		const slot = Int32Array.from(this.#offer);
		if (Atomics.load(this.#flags, VERSION) !== version) return undefined;
		this.#seen = version;
		return slot;
	}

	/** Tells the gains that new prices make (requests x slots). */
	tellGains(gains: Float32Array): void {
		Atomics.add(this.#flags, GAINS_VERSION, 1);
		this.#gains.set(gains);
		Atomics.add(this.#flags, GAINS_VERSION, 1);
	}

	/** The last gains told, once. */
	takeGains(): Float32Array | undefined {
		const version = Atomics.load(this.#flags, GAINS_VERSION);
		if (version === this.#gainsSeen || version % 2 === 1) return undefined;
		const gains = Float32Array.from(this.#gains);
		if (Atomics.load(this.#flags, GAINS_VERSION) !== version) return undefined;
		this.#gainsSeen = version;
		return gains;
	}

	#read(place: number): number {
		return new Float64Array(BigInt64Array.of(Atomics.load(this.#figures, place)).buffer)[0]!;
	}

	#write(place: number, value: number): void {
		Atomics.store(this.#figures, place, new BigInt64Array(Float64Array.of(value).buffer)[0]!);
	}
}

const STOP = 0;
const VERSION = 1;
const KNOWN = 2;
const GAINS_VERSION = 3;
const BOUND = 0;
const BEST = 1;
const HEAD_BYTES = 32;
