import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PairState } from '#lib/brokering/vocabulary.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { pairDecision, suggestedPair } from '#lib/server/matching/tables.ts';
import { centre } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { PairForRules } from './rules.ts';
import { introduction, pairByHand, pairNote, pairQuestion, pairStep } from './tables.ts';

export type PairRow = typeof suggestedPair.$inferSelect;
export type QuestionRow = typeof pairQuestion.$inferSelect;
export type IntroductionRow = typeof introduction.$inferSelect;
export type StepRow = typeof pairStep.$inferSelect;
export type DecisionRow = typeof pairDecision.$inferSelect;

const need = alias(listing, 'need');
const offer = alias(listing, 'offer');

/** A pair with what rules and use cases need of its sides. */
export interface FoundPair {
	row: PairRow;
	forRules: PairForRules;
	needReference: number;
	offerReference: number;
}

const foundColumns = {
	row: suggestedPair,
	needOrganisation: need.organisationId,
	offerOrganisation: offer.organisationId,
	needReference: need.reference,
	offerReference: offer.reference,
};

type FoundRow = { row: PairRow; needOrganisation: string; offerOrganisation: string; needReference: number; offerReference: number };

function foundPair({ row, needOrganisation, offerOrganisation, needReference, offerReference }: FoundRow): FoundPair {
	return {
		row,
		forRules: {
			state: row.state,
			excluded: row.exclusion !== null,
			need: { listingId: row.needId, organisationId: needOrganisation, centreId: row.needCentreId },
			offer: { listingId: row.offerId, organisationId: offerOrganisation, centreId: row.offerCentreId },
		},
		needReference,
		offerReference,
	};
}

export async function findPair(db: Executor, id: string): Promise<FoundPair | undefined> {
	const rows = await db
		.select(foundColumns)
		.from(suggestedPair)
		.innerJoin(need, eq(need.id, suggestedPair.needId))
		.innerJoin(offer, eq(offer.id, suggestedPair.offerId))
		.where(eq(suggestedPair.id, id));
	return rows[0] && foundPair(rows[0]);
}

/** The pair locked until the transaction ends, so that two decisions on it cannot cross. */
export async function lockPair(tx: Executor, id: string): Promise<FoundPair | undefined> {
	const locked = await tx.select({ id: suggestedPair.id }).from(suggestedPair).where(eq(suggestedPair.id, id)).for('update');
	return locked.length > 0 ? findPair(tx, id) : undefined;
}

export async function pairOfListings(db: Executor, needId: string, offerId: string): Promise<PairRow | undefined> {
	return (await db.select().from(suggestedPair).where(and(eq(suggestedPair.needId, needId), eq(suggestedPair.offerId, offerId))))[0];
}

/** Moves a pair and counts its version up. */
export async function movePair(tx: Executor, id: string, values: { state: PairState; laterUntil: string | null }): Promise<void> {
	await tx
		.update(suggestedPair)
		.set({ ...values, version: sql`${suggestedPair.version} + 1` })
		.where(eq(suggestedPair.id, id));
}

export async function assignTo(tx: Executor, id: string, userId: string | null): Promise<void> {
	await tx
		.update(suggestedPair)
		.set({ assignedTo: userId, version: sql`${suggestedPair.version} + 1` })
		.where(eq(suggestedPair.id, id));
}

export async function insertDecision(
	tx: Executor,
	values: Omit<typeof pairDecision.$inferInsert, 'id'>,
	step: { stateBefore: PairState; laterUntilBefore: string | null; laterUntil: string | null } | null,
): Promise<string> {
	const rows = await tx.insert(pairDecision).values(values).returning({ id: pairDecision.id });
	const decisionId = rows[0]!.id;
	if (step) await tx.insert(pairStep).values({ decisionId, pairId: values.pairId, ...step });
	return decisionId;
}

/** The newest decision on a pair that has not been taken back, with what it changed. */
export async function lastStep(tx: Executor, pairId: string): Promise<{ decision: DecisionRow; step: StepRow } | undefined> {
	const rows = await tx
		.select({ decision: pairDecision, step: pairStep })
		.from(pairStep)
		.innerJoin(pairDecision, eq(pairDecision.id, pairStep.decisionId))
		.where(and(eq(pairStep.pairId, pairId), isNull(pairStep.undoneAt)))
		.orderBy(desc(pairDecision.at))
		.limit(1);
	return rows[0];
}

