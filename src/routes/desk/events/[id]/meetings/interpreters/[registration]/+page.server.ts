import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { saveInterpreterTimes, viewInterpreterTimes } from '#lib/server/meetings/availability/interpreter-times.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { slotsInput } from '#lib/server/meetings/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

const whose = ({ id, registration }: { id: string; registration: string }) => ({ eventId: id, registrationId: idOfAddress(registration) });

export const load: PageServerLoad = async (event) => (asksToSignIn(event) ? { view: null } : { view: await viewInterpreterTimes(meetingsContext(event.locals.mitra), pageMember(event), whose(event.params)) });

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await saveInterpreterTimes(meetingsContext(event.locals.mitra), member, { ...whose(event.params), there: slotsInput(form) });
			return { done: 'saved' };
		}),
};
