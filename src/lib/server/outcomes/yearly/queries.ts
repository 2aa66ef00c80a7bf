import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { agreement, agreementParty } from '#lib/server/agreements/tables.ts';
import type { Texts } from '#lib/agreements/content.ts';
import type { OutcomeState } from '#lib/outcomes/vocabulary.ts';
import { OUTCOME_YEARS } from '#lib/outcomes/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { outcome } from '../tables.ts';

export type OutcomeRow = typeof outcome.$inferSelect;

export async function outcomesOf(tx: Executor, agreementId: string): Promise<OutcomeRow[]> {
	return tx.select().from(outcome).where(eq(outcome.agreementId, agreementId)).orderBy(desc(outcome.year), asc(outcome.party));
}

export async function findOutcome(tx: Executor, which: { id: string } | { agreementId: string; party: number; year: number }, options: { lock?: boolean } = {}): Promise<OutcomeRow | undefined> {
	const query = tx.select().from(outcome).where('id' in which ? eq(outcome.id, which.id) : and(eq(outcome.agreementId, which.agreementId), eq(outcome.party, which.party), eq(outcome.year, which.year)));
	const [row] = options.lock ? await query.for('update') : await query;
	return row;
}

export async function insertOutcome(tx: Executor, values: typeof outcome.$inferInsert): Promise<OutcomeRow> {
	return (await tx.insert(outcome).values(values).returning())[0]!;
}

export async function updateOutcome(tx: Executor, id: string, values: Partial<typeof outcome.$inferInsert>): Promise<void> {
	await tx.update(outcome).set({ ...values, version: sql`${outcome.version} + 1` }).where(eq(outcome.id, id));
}

/** What the clock notes is no decision: the version stays. */
export async function markReminded(tx: Executor, id: string, now: Date): Promise<void> {
	await tx.update(outcome).set({ remindedAt: now }).where(eq(outcome.id, id));
}

export interface AgreementToAsk {
	id: string;
	signedOn: string;
}

/**
 * Signed agreements whose last anniversary the parties were not asked about, and that may be asked still: as the operator. Which
 * year that is, `yearToAsk` says; here it stands once more, so that the database finds those that are left.
 */
export async function agreementsToAsk(tx: Executor, today: string, most: number): Promise<AgreementToAsk[]> {
	const year = sql`(${Number(today.slice(0, 4))}::integer - (to_char(${agreement.signedOn}, 'MM-DD') > ${today.slice(5)})::integer)`;
	const rows = await tx
		.select({ id: agreement.id, signedOn: agreement.signedOn })
		.from(agreement)
		.where(
			and(
				eq(agreement.state, 'signed'),
				eq(agreement.isSample, false),
				sql`${agreement.signedOn} <= ${today}::date - 365`,
				sql`${year} > date_part('year', ${agreement.signedOn})`,
				sql`${year} <= date_part('year', ${agreement.signedOn}) + ${OUTCOME_YEARS}::integer`,
				sql`exists (select from agreement_party p where p.agreement_id = ${agreement.id} and (p.organisation_id is not null or p.centre_id is not null)
					and not exists (select from outcome o where o.agreement_id = p.agreement_id and o.party = p.position and (o.year = ${year} or o.status in ('completed', 'stopped'))))`,
			),
		)
		.orderBy(asc(agreement.signedOn), asc(agreement.id))
		.limit(most)
		.for('update', { skipLocked: true });
	return rows.map(({ id, signedOn }) => ({ id, signedOn: signedOn! }));
}

/** Questions that wait since before a moment and whose party was not reminded; locked, those at work left out. As the operator. */
export async function unremindedOutcomes(tx: Executor, before: Date, most: number): Promise<OutcomeRow[]> {
	return tx
		.select()
		.from(outcome)
		.where(and(eq(outcome.state, 'asked'), isNull(outcome.remindedAt), lt(outcome.askedAt, before)))
		.orderBy(asc(outcome.askedAt))
		.limit(most)
		.for('update', { skipLocked: true });
}

export async function outcomesPast(tx: Executor, now: Date, most: number): Promise<OutcomeRow[]> {
	return tx.select().from(outcome).where(and(eq(outcome.state, 'asked'), lt(outcome.dueAt, now))).orderBy(asc(outcome.dueAt)).limit(most).for('update', { skipLocked: true });
}

export interface OutcomePerson {
	id: string;
	name: string;
	email: string;
	language: string;
}

/** Who writes for an organisation, or serves a centre: who is asked for a party of an agreement without a docking. */
export async function writersOf(tx: Executor, { organisationId, centreId }: { organisationId: string | null; centreId: string | null }): Promise<OutcomePerson[]> {
	return tx
		.selectDistinct({ id: user.id, name: user.name, email: user.email, language: user.language })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.where(
			or(
				organisationId === null ? sql`false` : and(eq(membership.organisationId, organisationId), inArray(membership.role, ['owner', 'editor'])),
				centreId === null ? sql`false` : and(eq(membership.centreId, centreId), inArray(membership.role, ['officer', 'secretariat'])),
			),
		)
		.orderBy(asc(user.email));
}

export interface OwnQuestion {
	reference: string;
	titles: Texts;
	year: number;
	state: OutcomeState;
	dueAt: Date;
}

/** The questions that wait for the organisations, the newest first. Inside `asActor`. */
export async function questionsFor(tx: Executor, organisations: readonly string[], most: number): Promise<OwnQuestion[]> {
	if (organisations.length === 0) return [];
	return tx
		.select({ reference: agreement.reference, titles: agreement.titles, year: outcome.year, state: outcome.state, dueAt: outcome.dueAt })
		.from(outcome)
		.innerJoin(agreement, eq(agreement.id, outcome.agreementId))
		.where(and(inArray(outcome.organisationId, [...organisations]), eq(outcome.state, 'asked')))
		.orderBy(desc(outcome.askedAt))
		.limit(most);
}

/** Signed agreements of the organisations and centres, last touched first. Inside `asActor`. */
export async function signedAgreementsOf(tx: Executor, of: { organisations: readonly string[]; centres: readonly string[] }, most: number): Promise<{ reference: string; titles: Texts; signedOn: string; running: number }[]> {
	const { rows } = await tx.execute<{ reference: string; titles: Texts; signed_on: string; running: number }>(sql`
		with own as (
			select p.agreement_id, p.touched_at from ${agreementParty} p
			where p.organisation_id = any(${sql.param([...of.organisations])}::uuid[]) or p.adviser_centre_id = any(${sql.param([...of.centres])}::text[])
			order by p.touched_at desc limit ${4 * most})
		select a.reference, a.titles, a.signed_on::text, (select count(*)::integer from project j where j.agreement_id = a.id and j.state = 'running') as running
		from (select agreement_id, max(touched_at) as touched_at from own group by 1) o join agreement a on a.id = o.agreement_id
		where a.state in ('signed', 'ended') order by o.touched_at desc limit ${most}`);
	return rows.map(({ signed_on, ...row }) => ({ ...row, signedOn: signed_on }));
}
