import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewBadges } from '#lib/server/registration/badges.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { listFilters } from '#lib/server/registration/view-desk.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const page = Math.min(1000, Math.max(0, Math.trunc(Number(searchParams.get('page')) || 0)));
	return { view: await viewBadges(registrationContext(event.locals.mitra), pageMember(event), event.params.id, listFilters(searchParams), page, event.locals.language), paper: searchParams.get('paper') === 'a4' ? ('a4' as const) : ('a6' as const), search: event.url.search };
};
