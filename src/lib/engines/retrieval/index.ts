import { hasBit } from './bitmap.ts';
import { TermDictionary } from './dictionary.ts';
import { expandFuzzy, expandPrefix } from './expansion.ts';
import { explainSlot } from './explain.ts';
import { FacetValues } from './facets.ts';
import type { Selection } from './matches.ts';
import { ScoringMemory } from './maxscore.ts';
import { DEFAULT_K1, DEFAULT_LAYOUT, checkOptions } from './options.ts';
import { planQuery } from './plan.ts';
import { runSearch } from './search.ts';
import { segmentBytes } from './segment.ts';
import type { Segment } from './segment.ts';
import { SegmentList } from './segments.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { compileDocument, layOutTail } from './tail.ts';
import type { FieldTable, PendingDocument } from './tail.ts';
import type {
	Explanation,
	FacetCount,
	FacetSelection,
	IndexOptions,
	IndexStats,
	IndexedDocument,
	QueryGroup,
	SearchRequest,
	SearchResult,
	TermExpansion,
} from './types.ts';

export type * from './types.ts';
export { SnapshotError } from './snapshot-format.ts';

/**
 * An inverted index in memory: BM25F, exact best-k, filters, facets, updates. Pure: it reads no clock and no file.
 * What it is for and how it works is in README.md; the words it uses are in types.ts.
 */
export class RetrievalIndex {
	readonly options: IndexOptions;
	readonly #fields: FieldTable;
	readonly #facetNames: ReadonlyMap<string, number>;
	readonly #facets: FacetValues[];
	readonly #dictionary: TermDictionary;
	readonly #segments: SegmentList;
	readonly #memory = new ScoringMemory();
	/** Living documents: the caller's id to the number in order of insertion. */
	readonly #sequences = new Map<string, number>();
	#nextSequence = 0;
	/** Added since the last segment was laid out, in order of insertion. */
	#tail = new Map<number, PendingDocument>();
	/** The tail as a segment, until it changes. */
	#tailSegment: Segment | null = null;
	/** Sums of field lengths over living documents. */
	readonly #lengthSums: Float64Array;

