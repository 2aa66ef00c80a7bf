import { withBitmaps } from './facets.ts';
import type { FacetColumn } from './facets.ts';
import { countBits } from './bitmap.ts';
import { longListsOf } from './long-list.ts';
import { isConsistent } from './segment.ts';
import type { Segment } from './segment.ts';
import { SnapshotError, SnapshotReader, SnapshotWriter } from './snapshot-format.ts';
import type { IndexOptions } from './types.ts';

/** What an index is made of, with the parts left out that follow from the others. */
export interface SnapshotContent {
	options: IndexOptions;
	terms: readonly string[];
	frequencies: Int32Array;
	/** By facet. */
	facetValues: readonly (readonly string[])[];
	/** Settled. */
	segments: readonly Segment[];
	nextSequence: number;
}

export interface RestoredContent {
	options: IndexOptions;
	terms: string[];
	frequencies: Int32Array<ArrayBuffer>;
	facetValues: string[][];
	segments: Segment[];
	nextSequence: number;
}

export function writeSnapshot(content: SnapshotContent): Uint8Array {
	const writer = new SnapshotWriter();
	writer.json({
		options: content.options,
		nextSequence: content.nextSequence,
		segments: content.segments.map((segment) => segment.slots),
	});
	writer.strings(content.terms);
	writer.array(content.frequencies);
	for (const values of content.facetValues) writer.strings(values);
	for (const segment of content.segments) {
		writer.array(segment.live);
		writer.array(segment.sequences);
		writer.strings(segment.ids);
		writer.array(segment.lengths);
		writer.array(segment.terms);
		writer.array(segment.starts);
		writer.array(segment.maxima);
		writer.array(segment.postings);
		for (const column of segment.facets) {
			writer.array(column.values);
			writer.array(column.starts);
			writer.array(column.slots);
		}
	}
	return writer.finish();
}

/** Throws SnapshotError. */
export function readSnapshot(bytes: Uint8Array): RestoredContent {
	const reader = new SnapshotReader(bytes);
	// The checksum holds, so this is what writeSnapshot wrote.
	const head = reader.json() as { options: IndexOptions; nextSequence: number; segments: number[] };
	const terms = reader.strings();
	const frequencies = reader.array<Int32Array<ArrayBuffer>>(Int32Array);
	const facetValues = head.options.facets.map(() => reader.strings());
	const segments = head.segments.map((slots) => readSegment(reader, slots, head.options.facets.length));
	return { options: head.options, nextSequence: head.nextSequence, terms, frequencies, facetValues, segments };
}

function readSegment(reader: SnapshotReader, slots: number, facetCount: number): Segment {
	const live = reader.array<Uint32Array>(Uint32Array);
	const sequences = reader.array<Float64Array>(Float64Array);
	const ids = reader.strings();
	const lengths = reader.array<Float64Array>(Float64Array);
	const terms = reader.array<Uint32Array>(Uint32Array);
	const starts = reader.array<Uint32Array>(Uint32Array);
	const maxima = reader.array<Uint16Array>(Uint16Array);
	const postings = reader.array<Int32Array>(Int32Array);
	const facets: FacetColumn[] = [];
	for (let f = 0; f < facetCount; f++) {
		const values = reader.array<Uint32Array>(Uint32Array);
		const valueStarts = reader.array<Uint32Array>(Uint32Array);
		facets.push(withBitmaps(values, valueStarts, reader.array<Uint16Array>(Uint16Array), slots));
	}
	const segment: Segment = {
		slots,
		live,
		liveCount: countBits(live),
		doomed: [],
		sequences,
		ids,
		lengths,
		terms,
		starts,
		maxima,
		postings,
		long: longListsOf(slots, starts, postings),
		facets,
	};
	if (!isConsistent(segment)) throw new SnapshotError('The snapshot holds a segment whose parts do not fit together');
	return segment;
}
