import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RegistrationContext } from '../context.ts';
import { surveyLetter } from '../letters.ts';
import { lettersDue, markAsked, personOfRegistration, surveysOf } from './queries.ts';
import { lastDay } from './survey.ts';

const AT_ONCE = 100;

/**
 * Asks those who were there, once what a survey is of has ended: each person once a survey, and by one letter for all that are due
 * at the time. That somebody is asked stands in the same transaction as the letter, so that a job that was killed goes on where it
 * was. Answers how many people it looked at.
 */
export async function askPeople(context: Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	return asActor(context.db, operator('surveys'), async (tx) => {
		const now = context.clock();
		const due = await lettersDue(tx, now, AT_ONCE);
		for (const eventId of new Set(due.map((each) => each.eventId))) {
			const { row } = (await findEvent(tx, eventId, now))!;
			const surveys = await surveysOf(tx, eventId);
			for (const each of due.filter((one) => one.eventId === eventId)) {
				const asked = new Set(await markAsked(tx, each, now));
				const to = await personOfRegistration(tx, each.registrationId);
				const about = surveys.filter(({ id }) => asked.has(id)).map(({ id, titles, anonymous, closesAt, reopenedAt, begunAnew }) => ({ id, titles, anonymous, reopened: reopenedAt !== null, begunAnew, lastDay: lastDay(closesAt, row.timeZone) }));
				if (to && about.length > 0) await sendMail(tx, context.jobs, surveyLetter(to, row, about, context.baseUrl));
			}
		}
		return due.length;
	});
}
