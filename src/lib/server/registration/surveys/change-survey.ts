import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { REGISTRATION_LIMITS, SURVEY_KINDS } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone, organisedEvent } from '#lib/server/events/change-event.ts';
import { dayOf, idIn, textsInput } from '#lib/server/events/input.ts';
import { sessionsOf, type EventRow } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { RegistrationContext } from '../context.ts';
import { dropQuestion, liftQuestion, putQuestion, type Questionnaire } from '../form/change-questions.ts';
import { wrongHere } from '../form/input.ts';
import { insertQuestion, questionsOf } from '../queries.ts';
import { countSurveyAnswers, deleteSurvey, endOf, insertSurvey, lockSurvey, participationIn, surveyById, surveysOf, updateSurvey, type SurveyRow } from './queries.ts';
import { closesAfter, endOfDay, namesSettled, stageOf } from './survey.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;

/** What every new survey begins with, in each language of the event: a rating and words. */
const FIRST: { kind: 'rating' | 'long-text'; required: boolean; label: typeof m.survey_first_rating }[] = [
	{ kind: 'rating', required: true, label: m.survey_first_rating },
	{ kind: 'long-text', required: false, label: m.survey_first_words },
];
const inEach = (languages: readonly Language[], label: typeof m.survey_first_rating): LocalText[] => languages.map((language, index) => ({ language, text: label({}, { locale: language }), provenance: index === 0 ? 'original' : 'human-translation' }));

/**
 * Begins a survey of a session, of the whole event (`event`), or of everything that has none yet (`all`), closed so far. Its
 * questions are those of another one of the event, or two to begin with. Answers the last one's id. Errors: not_found, forbidden,
 * invalid_input, conflict (it has one).
 */
export async function createSurvey(context: Context, actor: Actor, input: { eventId: string; form: FormData }): Promise<{ id: string; made: number }> {
	const { eventId, form } = input;
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const row = await organisedEvent(tx, context, actor, eventId);
		const sessions = (await sessionsOf(tx, eventId)).filter(({ state }) => state === 'on');
		const of = String(form.get('of') ?? '');
		const chosen = of === 'all' ? [null, ...sessions.map(({ id }) => id)] : of === 'event' ? [null] : sessions.filter(({ id }) => id === of).map(({ id }) => id);
		if (chosen.length === 0) throw wrongHere('of', 'unknown_survey');
		const like = (await surveysOf(tx, eventId)).find(({ id }) => id === idIn(form, 'like'));
		let [last, made] = ['', 0];
		for (const sessionId of chosen) {
			const endsAt = await endOf(tx, eventId, sessionId);
			const id = await insertSurvey(tx, { eventId, sessionId, anonymous: like?.anonymous ?? true, intro: like?.intro ?? [], closesAt: closesAfter(endsAt && endsAt > now ? endsAt : now, row.timeZone), madeAt: now });
			if (!id) continue;
			await firstQuestions(tx, row, id, like?.id);
			[last, made] = [id, made + 1];
			await recordAudit(tx, { actor, action: 'survey.create', entity: 'event_survey', entityId: id, detail: { eventId, sessionId }, about: { centreId: row.centreId } });
		}
		if (made === 0) throw new ExpectedError('conflict', 'There is a survey of it already.');
		return { id: last, made };
	});
}

async function firstQuestions(tx: Transaction, { id: eventId, languages }: EventRow, surveyId: string, like: string | undefined): Promise<void> {
	if (!like) {
		for (const [position, { label, ...question }] of FIRST.entries()) await insertQuestion(tx, { ...question, eventId, surveyId, position, labels: inEach(languages, label) });
		return;
	}
	const copies = new Map<string, string>();
	for (const { id, position, kind, labels, help, choices, required, shownWhen } of await questionsOf(tx, eventId, like)) {
		const hangsOn = shownWhen && copies.get(shownWhen.question);
		copies.set(id, await insertQuestion(tx, { eventId, surveyId, position, kind, labels, help, choices, required, shownWhen: shownWhen && hangsOn ? { ...shownWhen, question: hangsOn } : null }));
	}
}

export interface Change {
	tx: Transaction;
	now: Date;
	row: EventRow;
	survey: SurveyRow;
}
export type Input = { eventId: string; surveyId: string | null; form: FormData };

