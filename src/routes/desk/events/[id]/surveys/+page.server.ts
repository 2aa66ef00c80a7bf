import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { createSurvey } from '#lib/server/registration/surveys/change-survey.ts';
import { viewSurveys } from '#lib/server/registration/surveys/view-surveys.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewSurveys(event.locals.mitra, pageMember(event), event.params.id) };
};

export const actions: Actions = {
	create: eventAction(async ({ context, member, form, eventId }) => {
		const { id, made } = await createSurvey(context, member, { eventId, form });
		if (made === 1) redirect(303, href(`/desk/events/${eventId}/surveys/${id}`));
		return { about: String(made) };
	}, 'made'),
};
