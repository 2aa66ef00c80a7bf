import { and, asc, desc, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { AgreementFacts, AgreementParty } from '#lib/agreements/content.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import type { AgreementForRules } from './rules.ts';
import { agreement, agreementCentre, agreementParty, agreementReview, agreementScan, agreementStep, markConsent } from './tables.ts';

export type AgreementRow = typeof agreement.$inferSelect;
export type PartyRow = typeof agreementParty.$inferSelect;
export type ScanRow = typeof agreementScan.$inferSelect;
export type ConsentRow = typeof markConsent.$inferSelect;
export type StepRow = typeof agreementStep.$inferSelect;

export interface FoundAgreement {
	row: AgreementRow;
	parties: PartyRow[];
	scan: ScanRow | null;
	consents: ConsentRow[];
	forRules: AgreementForRules;
}

/** An agreement with what rules need; inside `asActor` only, where who is not in it finds none. `lock`: nobody else changes it. */
export async function findAgreement(tx: Executor, which: { reference: string } | { id: string }, options: { lock?: boolean } = {}): Promise<FoundAgreement | undefined> {
	const query = tx.select().from(agreement).where('reference' in which ? eq(agreement.reference, which.reference) : eq(agreement.id, which.id));
	const [row] = options.lock ? await query.for('update') : await query;
	if (!row) return undefined;
	const parties = await tx.select().from(agreementParty).where(eq(agreementParty.agreementId, row.id)).orderBy(asc(agreementParty.position));
	const [scan] = await tx.select().from(agreementScan).where(and(eq(agreementScan.agreementId, row.id), isNull(agreementScan.disputedAt)));
	const consents = await tx.select().from(markConsent).where(eq(markConsent.agreementId, row.id)).orderBy(desc(markConsent.askedAt), desc(markConsent.id));
	return { row, parties, scan: scan ?? null, consents, forRules: await forRules(tx, row, parties, scan) };
}

async function forRules(tx: Executor, row: AgreementRow, parties: readonly PartyRow[], scan: ScanRow | undefined): Promise<AgreementForRules> {
	const reviews = await tx
		.select({ centreId: agreementReview.centreId, state: agreementReview.state, adviserId: agreementCentre.adviserId })
		.from(agreementReview)
		.leftJoin(agreementCentre, eq(agreementCentre.centreId, agreementReview.centreId))
		.where(eq(agreementReview.agreementId, row.id));
	// The legal adviser of a centre is not in the docking; who is, is looked up by the system for the rules.
	const docking = row.dockingId ? await asActor(tx, operator('agreements'), (tx) => findDocking(tx, { id: row.dockingId! })) : undefined;
	return {
		state: row.state,
		docking: docking?.access ?? null,
		orphan: row.fromDocking && !docking,
		parties: parties.map(({ position, organisationId, adviserCentreId, centreId, side }) => ({ position, organisationId, adviserCentreId, isCentre: centreId !== null, side })),
		reviews,
		scanPosition: row.state === 'signing' ? (scan?.position ?? null) : null,
	};
}

/** What checks and documents need of an agreement. */
export function factsOf({ row, parties }: Pick<FoundAgreement, 'row' | 'parties'>): AgreementFacts {
	const { kind, titles, languages, prevailing, startsOn, endsOn, valueMinor, currency, area, content } = row;
	return {
		kind, titles, languages, prevailing, startsOn, endsOn, area, content,
		value: valueMinor === null || currency === null ? null : { minor: String(valueMinor), currency },
		parties: parties.map(({ position, organisationId, centreId, names, country, side, shareBp, signatory, signatoryTitle, authority, authorityWords }): AgreementParty => ({ position, organisationId, centreId, names, country, side, shareBp, signatory, signatoryTitle, authority, authorityWords })),
	};
}

export async function nextReference(tx: Executor, year: number): Promise<string> {
	const { rows } = await tx.execute<{ reference: string }>(sql`select next_agreement_reference(${year}) as reference`);
	return rows[0]!.reference;
}

export async function insertAgreement(tx: Executor, values: typeof agreement.$inferInsert, parties: Omit<typeof agreementParty.$inferInsert, 'agreementId'>[]): Promise<AgreementRow> {
	const [row] = await tx.insert(agreement).values(values).returning();
	await tx.insert(agreementParty).values(parties.map((party) => ({ ...party, agreementId: row!.id })));
	return row!;
}

export async function updateAgreement(tx: Executor, id: string, values: Partial<typeof agreement.$inferInsert>): Promise<void> {
	await tx.update(agreement).set(values).where(eq(agreement.id, id));
}

export async function updateParty(tx: Executor, agreementId: string, position: number, values: Partial<typeof agreementParty.$inferInsert>): Promise<void> {
	await tx.update(agreementParty).set(values).where(and(eq(agreementParty.agreementId, agreementId), eq(agreementParty.position, position)));
}

export async function insertStep(tx: Executor, values: Omit<typeof agreementStep.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(agreementStep).values(values);
}

export async function stepsOf(tx: Executor, agreementId: string, most = 60): Promise<StepRow[]> {
	return tx.select().from(agreementStep).where(eq(agreementStep.agreementId, agreementId)).orderBy(desc(agreementStep.id)).limit(most);
}

/** Asks the legal advisers of those centres of the parties that require it, anew; answers for how many. */
export async function askReviews(tx: Executor, agreementId: string, centreIds: readonly string[], now: Date): Promise<string[]> {
	await tx.delete(agreementReview).where(eq(agreementReview.agreementId, agreementId));
	if (centreIds.length === 0) return [];
	const asking = await tx.select({ id: agreementCentre.centreId }).from(agreementCentre).where(and(inArray(agreementCentre.centreId, [...centreIds]), eq(agreementCentre.legalReview, true)));
	if (asking.length > 0) await tx.insert(agreementReview).values(asking.map(({ id }) => ({ agreementId, centreId: id, state: 'asked' as const, askedAt: now })));
	return asking.map(({ id }) => id);
}

export async function answerReviews(tx: Executor, agreementId: string, centreIds: readonly string[], values: { state: 'approved' | 'returned'; answeredBy: string; answeredAt: Date }): Promise<void> {
	await tx.update(agreementReview).set(values).where(and(eq(agreementReview.agreementId, agreementId), inArray(agreementReview.centreId, [...centreIds]), eq(agreementReview.state, 'asked')));
}

export async function insertScan(tx: Executor, values: typeof agreementScan.$inferInsert): Promise<void> {
	await tx.insert(agreementScan).values(values);
}

/** Puts the scan aside that another party disputes, or that an officer replaces. */
export async function setScanAside(tx: Executor, agreementId: string, now: Date): Promise<void> {
	await tx.update(agreementScan).set({ disputedAt: now }).where(and(eq(agreementScan.agreementId, agreementId), isNull(agreementScan.disputedAt)));
}

export interface AgreementPerson {
	id: string;
	name: string;
	email: string;
	language: string;
}

/** Who hears of an agreement begun without a docking: who writes for a party, and the officers who advise one. */
export async function peopleOfParties(tx: Executor, parties: readonly PartyRow[]): Promise<AgreementPerson[]> {
	const organisations = parties.flatMap(({ organisationId }) => organisationId ?? []);
	const centres = parties.flatMap(({ adviserCentreId }) => adviserCentreId ?? []);
	const { rows } = await tx.execute<{ id: string; name: string; email: string; language: string }>(sql`
		select distinct u.id, u.name, u.email, u.language from membership m join "user" u on u.id = m.user_id
		where (m.organisation_id = any(${sql.param(organisations)}::uuid[]) and m.role in ('owner', 'editor'))
			or (m.centre_id = any(${sql.param(centres)}::text[]) and m.role in ('officer', 'secretariat'))
		order by u.email`);
	return rows;
}

/** Who reads for a centre: its legal adviser, else its officers. */
export async function legalReadersOf(tx: Executor, centreIds: readonly string[]): Promise<AgreementPerson[]> {
	if (centreIds.length === 0) return [];
	const columns = { id: user.id, name: user.name, email: user.email, language: user.language };
	const named = await tx.select({ ...columns, centreId: agreementCentre.centreId }).from(agreementCentre).innerJoin(user, eq(user.id, agreementCentre.adviserId)).where(inArray(agreementCentre.centreId, [...centreIds]));
	const without = centreIds.filter((id) => !named.some(({ centreId }) => centreId === id));
	const officers = without.length === 0 ? [] : await tx.select(columns).from(membership).innerJoin(user, eq(user.id, membership.userId)).where(and(inArray(membership.centreId, without), inArray(membership.role, ['officer', 'secretariat'])));
	return [...new Map([...named, ...officers].map(({ id, name, email, language }) => [id, { id, name, email, language }])).values()];
}

export async function insertConsent(tx: Executor, values: typeof markConsent.$inferInsert): Promise<string> {
	const [row] = await tx.insert(markConsent).values(values).returning({ id: markConsent.id });
	return row!.id;
}

export async function updateConsent(tx: Executor, id: string, values: Partial<typeof markConsent.$inferInsert>): Promise<void> {
	await tx.update(markConsent).set(values).where(eq(markConsent.id, id));
}

/** Consents whose day has passed; as the operator. */
export async function consentsPast(tx: Transaction, today: string, most: number): Promise<ConsentRow[]> {
	return tx.select().from(markConsent).where(and(lt(markConsent.expiresOn, today), inArray(markConsent.state, ['asked', 'granted']))).orderBy(asc(markConsent.expiresOn)).limit(most).for('update', { skipLocked: true });
}

/** Consents that end soon and of which nobody was reminded yet; as the operator. */
export async function consentsToRemindOf(tx: Transaction, today: string, most: number): Promise<ConsentRow[]> {
	return tx.select().from(markConsent).where(and(lte(markConsent.remindOn, today), eq(markConsent.state, 'granted'))).orderBy(asc(markConsent.remindOn)).limit(most).for('update', { skipLocked: true });
}
