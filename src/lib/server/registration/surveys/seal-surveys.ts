import { randomBytes } from 'node:crypto';
import { FEWEST_ANSWERS } from '#lib/registration/vocabulary.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { RegistrationContext } from '../context.ts';
import { forgetMarks, keepMarks, replaceSheets, sheetsOf, toSeal, updateSurvey } from './queries.ts';
import { REOPEN_DAYS } from './survey.ts';

const AT_ONCE = 20;

/** Cuts what leads from the sheets of closed anonymous surveys to people (see sheet-id.ts). Answers how many surveys it sealed. */
export async function sealSurveys(context: Pick<RegistrationContext, 'db' | 'clock'>): Promise<number> {
	return asActor(context.db, operator('surveys'), async (tx) => {
		const now = context.clock();
		const closed = await toSeal(tx, now, AT_ONCE);
		for (const { id: surveyId, eventId, anonymous } of closed) {
			if (anonymous) {
				const drawn = (await sheetsOf(tx, surveyId)).map((sheet) => ({ ...sheet, eventId, id: randomBytes(32).toString('hex') }));
				if (drawn.length >= FEWEST_ANSWERS) await keepMarks(tx, surveyId);
				await replaceSheets(tx, surveyId, drawn.sort((a, b) => a.id.localeCompare(b.id)));
			}
			await updateSurvey(tx, surveyId, { sealedAt: now, reopenUntil: new Date(now.getTime() + REOPEN_DAYS * 86_400_000) });
		}
		return closed.length;
	});
}

/** Forgets who answered surveys that nobody opened again in time. Answers of how many surveys. */
export const forgetWhoAnswered = (context: Pick<RegistrationContext, 'db' | 'clock'>): Promise<number> => asActor(context.db, operator('surveys'), (tx) => forgetMarks(tx, context.clock()));
