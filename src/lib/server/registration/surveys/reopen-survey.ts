import type { Actor } from '#lib/server/accounts/actor.ts';
import { dayOf } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from '../context.ts';
import { wrongHere } from '../form/input.ts';
import { changeSurvey, participation, type Input } from './change-survey.ts';
import { deleteSheets, updateSurvey } from './queries.ts';
import { endOfDay, reopening, stageOf } from './survey.ts';

/**
 * Opens a survey again that has closed, until the end of another day; whoever was asked is told so by a letter. Without names, who
 * has answered cannot answer twice and nobody learns whose an answer is; where fewer than five had answered, it begins anew (see
 * sheet-id.ts). Errors: not_found, forbidden, invalid_input, conflict (it has not closed, was called off, or nothing says any more
 * who has answered).
 */
export async function reopenSurvey(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, input: Input): Promise<void> {
	await changeSurvey(context, actor, input, 'reopen', async ({ tx, now, row, survey }) => {
		if (stageOf(survey, now) !== 'closed') throw new ExpectedError('conflict', 'It has not closed.');
		const closesAt = endOfDay(dayOf(input.form, 'closes_on', true), row.timeZone);
		if (closesAt <= now) throw wrongHere('closes_on', 'day_over');
		if (stageOf({ ...survey, closesAt }, now) === 'off') throw new ExpectedError('conflict', 'It was called off.');
		const { answered } = await participation(tx, survey);
		const way = reopening(survey, answered, now);
		if (!way) throw new ExpectedError('conflict', 'Nothing says any more who has answered.');
		// Closed by mistake a moment ago, it goes on as if nothing had been.
		if (!survey.sealedAt) return updateSurvey(tx, survey.id, { closesAt });
		if (way === 'anew') await asActor(tx, operator('surveys'), () => deleteSheets(tx, survey.id));
		const round = survey.anonymous && way === 'goes-on' ? survey.round + 1 : survey.round;
		await updateSurvey(tx, survey.id, { closesAt, sealedAt: null, reopenUntil: null, reopenedAt: now, begunAnew: way === 'anew' && answered > 0, round });
	});
}
