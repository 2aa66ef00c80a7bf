import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, max, min, sql } from 'drizzle-orm';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { SCAN_BELIEVED_DAYS } from '#lib/registration/check-in.ts';
import type { Answer, FileAnswer } from '#lib/registration/questions.ts';
import type { Placed } from './places.ts';
import type { FrameForRules } from './rules.ts';
import type { RegistrationRow } from './registrations.ts';
import { eventAnswer, eventDoorHelper, eventInvitation, eventKeptFile, eventQuestion, eventQuota, eventRegistration, eventRegistrationFrame, eventRegistrationWishes, eventVisaLetter } from './tables.ts';

export type FrameRow = typeof eventRegistrationFrame.$inferSelect;
export type QuestionRow = typeof eventQuestion.$inferSelect;
export type InvitationRow = typeof eventInvitation.$inferSelect;
export type WishesRow = typeof eventRegistrationWishes.$inferSelect;

export interface FoundFrame extends FoundEvent {
	frame: FrameRow;
	forRules: FrameForRules;
}

/** What an event without a frame has; as a row, it is one that nobody has saved yet. */
const closedFrame = (eventId: string): FrameRow => ({ eventId, state: 'closed', closesOn: null, audience: 'anyone', places: null, approval: true, categories: ['delegate'], wishes: ['diet'], welcome: [], keepDays: 60, updatedAt: new Date(0) });

/** An event with how registration to it stands; inside `asActor`. */
export async function findFrame(tx: Executor, eventId: string, now: Date): Promise<FoundFrame | undefined> {
	const found = await findEvent(tx, eventId, now);
	if (!found) return undefined;
	const frame = (await tx.select().from(eventRegistrationFrame).where(eq(eventRegistrationFrame.eventId, eventId)))[0] ?? closedFrame(eventId);
	const isOpen = frame.state === 'open' && (frame.closesOn === null || dayIn(found.row.timeZone, now) <= frame.closesOn);
	const takesKeptScans = dayIn(found.row.timeZone, new Date(now.getTime() - SCAN_BELIEVED_DAYS * 86_400_000)) <= found.row.endsOn;
	const helpers = await tx.select({ personId: eventDoorHelper.personId }).from(eventDoorHelper).where(eq(eventDoorHelper.eventId, eventId));
	return { ...found, frame, forRules: { ...found.forRules, isOpen, takesKeptScans, doorHelpers: new Set(helpers.map(({ personId }) => personId)) } };
}

/** Whoever gives or takes places waits here for the others, also where no frame was saved yet; as the operator or an organiser. */
export async function lockFrame(tx: Executor, eventId: string): Promise<void> {
	await tx.insert(eventRegistrationFrame).values(closedFrame(eventId)).onConflictDoNothing();
	await tx.select({ one: sql`1` }).from(eventRegistrationFrame).where(eq(eventRegistrationFrame.eventId, eventId)).for('update');
}
/** How registration to an event stands, where its organisers have ever said so. */
export async function savedFrameOf(tx: Executor, eventId: string): Promise<FrameRow | undefined> {
	return (await tx.select().from(eventRegistrationFrame).where(and(eq(eventRegistrationFrame.eventId, eventId), gt(eventRegistrationFrame.updatedAt, new Date(0)))))[0];
}
export async function saveFrameRow(tx: Executor, eventId: string, values: Partial<FrameRow>): Promise<void> {
	await tx.update(eventRegistrationFrame).set(values).where(eq(eventRegistrationFrame.eventId, eventId));
}

export const quotasOf = (tx: Executor, eventId: string) => tx.select().from(eventQuota).where(eq(eventQuota.eventId, eventId)).orderBy(asc(eventQuota.kind), asc(eventQuota.key));
export async function putQuota(tx: Executor, values: typeof eventQuota.$inferInsert): Promise<void> {
	await tx.insert(eventQuota).values(values).onConflictDoUpdate({ target: [eventQuota.eventId, eventQuota.kind, eventQuota.key], set: { places: values.places } });
}
export async function deleteQuota(tx: Executor, eventId: string, id: string): Promise<boolean> {
	return (await tx.delete(eventQuota).where(and(eq(eventQuota.eventId, eventId), eq(eventQuota.id, id))).returning({ id: eventQuota.id })).length > 0;
}

