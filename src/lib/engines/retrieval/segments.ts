import type { TermDictionary } from './dictionary.ts';
import { mergeSegments } from './merge.ts';
import { positionOf, removeSlot, settle } from './segment.ts';
import type { Segment } from './segment.ts';
import type { SegmentLayout } from './types.ts';

/**
 * The laid-out segments in order of insertion, and when it pays to merge them: as many neighbours of one size as the
 * layout's fan-out become one of the next size (so that every posting is copied once per size), and segments that
 * removals have half emptied are written anew. A merge is bounded by the largest size, whatever the index holds.
 */
export class SegmentList {
	readonly layout: SegmentLayout;
	#segments: Segment[] = [];

	constructor(layout: SegmentLayout) {
		this.layout = layout;
	}

	get all(): readonly Segment[] {
		return this.#segments;
	}

	/** Without merging: for what a snapshot holds. */
	restore(segments: Segment[]): void {
		this.#segments = segments;
	}

	append(segment: Segment, dictionary: TermDictionary, facetSizes: readonly number[]): void {
		this.#segments.push(segment);
		this.#mergeEmptied(dictionary, facetSizes);
		while (this.#mergeLastRun(dictionary, facetSizes));
	}

	/** The segment and slot of a living document. */
	locate(sequence: number): { segment: Segment; slot: number } | null {
		let low = 0;
		let high = this.#segments.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const { sequences, slots } = this.#segments[middle]!;
			if (sequences[slots - 1]! < sequence) low = middle + 1;
			else high = middle;
		}
		const segment = this.#segments[low];
		if (!segment) return null;
		const slot = positionOf(segment.sequences, sequence);
		return slot < 0 ? null : { segment, slot };
	}

	/** Removes a document; returns the segment and slot in which it was, so that its lengths can be read. */
	remove(sequence: number): { segment: Segment; slot: number } {
		const place = this.locate(sequence);
		if (!place) throw new Error(`No segment holds document number ${sequence}: the index is inconsistent`);
		removeSlot(place.segment, place.slot);
		return place;
	}

	/** Postings of removed documents leave the lists; emptied segments leave altogether. */
	settle(dictionary: TermDictionary): void {
		let emptied = false;
		for (const segment of this.#segments) {
			settle(segment, dictionary);
			emptied ||= segment.liveCount === 0;
		}
		if (emptied) this.#segments = this.#segments.filter((segment) => segment.liveCount > 0);
	}

	/** As few segments as the layout allows: after a bulk load, before a snapshot. */
	compact(dictionary: TermDictionary, facetSizes: readonly number[]): void {
		this.settle(dictionary);
		const compacted: Segment[] = [];
		let run: Segment[] = [];
		let documents = 0;
		const flush = () => {
			const isTight = run.length === 1 && run[0]!.liveCount === run[0]!.slots;
			if (run.length > 0) compacted.push(isTight ? run[0]! : mergeSegments(run, facetSizes));
			run = [];
			documents = 0;
		};
		for (const segment of this.#segments) {
			if (documents + segment.liveCount > this.layout.largest) flush();
			run.push(segment);
			documents += segment.liveCount;
		}
		flush();
		this.#segments = compacted;
	}

	/** The size class: 0 for a tail's worth, 1 for a fan-out of tails, and so on. */
	#sizeClass(segment: Segment): number {
		return Math.max(0, Math.floor(Math.log(segment.liveCount / this.layout.tail) / Math.log(this.layout.fanOut) + 1e-9));
	}

	#mergeLastRun(dictionary: TermDictionary, facetSizes: readonly number[]): boolean {
		const { fanOut, largest } = this.layout;
		const last = this.#segments.at(-1);
		if (!last) return false;
		const run: Segment[] = [];
		let documents = 0;
		for (let i = this.#segments.length - 1; i >= 0 && run.length < fanOut; i--) {
			const segment = this.#segments[i]!;
			if (this.#sizeClass(segment) > this.#sizeClass(last) || documents + segment.liveCount > largest) break;
			run.unshift(segment);
			documents += segment.liveCount;
		}
		if (run.length < fanOut) return false;
		this.#replace(this.#segments.length - run.length, run, dictionary, facetSizes);
		return true;
	}

	/** Writes at most one half-emptied segment anew, with a neighbour where both fit. */
	#mergeEmptied(dictionary: TermDictionary, facetSizes: readonly number[]): void {
		const at = this.#segments.findIndex((segment) => segment.liveCount * 2 < segment.slots);
		if (at < 0) return;
		const run = [this.#segments[at]!];
		const next = this.#segments[at + 1];
		if (next && run[0]!.liveCount + next.liveCount <= this.layout.largest) run.push(next);
		this.#replace(at, run, dictionary, facetSizes);
	}

	#replace(at: number, run: readonly Segment[], dictionary: TermDictionary, facetSizes: readonly number[]): void {
		for (const segment of run) settle(segment, dictionary);
		const merged = mergeSegments(run, facetSizes);
		this.#segments.splice(at, run.length, ...(merged.liveCount > 0 ? [merged] : []));
	}
}
