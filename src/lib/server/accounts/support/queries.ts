import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { supportConsent, supportVisit } from '../security-tables.ts';
import { user } from '../tables.ts';

export type Consent = typeof supportConsent.$inferSelect;

export async function standingConsent(db: Executor, userId: string, now: Date): Promise<Consent | undefined> {
	const rows = await db
		.select()
		.from(supportConsent)
		.where(and(eq(supportConsent.userId, userId), isNull(supportConsent.withdrawnAt), gt(supportConsent.until, now)));
	return rows[0];
}

export async function insertConsent(tx: Executor, values: typeof supportConsent.$inferInsert): Promise<string> {
	return (await tx.insert(supportConsent).values(values).returning({ id: supportConsent.id }))[0]!.id;
}

/** Ends every consent of a person, also those that have run out, and the visits that rest on them. */
export async function withdrawConsents(tx: Executor, userId: string, now: Date): Promise<number> {
	const rows = await tx
		.update(supportConsent)
		.set({ withdrawnAt: now })
		.where(and(eq(supportConsent.userId, userId), isNull(supportConsent.withdrawnAt)))
		.returning({ id: supportConsent.id });
	for (const { id } of rows)
		await tx.update(supportVisit).set({ endedAt: now }).where(and(eq(supportVisit.consentId, id), isNull(supportVisit.endedAt)));
	return rows.length;
}

/** People who have agreed to support, for the secretariat. */
export async function standingConsents(db: Executor, now: Date) {
	return db
		.select({ id: supportConsent.id, userId: supportConsent.userId, name: user.name, email: user.email, until: supportConsent.until })
		.from(supportConsent)
		.innerJoin(user, eq(user.id, supportConsent.userId))
		.where(and(isNull(supportConsent.withdrawnAt), gt(supportConsent.until, now)))
		.orderBy(supportConsent.until);
}

export async function consentById(tx: Executor, id: string, now: Date): Promise<Consent | undefined> {
	const rows = await tx
		.select()
		.from(supportConsent)
		.where(and(eq(supportConsent.id, id), isNull(supportConsent.withdrawnAt), gt(supportConsent.until, now)))
		.for('update');
	return rows[0];
}

export async function insertVisit(tx: Executor, values: typeof supportVisit.$inferInsert): Promise<string> {
	return (await tx.insert(supportVisit).values(values).returning({ id: supportVisit.id }))[0]!.id;
}

export async function endVisitsOfSession(tx: Executor, sessionId: string, now: Date): Promise<{ id: string; userId: string }[]> {
	const rows = await tx
		.update(supportVisit)
		.set({ endedAt: now })
		.from(supportConsent)
		.where(and(eq(supportConsent.id, supportVisit.consentId), eq(supportVisit.sessionId, sessionId), isNull(supportVisit.endedAt)))
		.returning({ id: supportVisit.id, userId: supportConsent.userId });
	return rows;
}

/** The visit that a session of the secretariat is on, while it and the consent that it rests on last. */
export async function openVisit(db: Executor, sessionId: string, now: Date): Promise<{ id: string; helperId: string; userId: string; until: Date } | undefined> {
	const rows = await db
		.select({ id: supportVisit.id, helperId: supportVisit.helperId, userId: supportConsent.userId, until: supportVisit.until })
		.from(supportVisit)
		.innerJoin(supportConsent, eq(supportConsent.id, supportVisit.consentId))
		.where(
			and(
				eq(supportVisit.sessionId, sessionId),
				isNull(supportVisit.endedAt),
				gt(supportVisit.until, now),
				isNull(supportConsent.withdrawnAt),
				gt(supportConsent.until, now),
			),
		);
	return rows[0];
}

/** Visits to a person, newest first: who, when, why. */
export async function visitsTo(db: Executor, userId: string, most: number) {
	return db
		.select({
			id: supportVisit.id,
			helper: user.name,
			reason: supportVisit.reason,
			startedAt: supportVisit.startedAt,
			endedAt: sql<Date>`least(${supportVisit.endedAt}, ${supportVisit.until})`.mapWith(supportVisit.until),
		})
		.from(supportVisit)
		.innerJoin(supportConsent, eq(supportConsent.id, supportVisit.consentId))
		.innerJoin(user, eq(user.id, supportVisit.helperId))
		.where(eq(supportConsent.userId, userId))
		.orderBy(desc(supportVisit.startedAt))
		.limit(most);
}
