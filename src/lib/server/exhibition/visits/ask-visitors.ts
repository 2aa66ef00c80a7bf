import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RegistrationContext } from '#lib/server/registration/context.ts';
import { personOfRegistration } from '#lib/server/registration/surveys/queries.ts';
import { visitorLetter } from './letters.ts';
import { markAsked, visitorsToAsk } from './queries.ts';

const AT_ONCE = 100;

/**
 * Asks visitors who chose to be asked, whether the stands that scanned their badge may have their contact: one letter in the evening of
 * a day with new visits, with all stands that wait for an answer. What was answered is asked no more, and without new visits nobody is
 * asked again. That somebody is asked stands in the same transaction as the letter. Answers how many people it asked.
 */
export async function askVisitors(context: Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	return asActor(context.db, operator('exhibition'), async (tx) => {
		const now = context.clock();
		const due = await visitorsToAsk(tx, now, AT_ONCE);
		for (const { registrationId, eventId } of due) {
			const stands = await markAsked(tx, registrationId, now);
			const [to, event] = [await personOfRegistration(tx, registrationId), await findEvent(tx, eventId, now)];
			// Whoever has answered the last of them in this very moment is asked nothing.
			if (to && event && stands.length > 0) await sendMail(tx, context.jobs, visitorLetter(to, event.row, stands, context.baseUrl));
		}
		return due.length;
	});
}
