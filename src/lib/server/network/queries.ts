import { and, asc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import type { OrganisationKind } from './organisation.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { centre, cooperationCase, counterpartAgency, country, event, organisation } from './tables.ts';

export type CentreRow = typeof centre.$inferSelect;
export type OrganisationRow = typeof organisation.$inferSelect;
export type EventRow = typeof event.$inferSelect;
export type CaseRow = typeof cooperationCase.$inferSelect;
export type AgencyRow = typeof counterpartAgency.$inferSelect;
export type CountryRow = typeof country.$inferSelect;

export async function organisationById(db: Executor, id: string): Promise<OrganisationRow | undefined> {
	return (await db.select().from(organisation).where(eq(organisation.id, id)))[0];
}

export async function organisationBySlug(db: Executor, slug: string): Promise<OrganisationRow | undefined> {
	return (await db.select().from(organisation).where(eq(organisation.slug, slug)))[0];
}

export async function organisationsById(db: Executor, ids: string[]): Promise<OrganisationRow[]> {
	if (ids.length === 0) return [];
	return db.select().from(organisation).where(inArray(organisation.id, ids));
}

/** Admitted organisations that any of these words name: by slug, or by a whole name in any language, without regard to case. */
export async function organisationsCalled(db: Executor, words: readonly string[]): Promise<OrganisationRow[]> {
	if (words.length === 0) return [];
	const asked = words.map((each) => each.toLowerCase());
	const called = sql`exists (select from jsonb_array_elements(${organisation.names}) as name where lower(name ->> 'text') in ${asked})`;
	return db.select().from(organisation).where(and(eq(organisation.state, 'admitted'), or(inArray(organisation.slug, asked), called))).orderBy(asc(organisation.slug));
}

export async function allOrganisations(db: Executor): Promise<OrganisationRow[]> {
	return db.select().from(organisation).where(eq(organisation.state, 'admitted')).orderBy(asc(organisation.slug));
}

/** Admitted organisations by slug, behind one. */
export async function organisationsAfter(db: Executor, filters: { country?: string | undefined; kind?: OrganisationKind | undefined; centre?: string | undefined }, after: string | null, limit: number): Promise<OrganisationRow[]> {
	return db
		.select()
		.from(organisation)
		.where(
			and(
				eq(organisation.state, 'admitted'),
				filters.country ? eq(organisation.country, filters.country) : undefined,
				filters.kind ? eq(organisation.kind, filters.kind) : undefined,
				filters.centre ? eq(organisation.centreId, filters.centre) : undefined,
				after === null ? undefined : gt(organisation.slug, after),
			),
		)
		.orderBy(asc(organisation.slug))
		.limit(limit);
}

export async function organisationsOfCentre(db: Executor, centreId: string): Promise<OrganisationRow[]> {
	return db.select().from(organisation).where(eq(organisation.centreId, centreId)).orderBy(asc(organisation.slug));
}

export async function allCentres(db: Executor): Promise<CentreRow[]> {
	return db.select().from(centre).orderBy(asc(centre.position), asc(centre.id));
}

/** The names of some centres, in their order. */
export async function centresById(db: Executor, ids: readonly string[]): Promise<Pick<CentreRow, 'id' | 'names'>[]> {
	if (ids.length === 0) return [];
	return db.select({ id: centre.id, names: centre.names }).from(centre).where(inArray(centre.id, [...ids])).orderBy(asc(centre.position), asc(centre.id));
}

export async function centreById(db: Executor, id: string): Promise<CentreRow | undefined> {
	return (await db.select().from(centre).where(eq(centre.id, id)))[0];
}

export async function agenciesOfCentre(db: Executor, centreId: string): Promise<AgencyRow[]> {
	return db
		.select()
		.from(counterpartAgency)
		.where(eq(counterpartAgency.centreId, centreId))
		.orderBy(asc(counterpartAgency.position));
}

export async function agenciesOfCentres(db: Executor, centreIds: readonly string[]): Promise<AgencyRow[]> {
	if (centreIds.length === 0) return [];
	return db.select().from(counterpartAgency).where(inArray(counterpartAgency.centreId, [...centreIds])).orderBy(asc(counterpartAgency.centreId), asc(counterpartAgency.position));
}

export async function allCountries(db: Executor): Promise<CountryRow[]> {
	return db.select().from(country).orderBy(asc(country.position), asc(country.code));
}

export async function allEvents(db: Executor): Promise<EventRow[]> {
	return db.select().from(event).orderBy(asc(event.startsOn));
}

export async function eventById(db: Executor, id: string): Promise<EventRow | undefined> {
	return (await db.select().from(event).where(eq(event.id, id)))[0];
}

export async function allCases(db: Executor): Promise<CaseRow[]> {
	return db.select().from(cooperationCase).orderBy(asc(cooperationCase.position));
}
