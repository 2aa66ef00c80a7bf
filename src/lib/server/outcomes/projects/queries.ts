import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { project, projectMilestone, projectReport } from '../tables.ts';

export type ProjectRow = typeof project.$inferSelect;
export type MilestoneRow = typeof projectMilestone.$inferSelect;
export type ReportRow = typeof projectReport.$inferSelect;

export async function projectsOf(tx: Executor, agreementId: string): Promise<ProjectRow[]> {
	return tx.select().from(project).where(eq(project.agreementId, agreementId)).orderBy(asc(project.number));
}

export async function findProject(tx: Executor, agreementId: string, number: number): Promise<ProjectRow | undefined> {
	const [row] = await tx.select().from(project).where(and(eq(project.agreementId, agreementId), eq(project.number, number)));
	return row;
}

export async function insertProject(tx: Executor, values: Omit<typeof project.$inferInsert, 'number'>): Promise<ProjectRow> {
	const [row] = await tx
		.insert(project)
		.values({ ...values, number: sql`(select coalesce(max(number), 0) + 1 from project where agreement_id = ${values.agreementId}::uuid)` as unknown as number })
		.returning();
	return row!;
}

export async function updateProject(tx: Executor, id: string, values: Partial<typeof project.$inferInsert>): Promise<void> {
	await tx.update(project).set({ ...values, version: sql`${project.version} + 1` }).where(eq(project.id, id));
}

export async function milestonesOf(tx: Executor, projectIds: readonly string[]): Promise<MilestoneRow[]> {
	if (projectIds.length === 0) return [];
	return tx.select().from(projectMilestone).where(inArray(projectMilestone.projectId, [...projectIds])).orderBy(asc(projectMilestone.projectId), asc(projectMilestone.position));
}

export async function insertMilestones(tx: Executor, values: (typeof projectMilestone.$inferInsert)[]): Promise<void> {
	if (values.length > 0) await tx.insert(projectMilestone).values(values);
}

export async function updateMilestone(tx: Executor, id: string, values: Partial<typeof projectMilestone.$inferInsert>): Promise<void> {
	await tx.update(projectMilestone).set({ ...values, version: sql`${projectMilestone.version} + 1` }).where(eq(projectMilestone.id, id));
}

export async function insertReport(tx: Executor, values: Omit<typeof projectReport.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(projectReport).values(values);
}

export async function reportsOf(tx: Executor, projectId: string, most = 200): Promise<ReportRow[]> {
	return tx.select().from(projectReport).where(eq(projectReport.projectId, projectId)).orderBy(desc(projectReport.id)).limit(most);
}

/** Milestones whose day has passed and that nobody was reminded of, with where they stand; locked, those at work left out. As the operator. */
export async function dueMilestones(tx: Executor, today: string, most: number): Promise<{ id: string; agreementId: string; project: number }[]> {
	return tx
		.select({ id: projectMilestone.id, agreementId: project.agreementId, project: project.number })
		.from(projectMilestone)
		.innerJoin(project, eq(project.id, projectMilestone.projectId))
		.where(and(eq(projectMilestone.state, 'planned'), isNull(projectMilestone.remindedAt), lt(projectMilestone.dueOn, today), eq(project.state, 'running')))
		.orderBy(asc(projectMilestone.dueOn))
		.limit(most)
		.for('update', { of: projectMilestone, skipLocked: true });
}

/** What the clock notes is no decision: the version stays. */
export async function markReminded(tx: Executor, id: string, now: Date): Promise<void> {
	await tx.update(projectMilestone).set({ remindedAt: now }).where(eq(projectMilestone.id, id));
}
