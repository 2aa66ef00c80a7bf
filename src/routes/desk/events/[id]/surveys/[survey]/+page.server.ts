import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { closeSurvey, openSurvey, raiseSurveyQuestion, removeSurvey, removeSurveyQuestion, saveSurvey, saveSurveyQuestion } from '#lib/server/registration/surveys/change-survey.ts';
import { reopenSurvey } from '#lib/server/registration/surveys/reopen-survey.ts';
import { viewSurveyAtDesk } from '#lib/server/registration/surveys/view-surveys.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewSurveyAtDesk(event.locals.mitra, pageMember(event), event.params.id, idOfAddress(event.params.survey)) };
};

type Work = (context: EventsContext, member: Member, input: { eventId: string; surveyId: string | null; form: FormData }) => Promise<void>;
const surveyOf = (event: RequestEvent<{ id: string }>) => idOfAddress((event.params as { survey?: string }).survey ?? '');
const does = (work: (form: FormData) => Work, done?: string) => eventAction(({ context, member, form, eventId, event }) => work(form)(context, member, { eventId, surveyId: surveyOf(event), form }), done);

export const actions: Actions = {
	save: does(() => saveSurvey),
	question: does((form) => (form.get('remove') ? removeSurveyQuestion : saveSurveyQuestion)),
	raise: does(() => raiseSurveyQuestion),
	open: does(() => openSurvey, 'opened'),
	close: does(() => closeSurvey, 'closed'),
	reopen: does(() => reopenSurvey, 'reopened'),
	remove: eventAction(async ({ context, member, eventId, event }) => {
		await removeSurvey(context, member, { eventId, surveyId: surveyOf(event) });
		redirect(303, href(`/desk/events/${eventId}/surveys`));
	}),
};
