import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { markPrinted, viewBadges, viewOneBadge } from '#lib/server/registration/badges.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { listFilters } from '#lib/server/registration/view-desk.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the list shows, without which form was sent. */
function withoutAction(search: URLSearchParams): string {
	const query = new URLSearchParams(search);
	query.delete('/printed');
	return query.toString();
}

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const [paper, search] = [searchParams.get('paper') === 'a4' ? ('a4' as const) : ('a6' as const), withoutAction(searchParams)];
	const toPrint = searchParams.get('badges') === 'to-print';
	if (asksToSignIn(event)) return { view: null, paper, search, toPrint };
	const page = Math.min(1000, Math.max(0, Math.trunc(Number(searchParams.get('page')) || 0)));
	const [context, member, { id }, { language }] = [registrationContext(event.locals.mitra), pageMember(event), event.params, event.locals];
	const one = searchParams.get('registration');
	const view = one === null ? await viewBadges(context, member, id, { ...listFilters(searchParams), toPrint }, page, language) : await viewOneBadge(context, member, id, idOfAddress(one), language);
	return { view, paper, search, toPrint: one === null ? toPrint : null };
};

export const actions: Actions = {
	printed: eventAction(async ({ member, form, eventId, event }) => ({ about: String(await markPrinted(registrationContext(event.locals.mitra), member, { eventId, form })) }), 'printed'),
};
