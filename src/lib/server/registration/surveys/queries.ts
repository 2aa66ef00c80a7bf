import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Language } from '#lib/engines/text/language.ts';
import type { Answer } from '#lib/registration/questions.ts';
import type { SurveyState } from '#lib/registration/vocabulary.ts';
import { user } from '#lib/server/accounts/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { eventRegistration, eventSurvey, eventSurveyAnswer, eventSurveyAsked, eventSurveyMark, eventSurveySheet } from '../tables.ts';

/** A survey with what it is of. */
export interface SurveyRow {
	id: string;
	eventId: string;
	sessionId: string | null;
	/** The session's; null: it is of the event. */
	titles: LocalText[] | null;
	anonymous: boolean;
	intro: LocalText[];
	state: SurveyState;
	/** When the session, or the last of the event, has ended; null: it was called off. */
	endsAt: Date | null;
	closesAt: Date;
	sealedAt: Date | null;
	round: number;
	reopenUntil: Date | null;
	reopenedAt: Date | null;
	begunAnew: boolean;
}

const moment = (now: Date) => sql`${now.toISOString()}::timestamptz`;

/** When what a survey is of ends: its session; else the last session of the event, or without any the event's last day where it is. */
const ENDS = sql`case when v.session_id is not null then (select x.ends_at from event_session x where x.id = v.session_id and x.state = 'on')
	else coalesce((select max(x.ends_at) from event_session x where x.event_id = v.event_id and x.state = 'on'), ((e.ends_on + 1)::timestamp at time zone e.time_zone)) end`;

/** Doors at which people were counted, the nearest to what a survey is of first: that of the session, any on its day, any of the event. */
const DOORS = [sql`n.session_id = v.session_id`, sql`n.day = (select d.day from event_session x join event_day d on d.id = x.day_id where x.id = v.session_id)`, sql`true`];
const letIn = (door: SQL, who = sql``) => sql`exists (select from event_scan n where n.event_id = v.event_id and n.result = 'in' and ${door} ${who})`;
/** Whoever was there: let in at the nearest door at which anybody was; approved, where nobody was counted. `r` is the registration, `v` the survey. */
const WAS_THERE = sql`r.event_id = v.event_id and r.state = 'approved' and case ${sql.join(DOORS.map((door) => sql`when ${letIn(door)} then ${letIn(door, sql`and n.registration_id = r.id`)}`), sql` `)} else true end`;

type Raw = { id: string; event_id: string; session_id: string | null; titles: LocalText[] | null; anonymous: boolean; intro: LocalText[]; state: SurveyState; ends_at: Date | string | null; closes_at: Date | string; sealed_at: Date | string | null; round: number; reopen_until: Date | string | null; reopened_at: Date | string | null; begun_anew: boolean };
const at = (value: Date | string) => new Date(value);
const maybeAt = (value: Date | string | null) => (value === null ? null : new Date(value));
const SURVEYS = sql`select v.id, v.event_id, v.session_id, (select x.titles from event_session x where x.id = v.session_id) as titles, v.anonymous, v.intro, v.state, ${ENDS} as ends_at, v.closes_at, v.sealed_at, v.round, v.reopen_until, v.reopened_at, v.begun_anew
	from event_survey v join event e on e.id = v.event_id`;
async function surveysWhere(tx: Executor, condition: SQL): Promise<SurveyRow[]> {
	const { rows } = await tx.execute<Raw>(sql`${SURVEYS} where ${condition} order by v.session_id is not null, ends_at, v.id`);
	return rows.map((row) => ({ id: row.id, eventId: row.event_id, sessionId: row.session_id, titles: row.titles, anonymous: row.anonymous, intro: row.intro, state: row.state, endsAt: maybeAt(row.ends_at), closesAt: at(row.closes_at), sealedAt: maybeAt(row.sealed_at), round: row.round, reopenUntil: maybeAt(row.reopen_until), reopenedAt: maybeAt(row.reopened_at), begunAnew: row.begun_anew }));
}

