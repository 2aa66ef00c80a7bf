/**
 * Random numbers of the search: repeatable from a seed, without allocation. The generator is sfc32 (Chris Doty-Humphrey's
 * "small fast counting"), which passes PractRand; `Math.random` cannot be seeded.
 */
export class Random {
	private a: number;
	private b: number;
	private c: number;
	private counter: number;

	/** `seed` and `stream` are integers; two streams of one seed are independent, so that stages do not disturb each other. */
	constructor(seed: number, stream = 0) {
		this.a = seed | 0;
		this.b = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ stream) | 0;
		this.c = Math.imul(stream + 0x51ed270b, 0xc2b2ae35) | 0;
		this.counter = 1;
		for (let i = 0; i < 15; i++) this.bits();
	}

	/** 32 random bits as an unsigned number. */
	bits(): number {
		const sum = (this.a + this.b + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
		this.c |= 0;
		return sum >>> 0;
	}

	/** An integer from 0 to `below` - 1. `below` is at least 1. */
	below(below: number): number {
		return Math.floor((this.bits() * below) / 4294967296);
	}

	/** A number from 0 (included) to 1 (excluded). */
	unit(): number {
		return this.bits() / 4294967296;
	}
}
