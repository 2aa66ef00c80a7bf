import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { answerSurvey, viewSurvey } from '#lib/server/registration/surveys/answer-survey.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewSurvey(registrationContext(event.locals.mitra), pageMember(event), { eventId: event.params.id, surveyId: idOfAddress(event.params.survey) }) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await answerSurvey(registrationContext(event.locals.mitra), member, { eventId: event.params.id, surveyId: idOfAddress(event.params.survey), form, language: event.locals.language });
			return { done: 'saved' };
		}),
};
