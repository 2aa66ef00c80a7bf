import { and, eq, like, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { signInProvider } from '../security-tables.ts';
import { account, membership, user } from '../tables.ts';

export type ProviderRow = typeof signInProvider.$inferSelect;

export async function providerRows(db: Executor): Promise<ProviderRow[]> {
	return db.select().from(signInProvider).orderBy(signInProvider.name);
}

export async function saveProviderRow(tx: Executor, values: typeof signInProvider.$inferInsert): Promise<void> {
	const { id: _id, ...changed } = values;
	await tx.insert(signInProvider).values(values).onConflictDoUpdate({ target: signInProvider.id, set: changed });
}

export async function deleteProviderRow(tx: Executor, id: string): Promise<boolean> {
	return (await tx.delete(signInProvider).where(eq(signInProvider.id, id)).returning({ id: signInProvider.id })).length > 0;
}

/** Whose account an institution's name for a person belongs to. */
export async function userOfSubject(db: Executor, providerId: string, subject: string) {
	const rows = await db
		.select({ id: user.id, email: user.email })
		.from(account)
		.innerJoin(user, eq(user.id, account.userId))
		.where(and(eq(account.providerId, providerId), eq(account.accountId, subject)));
	return rows[0];
}

export async function insertSubject(tx: Executor, values: { userId: string; providerId: string; subject: string }): Promise<void> {
	await tx.insert(account).values({ id: crypto.randomUUID(), userId: values.userId, providerId: values.providerId, accountId: values.subject });
}

export async function subjectsOf(db: Executor, userId: string): Promise<{ id: string; providerId: string; createdAt: Date }[]> {
	return db
		.select({ id: account.id, providerId: account.providerId, createdAt: account.createdAt })
		.from(account)
		.where(and(eq(account.userId, userId), like(account.providerId, 'oidc:%')));
}

export async function deleteSubject(tx: Executor, link: { id: string; userId: string }): Promise<boolean> {
	const rows = await tx
		.delete(account)
		.where(and(eq(account.id, link.id), eq(account.userId, link.userId), like(account.providerId, 'oidc:%')))
		.returning({ id: account.id });
	return rows.length > 0;
}

/**
 * Whether an account is worth more than a mail address: its owner must connect an institution in person. So are accounts
 * with a second factor or a passkey, of people who serve a centre, and such whose address nobody has proven.
 */
export async function isGuarded(db: Executor, userId: string): Promise<boolean> {
	const { rows } = await db.execute<{ guarded: boolean }>(sql`
		select not u.email_verified or u.two_factor_enabled
			or exists (select from passkey p where p.user_id = u.id)
			or exists (select from ${membership} m where m.user_id = u.id and m.centre_id is not null) as guarded
		from "user" u where u.id = ${userId}`);
	return rows[0]?.guarded ?? true;
}
