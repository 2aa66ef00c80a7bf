import { sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import type { PaymentKind, TradeMode, TradeSubject } from '#lib/trading/vocabulary.ts';

export interface DealRow {
	year: number;
	mode: TradeMode;
	subject: TradeSubject;
	area: string;
	sellerCountry: string;
	buyerCountry: string;
	currency: string;
	deals: number;
	/** Minor units. */
	agreed: bigint;
}

export interface PaidRow {
	year: number;
	kind: PaymentKind;
	sellerCountry: string;
	buyerCountry: string;
	currency: string;
	plans: number;
	paid: bigint;
}

/** Awards that were accepted, summed in the finest groups that anybody is shown. */
export async function dealRows(db: Executor): Promise<DealRow[]> {
	const { rows } = await db.execute<{ year: number; mode: TradeMode; subject: TradeSubject; area: string; seller_country: string; buyer_country: string; currency: string; deals: number; agreed: string }>(sql`select * from trade_turnover()`);
	return rows.map((row) => ({ year: row.year, mode: row.mode, subject: row.subject, area: row.area, sellerCountry: row.seller_country, buyerCountry: row.buyer_country, currency: row.currency, deals: Number(row.deals), agreed: BigInt(row.agreed) }));
}

/** Payments that sellers confirmed. */
export async function paidRows(db: Executor): Promise<PaidRow[]> {
	const { rows } = await db.execute<{ year: number; kind: PaymentKind; seller_country: string; buyer_country: string; currency: string; plans: number; paid: string }>(sql`select * from payment_turnover()`);
	return rows.map((row) => ({ year: row.year, kind: row.kind, sellerCountry: row.seller_country, buyerCountry: row.buyer_country, currency: row.currency, plans: Number(row.plans), paid: BigInt(row.paid) }));
}