export async function stepOf(tx: Executor, decisionId: string): Promise<{ decision: DecisionRow; step: StepRow } | undefined> {
	const rows = await tx
		.select({ decision: pairDecision, step: pairStep })
		.from(pairStep)
		.innerJoin(pairDecision, eq(pairDecision.id, pairStep.decisionId))
		.where(eq(pairStep.decisionId, decisionId));
	return rows[0];
}

export async function updateStep(tx: Executor, decisionId: string, values: Partial<Pick<StepRow, 'undoneAt' | 'lettersAt'>>): Promise<void> {
	await tx.update(pairStep).set(values).where(eq(pairStep.decisionId, decisionId));
}

export async function insertIntroduction(tx: Executor, values: typeof introduction.$inferInsert): Promise<void> {
	await tx.insert(introduction).values(values);
}

export async function updateIntroduction(tx: Executor, decisionId: string, values: Partial<IntroductionRow>): Promise<void> {
	await tx.update(introduction).set(values).where(eq(introduction.decisionId, decisionId));
}

export async function introductionOf(db: Executor, decisionId: string): Promise<IntroductionRow | undefined> {
	return (await db.select().from(introduction).where(eq(introduction.decisionId, decisionId)))[0];
}

export async function insertQuestion(tx: Executor, values: typeof pairQuestion.$inferInsert): Promise<string> {
	return (await tx.insert(pairQuestion).values(values).returning({ id: pairQuestion.id }))[0]!.id;
}

export async function questionById(db: Executor, id: string): Promise<QuestionRow | undefined> {
	return (await db.select().from(pairQuestion).where(eq(pairQuestion.id, id)))[0];
}

export async function updateQuestion(tx: Executor, id: string, values: Partial<QuestionRow>): Promise<void> {
	await tx.update(pairQuestion).set(values).where(eq(pairQuestion.id, id));
}

/** What a pair's open question waits for is needed no more: the pair was decided on otherwise. */
export async function withdrawOpenQuestion(tx: Executor, pairId: string, now: Date): Promise<void> {
	await tx
		.update(pairQuestion)
		.set({ withdrawnAt: now })
		.where(and(eq(pairQuestion.pairId, pairId), isNull(pairQuestion.answer), isNull(pairQuestion.withdrawnAt)));
}

/** Opens again what a decision, now taken back, had withdrawn. */
export async function restoreQuestion(tx: Executor, pairId: string, withdrawnAt: Date): Promise<void> {
	await tx
		.update(pairQuestion)
		.set({ withdrawnAt: null })
		.where(and(eq(pairQuestion.pairId, pairId), isNull(pairQuestion.answer), eq(pairQuestion.withdrawnAt, withdrawnAt)));
}

export async function insertNote(tx: Executor, values: typeof pairNote.$inferInsert): Promise<string> {
	return (await tx.insert(pairNote).values(values).returning({ id: pairNote.id }))[0]!.id;
}

export async function insertByHand(tx: Executor, values: typeof pairByHand.$inferInsert): Promise<void> {
	await tx.insert(pairByHand).values(values).onConflictDoNothing();
}

/** Pairs that were put off to a day that has come. */
export async function pairsWhoseDayHasCome(db: Executor, day: string, limit: number): Promise<string[]> {
	const rows = await db
		.select({ id: suggestedPair.id })
		.from(suggestedPair)
		.where(and(eq(suggestedPair.state, 'later'), lte(suggestedPair.laterUntil, day)))
		.limit(limit);
	return rows.map(({ id }) => id);
}

/** An officer as pages and letters name one. */
export interface Officer {
	userId: string;
	name: string;
	email: string;
	language: string;
	centreId: string;
	centreNames: (typeof centre.$inferSelect)['names'];
}

/** The officers of some centres, by name. */
export async function officersOf(db: Executor, centreIds: readonly string[]): Promise<Officer[]> {
	if (centreIds.length === 0) return [];
	return db
		.select({ userId: user.id, name: user.name, email: user.email, language: user.language, centreId: centre.id, centreNames: centre.names })
		.from(membership)
		.innerJoin(user, eq(user.id, membership.userId))
		.innerJoin(centre, eq(centre.id, membership.centreId))
		.where(inArray(membership.centreId, [...centreIds]))
		.orderBy(user.name);
}

/** Somebody who is told something, by id. */
export async function personById(db: Executor, id: string): Promise<{ name: string; email: string; language: string } | undefined> {
	return (await db.select({ name: user.name, email: user.email, language: user.language }).from(user).where(eq(user.id, id)))[0];
}
