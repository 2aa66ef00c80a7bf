import { and, asc, desc, eq, inArray, lte, ne, or, sql } from 'drizzle-orm';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { DocumentKind } from '#lib/trading/vocabulary.ts';
import { payment, paymentDocument, paymentPlan, trade, tradeAward } from '../tables.ts';

export type PlanRow = typeof paymentPlan.$inferSelect;
export type PaymentRow = typeof payment.$inferSelect;
export type DocumentRow = typeof paymentDocument.$inferSelect;

/** A payment plan; inside `asActor` only, else there is none. */
export async function planById(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<PlanRow | undefined> {
	if (!isUuid(id)) return undefined;
	const query = tx.select().from(paymentPlan).where(eq(paymentPlan.id, id));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function planOfAward(tx: Executor, awardId: string): Promise<PlanRow | undefined> {
	return (await tx.select().from(paymentPlan).where(and(eq(paymentPlan.awardId, awardId), ne(paymentPlan.state, 'cancelled'))))[0];
}

export async function insertPlan(tx: Executor, values: Omit<typeof paymentPlan.$inferInsert, 'number'>): Promise<void> {
	await tx.insert(paymentPlan).values({ ...values, number: sql`nextval('payment_plan_number')` as unknown as number });
}

export async function updatePlan(tx: Executor, id: string, values: Partial<typeof paymentPlan.$inferInsert>): Promise<void> {
	await tx.update(paymentPlan).set(values).where(eq(paymentPlan.id, id));
}

export async function paymentsOf(tx: Executor, planId: string): Promise<PaymentRow[]> {
	return tx.select().from(payment).where(eq(payment.planId, planId)).orderBy(asc(payment.position));
}

export async function insertPayment(tx: Executor, values: typeof payment.$inferInsert): Promise<void> {
	await tx.insert(payment).values(values);
}

export async function updatePayment(tx: Executor, id: string, values: Partial<typeof payment.$inferInsert>): Promise<void> {
	await tx.update(payment).set(values).where(eq(payment.id, id));
}

export async function deletePayment(tx: Executor, id: string): Promise<void> {
	await tx.delete(payment).where(eq(payment.id, id));
}

export async function documentsOf(tx: Executor, planId: string): Promise<DocumentRow[]> {
	return tx.select().from(paymentDocument).where(eq(paymentDocument.planId, planId)).orderBy(desc(paymentDocument.issuedAt));
}

export async function documentById(tx: Executor, id: string): Promise<DocumentRow | undefined> {
	if (!isUuid(id)) return undefined;
	return (await tx.select().from(paymentDocument).where(eq(paymentDocument.id, id)))[0];
}

export async function insertDocument(tx: Executor, values: typeof paymentDocument.$inferInsert): Promise<void> {
	await tx.insert(paymentDocument).values(values);
}

/** The next number of a seller's invoices or receipts in a year; nobody else draws one until this transaction ends. */
export async function nextOrdinal(tx: Executor, sellerId: string, kind: DocumentKind, year: number): Promise<number> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`document|${sellerId}|${kind}|${year}`}, 0))`);
	const rows = await tx
		.select({ last: sql<number>`coalesce(max(${paymentDocument.ordinal}), 0)` })
		.from(paymentDocument)
		.where(and(eq(paymentDocument.sellerId, sellerId), eq(paymentDocument.kind, kind), eq(paymentDocument.year, year)));
	return Number(rows[0]!.last) + 1;
}

export type PlanLine = Pick<PlanRow, 'id' | 'number' | 'title' | 'language' | 'currency' | 'state' | 'sellerId' | 'buyerId' | 'createdAt'> & { open: number; nextDue: string | null };

/** The plans of organisations, as either side, newest first, with what is open. */
export async function plansOf(tx: Executor, organisationIds: readonly string[]): Promise<PlanLine[]> {
	if (organisationIds.length === 0) return [];
	const { id, number, title, language, currency, state, sellerId, buyerId, createdAt } = paymentPlan;
	// The table is named: a column of the one table that is asked would be written without it, and mean the payment's.
	const open = sql<number>`(select count(*) from payment x where x.plan_id = payment_plan.id and x.state in ('due', 'invoiced'))`;
	const nextDue = sql<string | null>`(select min(x.due_on) from payment x where x.plan_id = payment_plan.id and x.state in ('planned', 'due', 'invoiced'))`;
	const rows = await tx
		.select({ id, number, title, language, currency, state, sellerId, buyerId, createdAt, open, nextDue })
		.from(paymentPlan)
		.where(or(inArray(paymentPlan.sellerId, [...organisationIds]), inArray(paymentPlan.buyerId, [...organisationIds])))
		.orderBy(desc(paymentPlan.createdAt))
		.limit(100);
	return rows.map((row) => ({ ...row, open: Number(row.open) }));
}

/** What a plan of an award starts from: the award with its trade. */
export async function awardWithTrade(tx: Executor, awardId: string) {
	if (!isUuid(awardId)) return undefined;
	const [row] = await tx
		.select({ award: tradeAward, sellerId: trade.organisationId, sellerCountry: trade.country, centreId: trade.centreId, title: trade.title, language: trade.language })
		.from(tradeAward)
		.innerJoin(trade, eq(trade.id, tradeAward.tradeId))
		.where(eq(tradeAward.id, awardId));
	return row;
}

/** Payments whose day is near, come or past, in plans that are agreed. A milestone that is not reached has a day to plan by, and nothing is owed. */
export async function paymentsToRemind(tx: Executor, until: string): Promise<{ payment: PaymentRow; plan: PlanRow }[]> {
	const rows = await tx
		.select({ payment, plan: paymentPlan })
		.from(payment)
		.innerJoin(paymentPlan, eq(paymentPlan.id, payment.planId))
		.where(and(eq(paymentPlan.state, 'agreed'), inArray(payment.state, ['planned', 'due', 'invoiced']), ne(payment.kind, 'royalty'), or(ne(payment.kind, 'milestone'), ne(payment.state, 'planned')), lte(payment.dueOn, until)))
		.orderBy(asc(payment.dueOn))
		.limit(2000);
	return rows;
}

/** Royalties of agreed plans. */
export async function runningRoyalties(tx: Executor): Promise<{ royalty: PaymentRow; plan: PlanRow }[]> {
	return tx
		.select({ royalty: payment, plan: paymentPlan })
		.from(payment)
		.innerJoin(paymentPlan, eq(paymentPlan.id, payment.planId))
		.where(and(eq(paymentPlan.state, 'agreed'), eq(payment.kind, 'royalty'), eq(payment.state, 'planned')))
		.limit(2000);
}

export async function partiesOf(tx: Executor, ids: readonly (string | null)[]) {
	const known = ids.filter((id): id is string => id !== null);
	if (known.length === 0) return [];
	return tx.select({ id: organisation.id, slug: organisation.slug, names: organisation.names, country: organisation.country, place: organisation.place }).from(organisation).where(inArray(organisation.id, known));
}
