import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { requestInput } from '#lib/server/meetings/input.ts';
import { viewPerson } from '#lib/server/meetings/participants/view-people.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { locals, params, url } = event;
	return { view: await viewPerson({ ...meetingsContext(locals.mitra), search: locals.mitra.search }, pageMember(event), { eventId: params.id, registrationId: listingId(params.registration), also: url.searchParams.getAll('with').filter(isUuid) }) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { locals, params } = event;
			const sent = await sendRequest({ ...meetingsContext(locals.mitra), search: locals.mitra.search }, member, { eventId: params.id, registrationId: listingId(params.registration), request: requestInput(form) });
			return { done: sent.outcome === 'asked' ? 'asked' : sent.meeting ? 'booked' : 'mutual' };
		}),
};