/** The surveys of an event, of the whole first; inside `asActor`. */
export const surveysOf = (tx: Executor, eventId: string): Promise<SurveyRow[]> => surveysWhere(tx, sql`v.event_id = ${eventId}`);
export async function surveyById(tx: Executor, eventId: string, id: string | null): Promise<SurveyRow | undefined> {
	return id === null ? undefined : (await surveysWhere(tx, sql`v.event_id = ${eventId} and v.id = ${id}`))[0];
}
/** Nobody changes, seals or removes it meanwhile (`update`); or several answer it at once, and none of that happens (`share`). */
export async function lockSurvey(tx: Executor, id: string, strength: 'update' | 'share'): Promise<void> {
	await tx.select({ id: eventSurvey.id }).from(eventSurvey).where(eq(eventSurvey.id, id)).for(strength);
}
/** When what a survey would be of ends; null: it was called off. */
export async function endOf(tx: Executor, eventId: string, sessionId: string | null): Promise<Date | null> {
	const { rows } = await tx.execute<{ ends_at: Date | string | null }>(sql`select ${ENDS} as ends_at from (select ${eventId}::text as event_id, ${sessionId}::uuid as session_id) v join event e on e.id = v.event_id`);
	return rows[0]?.ends_at ? at(rows[0].ends_at) : null;
}
export async function insertSurvey(tx: Executor, values: typeof eventSurvey.$inferInsert): Promise<string | undefined> {
	return (await tx.insert(eventSurvey).values(values).onConflictDoNothing().returning({ id: eventSurvey.id }))[0]?.id;
}
export async function updateSurvey(tx: Executor, id: string, values: Partial<typeof eventSurvey.$inferInsert>): Promise<void> {
	await tx.update(eventSurvey).set(values).where(eq(eventSurvey.id, id));
}
export async function deleteSurvey(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventSurvey).where(eq(eventSurvey.id, id));
}

/** How many were asked and how many answered, by survey; as the operator. */
export async function participationIn(tx: Executor, eventId: string): Promise<Map<string, { asked: number; answered: number }>> {
	const { rows } = await tx.execute<{ id: string; asked: number; answered: number }>(sql`
		select v.id, (select count(*)::int from event_survey_asked k where k.survey_id = v.id) as asked, (select count(*)::int from event_survey_sheet s where s.survey_id = v.id) as answered
		from event_survey v where v.event_id = ${eventId}`);
	return new Map(rows.map(({ id, asked, answered }) => [id, { asked, answered }]));
}

