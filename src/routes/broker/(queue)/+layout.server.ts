import { queueFilters } from '#lib/brokering/queue-address.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { isOfficer } from '#lib/server/brokering/rules.ts';
import { viewQueue } from '#lib/server/brokering/view-queue.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	event.depends('broker:queue');
	const filters = queueFilters(event.url.searchParams);
	if (asksToSignIn(event)) return { filters, queue: null, areas: [], areaLabels: {}, today: event.locals.mitra.clock() };
	const member = pageMember(event);
	if (!isOfficer(member)) throw new ExpectedError('forbidden', 'The desk is for officers.');
	const { mitra, language } = event.locals;
	const areas = mitra.thesaurus.areas().flatMap(({ id, narrower }) => [id, ...(filters.area === id || narrower.includes(filters.area ?? '') ? narrower : [])]);
	return {
		filters,
		today: mitra.clock(),
		queue: await viewQueue(mitra, member, filters),
		areas: filters.area && !areas.includes(filters.area) ? [...areas, filters.area] : areas,
		areaLabels: conceptLabels(mitra.thesaurus, [...areas, ...(filters.area ? [filters.area] : [])], language),
	};
};
