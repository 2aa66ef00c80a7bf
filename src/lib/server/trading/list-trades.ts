import { isSecretariat, isSignedIn, organisationsWrittenFor, type Actor } from '#lib/server/accounts/actor.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { TradeMode } from '#lib/trading/vocabulary.ts';
import { publicTrades, tradesForOfficers, tradesOfBidders, tradesOfSellers, type TradeLine } from './queries.ts';

const PAGE = 30;

/** Trades that anybody may see, a page at a time. */
export async function listTrades(db: Database, filter: { over: boolean; mode: TradeMode | null; before: string | null }): Promise<{ lines: TradeLine[]; next: string | null }> {
	const [ends, number] = (filter.before ?? '').split('-').map(Number);
	const before = Number.isSafeInteger(ends) && Number.isSafeInteger(number) && filter.before ? { ends: ends!, number: number! } : null;
	const found = await publicTrades(db, { over: filter.over, mode: filter.mode, before }, PAGE + 1);
	const lines = found.slice(0, PAGE);
	const last = lines.at(-1);
	return { lines, next: found.length > PAGE && last ? `${last.ends}-${last.number}` : null };
}

/** What a member sells and bids on, and what waits for an officer. */
export async function deskOfTrading(db: Database, actor: Extract<Actor, { kind: 'member' }>) {
	return asActor(db, actor, async (tx) => {
		const own = [...actor.organisations.keys()];
		const officer = isSignedIn(actor) && actor.centres.size > 0;
		return {
			selling: await tradesOfSellers(tx, own),
			bidding: await tradesOfBidders(tx, own),
			officer: officer ? await tradesForOfficers(tx, isSecretariat(actor) ? null : [...actor.centres.keys()]) : null,
			organisations: (await organisationsById(tx, organisationsWrittenFor(actor))).map(({ id, names }) => ({ id, names })),
		};
	});
}
