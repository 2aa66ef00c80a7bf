import { allCentres } from '#lib/server/network/queries.ts';
import { RETRY_AFTER_SECONDS, searchRate } from '#lib/server/search/search-rate.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { searchFromAddress } from '#lib/search/search-address.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, getClientAddress, setHeaders }) => {
	try {
		searchRate().count(getClientAddress(), Date.now());
	} catch (error) {
		setHeaders({ 'retry-after': String(RETRY_AFTER_SECONDS) });
		throw error;
	}
	const request = searchFromAddress(url.searchParams);
	const result = await locals.mitra.search.search(request);
	const centres = await allCentres(locals.mitra.db);
	const shown = [
		...result.facets.area.map(({ value }) => value),
		...(request.filters.area ?? []),
		...result.hits.flatMap(({ card, reasons }) => [...card.areas, ...reasons.flatMap((reason) => reason.concept ?? [])]),
	];
	return {
		request,
		centres: Object.fromEntries(centres.map(({ id, names }) => [id, localTextFor(names, locals.language)?.text ?? id])),
		result: { ...result, facets: { ...result.facets, area: areasToOffer(result.facets.area, locals.mitra.thesaurus.areas().map(({ id }) => id), request.filters.area ?? []) } },
		labels: conceptLabels(locals.mitra.thesaurus, shown, locals.language),
	};
};

/** The ten areas, then the sub-areas that are chosen or frequent; never a hundred concepts. */
function areasToOffer(counts: { value: string; count: number }[], top: string[], chosen: string[]) {
	const areas = counts.filter(({ value }) => top.includes(value));
	const narrower = counts.filter(({ value }) => !top.includes(value));
	const kept = narrower.filter(({ value }, index) => index < 12 || chosen.includes(value));
	return [...areas, ...kept];
}