	/** Throws RangeError on options out of range. */
	constructor(options: IndexOptions) {
		checkOptions(options);
		this.options = options;
		this.#fields = {
			options: options.fields,
			k1: options.k1 ?? DEFAULT_K1,
			positions: new Map(options.fields.map((field, i) => [field.name, i])),
		};
		this.#facetNames = new Map(options.facets.map((name, i) => [name, i]));
		this.#facets = options.facets.map(() => new FacetValues());
		this.#dictionary = new TermDictionary();
		this.#segments = new SegmentList(options.layout ?? DEFAULT_LAYOUT);
		this.#lengthSums = new Float64Array(options.fields.length);
	}

	get size(): number {
		return this.#sequences.size;
	}

	has(id: string): boolean {
		return this.#sequences.has(id);
	}

	/**
	 * Adds a document, in place of the one with the same id; either way it is then the newest. The next search sees it.
	 * Throws RangeError, and changes nothing, on an unknown field or facet or a frequency or length out of range.
	 */
	add(document: IndexedDocument): void {
		const facets = new Map(this.options.facets.map((name, i) => [name, this.#facets[i]!]));
		const compiled = compileDocument(document, this.#nextSequence, this.#fields, this.#dictionary, facets);
		this.remove(document.id);
		this.#nextSequence++;
		this.#sequences.set(compiled.id, compiled.sequence);
		for (const term of compiled.terms) this.#dictionary.changeFrequency(term, 1);
		this.#addLengths(compiled.lengths, 0, 1);
		this.#tail.set(compiled.sequence, compiled);
		this.#tailSegment = null;
		if (this.#tail.size >= this.#segments.layout.tail) this.#sealTail();
	}

	/** Returns whether there was such a document. */
	remove(id: string): boolean {
		const sequence = this.#sequences.get(id);
		if (sequence === undefined) return false;
		this.#sequences.delete(id);
		const pending = this.#tail.get(sequence);
		if (pending) {
			this.#tail.delete(sequence);
			this.#tailSegment = null;
			for (const term of pending.terms) this.#dictionary.changeFrequency(term, -1);
			this.#addLengths(pending.lengths, 0, -1);
		} else {
			const { segment, slot } = this.#segments.remove(sequence);
			this.#addLengths(segment.lengths, slot * this.#lengthSums.length, -1);
			// Without fixed averages, the tail's impacts follow the collection's.
			this.#tailSegment = null;
		}
		return true;
	}

	/** Throws RangeError on unknown facets, weights below 0, or a limit or offset that is no whole number >= 0. */
	search(request: SearchRequest): SearchResult {
		const { limit, offset = 0, countTotal = true, facets = [] } = request;
		for (const number of [limit, offset]) {
			if (!Number.isInteger(number) || number < 0) {
				throw new RangeError(`limit or offset is ${number}, expected a whole number, at least 0`);
			}
		}
		const segments = this.#settledSegments();
		const counted = facets.map((name) => this.#facetPosition(name));
		const excludedIds = request.exclude?.ids ?? [];
		const answer = runSearch(
			{
				rules: {
					plan: planQuery(request.groups, this.#dictionary, this.size),
					filters: this.#selection(request.filters),
					required: (request.require ?? []).map((selection) => this.#selection(selection)),
					within: request.within ? request.within.flatMap((id) => this.#sequences.get(id) ?? []) : null,
					excluded: this.#selection(request.exclude?.facets),
					excludedDocuments: excludedIds.flatMap((id) => this.#sequences.get(id) ?? []),
				},
				limit,
				offset,
				countTotal,
				counted,
			},
			{ segments, facets: this.#facets, idOf: (sequence) => this.#idOf(sequence), memory: this.#memory },
		);
		const byName: Record<string, FacetCount[]> = {};
		facets.forEach((name, i) => (byName[name] = answer.facets[i]!));
		return { total: answer.total, hits: answer.hits, facets: byName };
	}

	/**
	 * Why a document scores what it scores: per group the winning alternative, the field where that term weighs most,
	 * and the contribution. `null` when there is no such document. Filters, `must` and `not` are not judged.
	 */
	explain(id: string, groups: readonly QueryGroup[]): Explanation | null {
		const sequence = this.#sequences.get(id);
		if (sequence === undefined) return null;
		this.#settledSegments();
		const { segment, slot } = this.#locate(sequence);
		const plan = planQuery(groups, this.#dictionary, this.size);
		return { id, ...explainSlot(segment, slot, plan, this.#dictionary, this.options.fields) };
	}

	/** Terms that start with `prefix`, most frequent first. */
	expandPrefix(prefix: string, limit: number): TermExpansion[] {
		this.#segments.settle(this.#dictionary);
		return expandPrefix(this.#dictionary, prefix, limit);
	}

	/**
	 * Terms within `maxEdits` (insert, remove, replace, swap neighbours; over code points) of `term`, itself included,
	 * nearest first, then most frequent. The first `keptPrefix` code points must agree.
	 */
	expandFuzzy(term: string, maxEdits: number, limit: number, keptPrefix = 1): TermExpansion[] {
		this.#segments.settle(this.#dictionary);
		return expandFuzzy(this.#dictionary, term, maxEdits, limit, keptPrefix);
	}

	/** In how many documents the term occurs. */
	termDocumentFrequency(term: string): number {
		this.#segments.settle(this.#dictionary);
		const number = this.#dictionary.find(term);
		return number < 0 ? 0 : this.#dictionary.documentFrequency(number);
	}

	/** Merges into as few segments as possible; worth it after a bulk load. Takes about a second per million documents. */
	compact(): void {
		if (this.#tail.size > 0) this.#sealTail();
		this.#segments.compact(this.#dictionary, this.#facetSizes());
	}

	stats(): IndexStats {
		const segments = this.#settledSegments();
		let terms = 0;
		for (let number = 0; number < this.#dictionary.size; number++) {
			if (this.#dictionary.documentFrequency(number) > 0) terms++;
		}
		const averages = this.#averageLengths();
		return {
			documents: this.size,
			terms,
			postings: segments.reduce((sum, segment) => sum + segment.postings.length, 0),
			segments: segments.length,
			tail: this.#tail.size,
			bytes: segments.reduce((sum, segment) => sum + segmentBytes(segment), 0),
			averageLengths: Object.fromEntries(this.options.fields.map((field, f) => [field.name, averages[f]!])),
		};
	}

	/** The whole index as bytes, to be kept in a file. The tail becomes a segment first. */
	toSnapshot(): Uint8Array {
		if (this.#tail.size > 0) this.#sealTail();
		this.#segments.settle(this.#dictionary);
		return writeSnapshot({
			options: this.options,
			...this.#dictionary.content(),
			facetValues: this.#facets.map((values) => values.content()),
			segments: this.#segments.all,
			nextSequence: this.#nextSequence,
		});
	}

	/** Throws SnapshotError when the bytes are no snapshot, of another version, cut short or damaged. */
	static fromSnapshot(bytes: Uint8Array): RetrievalIndex {
		const content = readSnapshot(bytes);
		const index = new RetrievalIndex(content.options);
		index.#dictionary.restore(content.terms, content.frequencies);
		content.facetValues.forEach((values, i) => index.#facets[i]!.restore(values));
		for (const segment of content.segments) {
			for (let slot = 0; slot < segment.slots; slot++) {
				if (!hasBit(segment.live, slot)) continue;
				index.#sequences.set(segment.ids[slot]!, segment.sequences[slot]!);
				index.#addLengths(segment.lengths, slot * index.#lengthSums.length, 1);
			}
		}
		index.#segments.restore(content.segments);
		index.#nextSequence = content.nextSequence;
		return index;
	}

	#sealTail(): void {
		const segment = this.#layOutTail();
		this.#tail = new Map();
		this.#tailSegment = null;
		this.#segments.append(segment, this.#dictionary, this.#facetSizes());
	}

	#layOutTail(): Segment {
		const averages = this.#averageLengths();
		return layOutTail([...this.#tail.values()], this.#fields, averages, this.#dictionary.size, this.#facetSizes());
	}

	/** All segments without removed documents, the tail's last. */
	#settledSegments(): readonly Segment[] {
		this.#segments.settle(this.#dictionary);
		if (this.#tail.size === 0) return this.#segments.all;
		this.#tailSegment ??= this.#layOutTail();
		return [...this.#segments.all, this.#tailSegment];
	}

	#facetSizes(): number[] {
		return this.#facets.map((values) => values.size);
	}

	#averageLengths(): Float64Array {
		return this.#lengthSums.map((sum, f) => this.options.fields[f]!.averageLength ?? (this.size > 0 ? sum / this.size : 0));
	}

	#addLengths(lengths: Float64Array, from: number, sign: 1 | -1): void {
		for (let f = 0; f < this.#lengthSums.length; f++) this.#lengthSums[f]! += sign * lengths[from + f]!;
	}

	#locate(sequence: number): { segment: Segment; slot: number } {
		if (this.#tailSegment && this.#tail.has(sequence)) {
			return { segment: this.#tailSegment, slot: this.#tailSegment.sequences.indexOf(sequence) };
		}
		const place = this.#segments.locate(sequence);
		if (!place) throw new Error(`No segment holds document number ${sequence}: the index is inconsistent`);
		return place;
	}

	#idOf(sequence: number): string {
		const { segment, slot } = this.#locate(sequence);
		return segment.ids[slot]!;
	}

	#facetPosition(name: string): number {
		const position = this.#facetNames.get(name);
		if (position !== undefined) return position;
		throw new RangeError(`Unknown facet "${name}"; the index has ${this.options.facets.join(', ') || 'none'}`);
	}

	#selection(selection: FacetSelection = {}): Selection {
		const entries = Object.entries(selection).filter(([, values]) => values.length > 0);
		return new Map(
			entries.map(([name, values]) => {
				const facet = this.#facetPosition(name);
				const numbers = values.map((value) => this.#facets[facet]!.find(value));
				return [facet, new Set(numbers.filter((number) => number >= 0))];
			}),
		);
	}
}
