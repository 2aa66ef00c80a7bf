import { IMPACT_STEPS } from './bm25f.ts';
import type {
	FacetCount,
	FacetSelection,
	IndexOptions,
	IndexedDocument,
	QueryGroup,
	SearchRequest,
	TermExpansion,
} from './types.ts';

/**
 * The index as one would write it without any thought of speed: a list of documents, each scored from its definition.
 * The tests compare the real one with it; nothing else uses it.
 */
export class NaiveIndex {
	readonly options: IndexOptions;
	documents: IndexedDocument[] = [];

	constructor(options: IndexOptions) {
		this.options = options;
	}

	add(document: IndexedDocument): void {
		this.remove(document.id);
		this.documents.push(document);
	}

	remove(id: string): void {
		this.documents = this.documents.filter((document) => document.id !== id);
	}

	averageLength(field: string): number {
		const fixed = this.options.fields.find((option) => option.name === field)!.averageLength;
		if (fixed !== undefined) return fixed;
		const lengths = this.documents.flatMap((document) => document.fields).filter((part) => part.field === field);
		return lengths.reduce((sum, part) => sum + part.length, 0) / this.documents.length;
	}

	/** The impact of a term in a document in 1/4095ths, or 0 when the document lacks it. */
	impact(document: IndexedDocument, term: string): number {
		let weighted = 0;
		for (const { name, weight, b } of this.options.fields) {
			const parts = document.fields.filter((part) => part.field === name);
			const length = parts.reduce((sum, part) => sum + part.length, 0);
			const frequency = parts
				.flatMap((part) => part.terms)
				.reduce((sum, [other, count]) => sum + (other === term ? count : 0), 0);
			const average = this.averageLength(name);
			// The same order of operations as the index: impacts may lie exactly between two steps.
			weighted += frequency * (weight / (average > 0 ? 1 - b + (b * length) / average : 1));
		}
		if (!this.#holds(document, term)) return 0;
		return Math.max(1, Math.round((weighted / ((this.options.k1 ?? 1.2) + weighted)) * IMPACT_STEPS));
	}

	#holds(document: IndexedDocument, term: string): boolean {
		return document.fields.some((part) => part.terms.some(([other, count]) => other === term && count > 0));
	}

	documentFrequency(term: string): number {
		return this.documents.filter((document) => this.#holds(document, term)).length;
	}

	#has(document: IndexedDocument, group: QueryGroup): boolean {
		return group.alternatives.some(({ term, weight }) => weight > 0 && this.#holds(document, term));
	}

	score(document: IndexedDocument, groups: readonly QueryGroup[]): number {
		let score = 0;
		for (const group of groups) {
			if (group.occur === 'not') continue;
			const best = new Map<string, number>();
			for (const { term, weight } of group.alternatives) best.set(term, Math.max(weight, best.get(term) ?? 0));
			const known = [...best].filter(([term]) => this.documentFrequency(term) > 0);
			const surest = Math.max(...known.map(([, weight]) => weight));
			if (!(surest > 0)) continue;
			const sum = known.reduce((total, [term, weight]) => total + (weight / surest) * this.documentFrequency(term), 0);
			const n = Math.min(this.documents.length, sum);
			const idf = Math.log(1 + (this.documents.length - n + 0.5) / (n + 0.5));
			const parts = known.map(([term, weight]) => (weight * this.impact(document, term)) / IMPACT_STEPS);
			score += group.weight * idf * Math.max(...parts);
		}
		return score;
	}

	#passes(document: IndexedDocument, filters: FacetSelection = {}, except?: string): boolean {
		return Object.entries(filters).every(
			([facet, values]) =>
				facet === except || values.length === 0 || values.some((value) => document.facets[facet]?.includes(value)),
		);
	}

	#matches(document: IndexedDocument, { groups, exclude, require = [], within }: SearchRequest): boolean {
		const must = groups.filter((group) => group.occur === 'must');
		const should = groups.filter((group) => group.occur === 'should' && group.weight > 0);
		if (exclude?.ids?.includes(document.id)) return false;
		if (within && !within.includes(document.id)) return false;
		if (!require.every((selection) => this.#passes(document, selection))) return false;
		const barred = Object.entries(exclude?.facets ?? {});
		if (barred.some(([facet, values]) => values.some((value) => document.facets[facet]?.includes(value)))) return false;
		if (groups.some((group) => group.occur === 'not' && this.#has(document, group))) return false;
		if (must.length > 0) return must.every((group) => this.#has(document, group));
		return should.length === 0 || should.some((group) => this.#has(document, group));
	}

	search(request: SearchRequest): { total: number; hits: { id: string; score: number }[]; facets: Record<string, FacetCount[]> } {
		const matches = this.documents.filter((document) => this.#matches(document, request));
		const filtered = matches.filter((document) => this.#passes(document, request.filters));
		const listing = !request.groups.some((group) => group.occur === 'must' || (group.occur === 'should' && group.weight > 0));
		const hits = filtered.map((document) => ({ id: document.id, score: this.score(document, request.groups) }));
		if (listing) hits.reverse();
		// Scores that differ by rounding only are equal; the sort is stable, so those stay in order of insertion.
		else hits.sort((a, b) => (Math.abs(a.score - b.score) < 1e-9 ? 0 : b.score - a.score));
		const facets: Record<string, FacetCount[]> = {};
		for (const facet of request.facets ?? []) {
			const counts = new Map<string, number>();
			for (const document of matches.filter((match) => this.#passes(match, request.filters, facet))) {
				for (const value of new Set(document.facets[facet])) counts.set(value, (counts.get(value) ?? 0) + 1);
			}
			facets[facet] = [...counts]
				.map(([value, count]) => ({ value, count }))
				.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
		}
		const offset = request.offset ?? 0;
		return { total: filtered.length, hits: hits.slice(offset, offset + request.limit), facets };
	}

	terms(): string[] {
		const terms = this.documents.flatMap((document) => document.fields.flatMap((part) => part.terms));
		return [...new Set(terms.filter(([, count]) => count > 0).map(([term]) => term))];
	}

	expand(keep: (term: string) => number | null, limit: number): TermExpansion[] {
		return this.terms()
			.flatMap((term) => {
				const distance = keep(term);
				return distance === null ? [] : [{ term, documentFrequency: this.documentFrequency(term), distance }];
			})
			.sort((a, b) => a.distance - b.distance || b.documentFrequency - a.documentFrequency || (a.term < b.term ? -1 : 1))
			.slice(0, limit);
	}
}
