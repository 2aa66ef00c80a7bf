/**
 * The best documents so far, as a binary heap with the worst on top. Of equal scores the earlier document is better,
 * and documents are offered in order of insertion: once the heap is full, a newcomer must score more than the worst.
 */
export class TopDocuments {
	readonly capacity: number;
	/** A score that is not enough, even while there is room. */
	readonly floor: number;
	#size = 0;
	#scores: Float64Array;
	#sequences: Float64Array;

	constructor(capacity: number, floor: number) {
		this.capacity = capacity;
		this.floor = floor;
		const room = Math.min(capacity, 1024);
		this.#scores = new Float64Array(room);
		this.#sequences = new Float64Array(room);
	}

	get size(): number {
		return this.#size;
	}

	/** What a document must exceed to enter. */
	get threshold(): number {
		if (this.capacity === 0) return Infinity;
		return this.#size < this.capacity ? this.floor : this.#scores[0]!;
	}

	/** The caller has compared the score with the threshold. Sequences must ascend from call to call. */
	push(score: number, sequence: number): void {
		if (this.#size < this.capacity) {
			if (this.#size === this.#scores.length) this.#grow();
			this.#siftUp(this.#size++, score, sequence);
		} else {
			this.#siftDown(score, sequence);
		}
	}

	#grow(): void {
		const room = Math.min(this.capacity, this.#size * 2);
		const scores = new Float64Array(room);
		const sequences = new Float64Array(room);
		scores.set(this.#scores);
		sequences.set(this.#sequences);
		this.#scores = scores;
		this.#sequences = sequences;
	}

	#siftUp(from: number, score: number, sequence: number): void {
		let place = from;
		while (place > 0) {
			const parent = (place - 1) >> 1;
			const above = this.#scores[parent]!;
			if (above < score || (above === score && this.#sequences[parent]! > sequence)) break;
			this.#scores[place] = above;
			this.#sequences[place] = this.#sequences[parent]!;
			place = parent;
		}
		this.#scores[place] = score;
		this.#sequences[place] = sequence;
	}

	/** Replaces the worst. */
	#siftDown(score: number, sequence: number): void {
		const scores = this.#scores;
		const sequences = this.#sequences;
		let place = 0;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= this.#size) break;
			const right = child + 1;
			const rightIsWorse =
				right < this.#size &&
				(scores[right]! < scores[child]! || (scores[right] === scores[child] && sequences[right]! > sequences[child]!));
			if (rightIsWorse) child = right;
			if (scores[child]! > score || (scores[child] === score && sequences[child]! < sequence)) break;
			scores[place] = scores[child]!;
			sequences[place] = sequences[child]!;
			place = child;
		}
		scores[place] = score;
		sequences[place] = sequence;
	}

	/** Best first. */
	ranked(): { score: number; sequence: number }[] {
		const entries = Array.from({ length: this.#size }, (_, i) => ({
			score: this.#scores[i]!,
			sequence: this.#sequences[i]!,
		}));
		return entries.sort((a, b) => b.score - a.score || a.sequence - b.sequence);
	}
}
