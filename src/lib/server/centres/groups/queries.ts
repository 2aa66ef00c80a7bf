import { and, asc, desc, eq, inArray, isNull, lt, lte, max, or, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { agreementRegister } from '#lib/server/agreements/tables.ts';
import { centre, event } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { foundingAgreement, workingAction, workingAgendaItem, workingDecision, workingGroup, workingMeeting, workingMinutes, workingMinutesText, workingParticipant, workPlan, workPlanItem, workPlanLink } from '../tables.ts';
import type { GroupForRules } from '../rules.ts';

export type GroupRow = typeof workingGroup.$inferSelect;
export type MeetingRow = typeof workingMeeting.$inferSelect;
export type MinutesRow = typeof workingMinutes.$inferSelect;
export type ActionRow = typeof workingAction.$inferSelect;
export type DecisionRow = typeof workingDecision.$inferSelect;
export type PlanRow = typeof workPlan.$inferSelect;
export type PlanItemRow = typeof workPlanItem.$inferSelect;

export interface FoundGroup {
	row: GroupRow;
	forRules: GroupForRules;
}

/** What rules ask of the group of a centre, whether it exists yet or not; undefined: no bilateral centre. */
export async function groupForRules(db: Executor, centreId: string): Promise<GroupForRules | undefined> {
	const rows = await db.select({ id: centre.id, kind: centre.kind, closedOn: centre.closedOn }).from(centre).where(or(eq(centre.id, centreId), eq(centre.kind, 'headquarters')));
	const own = rows.find(({ id }) => id === centreId);
	if (own?.kind !== 'bilateral') return undefined;
	return { centreId, closed: own.closedOn !== null, hosts: new Set(rows.filter(({ kind }) => kind === 'headquarters').map(({ id }) => id)) };
}

export async function groupFor(db: Executor, centreId: string): Promise<FoundGroup | undefined> {
	const row = (await db.select().from(workingGroup).where(eq(workingGroup.centreId, centreId)))[0];
	const forRules = row && (await groupForRules(db, centreId));
	return row && forRules ? { row, forRules } : undefined;
}

/** All groups with their centre, in the order of centres. */
export async function allGroups(db: Executor) {
	return db
		.select({ centreId: workingGroup.centreId, names: workingGroup.names, country: centre.country, closedOn: centre.closedOn, latestYear: sql<number | null>`(select max(t.year) from working_meeting t where t.centre_id = ${workingGroup.centreId} and t.state = 'held')` })
		.from(workingGroup)
		.innerJoin(centre, eq(centre.id, workingGroup.centreId))
		.orderBy(asc(centre.position), asc(centre.id));
}

/** False where there is one already. */
export async function insertGroup(tx: Executor, values: typeof workingGroup.$inferInsert): Promise<boolean> {
	return (await tx.insert(workingGroup).values(values).onConflictDoNothing().returning({ id: workingGroup.centreId })).length > 0;
}

/** Who can own an action: officers of the centre and of the headquarters. */
export async function peopleOfGroup(db: Executor, centreId: string): Promise<{ id: string; name: string; email: string; language: string; centreId: string }[]> {
	const rows = await db
		.select({ id: user.id, name: user.name, email: user.email, language: user.language, centreId: centre.id })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.innerJoin(centre, eq(centre.id, membership.centreId))
		.where(and(or(eq(centre.id, centreId), eq(centre.kind, 'headquarters')), inArray(membership.role, ['officer', 'secretariat'])))
		.orderBy(asc(user.name), asc(user.id));
	return [...new Map(rows.map((row) => [row.id, row])).values()];
}

export async function meetingsOf(db: Executor, centreId: string): Promise<MeetingRow[]> {
	return db.select().from(workingMeeting).where(eq(workingMeeting.centreId, centreId)).orderBy(desc(workingMeeting.year));
}

export async function meetingOf(db: Executor, centreId: string, year: number): Promise<MeetingRow | undefined> {
	return (await db.select().from(workingMeeting).where(and(eq(workingMeeting.centreId, centreId), eq(workingMeeting.year, year))))[0];
}

export async function lockMeeting(tx: Executor, centreId: string, year: number): Promise<MeetingRow | undefined> {
	return (await tx.select().from(workingMeeting).where(and(eq(workingMeeting.centreId, centreId), eq(workingMeeting.year, year))).for('update'))[0];
}

/** Undefined where the year has its meeting already. */
export async function insertMeeting(tx: Executor, values: typeof workingMeeting.$inferInsert): Promise<string | undefined> {
	return (await tx.insert(workingMeeting).values(values).onConflictDoNothing().returning({ id: workingMeeting.id }))[0]?.id;
}

export async function updateMeeting(tx: Executor, id: string, values: Partial<typeof workingMeeting.$inferInsert>): Promise<void> {
	await tx.update(workingMeeting).set(values).where(eq(workingMeeting.id, id));
}

export async function agendaOf(db: Executor, meetingId: string) {
	return db.select().from(workingAgendaItem).where(eq(workingAgendaItem.meetingId, meetingId)).orderBy(asc(workingAgendaItem.position), asc(workingAgendaItem.id));
}

export async function addAgendaItem(tx: Executor, values: Omit<typeof workingAgendaItem.$inferInsert, 'position'>): Promise<void> {
	const last = (await tx.select({ last: max(workingAgendaItem.position) }).from(workingAgendaItem).where(eq(workingAgendaItem.meetingId, values.meetingId)))[0]!.last ?? 0;
	await tx.insert(workingAgendaItem).values({ ...values, position: last + 1 });
}

export async function updateAgendaItem(tx: Executor, meetingId: string, id: string, values: Partial<typeof workingAgendaItem.$inferInsert>): Promise<boolean> {
	return (await tx.update(workingAgendaItem).set(values).where(and(eq(workingAgendaItem.id, id), eq(workingAgendaItem.meetingId, meetingId))).returning({ id: workingAgendaItem.id })).length > 0;
}

export async function removeAgendaItem(tx: Executor, meetingId: string, id: string): Promise<boolean> {
	return (await tx.delete(workingAgendaItem).where(and(eq(workingAgendaItem.id, id), eq(workingAgendaItem.meetingId, meetingId))).returning({ id: workingAgendaItem.id })).length > 0;
}

/** Inside `asActor` only, as everything of a meeting from here on: who took part, as far as the reader may know. */
export async function participantsOf(tx: Executor, meetingId: string) {
	return tx.select().from(workingParticipant).where(eq(workingParticipant.meetingId, meetingId)).orderBy(asc(workingParticipant.side), asc(workingParticipant.name));
}

export async function addParticipant(tx: Executor, values: typeof workingParticipant.$inferInsert): Promise<void> {
	await tx.insert(workingParticipant).values(values);
}

export async function removeParticipant(tx: Executor, meetingId: string, id: string): Promise<boolean> {
	return (await tx.delete(workingParticipant).where(and(eq(workingParticipant.id, id), eq(workingParticipant.meetingId, meetingId))).returning({ id: workingParticipant.id })).length > 0;
}

/** Where the minutes stand; that is public. */
export async function minutesOf(db: Executor, meetingId: string): Promise<MinutesRow | undefined> {
	return (await db.select().from(workingMinutes).where(eq(workingMinutes.meetingId, meetingId)))[0];
}

export async function putMinutes(tx: Executor, values: typeof workingMinutes.$inferInsert): Promise<void> {
	await tx.insert(workingMinutes).values(values).onConflictDoUpdate({ target: workingMinutes.meetingId, set: values });
}

export async function minutesTextOf(tx: Executor, meetingId: string) {
	return (await tx.select().from(workingMinutesText).where(eq(workingMinutesText.meetingId, meetingId)))[0]?.texts ?? [];
}

export async function putMinutesText(tx: Executor, values: typeof workingMinutesText.$inferInsert): Promise<void> {
	await tx.insert(workingMinutesText).values(values).onConflictDoUpdate({ target: workingMinutesText.meetingId, set: values });
}

export async function decisionsOf(tx: Executor, meetingId: string): Promise<DecisionRow[]> {
	return tx.select().from(workingDecision).where(eq(workingDecision.meetingId, meetingId)).orderBy(asc(workingDecision.number));
}

export async function addDecision(tx: Executor, values: Omit<typeof workingDecision.$inferInsert, 'number'>): Promise<void> {
	const last = (await tx.select({ last: max(workingDecision.number) }).from(workingDecision).where(eq(workingDecision.meetingId, values.meetingId)))[0]!.last ?? 0;
	await tx.insert(workingDecision).values({ ...values, number: last + 1 });
}

export async function removeDecision(tx: Executor, meetingId: string, id: string): Promise<boolean> {
	return (await tx.delete(workingDecision).where(and(eq(workingDecision.id, id), eq(workingDecision.meetingId, meetingId))).returning({ id: workingDecision.id })).length > 0;
}

export async function actionsOf(tx: Executor, meetingId: string): Promise<(ActionRow & { ownerName: string | null })[]> {
	const rows = await tx.select({ action: workingAction, ownerName: user.name }).from(workingAction).leftJoin(user, eq(user.id, workingAction.ownerId)).where(eq(workingAction.meetingId, meetingId)).orderBy(asc(workingAction.dueOn), asc(workingAction.id));
	return rows.map(({ action, ownerName }) => ({ ...action, ownerName }));
}

export async function lockAction(tx: Executor, meetingId: string, id: string): Promise<ActionRow | undefined> {
	return (await tx.select().from(workingAction).where(and(eq(workingAction.id, id), eq(workingAction.meetingId, meetingId))).for('update'))[0];
}

export async function addAction(tx: Executor, values: typeof workingAction.$inferInsert): Promise<string> {
	return (await tx.insert(workingAction).values(values).returning({ id: workingAction.id }))[0]!.id;
}

export async function updateAction(tx: Executor, id: string, values: Partial<typeof workingAction.$inferInsert>): Promise<void> {
	await tx.update(workingAction).set(values).where(eq(workingAction.id, id));
}

export async function removeAction(tx: Executor, id: string): Promise<void> {
	await tx.delete(workingAction).where(eq(workingAction.id, id));
}

/** Open actions of groups of open centres that are due until a day and of which nobody was told since another. */
export async function actionsToRemind(tx: Executor, dueUntil: string, toldBefore: string) {
	const today = await tx
		.select({ action: workingAction, year: workingMeeting.year, group: workingGroup.names })
		.from(workingAction)
		.innerJoin(workingMeeting, eq(workingMeeting.id, workingAction.meetingId))
		.innerJoin(workingGroup, eq(workingGroup.centreId, workingAction.centreId))
		.innerJoin(centre, and(eq(centre.id, workingAction.centreId), isNull(centre.closedOn)))
		.where(and(eq(workingAction.state, 'open'), lte(workingAction.dueOn, dueUntil), or(isNull(workingAction.remindedOn), lt(workingAction.remindedOn, toldBefore))))
		.orderBy(asc(workingAction.dueOn), asc(workingAction.id))
		.for('update', { of: workingAction });
	return today;
}

export async function markReminded(tx: Executor, ids: readonly string[], on: string): Promise<void> {
	if (ids.length > 0) await tx.update(workingAction).set({ remindedOn: on }).where(inArray(workingAction.id, [...ids]));
}

export interface MeetingCounts {
	participantsChina: number;
	participantsPartner: number;
	decisions: number;
	open: number;
	overdue: number;
	done: number;
	dropped: number;
}

/** How many there are; what they say is another question. */
export async function countsOf(db: Executor, centreId: string, year: number, today: string): Promise<MeetingCounts | undefined> {
	const { rows } = await db.execute<Record<string, string>>(sql`select * from working_group_counts(${centreId}, ${year}, ${today})`);
	const row = rows[0];
	if (!row) return undefined;
	const number = (name: string) => Number(row[name] ?? 0);
	return { participantsChina: number('participants_china'), participantsPartner: number('participants_partner'), decisions: number('decisions'), open: number('actions_open'), overdue: number('actions_overdue'), done: number('actions_done'), dropped: number('actions_dropped') };
}

export async function plansOf(db: Executor, centreId: string): Promise<PlanRow[]> {
	return db.select().from(workPlan).where(eq(workPlan.centreId, centreId)).orderBy(desc(workPlan.year));
}

export async function planOf(db: Executor, centreId: string, year: number): Promise<PlanRow | undefined> {
	return (await db.select().from(workPlan).where(and(eq(workPlan.centreId, centreId), eq(workPlan.year, year))))[0];
}

export async function lockPlan(tx: Executor, centreId: string, year: number): Promise<PlanRow | undefined> {
	return (await tx.select().from(workPlan).where(and(eq(workPlan.centreId, centreId), eq(workPlan.year, year))).for('update'))[0];
}

export async function insertPlan(tx: Executor, values: typeof workPlan.$inferInsert): Promise<boolean> {
	return (await tx.insert(workPlan).values(values).onConflictDoNothing().returning({ year: workPlan.year })).length > 0;
}

export async function updatePlan(tx: Executor, plan: Pick<PlanRow, 'centreId' | 'year'>, values: Partial<typeof workPlan.$inferInsert>): Promise<void> {
	await tx.update(workPlan).set(values).where(and(eq(workPlan.centreId, plan.centreId), eq(workPlan.year, plan.year)));
}

/** Inside `asActor` only: the items of a plan that the actor may read, with what fulfils each. */
export async function planItemsOf(tx: Executor, centreId: string, year: number) {
	const items = await tx.select().from(workPlanItem).where(and(eq(workPlanItem.centreId, centreId), eq(workPlanItem.year, year))).orderBy(asc(workPlanItem.position), asc(workPlanItem.id));
	const links = items.length === 0 ? [] : await linksOf(tx, items.map(({ id }) => id));
	return items.map((item) => ({ ...item, links: links.filter(({ itemId }) => itemId === item.id).map(({ link }) => link) }));
}

/** What fulfils an item of a plan: a reference that says its type. */
type EventRow = typeof event.$inferSelect;
type FoundingRow = typeof foundingAgreement.$inferSelect;
type EntryRow = typeof agreementRegister.$inferSelect;
export type Fulfilment =
	| { id: string; type: 'event'; event: Pick<EventRow, 'id' | 'kind' | 'state' | 'names' | 'startsOn' | 'isSample'> }
	| { id: string; type: 'agreement'; agreement: Pick<FoundingRow, 'id' | 'titles' | 'signedOn' | 'isSample'> }
	| { id: string; type: 'register'; entry: Pick<EntryRow, 'number' | 'titles' | 'kind' | 'signedOn' | 'isSample'> };

async function linksOf(tx: Executor, itemIds: string[]): Promise<{ itemId: string; link: Fulfilment }[]> {
	const rows = await tx
		.select({
			id: workPlanLink.id,
			itemId: workPlanLink.itemId,
			event: { id: event.id, kind: event.kind, state: event.state, names: event.names, startsOn: event.startsOn, isSample: event.isSample },
			agreement: { id: foundingAgreement.id, titles: foundingAgreement.titles, signedOn: foundingAgreement.signedOn, isSample: foundingAgreement.isSample },
			entry: { number: agreementRegister.number, titles: agreementRegister.titles, kind: agreementRegister.kind, signedOn: agreementRegister.signedOn, isSample: agreementRegister.isSample },
		})
		.from(workPlanLink)
		.leftJoin(event, eq(event.id, workPlanLink.eventId))
		.leftJoin(foundingAgreement, eq(foundingAgreement.id, workPlanLink.agreementId))
		.leftJoin(agreementRegister, eq(agreementRegister.number, workPlanLink.registerNumber))
		.where(inArray(workPlanLink.itemId, itemIds))
		.orderBy(asc(event.startsOn), asc(workPlanLink.id));
	return rows.flatMap(({ id, itemId, event: held, agreement, entry }): { itemId: string; link: Fulfilment }[] => {
		if (held) return [{ itemId, link: { id, type: 'event', event: held } }];
		if (agreement) return [{ itemId, link: { id, type: 'agreement', agreement } }];
		// A draft of an event is not there for everybody.
		return entry ? [{ itemId, link: { id, type: 'register', entry } }] : [];
	});
}

export async function addPlanItem(tx: Executor, values: Omit<typeof workPlanItem.$inferInsert, 'position'>): Promise<string> {
	const last = (await tx.select({ last: max(workPlanItem.position) }).from(workPlanItem).where(and(eq(workPlanItem.centreId, values.centreId), eq(workPlanItem.year, values.year))))[0]!.last ?? 0;
	return (await tx.insert(workPlanItem).values({ ...values, position: last + 1 }).returning({ id: workPlanItem.id }))[0]!.id;
}

export async function planItemById(tx: Executor, plan: Pick<PlanRow, 'centreId' | 'year'>, id: string): Promise<PlanItemRow | undefined> {
	return (await tx.select().from(workPlanItem).where(and(eq(workPlanItem.id, id), eq(workPlanItem.centreId, plan.centreId), eq(workPlanItem.year, plan.year))))[0];
}

export async function updatePlanItem(tx: Executor, id: string, values: Partial<typeof workPlanItem.$inferInsert>): Promise<void> {
	await tx.update(workPlanItem).set(values).where(eq(workPlanItem.id, id));
}

export async function removePlanItem(tx: Executor, id: string): Promise<void> {
	await tx.delete(workPlanItem).where(eq(workPlanItem.id, id));
}

export async function addLink(tx: Executor, values: typeof workPlanLink.$inferInsert): Promise<void> {
	await tx.insert(workPlanLink).values(values).onConflictDoNothing();
}

export async function removeLink(tx: Executor, itemId: string, id: string): Promise<void> {
	await tx.delete(workPlanLink).where(and(eq(workPlanLink.id, id), eq(workPlanLink.itemId, itemId)));
}
