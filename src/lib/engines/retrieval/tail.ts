import type { TermDictionary } from './dictionary.ts';
import { lengthNorm, quantiseImpact } from './bm25f.ts';
import { buildColumn } from './facets.ts';
import type { FacetValues } from './facets.ts';
import { createBitmap, fullBitmap } from './bitmap.ts';
import { longListsOf } from './long-list.ts';
import { packPosting } from './postings.ts';
import type { Segment } from './segment.ts';
import type { FieldOptions, IndexedDocument } from './types.ts';

/** A document before its impacts are worked out: these depend on average lengths, which still move. */
export interface PendingDocument {
	id: string;
	sequence: number;
	/** Distinct term numbers. */
	terms: Uint32Array;
	/** By term, then field. */
	frequencies: Float64Array;
	/** By field. */
	lengths: Float64Array;
	/** By facet: distinct value numbers. */
	facets: number[][];
}

export interface FieldTable {
	options: readonly FieldOptions[];
	k1: number;
	positions: ReadonlyMap<string, number>;
}

/** Numbers the terms and facet values of a document. Throws RangeError on what the index cannot hold. */
export function compileDocument(
	document: IndexedDocument,
	sequence: number,
	fields: FieldTable,
	dictionary: TermDictionary,
	facets: ReadonlyMap<string, FacetValues>,
): PendingDocument {
	const width = fields.options.length;
	const lengths = new Float64Array(width);
	const places = new Map<number, number>();
	const frequencies: number[] = [];
	for (const { field, terms, length } of document.fields) {
		const f = fields.positions.get(field);
		if (f === undefined) throw new RangeError(`Document "${document.id}" has a field "${field}" that the index was not created with`);
		if (!(length >= 0) || length === Infinity) throw new RangeError(`Document "${document.id}", field "${field}": length ${length}, expected words, at least 0`);
		lengths[f]! += length;
		for (const [term, frequency] of terms) {
			if (frequency === 0) continue;
			if (!(frequency > 0) || frequency === Infinity) {
				throw new RangeError(`Document "${document.id}", field "${field}", term "${term}": frequency ${frequency}, expected a finite number, at least 0`);
			}
			const number = dictionary.intern(term);
			let place = places.get(number);
			if (place === undefined) {
				place = places.size;
				places.set(number, place);
				for (let i = 0; i < width; i++) frequencies.push(0);
			}
			frequencies[place * width + f]! += frequency;
		}
	}
	for (const name of Object.keys(document.facets)) {
		if (!facets.has(name)) throw new RangeError(`Document "${document.id}" has a facet "${name}" that the index was not created with`);
	}
	return {
		id: document.id,
		sequence,
		terms: Uint32Array.from(places.keys()),
		frequencies: Float64Array.from(frequencies),
		lengths,
		facets: [...facets].map(([name, values]) => [...new Set(document.facets[name] ?? [])].map((value) => values.intern(value))),
	};
}

/** Lays the waiting documents out as a segment, with impacts by the averages given (by field). */
export function layOutTail(
	documents: readonly PendingDocument[],
	fields: FieldTable,
	averages: Float64Array,
	termCount: number,
	facetSizes: readonly number[],
): Segment {
	const counts = new Uint32Array(termCount);
	const distinct: number[] = [];
	let total = 0;
	for (const document of documents) {
		total += document.terms.length;
		for (const term of document.terms) if (counts[term]!++ === 0) distinct.push(term);
	}
	const terms = Uint32Array.from(distinct).sort();
	const starts = new Uint32Array(terms.length + 1);
	// From here on, counts[term] is where the term's next posting goes.
	for (let i = 0; i < terms.length; i++) {
		starts[i + 1] = starts[i]! + counts[terms[i]!]!;
		counts[terms[i]!] = starts[i]!;
	}
	const postings = new Int32Array(total);
	const lengths = new Float64Array(documents.length * fields.options.length);
	documents.forEach((document, slot) => {
		lengths.set(document.lengths, slot * fields.options.length);
		scatterPostings(document, slot, fields, averages, postings, counts);
	});
	const maxima = new Uint16Array(terms.length);
	for (let i = 0; i < terms.length; i++) {
		for (let p = starts[i]!; p < starts[i + 1]!; p++) {
			const impact = (postings[p]! >>> 4) & 0xfff;
			if (impact > maxima[i]!) maxima[i] = impact;
		}
	}
	return {
		slots: documents.length,
		live: documents.length > 0 ? fullBitmap(documents.length) : createBitmap(0),
		liveCount: documents.length,
		doomed: [],
		sequences: Float64Array.from(documents, (document) => document.sequence),
		ids: documents.map((document) => document.id),
		lengths,
		terms,
		starts,
		maxima,
		postings,
		long: longListsOf(documents.length, starts, postings),
		facets: facetSizes.map((size, i) => buildColumn(documents.map((document) => document.facets[i]!), size)),
	};
}

function scatterPostings(
	document: PendingDocument,
	slot: number,
	fields: FieldTable,
	averages: Float64Array,
	postings: Int32Array,
	cursors: Uint32Array,
): void {
	const { terms, frequencies, lengths } = document;
	const width = fields.options.length;
	const factors = fields.options.map((field, f) => field.weight / lengthNorm(field.b, lengths[f]!, averages[f]!));
	for (let i = 0; i < terms.length; i++) {
		let sum = 0;
		let heaviest = 0;
		let heaviestField = 0;
		for (let f = 0; f < width; f++) {
			const part = frequencies[i * width + f]! * factors[f]!;
			sum += part;
			if (part > heaviest) {
				heaviest = part;
				heaviestField = f;
			}
		}
		postings[cursors[terms[i]!]!++] = packPosting(slot, quantiseImpact(sum, fields.k1), heaviestField);
	}
}
