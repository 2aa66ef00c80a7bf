import { and, asc, desc, eq, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { docking } from '#lib/server/docking/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { roomTask } from '../tables.ts';

export type TaskRow = typeof roomTask.$inferSelect;

export async function insertTask(tx: Executor, values: typeof roomTask.$inferInsert): Promise<string> {
	return (await tx.insert(roomTask).values(values).returning({ id: roomTask.id }))[0]!.id;
}

export async function taskById(tx: Executor, dockingId: string, id: string): Promise<TaskRow | undefined> {
	return (await tx.select().from(roomTask).where(and(eq(roomTask.id, id), eq(roomTask.dockingId, dockingId))).for('update'))[0];
}

export async function updateTask(tx: Executor, id: string, values: Partial<typeof roomTask.$inferInsert>): Promise<void> {
	await tx.update(roomTask).set({ ...values, version: sql`${roomTask.version} + 1` }).where(eq(roomTask.id, id));
}

/** Open tasks of a room, the next due first, with the name of whose each is. */
export async function openTasks(tx: Executor, dockingId: string): Promise<(TaskRow & { person: string | null })[]> {
	const rows = await tx
		.select({ task: roomTask, person: user.name })
		.from(roomTask)
		.leftJoin(user, eq(user.id, roomTask.personId))
		.where(and(eq(roomTask.dockingId, dockingId), eq(roomTask.state, 'open')))
		.orderBy(sql`${roomTask.dueOn} asc nulls last`, asc(roomTask.createdAt))
		.limit(200);
	return rows.map(({ task, person }) => ({ ...task, person }));
}

export async function endedTasks(tx: Executor, dockingId: string, most: number): Promise<(TaskRow & { person: string | null })[]> {
	const rows = await tx
		.select({ task: roomTask, person: user.name })
		.from(roomTask)
		.leftJoin(user, eq(user.id, roomTask.personId))
		.where(and(eq(roomTask.dockingId, dockingId), ne(roomTask.state, 'open')))
		.orderBy(desc(roomTask.endedAt))
		.limit(most);
	return rows.map(({ task, person }) => ({ ...task, person }));
}

/** Open tasks that are due by a day, and nobody was reminded of since another; of dockings that go on. */
export async function tasksToRemind(tx: Executor, dueBy: string, remindedBefore: string): Promise<{ id: string; docking: { id: string; reference: string }; personId: string | null; side: TaskRow['side'] }[]> {
	return tx
		.select({ id: roomTask.id, docking: { id: docking.id, reference: docking.reference }, personId: roomTask.personId, side: roomTask.side })
		.from(roomTask)
		.innerJoin(docking, eq(docking.id, roomTask.dockingId))
		.where(and(eq(roomTask.state, 'open'), lte(roomTask.dueOn, dueBy), or(isNull(roomTask.remindedOn), lte(roomTask.remindedOn, remindedBefore)), sql`${docking.state} not in ('stopped', 'completed')`))
		.limit(5000);
}

export async function markTasksReminded(tx: Executor, ids: readonly string[], day: string): Promise<void> {
	if (ids.length > 0) await tx.update(roomTask).set({ remindedOn: day }).where(inArray(roomTask.id, [...ids]));
}
