import { randomBytes } from 'node:crypto';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { RegistrationContext } from '../context.ts';
import { replaceSheets, sheetsOf, toSeal, updateSurvey } from './queries.ts';

const AT_ONCE = 20;

/** Cuts what leads from the sheets of closed anonymous surveys to people (see sheet-id.ts). Answers how many surveys it sealed. */
export async function sealSurveys(context: Pick<RegistrationContext, 'db' | 'clock'>): Promise<number> {
	return asActor(context.db, operator('surveys'), async (tx) => {
		const now = context.clock();
		const closed = await toSeal(tx, now, AT_ONCE);
		for (const { id: surveyId, eventId, anonymous } of closed) {
			if (anonymous) {
				const drawn = (await sheetsOf(tx, surveyId)).map((sheet) => ({ ...sheet, eventId, id: randomBytes(32).toString('hex') }));
				await replaceSheets(tx, surveyId, drawn.sort((a, b) => a.id.localeCompare(b.id)));
			}
			await updateSurvey(tx, surveyId, { sealedAt: now });
		}
		return closed.length;
	});
}
