/**
 * The words of this engine.
 *
 * - **document**: what is indexed, known by the caller's own string id. Adding an id again replaces the document.
 * - **field**: a named part of a document (title, summary, ...), with its own weight and length normalisation.
 * - **term**: an opaque string made by the caller: a stem, a concept's identifier, a translated pivot word.
 * - **facet**: a named property with a closed set of values on which one filters and counts.
 * - **group**: one word of the query with everything that may stand for it. A group scores its best alternative.
 * - **segment**: up to 32,768 documents whose postings are laid out once; see segment.ts.
 * - **impact**: what a term is worth in a document before idf and query weights, in 1/4095ths; see bm25f.ts.
 */

export interface FieldOptions {
	name: string;
	/** Multiplies the field's term frequencies before saturation (BM25F). At least 0. */
	weight: number;
	/** Length normalisation: 0 none, 1 full. */
	b: number;
	/**
	 * The average length in words, when the caller wants it fixed so that scores do not depend on the history of
	 * the index. Without it the index keeps the average itself.
	 */
	averageLength?: number;
}

export interface IndexOptions {
	/** 1 to 16 fields. */
	fields: readonly FieldOptions[];
	/** Saturation of the term frequency, 1.2 unless given. Above 0. */
	k1?: number;
	facets: readonly string[];
	/** How documents are gathered into segments. For tests and tuning; the default is measured. */
	layout?: SegmentLayout;
}

export interface SegmentLayout {
	/** Documents that wait in the mutable tail before they become a segment. */
	tail: number;
	/** That many neighbouring segments of one size are merged into one of the next. */
	fanOut: number;
	/** No merge makes a segment of more documents than this; at most 32,768. */
	largest: number;
}

export interface IndexedField {
	field: string;
	/** Frequencies may be fractional, such as the probability of a translation. A term may occur once per field only. */
	terms: readonly (readonly [term: string, frequency: number])[];
	/** Length of the field in words. */
	length: number;
}

export interface IndexedDocument {
	id: string;
	fields: readonly IndexedField[];
	/** Values by facet. A document of a sub-area carries every ancestor area. */
	facets: Readonly<Record<string, readonly string[]>>;
}

export interface QueryAlternative {
	term: string;
	/** 0..1: how surely the term stands for the word asked. 0 is ignored. */
	weight: number;
}

/** `should` adds to the score, `must` and `not` decide membership; a `must` group also adds to the score. */
export type Occurrence = 'should' | 'must' | 'not';

export interface QueryGroup {
	alternatives: readonly QueryAlternative[];
	/** At least 0. A `should` group of weight 0 is ignored; a `must` group of weight 0 restricts without scoring. */
	weight: number;
	occur: Occurrence;
}

export type FacetSelection = Readonly<Record<string, readonly string[]>>;

export interface SearchRequest {
	groups: readonly QueryGroup[];
	/** OR within a facet, AND between facets. A facet with an empty list does not restrict. */
	filters?: FacetSelection;
	limit: number;
	offset?: number;
	/** Facets to count. Each is counted under every filter but its own. */
	facets?: readonly string[];
	/** Further restrictions, all of which hold; unlike `filters` they also hold while facets are counted. */
	require?: readonly FacetSelection[];
	/** Only these documents may be answers; facets are counted among them. */
	within?: readonly string[];
	/** Documents never to answer: these ids, and whatever has one of these facet values. */
	exclude?: { ids?: readonly string[]; facets?: FacetSelection };
	/** `false` spares the exact count where nobody looks at it (matching); `total` is then -1. True unless given. */
	countTotal?: boolean;
}

export interface SearchHit {
	id: string;
	score: number;
}

export interface FacetCount {
	value: string;
	count: number;
}

export interface SearchResult {
	/** How many documents match, exactly; -1 when `countTotal` is false. */
	total: number;
	/** Best first; equal scores in the order of insertion. Without should and must groups: newest first, score 0. */
	hits: readonly SearchHit[];
	/** Per facet asked: values with at least one document, most first, equal counts by value. */
	facets: Record<string, FacetCount[]>;
}

export interface GroupExplanation {
	/** Position of the group in the query. */
	group: number;
	/** The alternative that won. */
	term: string;
	/** The field in which the term weighs most in this document. */
	field: string;
	/** What the group adds to the score; these sum to the score exactly. */
	contribution: number;
}

export interface Explanation {
	id: string;
	score: number;
	/** Groups with an alternative in the document, in the order of the query. `not` groups never appear. */
	groups: readonly GroupExplanation[];
}

export interface TermExpansion {
	term: string;
	documentFrequency: number;
	/** Edits between the term asked and this one; 0 for prefixes. */
	distance: number;
}

export interface IndexStats {
	documents: number;
	terms: number;
	postings: number;
	segments: number;
	/** Documents that wait in the mutable tail. */
	tail: number;
	/** Bytes of the typed arrays; strings and maps come on top. */
	bytes: number;
	averageLengths: Readonly<Record<string, number>>;
}