/** Runs a change of a survey, which nobody answers meanwhile, with its entry in the audit log. Errors: not_found, forbidden, conflict (it has closed, and this does not open it again). */
export async function changeSurvey(context: Context, actor: Actor, { eventId, surveyId }: Omit<Input, 'form'>, action: string, work: (change: Change) => Promise<void>): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const row = await organisedEvent(tx, context, actor, eventId);
		if (!(await surveyById(tx, eventId, surveyId))) throw gone('survey');
		await lockSurvey(tx, surveyId!, 'update');
		const survey = (await surveyById(tx, eventId, surveyId))!;
		if (survey.sealedAt && action !== 'reopen') throw new ExpectedError('conflict', 'The survey has closed, and its answers lead to nobody any more.');
		await work({ tx, now, row, survey });
		await recordAudit(tx, { actor, action: `survey.${action}`, entity: 'event_survey', entityId: survey.id, detail: { eventId }, about: { centreId: row.centreId } });
	});
}

export const participation = (tx: Transaction, { eventId, id }: SurveyRow) => asActor(tx, operator('surveys'), async () => (await participationIn(tx, eventId)).get(id) ?? { asked: 0, answered: 0 });

/** Until when it is open, whether without names, and the words before its questions. Whoever was promised to stay unnamed stays so: names are settled before anybody may read what is asked. Errors: not_found, forbidden, invalid_input, conflict. */
export async function saveSurvey(context: Context, actor: Actor, input: Input): Promise<void> {
	await changeSurvey(context, actor, input, 'save', async ({ tx, now, row, survey }) => {
		const { form } = input;
		if (stageOf(survey, now) === 'closed') throw new ExpectedError('conflict', 'It has closed, and is opened again by a step of its own.');
		const closesAt = endOfDay(dayOf(form, 'closes_on', true), row.timeZone);
		if (survey.endsAt && closesAt <= survey.endsAt) throw wrongHere('closes_on', 'closes_before_end');
		const anonymous = namesSettled({ ...(await participation(tx, survey)), stage: stageOf(survey, now) }) ? survey.anonymous : form.get('anonymous') === 'yes';
		await updateSurvey(tx, survey.id, { closesAt, anonymous, intro: textsInput(form, 'intro', row.languages, { limit: REGISTRATION_LIMITS.welcome, lines: true, before: survey.intro }) });
	});
}

/** Opens a survey: whoever was there is asked once it is over. Errors: not_found, forbidden, conflict (no question, called off, too late). */
export async function openSurvey(context: Context, actor: Actor, input: Omit<Input, 'form'>): Promise<void> {
	await changeSurvey(context, actor, input, 'open', async ({ tx, now, row, survey }) => {
		if ((await questionsOf(tx, row.id, survey.id)).length === 0) throw new ExpectedError('conflict', 'A survey without a question asks nothing.');
		const stage = stageOf({ ...survey, state: 'open' }, now);
		if (stage === 'off' || stage === 'closed') throw new ExpectedError('conflict', 'It was called off, or closes before it opens.');
		await updateSurvey(tx, survey.id, { state: 'open' });
	});
}

/** Closes a survey that is being answered, at once. Errors: not_found, forbidden, conflict. */
export async function closeSurvey(context: Context, actor: Actor, input: Omit<Input, 'form'>): Promise<void> {
	await changeSurvey(context, actor, input, 'close', async ({ tx, now, survey }) => {
		if (stageOf(survey, now) !== 'asking') throw new ExpectedError('conflict', 'It is not open.');
		await updateSurvey(tx, survey.id, { closesAt: now });
	});
}

/** Takes away a survey that nobody has answered. Errors: not_found, forbidden, conflict. */
export async function removeSurvey(context: Context, actor: Actor, input: Omit<Input, 'form'>): Promise<void> {
	await changeSurvey(context, actor, input, 'remove', async ({ tx, survey }) => {
		if ((await participation(tx, survey)).answered > 0) throw new ExpectedError('conflict', 'People have answered it.');
		await deleteSurvey(tx, survey.id);
	});
}

const asQuestionnaire = ({ row, survey }: Change): Questionnaire => ({ eventId: row.id, surveyId: survey.id, languages: row.languages, kinds: SURVEY_KINDS, countAnswers: (tx, id) => asActor(tx, operator('surveys'), () => countSurveyAnswers(tx, id)) });

/** Adds a question, or changes one. Errors: not_found, forbidden, invalid_input, conflict. */
export const saveSurveyQuestion = (context: Context, actor: Actor, input: Input) => changeSurvey(context, actor, input, 'save-question', (change) => putQuestion(change.tx, asQuestionnaire(change), input.form));
/** Takes a question off. Errors: not_found, forbidden, conflict. */
export const removeSurveyQuestion = (context: Context, actor: Actor, input: Input) => changeSurvey(context, actor, input, 'remove-question', (change) => dropQuestion(change.tx, asQuestionnaire(change), input.form, change.now));
/** One place up. Errors: not_found, forbidden, conflict. */
export const raiseSurveyQuestion = (context: Context, actor: Actor, input: Input) => changeSurvey(context, actor, input, 'raise-question', (change) => liftQuestion(change.tx, asQuestionnaire(change), input.form));
