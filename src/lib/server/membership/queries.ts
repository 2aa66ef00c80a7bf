import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import type { OrganisationRow } from '#lib/server/network/queries.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import type { OrganisationForRules } from './rules.ts';
import { admissionStep, organisationProof } from './tables.ts';

type AdmissionStepRow = typeof admissionStep.$inferSelect;
export type ProofRow = typeof organisationProof.$inferSelect;

export interface Person {
	id: string;
	name: string;
	email: string;
	language: string;
}

/** An organisation with what its rules ask. */
export interface FoundOrganisation {
	row: OrganisationRow;
	forRules: OrganisationForRules;
}

// Named in full: a query of one table writes its columns without the table, and membership has an id too.
const ownerCount = sql<number>`(select count(*) from membership m where m.organisation_id = organisation.id and m.role = 'owner')`;

function found(rows: { row: OrganisationRow; owners: number }[]): FoundOrganisation | undefined {
	const first = rows[0];
	if (!first) return undefined;
	const { row } = first;
	return { row, forRules: { id: row.id, centreId: row.centreId, state: row.state, owned: Number(first.owners) > 0 } };
}

export async function organisationFor(db: Executor, id: string): Promise<FoundOrganisation | undefined> {
	return found(await db.select({ row: organisation, owners: ownerCount }).from(organisation).where(eq(organisation.id, id)));
}

export async function organisationForSlug(db: Executor, slug: string): Promise<FoundOrganisation | undefined> {
	return found(await db.select({ row: organisation, owners: ownerCount }).from(organisation).where(eq(organisation.slug, slug)));
}

/** Locked until the transaction ends. Several are locked in one order, so that two transactions do not wait for each other. */
export async function lockOrganisations(tx: Transaction, ids: readonly string[]): Promise<Map<string, FoundOrganisation>> {
	await tx.select({ id: organisation.id }).from(organisation).where(inArray(organisation.id, [...ids])).orderBy(asc(organisation.id)).for('update');
	const rows = new Map<string, FoundOrganisation>();
	for (const id of ids) {
		const each = await organisationFor(tx, id);
		if (each) rows.set(id, each);
	}
	return rows;
}

export async function lockOrganisation(tx: Transaction, id: string): Promise<FoundOrganisation | undefined> {
	return (await lockOrganisations(tx, [id])).get(id);
}

export async function updateOrganisation(tx: Executor, id: string, values: Partial<typeof organisation.$inferInsert>): Promise<void> {
	await tx.update(organisation).set(values).where(eq(organisation.id, id));
}

export async function insertStep(tx: Executor, values: typeof admissionStep.$inferInsert): Promise<string> {
	const rows = await tx.insert(admissionStep).values(values).returning({ id: admissionStep.id });
	return rows[0]!.id;
}

/** What was said at an admission, the oldest first, with who said it. Inside `asActor` only. */
export async function stepsOf(tx: Executor, organisationId: string): Promise<(AdmissionStepRow & { byName: string | null })[]> {
	const rows = await tx
		.select({ step: admissionStep, byName: user.name })
		.from(admissionStep)
		.leftJoin(user, eq(user.id, admissionStep.by))
		.where(eq(admissionStep.organisationId, organisationId))
		.orderBy(asc(admissionStep.number));
	return rows.map(({ step, byName }) => ({ ...step, byName }));
}

export async function insertProof(tx: Executor, values: typeof organisationProof.$inferInsert): Promise<string> {
	const rows = await tx.insert(organisationProof).values(values).returning({ id: organisationProof.id });
	return rows[0]!.id;
}

/** Inside `asActor` only. */
export async function proofsOf(tx: Executor, organisationId: string): Promise<ProofRow[]> {
	return tx.select().from(organisationProof).where(eq(organisationProof.organisationId, organisationId)).orderBy(asc(organisationProof.createdAt));
}

/** Inside `asActor` only. */
export async function proofById(tx: Executor, id: string): Promise<ProofRow | undefined> {
	return (await tx.select().from(organisationProof).where(eq(organisationProof.id, id)))[0];
}

export async function deleteProof(tx: Executor, id: string): Promise<void> {
	await tx.delete(organisationProof).where(eq(organisationProof.id, id));
}

/** The people of an organisation who own it. */
export async function ownersOf(db: Executor, organisationId: string): Promise<Person[]> {
	return db
		.select({ id: user.id, name: user.name, email: user.email, language: user.language })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(eq(membership.organisationId, organisationId), eq(membership.role, 'owner')))
		.orderBy(asc(user.id));
}

/** The people who write for an organisation: its owners and editors. */
export const writersOf = async (db: Executor, organisationId: string): Promise<Person[]> => (await writersOfEach(db, [organisationId])).get(organisationId) ?? [];

/** The same of several organisations, by organisation. */
export async function writersOfEach(db: Executor, organisationIds: readonly string[]): Promise<Map<string, Person[]>> {
	if (organisationIds.length === 0) return new Map();
	const rows = await db
		.selectDistinct({ of: sql<string>`${membership.organisationId}`, id: user.id, name: user.name, email: user.email, language: user.language })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(inArray(membership.organisationId, [...organisationIds]), inArray(membership.role, ['owner', 'editor'])))
		.orderBy(asc(user.id));
	const writers = new Map<string, Person[]>();
	for (const { of, ...person } of rows) writers.set(of, [...(writers.get(of) ?? []), person]);
	return writers;
}

