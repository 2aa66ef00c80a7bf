import { redirect } from '@sveltejs/kit';
import { expertsInFields } from '#lib/server/experts/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptView, withNarrower } from '#lib/server/thesaurus/concept-view.ts';
import { editorOf } from '#lib/server/thesaurus/edit-concept.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { pageHeaders } from '#lib/server/thesaurus/published.ts';
import { organisationsActiveIn } from '#lib/server/thesaurus/queries-of-listings.ts';
import { thesaurusRules } from '#lib/server/thesaurus/rules.ts';
import { conceptAddress } from '#lib/server/thesaurus/skos-quads.ts';
import { href } from '#lib/ui/reader.ts';
import type { PageServerLoad } from './$types';

const LISTINGS_SHOWN = 10;
const ORGANISATIONS_SHOWN = 10;
const EXPERTS_SHOWN = 6;

export const load: PageServerLoad = async ({ params, locals, url, setHeaders }) => {
	const { mitra, language } = locals;
	const { thesaurus } = mitra;
	const { byArea } = mitra.search.counts();
	const view = conceptView(thesaurus, params.concept, language, byArea);
	if (!view) {
		const standing = thesaurus.resolve(params.concept);
		if (standing !== undefined) redirect(301, href(`/concepts/${standing}`));
		throw new ExpectedError(thesaurus.retired(params.concept) ? 'expired' : 'not_found', 'No such concept.');
	}
	setHeaders(pageHeaders(conceptAddress(url.origin, params.concept)));
	const found = await mitra.search.search({ text: '', filters: { area: [params.concept] }, page: 1, pageSize: LISTINGS_SHOWN, sort: 'newest' });
	const cards = found.hits.map(({ card }) => card);
	return {
		...view,
		total: found.total,
		kinds: found.facets.kind,
		languages: found.facets.language.length,
		cards,
		organisations: await organisationsActiveIn(mitra.db, withNarrower(thesaurus, params.concept), ORGANISATIONS_SHOWN),
		experts: await expertsInFields(mitra.db, withNarrower(thesaurus, params.concept), EXPERTS_SHOWN),
		labels: conceptLabels(thesaurus, cards.flatMap((card) => card.areas), language),
		works: thesaurusRules.work(await editorOf(mitra.db, locals.actor)),
	};
};
