import { findAreas } from '#lib/server/thesaurus/area-choices.ts';
import { branchOf, conceptLinks } from '#lib/server/thesaurus/concept-view.ts';
import { editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { pageHeaders } from '#lib/server/thesaurus/published.ts';
import { thesaurusRules } from '#lib/server/thesaurus/rules.ts';
import { schemeAddress } from '#lib/server/thesaurus/skos-quads.ts';
import type { PageServerLoad } from './$types';

const FOUND = 60;
/** Deeper than any branch: an area is shown as a whole. */
const WHOLE = 20;

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	const { mitra, language } = locals;
	const { thesaurus } = mitra;
	setHeaders(pageHeaders(schemeAddress(url.origin)));
	const { byArea, offers, needs } = mitra.search.counts();
	const link = conceptLinks(thesaurus, language, byArea);
	const text = (url.searchParams.get('q') ?? '').slice(0, 100);
	const wanted = url.searchParams.get('area') ?? '';
	const area = thesaurus.concept(wanted)?.broader.length === 0 ? wanted : '';
	const policy = thesaurus.has('policy') ? branchOf(thesaurus, 'policy', 1, link) : null;
	return {
		text,
		found: text.trim() === '' ? [] : findAreas(thesaurus, text, language, FOUND).map((each) => ({ ...each, count: byArea.get(each.id) ?? 0 })),
		area: area === '' ? null : branchOf(thesaurus, area, WHOLE, link),
		areas: thesaurus.areas().map(({ id }) => branchOf(thesaurus, id, 1, link)),
		policy,
		concepts: thesaurus.size,
		offers,
		needs,
		works: thesaurusRules.work(await editorOf(mitra.db, locals.actor)),
	};
};
