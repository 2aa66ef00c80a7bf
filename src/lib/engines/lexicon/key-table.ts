import type { DecodedSection } from './lexicon-format.ts';

/**
 * The keys of one language with their translations: an open-addressing hash table over one long string, so that half a
 * million keys cost a few bytes each beyond their letters.
 */
export class KeyTable {
	/** Length in code units of the longest key. */
	readonly longestKey: number;
	readonly size: number;
	private readonly keys: string;
	private readonly keyStarts: Uint32Array;
	private readonly rowStarts: Uint32Array;
	private readonly slots: Int32Array;
	private readonly translations: Uint32Array;

	/** A table with the very keys of `twin`, as sister languages have, shares what finds them. */
	constructor(section: DecodedSection, twin?: KeyTable) {
		this.size = section.counts.length;
		this.translations = section.translations;
		this.rowStarts = new Uint32Array(this.size + 1);
		for (let id = 0; id < this.size; id++) this.rowStarts[id + 1] = (this.rowStarts[id] ?? 0) + (section.counts[id] ?? 0);
		if (twin?.keys === section.keys) {
			({ keys: this.keys, keyStarts: this.keyStarts, slots: this.slots, longestKey: this.longestKey } = twin);
			return;
		}
		this.keys = section.keys;
		this.keyStarts = new Uint32Array(this.size + 1);
		let capacity = 16;
		while (capacity < this.size * 1.3) capacity *= 2;
		this.slots = new Int32Array(capacity).fill(-1);
		this.longestKey = this.#fill(capacity);
	}

	#fill(capacity: number): number {
		let at = 0;
		let longest = 0;
		for (let id = 0; id < this.size; id++) {
			const newline = this.keys.indexOf('\n', at);
			const end = newline < 0 ? this.keys.length : newline;
			this.keyStarts[id] = at;
			longest = Math.max(longest, end - at);
			let slot = hashOf(this.keys, at, end) & (capacity - 1);
			while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & (capacity - 1);
			this.slots[slot] = id;
			at = end + 1;
		}
		this.keyStarts[this.size] = at;
		return longest;
	}

	/** Index of a key, or -1. */
	find(key: string): number {
		const mask = this.slots.length - 1;
		let slot = hashOf(key, 0, key.length) & mask;
		for (;;) {
			const id = this.slots[slot] ?? -1;
			if (id < 0) return -1;
			const start = this.keyStarts[id] ?? 0;
			if ((this.keyStarts[id + 1] ?? 0) - start - 1 === key.length && this.keys.startsWith(key, start)) return id;
			slot = (slot + 1) & mask;
		}
	}

	/** The key of an index. */
	keyAt(id: number): string {
		return this.keys.slice(this.keyStarts[id] ?? 0, (this.keyStarts[id + 1] ?? 1) - 1);
	}

	/** Range of a key's rows, to be read with `pivotAt` and `weightAt`. */
	rows(id: number): readonly [from: number, to: number] {
		return [this.rowStarts[id] ?? 0, this.rowStarts[id + 1] ?? 0];
	}

	pivotAt(row: number): number {
		return (this.translations[row] ?? 0) & 0xffffff;
	}

	/** Probability of the translation in this row, 0 to 1. */
	weightAt(row: number): number {
		return ((this.translations[row] ?? 0) >>> 24) / 255;
	}
}

/** FNV-1a over UTF-16 code units, finished by a mix so that low bits depend on all of them. */
function hashOf(text: string, start: number, end: number): number {
	let hash = 0x811c9dc5;
	for (let i = start; i < end; i++) {
		hash ^= text.charCodeAt(i);
		hash = Math.imul(hash, 0x01000193);
	}
	hash ^= hash >>> 15;
	hash = Math.imul(hash, 0x2c1b3c6d);
	return (hash ^ (hash >>> 13)) >>> 0;
}
