import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { endCalendarAddress, makeCalendarAddress, viewCalendarAddress } from '#lib/server/events/calendar-address.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { params, locals, url } = event;
	const member = pageMember(event);
	const secret = await ensureSecret(locals.mitra.configuration.dataFolder);
	const { event: about, address } = await viewCalendarAddress(eventsContext(locals.mitra), secret, member, params.id);
	return { view: { event: about, address: address && { url: `${url.origin}${href(`/events/${params.id}/calendar/${address.token}.ics`)}`, madeAt: address.madeAt } } };
};

export const actions: Actions = {
	make: (event) =>
		memberForm(event, async (member) => {
			await makeCalendarAddress(eventsContext(event.locals.mitra), member, { eventId: event.params.id });
			return { done: 'made' };
		}),
	end: (event) =>
		memberForm(event, async (member) => {
			await endCalendarAddress(eventsContext(event.locals.mitra), member, { eventId: event.params.id });
			return { done: 'ended' };
		}),
};