/** Which of the open surveys of an event are for somebody: who was there, or had a letter; as the operator. */
export async function surveysFor(tx: Executor, eventId: string, registrationId: string): Promise<Set<string>> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		select v.id from event_survey v join event_registration r on r.id = ${registrationId}
		where v.event_id = ${eventId} and v.state = 'open' and (${WAS_THERE} or (r.state = 'approved' and exists (select from event_survey_asked k where k.survey_id = v.id and k.registration_id = r.id)))`);
	return new Set(rows.map(({ id }) => id));
}

/** Whom a letter is due to, with what it asks, once more where it was opened again since: those of the first so many people of one event; as the operator. */
export async function lettersDue(tx: Executor, now: Date, people: number): Promise<{ eventId: string; registrationId: string; surveyIds: string[] }[]> {
	const { rows } = await tx.execute<{ event_id: string; registration_id: string; survey_ids: string[] }>(sql`
		with asking as (select v.id, v.event_id, v.session_id, coalesce(v.reopened_at, '-infinity') as since from event_survey v join event e on e.id = v.event_id and e.state = 'published' where v.state = 'open' and v.closes_at > ${moment(now)} and ${ENDS} <= ${moment(now)})
		select r.event_id, r.id as registration_id, array_agg(v.id::text order by v.id) as survey_ids
		from asking v join event_registration r on ${WAS_THERE}
		where not exists (select from event_survey_asked k where k.survey_id = v.id and k.registration_id = r.id and k.asked_at >= v.since)
		group by r.event_id, r.id order by r.event_id, r.id limit ${people}`);
	return rows.map(({ event_id, registration_id, survey_ids }) => ({ eventId: event_id, registrationId: registration_id, surveyIds: survey_ids }));
}
/** Puts down that somebody is asked; answers of which surveys nobody had put it down before, or before they were opened again. */
export async function markAsked(tx: Executor, { eventId, registrationId, surveyIds }: { eventId: string; registrationId: string; surveyIds: readonly string[] }, now: Date): Promise<string[]> {
	const reopenedAt = (surveyId: SQL) => sql`(select v.reopened_at from event_survey v where v.id = ${surveyId})`;
	// No earlier than it was opened again, though this machine's clock may be behind that of another.
	const rows = surveyIds.map((surveyId) => ({ eventId, registrationId, surveyId, askedAt: sql`greatest(${moment(now)}, ${reopenedAt(sql`${surveyId}`)})` }));
	const openedSince = sql`${eventSurveyAsked.askedAt} < ${reopenedAt(sql`${eventSurveyAsked.surveyId}`)}`;
	const asked = await tx.insert(eventSurveyAsked).values(rows).onConflictDoUpdate({ target: [eventSurveyAsked.surveyId, eventSurveyAsked.registrationId], set: { askedAt: sql`excluded.asked_at` }, setWhere: openedSince }).returning({ id: eventSurveyAsked.surveyId });
	return asked.map(({ id }) => id);
}
/** Name, address and language of whom a registration is of. */
export async function personOfRegistration(tx: Executor, registrationId: string) {
	return (await tx.select({ name: user.name, email: user.email, language: user.language }).from(eventRegistration).innerJoin(user, eq(user.id, eventRegistration.personId)).where(eq(eventRegistration.id, registrationId)))[0];
}

/** The answers of a sheet; undefined where there is no sheet. */
export async function answersUnder(tx: Executor, sheetId: string): Promise<Map<string, Answer> | undefined> {
	const [sheet] = await tx.select({ id: eventSurveySheet.id }).from(eventSurveySheet).where(eq(eventSurveySheet.id, sheetId));
	if (!sheet) return undefined;
	return new Map((await tx.select().from(eventSurveyAnswer).where(eq(eventSurveyAnswer.sheetId, sheetId))).map(({ questionId, value }) => [questionId, value]));
}
/** Instead of what stood on the sheet of that id before, also where it is sent twice at once; nothing at all takes the sheet away. */
export async function putSheet(tx: Executor, sheet: typeof eventSurveySheet.$inferInsert, answers: ReadonlyMap<string, Answer>): Promise<void> {
	if (answers.size === 0) {
		await tx.delete(eventSurveySheet).where(eq(eventSurveySheet.id, sheet.id));
		return;
	}
	await tx.insert(eventSurveySheet).values(sheet).onConflictDoUpdate({ target: eventSurveySheet.id, set: { language: sql`excluded.language` } });
	await tx.delete(eventSurveyAnswer).where(eq(eventSurveyAnswer.sheetId, sheet.id));
	await tx.insert(eventSurveyAnswer).values([...answers].map(([questionId, value]) => ({ sheetId: sheet.id, questionId, eventId: sheet.eventId, value })));
}

/** One sheet: its language, the registration where it names one, and the answers by question. */
export interface Sheet {
	registrationId: string | null;
	language: Language;
	round: number;
	answers: Map<string, Answer>;
}
/** Every sheet of a survey, in an order that says nothing: that of the ids; as the operator. */
export async function sheetsOf(tx: Executor, surveyId: string): Promise<Sheet[]> {
	const sheets = new Map((await tx.select().from(eventSurveySheet).where(eq(eventSurveySheet.surveyId, surveyId)).orderBy(asc(eventSurveySheet.id))).map(({ id, registrationId, language, round }) => [id, { registrationId, language, round, answers: new Map<string, Answer>() }]));
	const said = await tx.select({ sheetId: eventSurveyAnswer.sheetId, questionId: eventSurveyAnswer.questionId, value: eventSurveyAnswer.value }).from(eventSurveyAnswer).innerJoin(eventSurveySheet, eq(eventSurveySheet.id, eventSurveyAnswer.sheetId)).where(eq(eventSurveySheet.surveyId, surveyId));
	for (const { sheetId, questionId, value } of said) sheets.get(sheetId)?.answers.set(questionId, value);
	return [...sheets.values()];
}
export async function countSurveyAnswers(tx: Executor, questionId: string): Promise<number> {
	return tx.$count(eventSurveyAnswer, eq(eventSurveyAnswer.questionId, questionId));
}
/** How many answered the survey of a session; as the operator. */
export async function countAnswersAbout(tx: Executor, sessionId: string): Promise<number> {
	return tx.$count(eventSurveySheet, inArray(eventSurveySheet.surveyId, tx.select({ id: eventSurvey.id }).from(eventSurvey).where(eq(eventSurvey.sessionId, sessionId))));
}
export async function namesOfRegistrations(tx: Executor, ids: readonly string[]): Promise<Map<string, LocalText[]>> {
	if (ids.length === 0) return new Map();
	return new Map((await tx.select({ id: eventRegistration.id, names: eventRegistration.names }).from(eventRegistration).where(inArray(eventRegistration.id, [...ids]))).map(({ id, names }) => [id, names]));
}

/** The surveys that have closed and lead to people still, a few at a time; as the operator, locked. */
export async function toSeal(tx: Executor, now: Date, most: number): Promise<{ id: string; eventId: string; anonymous: boolean }[]> {
	return tx
		.select({ id: eventSurvey.id, eventId: eventSurvey.eventId, anonymous: eventSurvey.anonymous })
		.from(eventSurvey)
		.where(and(eq(eventSurvey.state, 'open'), sql`${eventSurvey.closesAt} <= ${moment(now)}`, sql`${eventSurvey.sealedAt} is null`))
		.orderBy(asc(eventSurvey.id))
		.limit(most)
		.for('update', { skipLocked: true });
}
/** Takes the sheets of a survey out and writes them anew, in their order, under other ids. */
export async function replaceSheets(tx: Executor, surveyId: string, sheets: readonly (Sheet & { id: string; eventId: string })[]): Promise<void> {
	await tx.delete(eventSurveySheet).where(eq(eventSurveySheet.surveyId, surveyId));
	for (const { id, eventId, language, round, registrationId, answers } of sheets) await putSheet(tx, { id, surveyId, eventId, language, round, registrationId, anonymous: registrationId === null }, answers);
}

/**
 * Keeps of the sheets of a survey's last round that they were given, apart from the sheets. The marks of earlier rounds are written anew
 * with them, all in their own order: where the rows stand says nothing of the round, and so not which of few late sheets is whose.
 */
export async function keepMarks(tx: Executor, surveyId: string): Promise<void> {
	const { rows } = await tx.execute<{ mark: string }>(sql`delete from event_survey_mark where survey_id = ${surveyId} returning mark`);
	const earlier = sql`select jsonb_array_elements_text(${JSON.stringify(rows.map(({ mark }) => mark))}::jsonb)`;
	await tx.execute(sql`
		insert into event_survey_mark (survey_id, event_id, mark)
		select v.id, v.event_id, given.mark from event_survey v
		join lateral (select s.id as mark from event_survey_sheet s where s.survey_id = v.id and s.round = v.round union ${earlier}) given on true
		where v.id = ${surveyId} order by given.mark`);
}
/** Whether somebody whose sheet had that id answered before the survey was sealed; as the operator. */
export async function isMarked(tx: Executor, surveyId: string, mark: string): Promise<boolean> {
	return (await tx.$count(eventSurveyMark, and(eq(eventSurveyMark.surveyId, surveyId), eq(eventSurveyMark.mark, mark)))) > 0;
}
/** Forgets who answered the surveys that are not opened again in time; answers of how many. */
export async function forgetMarks(tx: Executor, now: Date): Promise<number> {
	const over = await tx.update(eventSurvey).set({ reopenUntil: null }).where(sql`${eventSurvey.reopenUntil} <= ${moment(now)}`).returning({ id: eventSurvey.id });
	if (over.length > 0) await tx.delete(eventSurveyMark).where(inArray(eventSurveyMark.surveyId, over.map(({ id }) => id)));
	return over.length;
}
/** Lays every sheet of a survey aside for good. */
export async function deleteSheets(tx: Executor, surveyId: string): Promise<void> {
	await tx.delete(eventSurveySheet).where(eq(eventSurveySheet.surveyId, surveyId));
}
