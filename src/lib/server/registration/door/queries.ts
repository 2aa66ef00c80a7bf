import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { DoorCounts } from '#lib/registration/check-in.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { eventSession } from '#lib/server/events/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventDoorHelper, eventRegistration, eventScan } from '../tables.ts';

export type ScanRow = typeof eventScan.$inferSelect;
export type NewScan = typeof eventScan.$inferInsert;

export async function scanById(tx: Executor, eventId: string, id: string): Promise<ScanRow | undefined> {
	return (await tx.select().from(eventScan).where(and(eq(eventScan.id, id), eq(eventScan.eventId, eventId))))[0];
}

/** Writes a scan down; false where its id is known, or somebody else let the person in before. Another door waits here meanwhile. */
export async function insertScan(tx: Executor, scan: NewScan): Promise<boolean> {
	return (await tx.insert(eventScan).values(scan).onConflictDoNothing().returning({ id: eventScan.id })).length > 0;
}

/** The scan that let somebody in on a day. */
export async function letIn(tx: Executor, { registrationId, day, sessionId }: { registrationId: string; day: string; sessionId: string | null }): Promise<ScanRow | undefined> {
	return (
		await tx
			.select()
			.from(eventScan)
			.where(and(eq(eventScan.registrationId, registrationId), eq(eventScan.day, day), sql`${eventScan.sessionId} is not distinct from ${sessionId}`, eq(eventScan.result, 'in')))
	)[0];
}

/** Marks a scan that let somebody in as a mistake; answers whose registration it was of, where it let anybody in. */
export async function markTakenBack(tx: Executor, eventId: string, id: string, values: Pick<ScanRow, 'takenBackAt' | 'takenBackBy' | 'takenBackReason'>): Promise<string | null | undefined> {
	return (await tx.update(eventScan).set({ ...values, result: 'taken-back' }).where(and(eq(eventScan.id, id), eq(eventScan.eventId, eventId), eq(eventScan.result, 'in'))).returning({ registrationId: eventScan.registrationId }))[0]?.registrationId;
}

/** When and where somebody was let in, also by mistake; the newest first. */
export const entriesOf = (tx: Executor, registrationId: string) =>
	tx
		.select({ id: eventScan.id, day: eventScan.day, door: eventScan.door, result: eventScan.result, byName: eventScan.byName, scannedAt: eventScan.scannedAt, takenBackAt: eventScan.takenBackAt, takenBackReason: eventScan.takenBackReason, session: eventSession.titles })
		.from(eventScan)
		.leftJoin(eventSession, eq(eventSession.id, eventScan.sessionId))
		.where(and(eq(eventScan.registrationId, registrationId), inArray(eventScan.result, ['in', 'taken-back'])))
		.orderBy(desc(eventScan.scannedAt));

/** Whose badges have these drawn parts. */
export async function registrationsByBadge(tx: Executor, eventId: string, badges: readonly string[]) {
	if (badges.length === 0) return [];
	return tx
		.select({ id: eventRegistration.id, badge: eventRegistration.badge, state: eventRegistration.state, names: eventRegistration.names, category: eventRegistration.category })
		.from(eventRegistration)
		.where(and(eq(eventRegistration.eventId, eventId), sql`${eventRegistration.badge} = any(${sql.param([...badges])}::text[])`));
}

/** Everybody with a badge who may come in, with the name of the organisation in English or as it stands first. */
export async function badgeHolders(tx: Executor, eventId: string) {
	return tx
		.select({ id: eventRegistration.id, badge: sql<string>`${eventRegistration.badge}`, names: eventRegistration.names, category: eventRegistration.category, worksAt: sql<typeof eventRegistration.$inferSelect.worksAt>`coalesce(${organisation.names}, ${eventRegistration.worksAt})` })
		.from(eventRegistration)
		.leftJoin(organisation, eq(organisation.id, eventRegistration.organisationId))
		.where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, 'approved'), isNotNull(eventRegistration.badge)))
		.orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));
}

/** Who was let in on a day. */
export async function insideOn(tx: Executor, eventId: string, day: string) {
	return tx
		.select({ scan: eventScan.id, registrationId: sql<string>`${eventScan.registrationId}`, sessionId: eventScan.sessionId, door: eventScan.door, at: eventScan.scannedAt })
		.from(eventScan)
		.where(and(eq(eventScan.eventId, eventId), eq(eventScan.day, day), eq(eventScan.result, 'in')));
}

