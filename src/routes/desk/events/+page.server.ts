import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { viewDesk } from '#lib/server/events/desk-view.ts';
import { idIn } from '#lib/server/events/input.ts';
import { answerSpeaker } from '#lib/server/events/speakers.ts';
import { ownApplications } from '#lib/server/exhibition/applications/view-applications.ts';
import { ownExhibits } from '#lib/server/exhibition/view-exhibition.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	return { view: { ...(await viewDesk(event.locals.mitra, member)), exhibits: await ownExhibits(event.locals.mitra, member), applications: await ownApplications(event.locals.mitra, member) } };
};

export const actions: Actions = {
	answer: (event) =>
		memberForm(event, async (member, form) => {
			await answerSpeaker(eventsContext(event.locals.mitra), member, { eventId: cleanLine(form.get('event')), id: idIn(form), consent: form.get('consent') === 'given' ? 'given' : 'refused' });
			return { done: 'answered' };
		}),
};