const askedBy = (eventId: string, surveyId: string | null) => and(eq(eventQuestion.eventId, eventId), surveyId === null ? isNull(eventQuestion.surveyId) : eq(eventQuestion.surveyId, surveyId));
/** What the registration form, or a survey, asks now, in its order. */
export const questionsOf = (tx: Executor, eventId: string, surveyId: string | null = null): Promise<QuestionRow[]> =>
	tx.select().from(eventQuestion).where(and(askedBy(eventId, surveyId), isNull(eventQuestion.retiredAt))).orderBy(asc(eventQuestion.position), asc(eventQuestion.id));
/** Also what is no longer asked. */
export const everyQuestionOf = (tx: Executor, eventId: string, surveyId: string | null = null): Promise<QuestionRow[]> =>
	tx.select().from(eventQuestion).where(askedBy(eventId, surveyId)).orderBy(asc(eventQuestion.position), asc(eventQuestion.id));
export async function insertQuestion(tx: Executor, values: typeof eventQuestion.$inferInsert): Promise<string> {
	return (await tx.insert(eventQuestion).values(values).returning({ id: eventQuestion.id }))[0]!.id;
}
export async function updateQuestion(tx: Executor, id: string, values: Partial<QuestionRow>): Promise<void> {
	await tx.update(eventQuestion).set(values).where(eq(eventQuestion.id, id));
}
export async function deleteQuestion(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventQuestion).where(eq(eventQuestion.id, id));
}
export async function countAnswers(tx: Executor, questionId: string): Promise<number> {
	return tx.$count(eventAnswer, eq(eventAnswer.questionId, questionId));
}

export async function invitationByCode(tx: Executor, eventId: string, code: string): Promise<InvitationRow | undefined> {
	return (await tx.select().from(eventInvitation).where(and(eq(eventInvitation.eventId, eventId), eq(eventInvitation.code, code))))[0];
}
/** How many came with an invitation, without those who withdrew. */
export async function usesOf(tx: Executor, invitationId: string): Promise<number> {
	return tx.$count(eventRegistration, and(eq(eventRegistration.invitationId, invitationId), sql`${eventRegistration.state} <> 'withdrawn'`));
}
export async function invitationsOf(tx: Executor, eventId: string) {
	return tx
		.select({ invitation: eventInvitation, used: sql<number>`count(${eventRegistration.id}) filter (where ${eventRegistration.state} <> 'withdrawn')::int` })
		.from(eventInvitation)
		.leftJoin(eventRegistration, eq(eventRegistration.invitationId, eventInvitation.id))
		.where(eq(eventInvitation.eventId, eventId))
		.groupBy(eventInvitation.id)
		.orderBy(desc(eventInvitation.madeAt), asc(eventInvitation.code));
}
/** When the first of the codes that still hold on a day expires, if any does. */
export async function firstExpiry(tx: Executor, eventId: string, today: string): Promise<string | null> {
	return (await tx.select({ day: min(eventInvitation.expiresOn) }).from(eventInvitation).where(and(eq(eventInvitation.eventId, eventId), isNull(eventInvitation.withdrawnAt), gte(eventInvitation.expiresOn, today))))[0]!.day;
}
export async function insertInvitations(tx: Executor, values: (typeof eventInvitation.$inferInsert)[]): Promise<void> {
	await tx.insert(eventInvitation).values(values);
}
export async function withdrawInvitationRow(tx: Executor, eventId: string, id: string, at: Date): Promise<boolean> {
	return (await tx.update(eventInvitation).set({ withdrawnAt: at }).where(and(eq(eventInvitation.eventId, eventId), eq(eventInvitation.id, id), isNull(eventInvitation.withdrawnAt))).returning({ id: eventInvitation.id })).length > 0;
}

