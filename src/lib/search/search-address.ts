import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { FACETS, type Facet, type ListingSearchRequest } from './types.ts';

export const PAGE_SIZE = 20;

/** The most characters of a query that are read; a listing's title pasted whole still fits. One more tells that there were more. */
const QUERY_LIMIT = 1000;

/** The search that an address asks for. Whatever is not understood is left out, never an error. */
export function searchFromAddress(parameters: URLSearchParams): ListingSearchRequest {
	const language = parameters.get('in') ?? '';
	const filters: Partial<Record<Facet, string[]>> = {};
	for (const facet of FACETS) {
		const values = [...new Set(parameters.getAll(facet).filter((value) => /^[A-Za-z0-9-]{1,80}$/.test(value)))];
		if (values.length > 0) filters[facet] = values.slice(0, 50);
	}
	const page = Number(parameters.get('page') ?? 1);
	return {
		text: (parameters.get('q') ?? '').slice(0, QUERY_LIMIT + 1),
		...(isLanguage(language) ? { language: language satisfies Language } : {}),
		filters,
		page: Number.isInteger(page) && page >= 1 && page <= 500 ? page : 1,
		pageSize: PAGE_SIZE,
		sort: parameters.get('sort') === 'newest' ? 'newest' : 'relevance',
	};
}

/** The address of a search, with some values changed; the page starts again unless it is what changes. */
export function addressOfSearch(request: ListingSearchRequest, change: Partial<ListingSearchRequest> = {}): string {
	const next = { ...request, page: 1, ...change };
	const parameters = new URLSearchParams();
	if (next.text.trim() !== '') parameters.set('q', next.text.trim());
	if (next.language) parameters.set('in', next.language);
	for (const facet of FACETS) for (const value of next.filters[facet] ?? []) parameters.append(facet, value);
	if (next.sort === 'newest') parameters.set('sort', 'newest');
	if (next.page > 1) parameters.set('page', String(next.page));
	const query = parameters.toString();
	return query === '' ? '/search' : `/search?${query}`;
}
