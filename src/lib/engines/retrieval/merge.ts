import { fullBitmap, hasBit } from './bitmap.ts';
import { mergeColumns } from './facets.ts';
import { longListsOf } from './long-list.ts';
import { SLOT_SHIFT } from './postings.ts';
import { maximaOf } from './segment.ts';
import type { Segment } from './segment.ts';

/**
 * One segment of the living documents of neighbouring, settled segments, in their order. Impacts are copied: they keep
 * the average lengths of the time when their documents were first laid out.
 */
export function mergeSegments(segments: readonly Segment[], facetSizes: readonly number[]): Segment {
	const slots = segments.reduce((sum, segment) => sum + segment.liveCount, 0);
	const remaps = remapSlots(segments);
	const width = segments[0]!.slots > 0 ? segments[0]!.lengths.length / segments[0]!.slots : 0;
	const sequences = new Float64Array(slots);
	const ids = new Array<string>(slots);
	const lengths = new Float64Array(slots * width);
	segments.forEach((segment, s) => {
		for (let slot = 0; slot < segment.slots; slot++) {
			const to = remaps[s]![slot]!;
			if (to < 0) continue;
			sequences[to] = segment.sequences[slot]!;
			ids[to] = segment.ids[slot]!;
			for (let f = 0; f < width; f++) lengths[to * width + f] = segment.lengths[slot * width + f]!;
		}
	});
	const { terms, starts, postings } = mergeLists(segments, remaps);
	return {
		slots,
		live: fullBitmap(slots),
		liveCount: slots,
		doomed: [],
		sequences,
		ids,
		lengths,
		terms,
		starts,
		maxima: maximaOf(starts, postings),
		postings,
		long: longListsOf(slots, starts, postings),
		facets: facetSizes.map((size, f) => mergeColumns(segments.map((segment) => segment.facets[f]!), remaps, size, slots)),
	};
}

/** By segment and slot: the slot in the merged segment, or -1 for the dead. */
function remapSlots(segments: readonly Segment[]): Int32Array[] {
	let next = 0;
	return segments.map((segment) => {
		const remap = new Int32Array(segment.slots).fill(-1);
		for (let slot = 0; slot < segment.slots; slot++) if (hasBit(segment.live, slot)) remap[slot] = next++;
		return remap;
	});
}

function mergeLists(segments: readonly Segment[], remaps: readonly Int32Array[]) {
	const total = segments.reduce((sum, segment) => sum + segment.postings.length, 0);
	const postings = new Int32Array(total);
	const terms: number[] = [];
	const ends: number[] = [0];
	const cursors = segments.map(() => 0);
	let write = 0;
	for (;;) {
		let term = Infinity;
		for (let s = 0; s < segments.length; s++) {
			const candidate = segments[s]!.terms[cursors[s]!];
			if (candidate !== undefined && candidate < term) term = candidate;
		}
		if (term === Infinity) break;
		const from = write;
		for (let s = 0; s < segments.length; s++) {
			const segment = segments[s]!;
			const i = cursors[s]!;
			if (segment.terms[i] !== term) continue;
			cursors[s] = i + 1;
			write = copyList(segment.postings, segment.starts[i]!, segment.starts[i + 1]!, remaps[s]!, postings, write);
		}
		if (write === from) continue;
		terms.push(term);
		ends.push(write);
	}
	return { terms: Uint32Array.from(terms), starts: Uint32Array.from(ends), postings };
}

function copyList(
	from: Int32Array,
	start: number,
	end: number,
	remap: Int32Array,
	to: Int32Array,
	write: number,
): number {
	for (let p = start; p < end; p++) {
		const posting = from[p]!;
		to[write++] = (remap[posting >>> SLOT_SHIFT]! << SLOT_SHIFT) | (posting & 0xffff);
	}
	return write;
}
