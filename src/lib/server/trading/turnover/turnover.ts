import { shownFigures } from '#lib/figures/shown-figures.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { SMALL_GROUP } from '#lib/trading/vocabulary.ts';
import { turnoverRules } from '../rules.ts';
import { dealRows, paidRows, type DealRow, type PaidRow } from './queries.ts';

/** By what the deals are counted. */
export const TURNOVER_BY = ['year', 'mode', 'subject', 'area', 'pair'] as const;
export type TurnoverBy = (typeof TURNOVER_BY)[number];

/** One group in one currency; amounts are never converted. Null: withheld, for it would tell a single deal. */
export interface TurnoverGroup {
	key: string;
	currency: string;
	deals: number;
	agreed: bigint | null;
}

export interface Turnover {
	by: TurnoverBy;
	groups: TurnoverGroup[];
	/** All years together, by currency. */
	totals: { currency: string; deals: number; agreed: bigint | null; paid: bigint | null }[];
	deals: number;
	/** Nothing is withheld from this reader. */
	full: boolean;
}

const KEY: Record<TurnoverBy, (row: DealRow) => string> = {
	year: ({ year }) => String(year),
	mode: ({ mode }) => mode,
	subject: ({ subject }) => subject,
	area: ({ area }) => area,
	pair: ({ sellerCountry, buyerCountry }) => `${sellerCountry}-${buyerCountry}`,
};

/** Sums deals in groups; groups of fewer than `least` deals keep their count and lose their amount. */
export function turnoverOf(deals: readonly DealRow[], paid: readonly PaidRow[], by: TurnoverBy, least: number): Omit<Turnover, 'full'> {
	const groups = grouped(deals, (row) => `${KEY[by](row)}|${row.currency}`);
	const currencies = grouped(deals, ({ currency }) => currency);
	const paidBy = new Map<string, { plans: number; paid: bigint }>();
	for (const row of paid) {
		const sum = paidBy.get(row.currency) ?? { plans: 0, paid: 0n };
		paidBy.set(row.currency, { plans: sum.plans + row.plans, paid: sum.paid + row.paid });
	}
	// Of each currency the total is known.
	const ofCurrency = (currency: string) => [...groups].flatMap(([key, sum]) => (key.endsWith(`|${currency}`) ? [[key, sum.deals] as const] : []));
	const shown = new Set([...currencies.keys()].flatMap((currency) => [...shownFigures(ofCurrency(currency), least)]));
	return {
		by,
		groups: [...groups].map(([key, sum]) => ({ key: key.slice(0, key.lastIndexOf('|')), currency: key.slice(key.lastIndexOf('|') + 1), deals: sum.deals, agreed: shown.has(key) ? sum.agreed : null })).sort((a, b) => (a.key === b.key ? (a.currency < b.currency ? -1 : 1) : by === 'year' ? (a.key > b.key ? -1 : 1) : a.key < b.key ? -1 : 1)),
		totals: [...new Set([...currencies.keys(), ...paidBy.keys()])].sort().map((currency) => {
			const [sum, came] = [currencies.get(currency) ?? { deals: 0, agreed: 0n }, paidBy.get(currency)];
			return { currency, deals: sum.deals, agreed: sum.deals >= least ? sum.agreed : null, paid: (came?.plans ?? least) >= least ? (came?.paid ?? 0n) : null };
		}),
		deals: deals.reduce((sum, row) => sum + row.deals, 0),
	};
}

function grouped(rows: readonly DealRow[], key: (row: DealRow) => string): Map<string, { deals: number; agreed: bigint }> {
	const groups = new Map<string, { deals: number; agreed: bigint }>();
	for (const row of rows) {
		const sum = groups.get(key(row)) ?? { deals: 0, agreed: 0n };
		groups.set(key(row), { deals: sum.deals + row.deals, agreed: sum.agreed + row.agreed });
	}
	return groups;
}

/** The turnover of technology trading, as far as this reader may see it. */
export async function readTurnover(db: Database, actor: Actor, by: TurnoverBy): Promise<Turnover> {
	const full = turnoverRules.readFull(actor, {});
	return { ...turnoverOf(await dealRows(db), await paidRows(db), by, full ? 1 : SMALL_GROUP), full };
}
