/** Terms as numbers, with their document frequencies, and in order for prefixes and typing mistakes. */
export class TermDictionary {
	#numbers = new Map<string, number>();
	#terms: string[] = [];
	#frequencies = new Int32Array(1024);
	/** Numbers of the first `#order.length` interned terms, by UTF-16 code units. */
	#order = new Uint32Array(0);

	get size(): number {
		return this.#terms.length;
	}

	/** The term's number, a new one when the term is new. */
	intern(term: string): number {
		const known = this.#numbers.get(term);
		if (known !== undefined) return known;
		const number = this.#terms.length;
		this.#numbers.set(term, number);
		this.#terms.push(term);
		if (number === this.#frequencies.length) {
			const grown = new Int32Array(number * 2);
			grown.set(this.#frequencies);
			this.#frequencies = grown;
		}
		return number;
	}

	/** The terms and frequencies of a snapshot, into an empty dictionary. */
	restore(terms: string[], frequencies: Int32Array<ArrayBuffer>): void {
		this.#terms = terms;
		this.#frequencies = frequencies.length > 0 ? frequencies : new Int32Array(1024);
		terms.forEach((term, number) => this.#numbers.set(term, number));
	}

	/** What `restore` takes. */
	content(): { terms: readonly string[]; frequencies: Int32Array } {
		return { terms: this.#terms, frequencies: this.#frequencies.subarray(0, this.#terms.length) };
	}

	/** The term's number, or -1. */
	find(term: string): number {
		return this.#numbers.get(term) ?? -1;
	}

	term(number: number): string {
		return this.#terms[number]!;
	}

	/** Documents alive that hold the term. */
	documentFrequency(number: number): number {
		return this.#frequencies[number]!;
	}

	changeFrequency(number: number, by: number): void {
		this.#frequencies[number]! += by;
	}

	/**
	 * Terms in order, and the newest ones that are not sorted in yet. Sorting waits until a sixteenth of the terms
	 * is new, so that a single update never pays for sorting everything.
	 */
	ordered(): { sorted: Uint32Array; recent: readonly string[] } {
		const unsorted = this.#terms.length - this.#order.length;
		if (unsorted > 256 + this.#order.length / 16) this.#order = this.#mergeOrder();
		return { sorted: this.#order, recent: this.#terms.slice(this.#order.length) };
	}

	#mergeOrder(): Uint32Array<ArrayBuffer> {
		const terms = this.#terms;
		const old = this.#order;
		const added = Array.from({ length: terms.length - old.length }, (_, i) => old.length + i);
		added.sort((a, b) => (terms[a]! < terms[b]! ? -1 : 1));
		const merged = new Uint32Array(terms.length);
		let i = 0;
		let j = 0;
		for (let k = 0; k < merged.length; k++) {
			const takeOld = j === added.length || (i < old.length && terms[old[i]!]! < terms[added[j]!]!);
			merged[k] = takeOld ? old[i++]! : added[j++]!;
		}
		return merged;
	}

	/** Position in `sorted` of the first term not below `key`. */
	lowerBound(sorted: Uint32Array, key: string, from = 0): number {
		let low = from;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#terms[sorted[middle]!]! < key) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