const PLACED = { id: eventRegistration.id, personId: eventRegistration.personId, category: eventRegistration.category, country: eventRegistration.country, organisationId: eventRegistration.organisationId, organisationKind: sql<string | null>`coalesce(${eventRegistration.organisationKind}, ${organisation.kind})` };
export type PlacedRow = Placed & { id: string; personId: string };
/** Those in a state with what their places depend on, the longest waiting first; as the operator. */
export async function placedIn(tx: Executor, eventId: string, state: 'approved' | 'waiting'): Promise<PlacedRow[]> {
	return tx
		.select(PLACED)
		.from(eventRegistration)
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, state)))
		.orderBy(asc(eventRegistration.waitingSince), asc(eventRegistration.createdAt), asc(eventRegistration.id));
}

/** The kinds of the member organisations of an event's people, by organisation. */
export async function kindsOfOrganisations(tx: Executor, eventId: string): Promise<Map<string, string>> {
	return new Map((await tx.selectDistinct({ id: organisation.id, kind: organisation.kind }).from(organisation).innerJoin(eventRegistration, eq(eventRegistration.organisationId, organisation.id)).where(eq(eventRegistration.eventId, eventId))).map(({ id, kind }) => [id, kind]));
}

/** Events that somebody waits for a place at; as the operator. */
export async function eventsWithWaiting(tx: Executor): Promise<string[]> {
	return (await tx.selectDistinct({ id: eventRegistration.eventId }).from(eventRegistration).where(eq(eventRegistration.state, 'waiting')).orderBy(asc(eventRegistration.eventId))).map(({ id }) => id);
}

export async function registrationById(tx: Executor, eventId: string, id: string | null): Promise<RegistrationRow | undefined> {
	return id === null ? undefined : (await tx.select().from(eventRegistration).where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.id, id))))[0];
}
export async function registrationsById(tx: Executor, eventId: string, ids: readonly string[]): Promise<RegistrationRow[]> {
	return ids.length === 0 ? [] : tx.select().from(eventRegistration).where(and(eq(eventRegistration.eventId, eventId), inArray(eventRegistration.id, [...ids]))).orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));
}
export async function insertRegistration(tx: Executor, values: typeof eventRegistration.$inferInsert): Promise<string> {
	return (await tx.insert(eventRegistration).values(values).returning({ id: eventRegistration.id }))[0]!.id;
}
export async function updateRegistration(tx: Executor, id: string, values: Partial<typeof eventRegistration.$inferInsert>): Promise<void> {
	await tx.update(eventRegistration).set({ ...values, version: sql`${eventRegistration.version} + 1` as unknown as number }).where(eq(eventRegistration.id, id));
}
export async function putWishes(tx: Executor, values: typeof eventRegistrationWishes.$inferInsert): Promise<void> {
	const { registrationId: _id, eventId: _event, ...set } = values;
	await tx.insert(eventRegistrationWishes).values(values).onConflictDoUpdate({ target: eventRegistrationWishes.registrationId, set });
}
export async function wishesOf(tx: Executor, registrationId: string): Promise<WishesRow | undefined> {
	return (await tx.select().from(eventRegistrationWishes).where(eq(eventRegistrationWishes.registrationId, registrationId)))[0];
}
export async function deleteWishes(tx: Executor, registrationId: string): Promise<void> {
	await tx.delete(eventRegistrationWishes).where(eq(eventRegistrationWishes.registrationId, registrationId));
}
/** The number of a letter for a visa, with when it was given: the same each time, else the next of the event; as the operator. */
export async function visaLetterOf(tx: Executor, { id, eventId }: Pick<RegistrationRow, 'id' | 'eventId'>, now: Date): Promise<{ number: number; issuedAt: Date }> {
	const find = async () => (await tx.select({ number: eventVisaLetter.number, issuedAt: eventVisaLetter.issuedAt }).from(eventVisaLetter).where(eq(eventVisaLetter.registrationId, id)))[0];
	const before = await find();
	if (before) return before;
	await lockFrame(tx, eventId);
	const [{ last } = { last: null }] = await tx.select({ last: max(eventVisaLetter.number) }).from(eventVisaLetter).where(eq(eventVisaLetter.eventId, eventId));
	await tx.insert(eventVisaLetter).values({ eventId, number: (last ?? 0) + 1, registrationId: id, issuedAt: now }).onConflictDoNothing({ target: eventVisaLetter.registrationId });
	return (await find())!;
}
export const answerRowsOf = (tx: Executor, registrationId: string) => tx.select().from(eventAnswer).where(eq(eventAnswer.registrationId, registrationId));
export async function answersOf(tx: Executor, registrationId: string): Promise<Map<string, Answer>> {
	return new Map((await answerRowsOf(tx, registrationId)).map(({ questionId, value }) => [questionId, value]));
}
/** Instead of all answers before, but those to what is no longer asked: they stay. */
export async function putAnswers(tx: Executor, rows: (typeof eventAnswer.$inferInsert)[], registrationId: string): Promise<void> {
	await tx.delete(eventAnswer).where(and(eq(eventAnswer.registrationId, registrationId), sql`not exists (select from event_question q where q.id = ${eventAnswer.questionId} and q.retired_at is not null)`));
	if (rows.length > 0) await tx.insert(eventAnswer).values(rows).onConflictDoNothing();
}

