import type { GroupExplanation, IndexedDocument, QueryGroup, SearchRequest, SearchResult, TermExpansion } from './types.ts';

/**
 * What search asks of an index, wherever it is kept: in this process's memory, or in a database that several servers share.
 * Both give the same answers; `retrieval-contract.ts` is the test that says so.
 */
export interface Retrieval {
	/** Adds documents, each in place of the one with the same id; the next search sees them. */
	add(documents: readonly IndexedDocument[]): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	size(): Promise<number>;
	search(request: SearchRequest): Promise<SearchResult>;
	/** By id: which groups the document answers, by which alternative, and with how much of the score. */
	explain(ids: readonly string[], groups: readonly QueryGroup[]): Promise<ReadonlyMap<string, readonly GroupExplanation[]>>;
	/** In how many documents each term occurs; terms that occur in none are left out. */
	documentFrequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>>;
	/** Terms that begin with the prefix, most frequent first. */
	expandPrefix(prefix: string, limit: number): Promise<TermExpansion[]>;
	/** Terms at most `maxEdits` away, nearest first; the first `keptPrefix` code points agree. */
	expandFuzzy(term: string, maxEdits: number, limit: number, keptPrefix?: number): Promise<TermExpansion[]>;
}