/** Who hears of what waits for a centre: its officers, or the secretariat where it has none. */
export async function officersOf(db: Executor, centreId: string): Promise<Person[]> {
	const serving = (role: 'officer' | 'secretariat') =>
		db
			.selectDistinct({ id: user.id, name: user.name, email: user.email, language: user.language })
			.from(membership)
			.innerJoin(user, eq(user.id, membership.userId))
			.where(and(eq(membership.role, role), role === 'officer' ? eq(membership.centreId, centreId) : undefined))
			.orderBy(asc(user.id));
	const officers = await serving('officer');
	return officers.length > 0 ? officers : serving('secretariat');
}

export async function personById(db: Executor, id: string): Promise<Person | undefined> {
	return (await db.select({ id: user.id, name: user.name, email: user.email, language: user.language }).from(user).where(eq(user.id, id)))[0];
}

export interface QueueLine {
	id: string;
	slug: string;
	names: OrganisationRow['names'];
	kind: OrganisationRow['kind'];
	country: string;
	place: string | null;
	centreId: string;
	state: OrganisationRow['state'];
	createdAt: Date;
}

/** Organisations whose admission is open, or that were refused, of some centres (null: of all), the longest waiting first. */
export async function admissionQueue(db: Executor, centreIds: readonly string[] | null, states: readonly ('applied' | 'returned' | 'refused')[], limit: number): Promise<QueueLine[]> {
	if (centreIds?.length === 0) return [];
	return db
		.select({ id: organisation.id, slug: organisation.slug, names: organisation.names, kind: organisation.kind, country: organisation.country, place: organisation.place, centreId: organisation.centreId, state: organisation.state, createdAt: organisation.createdAt })
		.from(organisation)
		.where(and(inArray(organisation.state, [...states]), centreIds ? inArray(organisation.centreId, [...centreIds]) : undefined))
		.orderBy(asc(organisation.createdAt), asc(organisation.id))
		.limit(limit);
}

/** Makes one organisation part of another; answers how many rows of each table moved. */
export async function mergeInto(tx: Transaction, sourceId: string, targetId: string): Promise<Record<string, number>> {
	const { rows } = await tx.execute<{ moved: Record<string, number> }>(sql`select organisation_merge(${sourceId}, ${targetId}) as moved`);
	return rows[0]!.moved;
}

/** The organisation that one became part of, through however many merges (the database follows them for us); undefined where it stands for itself. */
export async function mergedTarget(db: Executor, slug: string): Promise<{ id: string; slug: string } | undefined> {
	const rows = await db.execute<{ id: string; slug: string }>(sql`
		select target.id, target.slug from organisation old join organisation target on target.id = old.merged_into
		where old.slug = ${slug} and old.state = 'merged'`);
	return rows.rows[0];
}

/** Organisations that became part of this one. */
export async function mergedFrom(db: Executor, id: string): Promise<{ slug: string; names: OrganisationRow['names'] }[]> {
	return db.select({ slug: organisation.slug, names: organisation.names }).from(organisation).where(eq(organisation.mergedInto, id)).orderBy(asc(organisation.slug));
}

/** Organisations that hold each group of words, so many of each group: no group may ask for a whole large network. */
export async function organisationsWithKeys(db: Executor, groups: readonly (readonly string[])[], limitEach: number): Promise<OrganisationRow[]> {
	if (groups.length === 0) return [];
	const { rows } = await db.execute<{ id: string }>(sql`
		select distinct met.id from jsonb_array_elements(${JSON.stringify(groups)}::jsonb) as word_group(keys)
		cross join lateral (
			select o.id from organisation o
			where o.name_keys @> array(select jsonb_array_elements_text(word_group.keys)) and o.state not in ('merged', 'refused')
			limit ${limitEach}) as met`);
	if (rows.length === 0) return [];
	return db.select().from(organisation).where(inArray(organisation.id, rows.map(({ id }) => id)));
}

export async function organisationsWithDirectoryId(db: Executor, directoryId: string): Promise<OrganisationRow[]> {
	return db.select().from(organisation).where(and(eq(organisation.directoryId, directoryId), ne(organisation.state, 'merged'), ne(organisation.state, 'refused')));
}

export async function withoutNameKeys(db: Executor, limit: number): Promise<{ id: string; names: OrganisationRow['names'] }[]> {
	return db.select({ id: organisation.id, names: organisation.names }).from(organisation).where(isNull(organisation.nameKeys)).orderBy(asc(organisation.id)).limit(limit);
}

export async function putNameKeys(db: Executor, rows: readonly { id: string; keys: string[] }[]): Promise<void> {
	if (rows.length === 0) return;
	await db.execute(sql`
		update organisation o set name_keys = array(select jsonb_array_elements_text(done.keys))
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as done(id uuid, keys jsonb)
		where o.id = done.id and o.name_keys is null`);
}

/** Says of an organisation's open listings that they changed, so that every index of them reads its names and place anew. */
export async function touchListings(tx: Executor, organisationId: string): Promise<void> {
	await tx.update(listing).set({ updatedAt: sql`now()` }).where(and(eq(listing.organisationId, organisationId), inArray(listing.state, ['published', 'paused', 'expired'])));
}