/** Files that somebody chose in a form of an event that came back, since a moment: as answers. */
export async function keptFilesOf(tx: Executor, eventId: string, personId: string, since: Date): Promise<{ questionId: string; value: FileAnswer; sha256: string }[]> {
	const rows = await tx.select().from(eventKeptFile).where(and(eq(eventKeptFile.eventId, eventId), eq(eventKeptFile.personId, personId), gt(eventKeptFile.keptAt, since)));
	return rows.map(({ questionId, name, mediaType, bytes, sha256 }) => ({ questionId, value: { name, mediaType, bytes }, sha256 }));
}
export async function putKeptFile(tx: Executor, values: typeof eventKeptFile.$inferInsert): Promise<void> {
	await tx.insert(eventKeptFile).values(values).onConflictDoUpdate({ target: [eventKeptFile.personId, eventKeptFile.questionId], set: values });
}
/** Those of one question where one is named. */
export async function deleteKeptFiles(tx: Executor, eventId: string, personId: string, questionId?: string): Promise<void> {
	await tx.delete(eventKeptFile).where(and(eq(eventKeptFile.eventId, eventId), eq(eventKeptFile.personId, personId), questionId === undefined ? undefined : eq(eventKeptFile.questionId, questionId)));
}
/** Answers how many there were. */
export async function deleteKeptFilesBefore(tx: Executor, moment: Date): Promise<number> {
	return (await tx.delete(eventKeptFile).where(lt(eventKeptFile.keptAt, moment)).returning({ id: eventKeptFile.questionId })).length;
}

/** The languages of those addresses that have an account. */
export async function languagesOfAddresses(tx: Executor, addresses: readonly string[]): Promise<Map<string, string>> {
	if (addresses.length === 0) return new Map();
	return new Map((await tx.select({ email: user.email, language: user.language }).from(user).where(inArray(user.email, [...addresses]))).map(({ email, language }) => [email, language]));
}
/** Name, address and language of a person, for letters. */
export async function personById(tx: Executor, id: string) {
	return (await tx.select({ id: user.id, name: user.name, email: user.email, language: user.language, isSample: user.isSample }).from(user).where(eq(user.id, id)))[0];
}
/** The member organisations that a person belongs to. */
export async function organisationsOfPerson(tx: Executor, personId: string) {
	return tx
		.select({ id: organisation.id, slug: organisation.slug, names: organisation.names, country: organisation.country, kind: organisation.kind })
		.from(membership)
		.innerJoin(organisation, and(eq(organisation.id, membership.organisationId), eq(organisation.state, 'admitted')))
		.where(eq(membership.userId, personId))
		.orderBy(asc(organisation.slug));
}
export async function kindOfOrganisation(tx: Executor, id: string): Promise<string | null> {
	return (await tx.select({ kind: organisation.kind }).from(organisation).where(eq(organisation.id, id)))[0]?.kind ?? null;
}
