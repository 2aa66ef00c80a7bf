import { and, eq, gt } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { addressProof, registration } from '../security-tables.ts';
import { account, session, user, verification } from '../tables.ts';

export type UserRow = typeof user.$inferSelect;
export type RegistrationRow = typeof registration.$inferSelect;

export async function userByEmail(db: Executor, email: string): Promise<UserRow | undefined> {
	return (await db.select().from(user).where(eq(user.email, email)))[0];
}

export async function userById(db: Executor, id: string): Promise<UserRow | undefined> {
	return (await db.select().from(user).where(eq(user.id, id)))[0];
}

export async function insertRegistration(db: Executor, values: typeof registration.$inferInsert): Promise<void> {
	await db.insert(registration).values(values);
}

export async function registrationByToken(db: Executor, tokenHash: Uint8Array, now: Date): Promise<RegistrationRow | undefined> {
	const rows = await db.select().from(registration).where(and(eq(registration.tokenHash, tokenHash), gt(registration.expiresAt, now)));
	return rows[0];
}

/** Takes a registration, and all others of its address, so that it is used once. False where somebody else took it. */
export async function takeRegistration(tx: Executor, { id, email }: Pick<RegistrationRow, 'id' | 'email'>): Promise<boolean> {
	const rows = await tx.delete(registration).where(eq(registration.email, email)).returning({ id: registration.id });
	return rows.some((row) => row.id === id);
}

/** A person whose address is proven; with a password, where there is a hash of one. */
export async function insertUser(
	tx: Executor,
	person: { email: string; name: string; language: string; passwordHash: string | null },
): Promise<string> {
	const id = crypto.randomUUID();
	await tx.insert(user).values({ id, name: person.name, email: person.email, language: person.language, emailVerified: true });
	if (person.passwordHash !== null)
		await tx.insert(account).values({ id: crypto.randomUUID(), accountId: id, providerId: 'credential', userId: id, password: person.passwordHash });
	return id;
}

/** A person whose address nobody has proven, and who has no way in yet. */
export async function insertUnclaimedUser(tx: Executor, person: { email: string; name: string; language: string }): Promise<string> {
	const id = crypto.randomUUID();
	await tx.insert(user).values({ id, ...person });
	return id;
}

/** Whether nobody has proven the address of an account, nor has a way in: it was made at a desk, for somebody who stood there. */
export async function isUnclaimed(db: Executor, { id, emailVerified }: UserRow): Promise<boolean> {
	return !emailVerified && (await db.$count(account, eq(account.userId, id))) === 0;
}

/** Gives an account that nobody had claimed to who has proven its address. */
export async function claimUser(tx: Executor, id: string, { name, language, passwordHash }: { name: string; language: string; passwordHash: string }, now: Date): Promise<void> {
	await tx.update(user).set({ name, language, emailVerified: true, updatedAt: now }).where(eq(user.id, id));
	await tx.insert(account).values({ id: crypto.randomUUID(), accountId: id, providerId: 'credential', userId: id, password: passwordHash });
}

export async function insertAddressProof(db: Executor, values: typeof addressProof.$inferInsert): Promise<void> {
	await db.insert(addressProof).values(values);
}

export async function addressProofByToken(db: Executor, tokenHash: Uint8Array, now: Date) {
	const rows = await db.select().from(addressProof).where(and(eq(addressProof.tokenHash, tokenHash), gt(addressProof.expiresAt, now)));
	return rows[0];
}

export async function deleteAddressProofs(tx: Executor, userId: string): Promise<void> {
	await tx.delete(addressProof).where(eq(addressProof.userId, userId));
}

export async function updateAddress(tx: Executor, userId: string, email: string, now: Date): Promise<void> {
	await tx.update(user).set({ email, emailVerified: true, updatedAt: now }).where(eq(user.id, userId));
}

export async function updateName(db: Executor, userId: string, name: string, now: Date): Promise<void> {
	await db.update(user).set({ name, updatedAt: now }).where(eq(user.id, userId));
}

export async function hasPassword(db: Executor, userId: string): Promise<boolean> {
	const rows = await db
		.select({ password: account.password })
		.from(account)
		.where(and(eq(account.userId, userId), eq(account.providerId, 'credential')));
	return rows.some(({ password }) => password !== null);
}

export async function passwordHashOf(db: Executor, userId: string): Promise<string | null> {
	const rows = await db
		.select({ password: account.password })
		.from(account)
		.where(and(eq(account.userId, userId), eq(account.providerId, 'credential')));
	return rows[0]?.password ?? null;
}

export async function sessionById(db: Executor, id: string) {
	return (await db.select().from(session).where(eq(session.id, id)))[0];
}

/** Whose letter for a new password a token is from, as the account library keeps it. */
export async function personOfReset(db: Executor, token: string): Promise<UserRow | undefined> {
	const rows = await db
		.select({ person: user })
		.from(verification)
		.innerJoin(user, eq(user.id, verification.value))
		.where(eq(verification.identifier, `reset-password:${token}`));
	return rows[0]?.person;
}
