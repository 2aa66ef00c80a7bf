import { EVENT_KINDS } from '#lib/events/vocabulary.ts';
import { listEvents } from '#lib/server/events/view-event.ts';
import { eventFilters } from '#lib/server/events/event-address.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

/** Upcoming events first, the nearest first; then past ones, the latest first. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const filters = eventFilters(url.searchParams);
	const { upcoming, past, choices } = await listEvents(locals.mitra, filters);
	const line = ({ about: _about, publishedAt: _at, updatedAt: _then, ...shown }: (typeof upcoming)[number]) => ({ ...shown, facts: shown.facts.slice(0, 3) });
	return {
		filters,
		query: new URLSearchParams(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]))).toString(),
		upcoming: upcoming.map(line),
		past: past.map(line),
		choices: { ...choices, kinds: EVENT_KINDS.filter((kind) => choices.kinds.includes(kind)) },
		labels: conceptLabels(locals.mitra.thesaurus, choices.areas, locals.language),
	};
};
