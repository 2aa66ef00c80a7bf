import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { sessionsOf } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { RegistrationContext } from '../context.ts';
import { everyQuestionOf } from '../queries.ts';
import { surveyRules } from '../rules.ts';
import { insideEvent } from '../view-desk.ts';
import { figuresOf } from './figures.ts';
import { namesOfRegistrations, participationIn, sheetsOf, surveyById, surveysOf } from './queries.ts';
import { lastDay, namesSettled, reopening, stageOf } from './survey.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;

/** The surveys of an event with how many were asked and answered, and what has none yet. Errors: not_found. */
export const viewSurveys = (context: Context, actor: Actor, eventId: string) =>
	insideEvent(context, actor, eventId, async (tx, { row }) => {
		const now = context.clock();
		const counts = await asActor(tx, operator('surveys'), () => participationIn(tx, eventId));
		const surveys = (await surveysOf(tx, eventId)).map((survey) => ({ id: survey.id, sessionId: survey.sessionId, titles: survey.titles, anonymous: survey.anonymous, stage: stageOf(survey, now), endsAt: survey.endsAt, lastDay: lastDay(survey.closesAt, row.timeZone), ...(counts.get(survey.id) ?? { asked: 0, answered: 0 }) }));
		const has = new Set(surveys.map(({ sessionId }) => sessionId));
		return { surveys, hasWhole: has.has(null), without: (await sessionsOf(tx, eventId)).filter(({ id, state }) => state === 'on' && !has.has(id)).map(({ id, titles, startsAt }) => ({ id, titles, startsAt })) };
	});

/** One survey at its organisers' desk: what it asks, and how it was answered. That names were read is on record. Errors: not_found. */
export const viewSurveyAtDesk = (context: Context, actor: Actor, eventId: string, id: string | null) =>
	insideEvent(context, actor, eventId, async (tx, { row, forRules }) => {
		const survey = await surveyById(tx, eventId, id);
		const now = context.clock();
		const stage = survey && stageOf(survey, now);
		if (!survey || !stage || !surveyRules.readAnswers(actor, { ...forRules, askedId: null, stage, settled: false })) throw gone('survey');
		const [sheets, count] = await asActor(tx, operator('surveys'), async () => [await sheetsOf(tx, survey.id), (await participationIn(tx, eventId)).get(survey.id)] as const);
		const questions = await everyQuestionOf(tx, eventId, survey.id);
		return {
			survey: { id: survey.id, titles: survey.titles, anonymous: survey.anonymous, intro: survey.intro, stage, endsAt: survey.endsAt, lastDay: lastDay(survey.closesAt, row.timeZone), sealed: survey.sealedAt !== null, asked: count?.asked ?? 0, answered: sheets.length, namesSettled: namesSettled({ stage, asked: count?.asked ?? 0, answered: sheets.length }), reopening: stage === 'closed' ? reopening(survey, sheets.length, now) : undefined, reopenUntil: survey.reopenUntil && lastDay(survey.reopenUntil, row.timeZone) },
			questions: questions.map(({ id: questionId, kind, labels, help, choices, required, shownWhen, retiredAt }) => ({
				...{ id: questionId, kind, labels, help, choices, required, shownWhen, retired: retiredAt !== null },
				figures: figuresOf({ kind, choices }, sheets.flatMap(({ answers, language, round }) => (answers.has(questionId) ? [{ value: answers.get(questionId)!, language, round }] : [])), survey.anonymous),
			})),
		};
	});

/** What a table of the answers is made of: of a survey with names, sheet by sheet; that it was taken is on record. Errors: not_found. */
export async function surveyTable(context: Context, actor: Actor, eventId: string, id: string | null) {
	const view = await viewSurveyAtDesk(context, actor, eventId, id);
	if (view.survey.anonymous) return { ...view, people: null };
	const people = await asActor(context.db, actor, async (tx) => {
		const sheets = await sheetsOf(tx, view.survey.id);
		const names = await namesOfRegistrations(tx, sheets.flatMap(({ registrationId }) => registrationId ?? []));
		await recordAudit(tx, { actor, action: 'survey.read-guarded', entity: 'event_survey', entityId: view.survey.id, detail: { eventId, sheets: sheets.length } });
		return sheets.map(({ registrationId, answers }) => ({ names: names.get(registrationId ?? '') ?? ([] as LocalText[]), answers }));
	});
	return { ...view, people };
}
