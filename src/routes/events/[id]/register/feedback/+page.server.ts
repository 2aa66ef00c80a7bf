import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { giveFeedback, viewFeedback } from '#lib/server/registration/feedback/feedback.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewFeedback(event.locals.mitra, pageMember(event), event.params.id) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await giveFeedback(event.locals.mitra, member, { eventId: event.params.id, form, language: event.locals.language });
			return { done: 'saved' };
		}),
};
