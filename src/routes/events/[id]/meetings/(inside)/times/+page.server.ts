import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { paintTimes, viewTimes } from '#lib/server/meetings/availability/paint-times.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { slotsInput } from '#lib/server/meetings/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => (asksToSignIn(event) ? { view: null } : { view: await viewTimes(meetingsContext(event.locals.mitra), pageMember(event), event.params.id) });

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await paintTimes(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, there: slotsInput(form), notInSessions: form.get('sessions') === 'out' });
			return { done: 'saved' };
		}),
};
