import { LANGUAGES } from '#lib/engines/text/language.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

const LISTINGS_SHOWN = 20;

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, language } = locals;
	const { thesaurus } = mitra;
	const concept = thesaurus.concept(params.concept);
	if (!concept) throw new ExpectedError('not_found', 'No such concept.');
	const { byArea } = mitra.search.counts();
	const link = (id: string) => ({ id, label: thesaurus.label(id, language), count: byArea.get(id) ?? 0 });
	const found = await mitra.search.search({ text: '', filters: { area: [concept.id] }, page: 1, pageSize: LISTINGS_SHOWN, sort: 'newest' });
	const cards = found.hits.map(({ card }) => card);
	return {
		concept: {
			id: concept.id,
			label: thesaurus.label(concept.id, language),
			labelLanguage: concept.labels[language].length > 0 ? language : ('en' as const),
			labels: LANGUAGES.map((each) => ({ language: each, labels: [...concept.labels[each]], reviewed: concept.reviewed.has(each) })),
			note: concept.notes[language === 'zh' ? 'zh' : 'en'] ?? null,
			ipc: [...concept.ipc],
			sdgs: [...concept.sdgs],
		},
		path: pathTo(concept.id, (id) => thesaurus.concept(id)?.broader[0]).map(link),
		broader: concept.broader.map(link),
		narrower: concept.narrower.map(link),
		related: concept.related.map(link),
		total: found.total,
		kinds: found.facets.kind,
		languages: found.facets.language.length,
		cards,
		labels: conceptLabels(thesaurus, cards.flatMap((card) => card.areas), language),
	};
};

/** The concepts above, from the area down, along each one's first broader concept. */
function pathTo(id: string, broaderOf: (id: string) => string | undefined): string[] {
	const path: string[] = [];
	for (let above = broaderOf(id); above !== undefined; above = broaderOf(above)) path.unshift(above);
	return path;
}
