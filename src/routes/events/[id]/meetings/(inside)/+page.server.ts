import { letKeep } from '#lib/server/accounts/own-pages.ts';
import { choiceInput, idIn } from '#lib/server/events/input.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { answerOutcome } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { cancelInput, lateInput, outcomeInput } from '#lib/server/meetings/input.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { reportOwnMeeting, takeOwnReportBack } from '#lib/server/meetings/live/report-meeting.ts';
import { recordWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => ({ kept: letKeep(event) });

const meetingOf = (form: FormData) => listingId(String(form.get('as') ?? ''));

export const actions: Actions = {
	cancel: (event) =>
		memberForm(event, async (member, form) => {
			const what = await cancelMeeting(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, meetingId: meetingOf(form), ...cancelInput(form) });
			return { done: what === 'left' ? 'left_meeting' : 'cancelled' };
		}),
	conclude: (event) =>
		memberForm(event, async (member, form) => {
			await answerOutcome(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, meetingId: meetingOf(form), outcome: outcomeInput(form) });
			return { done: 'concluded' };
		}),
	report: (event) =>
		memberForm(event, async (member, form) => {
			await reportOwnMeeting(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, meetingId: meetingOf(form), report: choiceInput(form, 'report', ['held', 'late', 'absent'] as const), who: idIn(form, 'who'), lateMinutes: lateInput(form) });
			return { done: 'saved' };
		}),
	meet: (event) =>
		memberForm(event, async (member, form) => {
			await recordWalkIn({ ...meetingsContext(event.locals.mitra), secret: await ensureSecret(event.locals.mitra.configuration.dataFolder) }, member, { eventId: event.params.id, form });
			return { done: 'spot' };
		}),
	takeBack: (event) =>
		memberForm(event, async (member, form) => {
			await takeOwnReportBack(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, meetingId: meetingOf(form) });
			return { done: 'taken_back' };
		}),
};
