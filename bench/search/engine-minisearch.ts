import MiniSearch from 'minisearch';
import { FILTER, LIMIT } from './engine.ts';
import type { BenchEngine } from './engine.ts';
import { FACETS, TEXT_FIELDS } from './listings.ts';
import type { BenchListing } from './listings.ts';

/** MiniSearch with the facets as stored fields. It returns every match, so that facets are counted by a walk. */
export function miniSearchEngine(): BenchEngine {
	const options = {
		fields: [...TEXT_FIELDS],
		storeFields: [...FACETS],
		tokenize: (text: string) => text.split(' '),
		processTerm: (term: string) => term,
		searchOptions: { boost: { title: 3, summary: 1.5, keywords: 2 } },
	};
	let index = new MiniSearch(options);
	const flat = (listing: BenchListing) => ({
		id: listing.id,
		...Object.fromEntries(TEXT_FIELDS.map((field) => [field, listing[field].join(' ')])),
		...Object.fromEntries(FACETS.map((facet) => [facet, listing.facets[facet][0]!])),
	});
	return {
		build(listings) {
			for (const listing of listings) index.add(flat(listing));
		},
		search(query) {
			if (query.alternatives) return null;
			const weights = new Map(query.terms.map(({ term, weight }) => [term, weight]));
			const terms = query.terms.map(({ term }) => term);
			const words = { queries: terms, combineWith: query.all ? 'AND' : 'OR', boostTerm: (term: string) => weights.get(term) ?? 1 } as const;
			const prefix = query.prefix ? [{ queries: [query.prefix], prefix: true }] : [];
			const results = index.search({ queries: [words, ...prefix], combineWith: 'OR' });
			if (!query.filtered) return results.slice(0, LIMIT).map((result) => result.id as string);
			const passing = results.filter((result) => result.kind === FILTER.kind && FILTER.trl.includes(result.trl as string));
			for (const facet of FACETS) {
				const counts = new Map<string, number>();
				const counted = results.filter(
					(result) =>
						(facet === 'kind' || result.kind === FILTER.kind) && (facet === 'trl' || FILTER.trl.includes(result.trl as string)),
				);
				for (const result of counted) counts.set(result[facet], (counts.get(result[facet]) ?? 0) + 1);
			}
			return passing.slice(0, LIMIT).map((result) => result.id as string);
		},
		replace(listing) {
			index.replace(flat(listing));
		},
		save: () => JSON.stringify(index),
		load(saved) {
			index = MiniSearch.loadJSON(saved as string, options);
		},
	};
}
