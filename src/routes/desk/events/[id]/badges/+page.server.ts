import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewBadges, viewOneBadge } from '#lib/server/registration/badges.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { listFilters } from '#lib/server/registration/view-desk.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const page = Math.min(1000, Math.max(0, Math.trunc(Number(searchParams.get('page')) || 0)));
	const [context, member, { id }, { language }] = [registrationContext(event.locals.mitra), pageMember(event), event.params, event.locals];
	const one = searchParams.get('registration');
	const view = one === null ? await viewBadges(context, member, id, listFilters(searchParams), page, language) : await viewOneBadge(context, member, id, idOfAddress(one), language);
	return { view, paper: searchParams.get('paper') === 'a4' ? ('a4' as const) : ('a6' as const), search: event.url.search };
};
