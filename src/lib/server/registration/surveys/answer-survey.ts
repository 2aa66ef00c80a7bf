import type { Language } from '#lib/engines/text/language.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from '../context.ts';
import { answersInput } from '../form/input.ts';
import { findFrame, questionsOf } from '../queries.ts';
import { ownRegistration } from '../registrations.ts';
import { surveyRules } from '../rules.ts';
import { answersUnder, isMarked, lockSurvey, putSheet, surveyById, surveysFor, surveysOf, type SurveyRow } from './queries.ts';
import { sheetId } from './sheet-id.ts';
import { lastDay, stageOf } from './survey.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;
interface Input {
	eventId: string;
	surveyId: string | null;
}

/** Whether somebody answered before the survey was opened again: those answers stand, and lead to nobody. */
const isSettled = (tx: Transaction, secret: string, survey: Pick<SurveyRow, 'id' | 'round'>, registrationId: string): Promise<boolean> | false => survey.round > 1 && asActor(tx, operator('surveys'), () => isMarked(tx, survey.id, sheetId(secret, survey.id, registrationId)));

/** A survey as somebody meets it: one who is asked, or an organiser who looks at it. Errors: not_found (also for everybody else). */
async function meet(tx: Transaction, context: Context, secret: string, actor: Actor, { eventId, surveyId }: Input) {
	const now = context.clock();
	const found = await findFrame(tx, eventId, now);
	const survey = found && (await surveyById(tx, eventId, surveyId));
	if (!found || !survey) throw gone('survey');
	const own = isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
	const isAsked = own !== undefined && (await asActor(tx, operator('surveys'), () => surveysFor(tx, eventId, own.id))).has(survey.id);
	const settled = isAsked && (await isSettled(tx, secret, survey, own.id));
	const forRules = { ...found.forRules, askedId: isAsked ? own.personId : null, stage: stageOf(survey, now), settled };
	if (!surveyRules.view(actor, forRules)) throw gone('survey');
	return { now, found, survey, own, forRules };
}

/** What somebody is asked, with what the person said before while it can be changed. Errors: not_found. */
export async function viewSurvey(context: Context, actor: Actor, input: Input) {
	const secret = await context.secret();
	return asActor(context.db, actor, async (tx) => {
		const { found, survey, own, forRules } = await meet(tx, context, secret, actor, input);
		const answers = own && forRules.askedId ? await asActor(tx, operator('surveys'), () => answersUnder(tx, sheetId(secret, survey.id, own.id))) : undefined;
		return {
			event: { id: found.row.id, names: found.row.names, isSample: found.row.isSample },
			survey: { id: survey.id, titles: survey.titles, intro: survey.intro, anonymous: survey.anonymous, lastDay: lastDay(survey.closesAt, found.row.timeZone), stage: forRules.stage },
			questions: (await questionsOf(tx, input.eventId, survey.id)).map(({ id, kind, labels, help, choices, required, shownWhen }) => ({ id, kind, labels, help, choices, required, shownWhen })),
			answers: Object.fromEntries(answers ?? []),
			answered: answers !== undefined,
			/** The person's answers stand, and lead to nobody any more. */
			settled: forRules.settled,
			begunAnew: survey.begunAnew,
			mayAnswer: surveyRules.answer(actor, forRules),
			organises: surveyRules.organise(actor, forRules),
		};
	});
}

/** Takes somebody's answers, instead of those before; in whatever language they are written. Nothing at all takes them back. Errors: not_found, forbidden, invalid_input. */
export async function answerSurvey(context: Context, actor: Member, input: Input & { form: FormData; language: Language }): Promise<void> {
	const secret = await context.secret();
	await asActor(context.db, actor, async (tx) => {
		const asked = await meet(tx, context, secret, actor, input);
		await asActor(tx, operator('surveys'), () => lockSurvey(tx, asked.survey.id, 'share'));
		// Read now, for it may have been closed or changed while this waited.
		const { survey, own, found, forRules } = await meet(tx, context, secret, actor, input);
		if (!own || !surveyRules.answer(actor, forRules)) throw new ExpectedError('forbidden', 'Who was there answers, until the survey closes.');
		const questions = await questionsOf(tx, input.eventId, survey.id);
		const { values } = answersInput(input.form, questions, new Map());
		const { anonymous } = survey;
		await asActor(tx, operator('surveys'), async () => {
			const id = sheetId(secret, survey.id, own.id);
			// What was answered to a question that is no longer asked stays.
			const kept = [...((await answersUnder(tx, id)) ?? [])].filter(([asked]) => !questions.some((question) => question.id === asked));
			await putSheet(tx, { id, surveyId: survey.id, eventId: input.eventId, anonymous, registrationId: anonymous ? null : own.id, language: input.language, round: survey.round }, new Map([...kept, ...values]));
		});
		await recordAudit(tx, { actor: anonymous ? operator('surveys') : actor, action: 'survey.answer', entity: 'event_survey', entityId: survey.id, detail: { eventId: input.eventId }, about: { centreId: found.row.centreId } });
	});
}

/** The surveys that wait for answers of whoever asks, of the whole event first. */
export async function surveysForMe(context: Context, actor: Actor, eventId: string): Promise<{ id: string; titles: Awaited<ReturnType<typeof surveysOf>>[number]['titles']; lastDay: string }[]> {
	if (!isSignedIn(actor)) return [];
	const secret = await context.secret();
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		const own = found && (await ownRegistration(tx, eventId, actor.userId));
		if (!own || own.state !== 'approved') return [];
		const mine = await asActor(tx, operator('surveys'), () => surveysFor(tx, eventId, own.id));
		const waiting: SurveyRow[] = [];
		for (const survey of await surveysOf(tx, eventId)) {
			const asked = mine.has(survey.id);
			const forRules = { ...found.forRules, askedId: asked ? own.personId : null, stage: stageOf(survey, now), settled: asked && (await isSettled(tx, secret, survey, own.id)) };
			if (surveyRules.answer(actor, forRules)) waiting.push(survey);
		}
		return waiting.map(({ id, titles, closesAt }) => ({ id, titles, lastDay: lastDay(closesAt, found.row.timeZone) }));
	});
}
