import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idIn } from '#lib/server/events/input.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { viewInvitations, withdrawInvitation } from '#lib/server/meetings/invitations/invite-owner.ts';
import { answerInput } from '#lib/server/meetings/input.ts';
import type { Accepted } from '#lib/server/meetings/requests/accept-request.ts';
import { goOnWithout } from '#lib/server/meetings/requests/answer-of-several.ts';
import { answerRequest, bookRequest, withdrawRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, invitations: [], invited: false };
	const [context, member] = [meetingsContext(event.locals.mitra), pageMember(event)];
	return { view: await viewRequests(context, member, event.params.id), invitations: await viewInvitations(context, member, event.params.id), invited: event.url.searchParams.has('invited') };
};

/** What is said of a request that somebody has agreed to. */
const doneOf = ({ meeting, waitsFor }: Accepted) => (meeting ? 'booked' : waitsFor === 'others' ? 'one_agreed' : waitsFor === 'schedule' ? 'scheduled' : waitsFor === 'interpreter' ? 'no_interpreter' : 'agreed');
const requestOf = (form: FormData) => listingId(String(form.get('as') ?? ''));

export const actions: Actions = {
	answer: (event) =>
		memberForm(event, async (member, form) => {
			const accepted = await answerRequest(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, requestId: requestOf(form), answer: answerInput(form) });
			return { done: accepted === null ? 'refused' : doneOf(accepted) };
		}),
	goOn: (event) =>
		memberForm(event, async (member, form) => {
			const result = await goOnWithout(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, requestId: requestOf(form), registrationId: listingId(String(form.get('without') ?? '')) });
			return { done: result.waitsFor === 'others' ? 'left_out' : doneOf(result) };
		}),
	uninvite: (event) =>
		memberForm(event, async (member, form) => {
			await withdrawInvitation(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, invitationId: requestOf(form) });
			return { done: 'withdrawn_invitation' };
		}),
	withdraw: (event) =>
		memberForm(event, async (member, form) => {
			await withdrawRequest(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, requestId: requestOf(form) });
			return { done: 'withdrawn' };
		}),
	book: (event) =>
		memberForm(event, async (member, form) => {
			await bookRequest(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, requestId: requestOf(form), slotId: idIn(form, 'slot') });
			return { done: 'booked' };
		}),
};
