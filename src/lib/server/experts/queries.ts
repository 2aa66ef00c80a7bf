import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { expert, expertInvitation, expertPrivate, expertPublication, serviceRequest, taskForcePlace } from './tables.ts';
import type { ExpertForRules } from './rules.ts';

export type ExpertRow = typeof expert.$inferSelect;
export type PublicationRow = typeof expertPublication.$inferSelect;
export type PrivateRow = typeof expertPrivate.$inferSelect;
export type InvitationRow = typeof expertInvitation.$inferSelect;

/** What says whether the public profiles are still those that a server has read. */
export async function publicStamp(db: Executor): Promise<string> {
	const { rows } = await db.execute<{ stamp: string }>(sql`select count(*) || ' ' || coalesce(max(change_number), 0) || ' ' || coalesce(sum(change_number), 0) as stamp from expert where state = 'public'`);
	return rows[0]!.stamp;
}

export async function publicChangeNumbers(db: Executor): Promise<Map<string, number>> {
	const rows = await db.select({ id: expert.id, changeNumber: expert.changeNumber }).from(expert).where(eq(expert.state, 'public'));
	return new Map(rows.map(({ id, changeNumber }) => [id, changeNumber]));
}

export async function publicExperts(db: Executor, ids: string[]): Promise<{ row: ExpertRow; publications: PublicationRow[] }[]> {
	if (ids.length === 0) return [];
	const rows = await db.select().from(expert).where(and(eq(expert.state, 'public'), inArray(expert.id, ids)));
	const publications = await publicationsOf(db, ids);
	return rows.map((row) => ({ row, publications: publications.filter(({ expertId }) => expertId === row.id) }));
}

/** Public profiles by slug, behind one, with their publications. */
export async function publicExpertsAfter(
	db: Executor,
	filters: { country?: string | undefined; offer?: string | undefined; language?: string | undefined },
	after: string | null,
	limit: number,
): Promise<{ row: ExpertRow; publications: PublicationRow[] }[]> {
	const rows = await db
		.select()
		.from(expert)
		.where(
			and(
				eq(expert.state, 'public'),
				filters.country ? eq(expert.country, filters.country) : undefined,
				filters.offer ? sql`${filters.offer} = any(${expert.offers})` : undefined,
				filters.language ? sql`${filters.language} = any(${expert.languages})` : undefined,
				after === null ? undefined : gt(expert.slug, after),
			),
		)
		.orderBy(asc(expert.slug))
		.limit(limit);
	const publications = rows.length === 0 ? [] : await publicationsOf(db, rows.map(({ id }) => id));
	return rows.map((row) => ({ row, publications: publications.filter(({ expertId }) => expertId === row.id) }));
}

/** For those who have no more rights than a visitor, whoever they are. */
export async function publicExpertBySlug(db: Executor, slug: string): Promise<ExpertRow | undefined> {
	return (await db.select().from(expert).where(and(eq(expert.slug, slug), eq(expert.state, 'public'))))[0];
}

export async function publicationsOf(db: Executor, ids: string[]): Promise<PublicationRow[]> {
	return db.select().from(expertPublication).where(inArray(expertPublication.expertId, ids)).orderBy(asc(expertPublication.position));
}

export async function expertBySlug(db: Executor, slug: string): Promise<ExpertRow | undefined> {
	return (await db.select().from(expert).where(eq(expert.slug, slug)))[0];
}

export async function expertById(db: Executor, id: string): Promise<ExpertRow | undefined> {
	return (await db.select().from(expert).where(eq(expert.id, id)))[0];
}

/** Where the profiles of some experts stand: of those that whoever asks may see. */
export async function expertSlugs(db: Executor, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	return new Map((await db.select({ id: expert.id, slug: expert.slug }).from(expert).where(and(inArray(expert.id, [...ids]), eq(expert.state, 'public')))).map(({ id, slug }) => [id, slug]));
}

export async function expertOfUser(db: Executor, userId: string): Promise<ExpertRow | undefined> {
	return (await db.select().from(expert).where(eq(expert.userId, userId)))[0];
}

export async function lockExpertOfUser(tx: Executor, userId: string): Promise<ExpertRow | undefined> {
	return (await tx.select().from(expert).where(eq(expert.userId, userId)).for('update'))[0];
}

export async function expertsOfCentres(db: Executor, centreIds: string[] | null): Promise<ExpertRow[]> {
	return db.select().from(expert).where(centreIds ? inArray(expert.centreId, centreIds) : sql`true`).orderBy(desc(expert.updatedAt)).limit(200);
}

export async function privatePartOf(db: Executor, expertId: string): Promise<PrivateRow | undefined> {
	return (await db.select().from(expertPrivate).where(eq(expertPrivate.expertId, expertId)))[0];
}

