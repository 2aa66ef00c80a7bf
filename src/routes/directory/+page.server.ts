import { DIRECTORY_SORTS, DIRECTORY_TABS, type DirectoryFilters } from '#lib/directory/directory-address.ts';
import { findCentres } from '#lib/server/directory/find-centres.ts';
import { memberCounts } from '#lib/server/directory/kept-figures.ts';
import { networkChoices } from '#lib/server/directory/queries.ts';
import { viewDirectory } from '#lib/server/directory/view-directory.ts';
import { searchExperts } from '#lib/server/experts/profiles/search-experts.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import type { PageServerLoad } from './$types';

const LONGEST_TEXT = 200;

export const load: PageServerLoad = async ({ url, locals }) => {
	const { mitra, language } = locals;
	const { searchParams } = url;
	const show = DIRECTORY_TABS.find((tab) => tab === searchParams.get('show')) ?? 'organisations';
	const text = (searchParams.get('q') ?? '').replaceAll('\0', '').trim().slice(0, LONGEST_TEXT);
	const [centres, alliances, members] = await Promise.all([allCentres(mitra.db), networkChoices(mitra.db), memberCounts(mitra.db)]);
	const areas = mitra.thesaurus.areas().map(({ id }) => ({ id, label: mitra.thesaurus.label(id, language) }));
	const choice = (name: string, allowed: readonly string[]) => allowed.find((value) => value === searchParams.get(name));
	const filters: DirectoryFilters = {};
	const put = (name: 'kind' | 'country' | 'area' | 'centre' | 'alliance', allowed: readonly string[]) => {
		const value = choice(name, allowed);
		if (value) filters[name] = value;
	};
	put('kind', ORGANISATION_KINDS);
	put('country', members.map(({ country }) => country));
	put('area', areas.map(({ id }) => id));
	put('centre', centres.map(({ id }) => id));
	put('alliance', alliances.map(({ id }) => id));
	if (searchParams.get('core') === '1') filters.core = true;
	const sort = DIRECTORY_SORTS.find((each) => each === searchParams.get('sort'));
	if (sort) filters.sort = sort;
	const found = show === 'organisations' ? await viewDirectory({ db: mitra.db, reader: mitra.search.reader }, { text, filters, after: searchParams.get('after') }) : null;
	return {
		show,
		text,
		filters,
		after: searchParams.has('after'),
		found,
		experts: show === 'experts' ? await searchExperts(mitra, searchParams, language) : null,
		areas,
		alliances,
		centreNames: centres.map(({ id, names }) => ({ id, names })),
		centres:
			show === 'centres'
				? findCentres(centres, text, mitra.search.reader).map(({ id, kind, names, country, place }) => ({
						id, kind, names, country, place,
						members: members.filter(({ centreId }) => centreId === id).reduce((all, { count }) => all + count, 0),
					}))
				: [],
	};
};