/** How many have a place, are in on a day, and came through which door; of the event, or of a session. */
export async function doorCounts(tx: Executor, eventId: string, day: string, sessionId: string | null): Promise<DoorCounts> {
	const doors = await tx
		.select({ door: eventScan.door, count: sql<number>`count(*)::int` })
		.from(eventScan)
		.where(and(eq(eventScan.eventId, eventId), eq(eventScan.day, day), eq(eventScan.result, 'in'), sql`${eventScan.sessionId} is not distinct from ${sessionId}`))
		.groupBy(eventScan.door)
		.orderBy(asc(eventScan.door));
	const approved = await tx.$count(eventRegistration, and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, 'approved')));
	return { approved, inside: doors.reduce((sum, { count }) => sum + count, 0), doors };
}

/** Who helps at an event's doors, as organisers know them. */
export const helpersOf = (tx: Executor, eventId: string) =>
	tx.select({ id: user.id, name: user.name, email: user.email }).from(eventDoorHelper).innerJoin(user, eq(user.id, eventDoorHelper.personId)).where(eq(eventDoorHelper.eventId, eventId)).orderBy(asc(user.name), asc(user.id));
/** False where the person helps already. */
export async function insertHelper(tx: Executor, values: typeof eventDoorHelper.$inferInsert): Promise<boolean> {
	return (await tx.insert(eventDoorHelper).values(values).onConflictDoNothing().returning({ id: eventDoorHelper.personId })).length > 0;
}
export async function deleteHelper(tx: Executor, eventId: string, personId: string): Promise<boolean> {
	return (await tx.delete(eventDoorHelper).where(and(eq(eventDoorHelper.eventId, eventId), eq(eventDoorHelper.personId, personId))).returning({ id: eventDoorHelper.personId })).length > 0;
}

/** How many codes were scanned at a session. As the operator. */
export async function countScansAt(tx: Executor, sessionId: string): Promise<number> {
	return tx.$count(eventScan, eq(eventScan.sessionId, sessionId));
}

/** How many were let in, by day; null is the event itself. */
export const figuresOf = (tx: Executor, eventId: string) =>
	tx
		.select({ day: eventScan.day, sessionId: eventScan.sessionId, count: sql<number>`count(*)::int` })
		.from(eventScan)
		.where(and(eq(eventScan.eventId, eventId), eq(eventScan.result, 'in')))
		.groupBy(eventScan.day, eventScan.sessionId)
		.orderBy(asc(eventScan.day));

/** The days on which each of an event's people was let in, and to which sessions, by registration. */
export async function attendanceIn(tx: Executor, eventId: string): Promise<Map<string, { day: string; sessionId: string | null }[]>> {
	const attendance = new Map<string, { day: string; sessionId: string | null }[]>();
	const rows = await tx.select({ registrationId: sql<string>`${eventScan.registrationId}`, day: eventScan.day, sessionId: eventScan.sessionId }).from(eventScan).where(and(eq(eventScan.eventId, eventId), eq(eventScan.result, 'in'))).orderBy(asc(eventScan.day), asc(eventScan.scannedAt));
	for (const { registrationId, ...attended } of rows) attendance.set(registrationId, [...(attendance.get(registrationId) ?? []), attended]);
	return attendance;
}
/** Marks whose certificate of attendance is ready since their event ended, some at a time; answers who they are. Events that ended before `since` are left alone. As the operator. */
export async function markCertificatesTold(tx: Executor, now: Date, since: Date, most: number): Promise<{ eventId: string; personId: string }[]> {
	const due = sql`select r.id from event_registration r join event e on e.id = r.event_id
		where r.certificate_told_at is null and r.state = 'approved' and e.state = 'published'
			and (e.ends_on + 1)::timestamp at time zone e.time_zone between ${since.toISOString()}::timestamptz and ${now.toISOString()}::timestamptz
			and exists (select from event_scan n where n.registration_id = r.id and n.result = 'in')
		order by r.event_id, r.id limit ${most}`;
	return tx.update(eventRegistration).set({ certificateToldAt: now }).where(and(sql`${eventRegistration.id} in (${due})`, isNull(eventRegistration.certificateToldAt))).returning({ eventId: eventRegistration.eventId, personId: eventRegistration.personId });
}

/** The days on which somebody was let in, and to which sessions. */
export const attendanceOf = (tx: Executor, registrationId: string) =>
	tx.select({ day: eventScan.day, sessionId: eventScan.sessionId }).from(eventScan).where(and(eq(eventScan.registrationId, registrationId), eq(eventScan.result, 'in'))).orderBy(asc(eventScan.day), asc(eventScan.scannedAt));
