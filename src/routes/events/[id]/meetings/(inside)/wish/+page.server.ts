import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { wishInput } from '#lib/server/meetings/input.ts';
import { joinMeetings, leaveMeetings, viewWish } from '#lib/server/meetings/participants/join-meetings.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => (asksToSignIn(event) ? { wish: null } : { wish: await viewWish(meetingsContext(event.locals.mitra), pageMember(event), event.params.id) });

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			await joinMeetings(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, wish: wishInput(form) });
			return { done: 'saved' };
		}),
	leave: (event) =>
		memberForm(event, async (member) => {
			await leaveMeetings(meetingsContext(event.locals.mitra), member, { eventId: event.params.id });
			return { done: 'left' };
		}),
};
