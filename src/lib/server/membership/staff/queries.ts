import { and, asc, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { StaffRole } from '#lib/membership/vocabulary.ts';
import { invitation, joinRequest, organisationDomain } from '../tables.ts';

export type InvitationRow = typeof invitation.$inferSelect;
type JoinRequestRow = typeof joinRequest.$inferSelect;

interface StaffLine {
	userId: string;
	name: string;
	email: string;
	role: StaffRole;
	since: Date;
}

/** The people of an organisation, owners first. */
export async function staffOf(db: Executor, organisationId: string): Promise<StaffLine[]> {
	const rows = await db
		.select({ userId: user.id, name: user.name, email: user.email, role: membership.role, since: membership.createdAt })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(eq(membership.organisationId, organisationId))
		.orderBy(sql`array_position(array['owner', 'editor', 'reader'], ${membership.role})`, asc(user.name), asc(user.id));
	return rows.map((row) => ({ ...row, role: row.role as StaffRole }));
}

export async function roleOf(db: Executor, organisationId: string, userId: string): Promise<StaffRole | undefined> {
	const rows = await db.select({ role: membership.role }).from(membership).where(and(eq(membership.organisationId, organisationId), eq(membership.userId, userId)));
	return rows[0]?.role as StaffRole | undefined;
}

export async function countOwners(db: Executor, organisationId: string): Promise<number> {
	const rows = await db.select({ count: count() }).from(membership).where(and(eq(membership.organisationId, organisationId), eq(membership.role, 'owner')));
	return Number(rows[0]!.count);
}

/** Adds a person; who is there already keeps the role. Answers whether the person is new. */
export async function addStaff(tx: Executor, values: { organisationId: string; userId: string; role: StaffRole }): Promise<boolean> {
	return (await tx.insert(membership).values(values).onConflictDoNothing().returning({ id: membership.id })).length > 0;
}

export async function setRole(tx: Executor, organisationId: string, userId: string, role: StaffRole): Promise<void> {
	await tx.update(membership).set({ role }).where(and(eq(membership.organisationId, organisationId), eq(membership.userId, userId)));
}

export async function removeStaff(tx: Executor, organisationId: string, userId: string): Promise<void> {
	await tx.delete(membership).where(and(eq(membership.organisationId, organisationId), eq(membership.userId, userId)));
}

export async function userIdOfEmail(db: Executor, email: string): Promise<string | undefined> {
	return (await db.select({ id: user.id }).from(user).where(eq(user.email, email)))[0]?.id;
}

/** A person with whether the mail address has been verified. */
export async function addressOf(db: Executor, userId: string): Promise<{ email: string; verified: boolean } | undefined> {
	return (await db.select({ email: user.email, verified: user.emailVerified }).from(user).where(eq(user.id, userId)))[0];
}

export async function insertInvitation(tx: Executor, values: typeof invitation.$inferInsert): Promise<string> {
	return (await tx.insert(invitation).values(values).returning({ id: invitation.id }))[0]!.id;
}

/** Ends what stands open for an address, so that a new invitation can be sent. */
export async function withdrawOpenInvitations(tx: Executor, organisationId: string, email: string, at: Date): Promise<void> {
	await tx.update(invitation).set({ withdrawnAt: at }).where(and(eq(invitation.organisationId, organisationId), eq(invitation.email, email), isNull(invitation.usedAt), isNull(invitation.withdrawnAt)));
}

export async function invitationsOf(db: Executor, organisationId: string, limit: number): Promise<InvitationRow[]> {
	return db.select().from(invitation).where(eq(invitation.organisationId, organisationId)).orderBy(desc(invitation.createdAt), asc(invitation.id)).limit(limit);
}

export async function countInvitationsSince(db: Executor, organisationId: string, since: Date): Promise<number> {
	const rows = await db.select({ count: count() }).from(invitation).where(and(eq(invitation.organisationId, organisationId), sql`${invitation.createdAt} > ${since.toISOString()}`));
	return Number(rows[0]!.count);
}

export async function invitationByHash(db: Executor, tokenHash: string): Promise<InvitationRow | undefined> {
	return (await db.select().from(invitation).where(eq(invitation.tokenHash, tokenHash)))[0];
}

export async function lockInvitation(tx: Executor, id: string): Promise<InvitationRow | undefined> {
	return (await tx.select().from(invitation).where(eq(invitation.id, id)).for('update'))[0];
}

export async function updateInvitation(tx: Executor, id: string, values: Partial<typeof invitation.$inferInsert>): Promise<void> {
	await tx.update(invitation).set(values).where(eq(invitation.id, id));
}

export async function domainsOf(db: Executor, organisationId: string): Promise<{ domain: string; provedAt: Date }[]> {
	return db.select({ domain: organisationDomain.domain, provedAt: organisationDomain.provedAt }).from(organisationDomain).where(eq(organisationDomain.organisationId, organisationId)).orderBy(asc(organisationDomain.domain));
}

/** The organisation that a mail domain is proved for. */
export async function organisationOfDomain(db: Executor, domain: string): Promise<{ id: string; slug: string; names: typeof organisation.$inferSelect.names } | undefined> {
	const rows = await db
		.select({ id: organisation.id, slug: organisation.slug, names: organisation.names })
		.from(organisationDomain)
		.innerJoin(organisation, eq(organisation.id, organisationDomain.organisationId))
		.where(and(eq(organisationDomain.domain, domain), eq(organisation.state, 'admitted')));
	return rows[0];
}

/** Answers false where another organisation has the domain. */
export async function insertDomain(tx: Executor, values: typeof organisationDomain.$inferInsert): Promise<boolean> {
	return (await tx.insert(organisationDomain).values(values).onConflictDoNothing().returning({ domain: organisationDomain.domain })).length > 0;
}

export async function deleteDomain(tx: Executor, organisationId: string, domain: string): Promise<boolean> {
	return (await tx.delete(organisationDomain).where(and(eq(organisationDomain.organisationId, organisationId), eq(organisationDomain.domain, domain))).returning({ domain: organisationDomain.domain })).length > 0;
}

/** Answers undefined where the person waits already. */
export async function insertJoinRequest(tx: Executor, values: typeof joinRequest.$inferInsert): Promise<string | undefined> {
	return (await tx.insert(joinRequest).values(values).onConflictDoNothing().returning({ id: joinRequest.id }))[0]?.id;
}

export async function countWaitingRequests(db: Executor, userId: string): Promise<number> {
	const rows = await db.select({ count: count() }).from(joinRequest).where(and(eq(joinRequest.userId, userId), eq(joinRequest.state, 'waiting')));
	return Number(rows[0]!.count);
}

export async function lockJoinRequest(tx: Executor, id: string): Promise<JoinRequestRow | undefined> {
	return (await tx.select().from(joinRequest).where(eq(joinRequest.id, id)).for('update'))[0];
}

export async function updateJoinRequest(tx: Executor, id: string, values: Partial<typeof joinRequest.$inferInsert>): Promise<void> {
	await tx.update(joinRequest).set(values).where(eq(joinRequest.id, id));
}

/** Who waits to join an organisation, the longest waiting first. */
export async function waitingRequestsOf(db: Executor, organisationId: string): Promise<(Pick<JoinRequestRow, 'id' | 'origin' | 'words' | 'createdAt'> & { name: string; email: string; verified: boolean })[]> {
	return db
		.select({ id: joinRequest.id, origin: joinRequest.origin, words: joinRequest.words, createdAt: joinRequest.createdAt, name: user.name, email: user.email, verified: user.emailVerified })
		.from(joinRequest)
		.innerJoin(user, eq(user.id, joinRequest.userId))
		.where(and(eq(joinRequest.organisationId, organisationId), eq(joinRequest.state, 'waiting')))
		.orderBy(asc(joinRequest.createdAt), asc(joinRequest.id));
}

/** What a person has asked for, with the organisation asked. */
export async function requestsOfPerson(db: Executor, userId: string): Promise<(Pick<JoinRequestRow, 'id' | 'state' | 'createdAt'> & { slug: string; names: typeof organisation.$inferSelect.names })[]> {
	return db
		.select({ id: joinRequest.id, state: joinRequest.state, createdAt: joinRequest.createdAt, slug: organisation.slug, names: organisation.names })
		.from(joinRequest)
		.innerJoin(organisation, eq(organisation.id, joinRequest.organisationId))
		.where(eq(joinRequest.userId, userId))
		.orderBy(desc(joinRequest.createdAt))
		.limit(20);
}
