import { and, count, desc, eq, inArray, max, sql } from 'drizzle-orm';
import { inStatements, type Executor } from '#lib/server/platform/database.ts';
import { meetingBefore, meetingPlaced, meetingSchedule } from '../tables.ts';
import type { ScheduleOptions } from './schedule.ts';

type Row = typeof meetingSchedule.$inferSelect;
export type ScheduleRow = Omit<Row, 'options'> & { options: ScheduleOptions };
export type PlacedRow = typeof meetingPlaced.$inferSelect;
export type BeforeRow = typeof meetingBefore.$inferSelect;
type UndoneBy = BeforeRow['step'];

const typed = (row: Row | undefined): ScheduleRow | undefined => row && { ...row, options: row.options as unknown as ScheduleOptions };

export async function schedulesOf(tx: Executor, eventId: string): Promise<ScheduleRow[]> {
	return (await tx.select().from(meetingSchedule).where(eq(meetingSchedule.eventId, eventId)).orderBy(desc(meetingSchedule.number))).map((row) => typed(row)!);
}
export async function scheduleById(tx: Executor, id: string): Promise<ScheduleRow | undefined> {
	return typed((await tx.select().from(meetingSchedule).where(eq(meetingSchedule.id, id)))[0]);
}
/** One of an event's, and nobody else changes it meanwhile. */
export async function lockSchedule(tx: Executor, eventId: string, id: string | null): Promise<ScheduleRow | undefined> {
	return id === null ? undefined : typed((await tx.select().from(meetingSchedule).where(and(eq(meetingSchedule.id, id), eq(meetingSchedule.eventId, eventId))).for('update'))[0]);
}
export async function nextNumber(tx: Executor, eventId: string): Promise<number> {
	return ((await tx.select({ last: max(meetingSchedule.number) }).from(meetingSchedule).where(eq(meetingSchedule.eventId, eventId)))[0]?.last ?? 0) + 1;
}

type Values = Partial<Omit<typeof meetingSchedule.$inferInsert, 'options'>> & { options?: ScheduleOptions };
const stored = ({ options, ...values }: Values) => ({ ...values, ...(options ? { options: { ...options } } : {}) });

export async function insertSchedule(tx: Executor, values: Values & { eventId: string; number: number; madeAt: Date; options: ScheduleOptions }): Promise<string> {
	return (await tx.insert(meetingSchedule).values({ ...stored(values), eventId: values.eventId, number: values.number, madeAt: values.madeAt }).returning({ id: meetingSchedule.id }))[0]!.id;
}
export async function updateSchedule(tx: Executor, id: string, values: Values): Promise<void> {
	await tx.update(meetingSchedule).set({ ...stored(values), version: sql`${meetingSchedule.version} + 1` }).where(eq(meetingSchedule.id, id));
}
/** How far a run is; answers whether it is to stop. Undefined where it runs no longer. */
export async function noteProgress(db: Executor, id: string, values: { weight: number; gap: number | null; figures: Record<string, number>; phase: string }): Promise<{ stop: boolean } | undefined> {
	const rows = await db
		.update(meetingSchedule)
		.set({ weight: values.weight, gap: values.gap, figures: values.figures, options: sql`${meetingSchedule.options} || ${JSON.stringify({ phase: values.phase })}::jsonb` })
		.where(and(eq(meetingSchedule.id, id), eq(meetingSchedule.state, 'running')))
		.returning({ options: meetingSchedule.options });
	return rows[0] && { stop: rows[0].options.stop === true };
}
/** Runs whose worker has not been heard of since. */
export async function standingRuns(db: Executor, since: Date): Promise<string[]> {
	const heard = sql`to_timestamp(coalesce((${meetingSchedule.figures} ->> 'heardAt')::double precision / 1000, extract(epoch from ${meetingSchedule.madeAt})))`;
	return (await db.select({ id: meetingSchedule.id }).from(meetingSchedule).where(and(eq(meetingSchedule.state, 'running'), sql`${heard} < ${since.toISOString()}::timestamptz`))).map(({ id }) => id);
}
export async function supersede(tx: Executor, eventId: string): Promise<void> {
	await tx.update(meetingSchedule).set({ state: 'superseded' }).where(and(eq(meetingSchedule.eventId, eventId), eq(meetingSchedule.state, 'published')));
}
export async function deleteSchedule(tx: Executor, id: string): Promise<void> {
	await tx.delete(meetingSchedule).where(eq(meetingSchedule.id, id));
}

export const placedIn = (tx: Executor, scheduleId: string): Promise<PlacedRow[]> => tx.select().from(meetingPlaced).where(eq(meetingPlaced.scheduleId, scheduleId));
export async function countPlaced(tx: Executor, scheduleIds: readonly string[]): Promise<Map<string, number>> {
	if (scheduleIds.length === 0) return new Map();
	const rows = await tx.select({ id: meetingPlaced.scheduleId, count: count() }).from(meetingPlaced).where(inArray(meetingPlaced.scheduleId, [...scheduleIds])).groupBy(meetingPlaced.scheduleId);
	return new Map(rows.map((row) => [row.id, row.count]));
}
export async function insertPlaced(tx: Executor, values: (typeof meetingPlaced.$inferInsert)[]): Promise<void> {
	for (const rows of inStatements(values)) await tx.insert(meetingPlaced).values(rows);
}
export async function deletePlaced(tx: Executor, scheduleId: string, requestId?: string): Promise<void> {
	await tx.delete(meetingPlaced).where(and(eq(meetingPlaced.scheduleId, scheduleId), requestId === undefined ? undefined : eq(meetingPlaced.requestId, requestId)));
}
export async function setLocked(tx: Executor, scheduleId: string, requestId: string, locked: boolean): Promise<void> {
	await tx.update(meetingPlaced).set({ locked }).where(and(eq(meetingPlaced.scheduleId, scheduleId), eq(meetingPlaced.requestId, requestId)));
}

export const meetingsBefore = (tx: Executor, scheduleId: string, step: UndoneBy): Promise<BeforeRow[]> => tx.select().from(meetingBefore).where(and(eq(meetingBefore.scheduleId, scheduleId), eq(meetingBefore.step, step)));
/** Keeps the meetings as they were before a step, in place of what was kept for it so far. */
export async function keepBefore(tx: Executor, scheduleId: string, step: UndoneBy, values: (typeof meetingBefore.$inferInsert)[]): Promise<void> {
	await tx.delete(meetingBefore).where(and(eq(meetingBefore.scheduleId, scheduleId), eq(meetingBefore.step, step)));
	for (const rows of inStatements(values)) await tx.insert(meetingBefore).values(rows);
}
export async function setScheduleState(tx: Executor, id: string, state: ScheduleRow['state']): Promise<void> {
	await tx.update(meetingSchedule).set({ state }).where(eq(meetingSchedule.id, id));
}
