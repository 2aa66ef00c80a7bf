import { isLanguage } from '#lib/engines/text/language.ts';
import { engineFigures, explainQuery } from '#lib/server/search/explain-engine.ts';
import { RETRY_AFTER_SECONDS, searchRate } from '#lib/server/search/search-rate.ts';
import { examplePair } from '#lib/server/site/example-pair.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

/** A system for drip irrigation, saline soil: two words of a Lao farmer. */
const DEFAULT_TEXT = 'ລະບົບນ້ຳຢອດ ດິນເຄັມ';

export const load: PageServerLoad = async ({ url, locals, getClientAddress, setHeaders }) => {
	try {
		searchRate().count(getClientAddress(), Date.now());
	} catch (error) {
		setHeaders({ 'retry-after': String(RETRY_AFTER_SECONDS) });
		throw error;
	}
	const { mitra, language: reader } = locals;
	const typed = url.searchParams.get('q');
	const wanted = url.searchParams.get('language') ?? '';
	const language = isLanguage(wanted) ? wanted : undefined;
	const query = await explainQuery(mitra.search, { text: typed ?? DEFAULT_TEXT, ...(language ? { language } : {}) }, reader);
	const asked = { need: referenceOf(url, 'need'), offer: referenceOf(url, 'offer') };
	const pair = await examplePair(mitra, asked, reader);
	const shown = query.result.hits.flatMap(({ card, reasons }) => [...card.areas, ...reasons.flatMap(({ concept }) => concept ?? [])]);
	return {
		typed: (typed ?? DEFAULT_TEXT).slice(0, 1000),
		language,
		own: url.search !== '',
		query,
		asked,
		pair,
		figures: await engineFigures(mitra.search),
		labels: conceptLabels(mitra.thesaurus, shown, reader),
	};
};

const referenceOf = (url: URL, side: 'need' | 'offer') => (url.searchParams.get(side) ?? '').trim().slice(0, 20);
