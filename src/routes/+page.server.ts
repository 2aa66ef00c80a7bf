import { memberCounts } from '#lib/server/directory/kept-figures.ts';
import { allEvents } from '#lib/server/network/queries.ts';
import { centreSummaries } from '#lib/server/network/centre-summaries.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { mitra, language } = locals;
	const [centres, members, events] = await Promise.all([
		centreSummaries(mitra.db, language),
		memberCounts(mitra.db),
		allEvents(mitra.db),
	]);
	const today = mitra.clock().toISOString().slice(0, 10);
	const next = events.find((event) => event.endsOn >= today);
	const counts = mitra.search.counts();
	const offers = mitra.search.newest('offer', 3);
	const needs = mitra.search.newest('need', 3);
	const areas = mitra.thesaurus.areas().map((area) => ({
		id: area.id,
		label: mitra.thesaurus.label(area.id, language),
		narrower: area.narrower.slice(0, 4).map((id) => mitra.thesaurus.label(id, language)),
		count: counts.byArea.get(area.id) ?? 0,
	}));
	return {
		figures: { offers: counts.offers, needs: counts.needs, organisations: members.reduce((all, { count }) => all + count, 0), countries: new Set(members.map(({ country }) => country)).size, centres: centres.length },
		centres,
		areas,
		offers,
		needs,
		labels: conceptLabels(mitra.thesaurus, [...offers, ...needs].flatMap((card) => card.areas), language),
		next: next && {
			id: next.id,
			kind: next.kind,
			name: localTextFor(next.names, language),
			theme: localTextFor(next.theme, language),
			place: localTextFor(next.place, language),
			startsOn: next.startsOn,
			endsOn: next.endsOn,
			isSample: next.isSample,
		},
	};
};
