import { and, asc, desc, eq, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { centre, organisation } from '#lib/server/network/tables.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { DockingAccess } from './rules.ts';
import { docking, dockingLetter, dockingParty, dockingPerson, dockingStep } from './tables.ts';

export type DockingRow = typeof docking.$inferSelect;
export type PartyRow = typeof dockingParty.$inferSelect;
export type PersonRow = typeof dockingPerson.$inferSelect;
export type StepRow = typeof dockingStep.$inferSelect;

/** A docking with what rules need of it. */
export interface FoundDocking {
	row: DockingRow;
	parties: Record<DockingSide, PartyRow>;
	people: PersonRow[];
	access: DockingAccess;
}

/**
 * A docking by its reference or id; inside `asActor` only, where who is not in it finds none. `lock`: nobody else changes it
 * until the transaction ends.
 */
export async function findDocking(tx: Executor, which: { reference: string } | { id: string }, options: { lock?: boolean } = {}): Promise<FoundDocking | undefined> {
	const query = tx.select().from(docking).where('reference' in which ? eq(docking.reference, which.reference) : eq(docking.id, which.id));
	const [row] = options.lock ? await query.for('update') : await query;
	if (!row) return undefined;
	const parties = await tx.select().from(dockingParty).where(eq(dockingParty.dockingId, row.id));
	const people = await tx.select().from(dockingPerson).where(eq(dockingPerson.dockingId, row.id)).orderBy(asc(dockingPerson.addedAt), asc(dockingPerson.personId));
	const offering = parties.find(({ side }) => side === 'offering');
	const seeking = parties.find(({ side }) => side === 'seeking');
	if (!offering || !seeking) throw new Error(`The docking ${row.reference} lacks a party.`);
	return { row, parties: { offering, seeking }, people, access: accessOf(row, { offering, seeking }, people) };
}

export function accessOf(row: Pick<DockingRow, 'state'>, parties: Record<DockingSide, Pick<PartyRow, 'organisationId' | 'centreId'>>, people: readonly Pick<PersonRow, 'personId' | 'side'>[]): DockingAccess {
	const party = ({ organisationId, centreId }: Pick<PartyRow, 'organisationId' | 'centreId'>) => ({ organisationId, centreId });
	return { state: row.state, parties: { offering: party(parties.offering), seeking: party(parties.seeking) }, people: new Map(people.map(({ personId, side }) => [personId, side])) };
}

export async function nextReference(tx: Executor, year: number): Promise<string> {
	return (await tx.execute<{ reference: string }>(sql`select next_docking_reference(${year}) as reference`)).rows[0]!.reference;
}

export async function insertDocking(tx: Executor, values: typeof docking.$inferInsert): Promise<DockingRow> {
	return (await tx.insert(docking).values(values).returning())[0]!;
}

export async function insertParties(tx: Executor, values: (typeof dockingParty.$inferInsert)[]): Promise<void> {
	await tx.insert(dockingParty).values(values);
}

export async function insertPeople(tx: Executor, values: (typeof dockingPerson.$inferInsert)[]): Promise<void> {
	if (values.length > 0) await tx.insert(dockingPerson).values(values).onConflictDoNothing();
}

export async function deletePerson(tx: Executor, dockingId: string, personId: string): Promise<void> {
	await tx.delete(dockingPerson).where(and(eq(dockingPerson.dockingId, dockingId), eq(dockingPerson.personId, personId)));
}

export async function updateDocking(tx: Executor, id: string, values: Partial<typeof docking.$inferInsert>): Promise<void> {
	await tx.update(docking).set({ ...values, version: sql`${docking.version} + 1` }).where(eq(docking.id, id));
}

export async function insertDockingStep(tx: Executor, values: Omit<typeof dockingStep.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(dockingStep).values(values);
}

/** The newest steps of a docking, newest first. */
export async function stepsOf(tx: Executor, dockingId: string, most = 100): Promise<StepRow[]> {
	return tx.select().from(dockingStep).where(eq(dockingStep.dockingId, dockingId)).orderBy(desc(dockingStep.id)).limit(most);
}

/** Somebody who is in a docking, as pages name one and letters reach one. */
export interface DockingPerson {
	id: string;
	name: string;
	email: string;
	language: string;
}

export async function peopleById(tx: Executor, ids: readonly string[]): Promise<DockingPerson[]> {
	if (ids.length === 0) return [];
	return tx.select({ id: user.id, name: user.name, email: user.email, language: user.language }).from(user).where(inArray(user.id, [...ids])).orderBy(asc(user.name), asc(user.id));
}

/** The contact people of a docking who belong to their organisation still. */
export async function contactPeopleOf(tx: Executor, dockingId: string): Promise<(DockingPerson & { side: DockingSide; role: string })[]> {
	return tx
		.select({ id: user.id, name: user.name, email: user.email, language: user.language, side: dockingPerson.side, role: membership.role })
		.from(dockingPerson)
		.innerJoin(dockingParty, and(eq(dockingParty.dockingId, dockingPerson.dockingId), eq(dockingParty.side, dockingPerson.side)))
		.innerJoin(membership, and(eq(membership.userId, dockingPerson.personId), eq(membership.organisationId, dockingParty.organisationId)))
		.innerJoin(user, eq(user.id, dockingPerson.personId))
		.where(eq(dockingPerson.dockingId, dockingId))
		.orderBy(asc(dockingPerson.addedAt), asc(user.name));
}

/** The officers of some centres, who advise; of headquarters also the secretariat, whose members it looks after. */
export async function advisersOf(tx: Executor, centreIds: readonly string[]): Promise<(DockingPerson & { centreId: string })[]> {
	if (centreIds.length === 0) return [];
	const rows = await tx
		.select({ id: user.id, name: user.name, email: user.email, language: user.language, centreId: membership.centreId })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(and(inArray(membership.centreId, [...new Set(centreIds)]), inArray(membership.role, ['officer', 'secretariat'])))
		.orderBy(asc(user.name), asc(user.id));
	return rows.map((row) => ({ ...row, centreId: row.centreId! }));
}

/** The advisers of a docking, each once, also where one centre advises both sides. */
export async function advisersIn(tx: Executor, { offering, seeking }: Record<DockingSide, Pick<PartyRow, 'centreId'>>): Promise<DockingPerson[]> {
	const rows = await advisersOf(tx, [offering.centreId, seeking.centreId]);
	return [...new Map(rows.map(({ id, name, email, language }) => [id, { id, name, email, language }])).values()];
}

export async function centreNamesOf(tx: Executor, ids: readonly string[]) {
	const rows = await tx.select({ id: centre.id, names: centre.names }).from(centre).where(inArray(centre.id, [...new Set(ids)]));
	return new Map(rows.map(({ id, names }) => [id, names]));
}

export async function organisationsOf(tx: Executor, ids: readonly string[]) {
	if (ids.length === 0) return new Map<string, never>();
	const rows = await tx
		.select({ id: organisation.id, slug: organisation.slug, names: organisation.names, country: organisation.country, centreId: organisation.centreId, state: organisation.state })
		.from(organisation)
		.where(inArray(organisation.id, [...new Set(ids)]));
	return new Map(rows.map((row) => [row.id, row]));
}

/** What a docking names of a listing: never more than its title, as published. */
export interface NamedListing {
	id: string;
	reference: number;
	kind: 'offer' | 'need';
	organisationId: string;
	centreId: string;
	state: string;
	title: string;
	language: Language;
	display: 'open' | 'hidden';
	published: boolean;
}

export async function namedListings(tx: Executor, ids: readonly string[]): Promise<Map<string, NamedListing>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.select({
			id: listing.id,
			reference: listing.reference,
			kind: listing.kind,
			organisationId: listing.organisationId,
			centreId: listing.centreId,
			state: listing.state,
			title: listingVersion.title,
			language: listingVersion.language,
			display: listingVersion.display,
		})
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(inArray(listing.id, [...new Set(ids)]));
	return new Map(rows.map((row) => [row.id, { ...row, published: row.state === 'published' } as NamedListing]));
}

