import type { ListingSearchRequest } from '#lib/search/types.ts';
import type { ExhibitionView } from './view-exhibition.ts';

type Exhibitor = ExhibitionView['exhibitors'][number];

/** Without regard to case and accents, in any script. */
const plain = (text: string) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();

/**
 * The exhibitors that a search means: by stand, name or own words, in whichever language they were written; and by what they show,
 * which the site's search finds in every language (`answers` gives the ids of listings).
 */
export async function findExhibitors(exhibitors: readonly Exhibitor[], text: string, answers: (request: ListingSearchRequest, among: ReadonlySet<string>) => Promise<string[]>): Promise<Exhibitor[]> {
	const asked = plain(text.trim());
	if (asked === '') return [...exhibitors];
	const among = new Set(exhibitors.flatMap(({ listings }) => listings.map(({ id }) => id)));
	const found = new Set(among.size === 0 ? [] : await answers({ text: text.trim(), filters: {}, page: 1, pageSize: 1, sort: 'relevance' }, among));
	return exhibitors.filter(
		({ stand, organisation, about, listings }) =>
			plain(stand?.label ?? '') === asked || [...organisation.names, ...about].some((each) => plain(each.text).includes(asked)) || listings.some(({ id, title, titles }) => found.has(id) || [title, ...titles.map(({ text: said }) => said)].some((each) => plain(each).includes(asked))),
	);
}
