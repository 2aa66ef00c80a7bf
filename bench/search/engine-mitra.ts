import { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import type { IndexedDocument, QueryGroup } from '#lib/engines/retrieval/index.ts';
import { FILTER, LIMIT } from './engine.ts';
import type { BenchEngine } from './engine.ts';
import { FACETS, TEXT_FIELDS } from './listings.ts';
import type { BenchListing } from './listings.ts';
import type { BenchQuery } from './queries.ts';

function toDocument(listing: BenchListing): IndexedDocument {
	const fields = TEXT_FIELDS.map((field) => {
		const counts = new Map<string, number>();
		for (const term of listing[field]) counts.set(term, (counts.get(term) ?? 0) + 1);
		return { field, terms: [...counts], length: listing[field].length };
	});
	return { id: listing.id, fields, facets: listing.facets };
}

/** Every search also counts all matches exactly, which the peers are spared. */
export function mitraEngine(): BenchEngine {
	let index = new RetrievalIndex({
		fields: [
			{ name: 'title', weight: 3, b: 0.5 },
			{ name: 'summary', weight: 1.5, b: 0.6 },
			{ name: 'description', weight: 1, b: 0.75 },
			{ name: 'keywords', weight: 2, b: 0.5 },
		],
		facets: FACETS,
	});
	const groupsOf = (query: BenchQuery): QueryGroup[] => {
		const groups: QueryGroup[] = query.terms.map(({ term, weight }, i) => ({
			alternatives: [{ term, weight: 1 }, ...(query.alternatives?.[i] ?? []).map((other, a) => ({ term: other, weight: 0.8 - 0.2 * a }))],
			weight,
			occur: query.all ? 'must' : 'should',
		}));
		if (query.prefix) {
			const alternatives = index.expandPrefix(query.prefix, 32).map(({ term }) => ({ term, weight: 0.6 }));
			groups.push({ alternatives, weight: 1, occur: 'should' });
		}
		return groups;
	};
	return {
		build(listings) {
			for (const listing of listings) index.add(toDocument(listing));
			index.compact();
		},
		search(query) {
			const groups = groupsOf(query);
			const result = query.filtered
				? index.search({ groups, limit: LIMIT, filters: { kind: [FILTER.kind], trl: FILTER.trl }, facets: FACETS })
				: index.search({ groups, limit: LIMIT });
			return result.hits.map((hit) => hit.id);
		},
		replace: (listing) => index.add(toDocument(listing)),
		save: () => index.toSnapshot(),
		load(saved) {
			index = RetrievalIndex.fromSnapshot(saved as Uint8Array);
		},
	};
}
