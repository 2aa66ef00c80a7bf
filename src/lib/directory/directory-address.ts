export const DIRECTORY_SORTS = ['name', 'newest'] as const;
export type DirectorySort = (typeof DIRECTORY_SORTS)[number];
export const DIRECTORY_TABS = ['organisations', 'experts', 'centres'] as const;
export type DirectoryTab = (typeof DIRECTORY_TABS)[number];

/** What the directory's address asks of organisations. */
export interface DirectoryFilters {
	kind?: string;
	country?: string;
	area?: string;
	centre?: string;
	alliance?: string;
	core?: true;
	sort?: DirectorySort;
}

/** A part of the directory's address: words, filters, and where the page begins. */
export function directoryAddress(request: { show?: DirectoryTab; text?: string; filters?: DirectoryFilters; after?: string | null }): string {
	const parameters = new URLSearchParams();
	if (request.show && request.show !== 'organisations') parameters.set('show', request.show);
	if (request.text) parameters.set('q', request.text);
	for (const [name, value] of Object.entries(request.filters ?? {})) if (value !== undefined && !(name === 'sort' && value === 'name')) parameters.set(name, value === true ? '1' : String(value));
	if (request.after) parameters.set('after', request.after);
	const query = parameters.toString();
	return query ? `/directory?${query}` : '/directory';
}