/** The expert with what rules ask; only where the asking transaction may see the missions. */
export async function expertForRules(db: Executor, row: ExpertRow): Promise<ExpertForRules> {
	const centres = await db
		.selectDistinct({ centreId: serviceRequest.centreId })
		.from(taskForcePlace)
		.innerJoin(serviceRequest, eq(serviceRequest.id, taskForcePlace.requestId))
		.where(and(eq(taskForcePlace.expertId, row.id), eq(taskForcePlace.state, 'accepted')));
	return { userId: row.userId, centreId: row.centreId, state: row.state, missionCentres: new Set(centres.map(({ centreId }) => centreId)) };
}

export async function slugTaken(tx: Executor, slug: string): Promise<boolean> {
	return (await tx.select({ one: sql`1` }).from(expert).where(eq(expert.slug, slug))).length > 0;
}

export async function insertExpert(tx: Executor, values: typeof expert.$inferInsert): Promise<string> {
	return (await tx.insert(expert).values(values).returning({ id: expert.id }))[0]!.id;
}

export async function updateExpert(tx: Executor, id: string, values: Partial<typeof expert.$inferInsert>): Promise<void> {
	await tx.update(expert).set(values).where(eq(expert.id, id));
}

export async function replacePublications(tx: Executor, expertId: string, publications: Omit<typeof expertPublication.$inferInsert, 'expertId' | 'position'>[]): Promise<void> {
	await tx.delete(expertPublication).where(eq(expertPublication.expertId, expertId));
	if (publications.length > 0) await tx.insert(expertPublication).values(publications.map((each, position) => ({ ...each, expertId, position })));
}

export async function putPrivatePart(tx: Executor, values: typeof expertPrivate.$inferInsert): Promise<void> {
	await tx.insert(expertPrivate).values(values).onConflictDoUpdate({ target: expertPrivate.expertId, set: values });
}

export async function deletePrivatePart(tx: Executor, expertId: string): Promise<void> {
	await tx.delete(expertPrivate).where(eq(expertPrivate.expertId, expertId));
}

export async function insertExpertInvitation(tx: Executor, values: typeof expertInvitation.$inferInsert): Promise<void> {
	await tx.insert(expertInvitation).values(values);
}

/** An earlier invitation of the same person by the same centre gives way to the new one. */
export async function recallInvitations(tx: Executor, which: { centreId: string; email: string }, at: Date): Promise<void> {
	await tx
		.update(expertInvitation)
		.set({ state: 'recalled', answeredAt: at })
		.where(and(eq(expertInvitation.centreId, which.centreId), eq(expertInvitation.email, which.email), eq(expertInvitation.state, 'open')));
}

export async function invitationByHash(tx: Executor, hash: Uint8Array, lock = false): Promise<(InvitationRow & { inviter: { name: string; email: string; language: string } | null }) | undefined> {
	const query = tx
		.select({ invitation: expertInvitation, name: user.name, email: user.email, language: user.language })
		.from(expertInvitation)
		.leftJoin(user, eq(user.id, expertInvitation.invitedBy))
		.where(eq(expertInvitation.tokenHash, hash));
	const [found] = lock ? await query.for('update', { of: expertInvitation }) : await query;
	return found && { ...found.invitation, inviter: found.name === null || found.email === null ? null : { name: found.name, email: found.email, language: found.language ?? 'en' } };
}

export async function answerInvitationRow(tx: Executor, id: string, values: Pick<typeof expertInvitation.$inferInsert, 'state' | 'answeredAt' | 'expertId'>): Promise<void> {
	await tx.update(expertInvitation).set(values).where(eq(expertInvitation.id, id));
}

export async function invitationsOfCentres(db: Executor, centreIds: string[] | null): Promise<InvitationRow[]> {
	return db.select().from(expertInvitation).where(centreIds ? inArray(expertInvitation.centreId, centreIds) : sql`true`).orderBy(desc(expertInvitation.createdAt)).limit(100);
}

/** Public experts who belong to a concept or one below it, newest first. */
export async function expertsInFields(db: Executor, concepts: string[], limit: number): Promise<Pick<ExpertRow, 'slug' | 'names' | 'headline' | 'country' | 'isSample'>[]> {
	if (concepts.length === 0) return [];
	return db
		.select({ slug: expert.slug, names: expert.names, headline: expert.headline, country: expert.country, isSample: expert.isSample })
		.from(expert)
		.where(and(eq(expert.state, 'public'), sql`${expert.fields} && ${sql.param(concepts)}::text[]`))
		.orderBy(desc(expert.updatedAt))
		.limit(limit);
}