/** Locks nothing; whether an open docking about the same listings of the same pair stands already. */
export async function standingDocking(tx: Transaction, about: { offerListingId: string | null; needListingId: string | null; organisations: Record<DockingSide, string> }): Promise<DockingRow | undefined> {
	const rows = await tx
		.select({ row: docking })
		.from(docking)
		.where(
			and(
				sql`${docking.state} not in ('stopped', 'completed')`,
				about.offerListingId === null ? sql`${docking.offerListingId} is null` : eq(docking.offerListingId, about.offerListingId),
				about.needListingId === null ? sql`${docking.needListingId} is null` : eq(docking.needListingId, about.needListingId),
				sql`exists (select from docking_party p where p.docking_id = ${docking.id} and p.side = 'offering' and p.organisation_id = ${about.organisations.offering})`,
				sql`exists (select from docking_party p where p.docking_id = ${docking.id} and p.side = 'seeking' and p.organisation_id = ${about.organisations.seeking})`,
			),
		)
		.orderBy(desc(docking.openedAt))
		.limit(1);
	return rows[0]?.row;
}

/** Dockings whose turn began before a moment and whose holder has not been reminded; locked, those at work left out. */
export async function unremindedDockings(tx: Executor, before: Date, limit: number): Promise<(DockingRow & { centres: string[] })[]> {
	const rows = await tx
		.select()
		.from(docking)
		.where(and(ne(docking.ball, 'none'), isNull(docking.ballRemindedAt), lt(docking.ballSince, before)))
		.orderBy(asc(docking.ballSince))
		.limit(limit)
		.for('update', { skipLocked: true });
	const parties = rows.length === 0 ? [] : await tx.select({ dockingId: dockingParty.dockingId, centreId: dockingParty.centreId }).from(dockingParty).where(inArray(dockingParty.dockingId, rows.map(({ id }) => id)));
	return rows.map((row) => ({ ...row, centres: parties.filter(({ dockingId }) => dockingId === row.id).map(({ centreId }) => centreId) }));
}

/** Without counting the version up: what the clock notes is no decision. */
export async function updateDockingQuietly(tx: Executor, id: string, values: Pick<typeof docking.$inferInsert, 'ballRemindedAt'>): Promise<void> {
	await tx.update(docking).set(values).where(eq(docking.id, id));
}

export async function deleteLettersBefore(tx: Executor, hour: Date): Promise<void> {
	await tx.delete(dockingLetter).where(lt(dockingLetter.hour, hour));
}

/** The people of an organisation, by name. */
export async function colleaguesOf(tx: Executor, organisationId: string): Promise<{ id: string; name: string }[]> {
	return tx.select({ id: user.id, name: user.name }).from(membership).innerJoin(user, eq(user.id, membership.userId)).where(eq(membership.organisationId, organisationId)).orderBy(asc(user.name), asc(user.id)).limit(200);
}

/** Whether a letter of this kind has not gone to the person within the hour; it is noted as gone. */
export async function noteLetter(tx: Executor, letter: typeof dockingLetter.$inferInsert): Promise<boolean> {
	return (await tx.insert(dockingLetter).values(letter).onConflictDoNothing().returning({ kind: dockingLetter.kind })).length > 0;
}
