import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { personOf, gone } from '#lib/server/events/change-event.ts';
import { lineOf, wordsOf, wrong } from '#lib/server/events/input.ts';
import { sessionsOf } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from '../context.ts';
import { attendanceOf } from '../door/queries.ts';
import { findFrame } from '../queries.ts';
import { ownRegistration } from '../registrations.ts';
import { registrationRules } from '../rules.ts';
import { insideEvent } from '../view-desk.ts';
import { feedbackIn, feedbackOf, putFeedback } from './queries.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;
/** Below so many answers their words stay unread, for one would know whose they are. */
const FEWEST = 3;

/** The event and the sessions that have begun, for one who was let in. Errors: not_found (also for who was not). */
async function asked(tx: Transaction, context: Context, actor: Actor, eventId: string) {
	const now = context.clock();
	const found = await findFrame(tx, eventId, now);
	const own = found && (await ownRegistration(tx, eventId, personOf(actor) ?? ''));
	if (!found || !own || (await attendanceOf(tx, own.id)).length === 0) throw gone('survey');
	const sessions = (await sessionsOf(tx, eventId)).filter(({ state, startsAt }) => state === 'on' && startsAt <= now);
	return { now, found, own, sessions };
}

/** What somebody who came is asked afterwards, with what was said before. Errors: not_found. */
export async function viewFeedback(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const { found, own, sessions } = await asked(tx, context, actor, eventId);
		const said = await feedbackOf(tx, own.id);
		const of = (sessionId: string | null) => said.find((each) => each.sessionId === sessionId);
		return {
			event: { id: found.row.id, names: found.row.names, timeZone: found.row.timeZone },
			whole: { rating: of(null)?.rating ?? null, words: of(null)?.words ?? '' },
			sessions: sessions.map(({ id, titles, startsAt }) => ({ id, titles, startsAt, rating: of(id)?.rating ?? null, words: of(id)?.words ?? '' })),
		};
	});
}

/** Takes what somebody who came says; what has no rating is not asked further. Errors: not_found, forbidden, invalid_input. */
export async function giveFeedback(context: Context, actor: Actor, input: { eventId: string; form: FormData; language: Language }): Promise<void> {
	const { eventId, form, language } = input;
	await asActor(context.db, actor, async (tx) => {
		const { now, found, own, sessions } = await asked(tx, context, actor, eventId);
		if (!registrationRules.giveFeedback(actor, { ...found.forRules, personId: own.personId, state: own.state })) throw new ExpectedError('forbidden', 'Who came says what it was like.');
		const rows = [null, ...sessions.map(({ id }) => id)].flatMap((sessionId) => {
			const name = sessionId ?? 'event';
			const rating = lineOf(form, `rating_${name}`, 1);
			const words = wordsOf(form, `words_${name}`, 1000);
			if (rating === '' && words === '') return [];
			if (!/^[1-5]$/.test(rating)) throw wrong(`rating_${name}`, 'required');
			return [{ eventId, registrationId: own.id, sessionId, rating: Number(rating), words, language, givenAt: now }];
		});
		await putFeedback(tx, eventId, own.id, rows);
		await recordAudit(tx, { actor, action: 'registration.give-feedback', entity: 'event_registration', entityId: own.id, detail: { eventId, answers: rows.length }, about: { centreId: found.row.centreId } });
	});
}

/** What people said, without who: of each session and the whole, how many, the mean, and their words once there are some. Errors: not_found. */
export const feedbackFigures = (context: Context, actor: Actor, eventId: string) =>
	insideEvent(context, actor, eventId, async (tx) => {
		const all = await asActor(tx, operator('registration'), () => feedbackIn(tx, eventId));
		const titles = new Map((await sessionsOf(tx, eventId)).map((session) => [session.id, session.titles]));
		return {
			figures: [...new Set(all.map(({ sessionId }) => sessionId))].map((sessionId) => {
				const of = all.filter((each) => each.sessionId === sessionId);
				const enough = of.length >= FEWEST;
				return { titles: sessionId ? (titles.get(sessionId) ?? []) : null, sessionId, count: of.length, average: enough ? of.reduce((sum, { rating }) => sum + rating, 0) / of.length : null, words: enough ? of.filter(({ words }) => words !== '').map(({ words, language }) => ({ text: words, language })) : [] };
			}),
		};
	});
