import type { BidRefusal, TradeMode } from '#lib/trading/vocabulary.ts';

/** The rules of a trade as they were announced; they do not change afterwards. Moments are microseconds since 1970. */
export interface AuctionRules {
	mode: TradeMode;
	/** The fixed price, or what the first bid must reach; null: any amount. Minor units. */
	price: bigint | null;
	/** Ascending: by how much a bid must exceed the leading one. */
	increment: bigint | null;
	/** Fixed: how many may buy. */
	places: number;
	opens: number;
	closes: number;
	/** A bid so near to the end moves the end to so long after the bid; 0: the end stands. */
	softMicros: number;
	/** The end is never moved beyond this. */
	latestEnd: number;
}

/** How a trade stands at the moment of a bid. */
export interface Standing {
	ends: number;
	closed: boolean;
	/** The leading bid of an open auction. */
	leading: { bidder: number; amount: bigint } | null;
	/** Fixed: how many have bought. */
	taken: number;
	/** Of the bidder in question. */
	admitted: boolean;
	bought: boolean;
}

export interface Bid {
	bidder: number;
	amount: bigint;
	moment: number;
}

export type Judgement = { accepted: true; /** When the trade ends now. */ ends: number } | { accepted: false; reason: BidRefusal };

/** The least that would be taken now; null where any amount is. */
export function leastBid(rules: Pick<AuctionRules, 'mode' | 'price' | 'increment'>, leading: { amount: bigint } | null): bigint | null {
	if (rules.mode === 'ascending' && leading) return leading.amount + (rules.increment ?? 1n);
	return rules.price;
}

/**
 * Judges one bid. The only place that decides whether a bid is taken: live, and again when the log is replayed. What the
 * closing second means is said here: at `ends` itself it is over.
 */
export function judgeBid(rules: AuctionRules, standing: Standing, bid: Bid): Judgement {
	const refused = (reason: BidRefusal): Judgement => ({ accepted: false, reason });
	if (standing.closed || bid.moment >= standing.ends) return refused('closed');
	if (bid.moment < rules.opens) return refused('not_open');
	if (!standing.admitted) return refused('not_admitted');
	if (rules.mode === 'fixed') {
		if (standing.bought) return refused('bought');
		if (standing.taken >= rules.places) return refused('sold_out');
		return bid.amount === rules.price ? { accepted: true, ends: standing.ends } : refused('wrong_amount');
	}
	if (rules.mode === 'ascending' && standing.leading?.bidder === bid.bidder) return refused('leading');
	const least = leastBid(rules, standing.leading);
	if (bid.amount <= 0n || (least !== null && bid.amount < least)) return refused('too_low');
	return { accepted: true, ends: rules.mode === 'ascending' ? endAfter(rules, standing.ends, bid.moment) : standing.ends };
}

/** The soft close: whoever was outbid in the last moments has as long again to answer. */
export function endAfter(rules: Pick<AuctionRules, 'softMicros' | 'latestEnd'>, ends: number, moment: number): number {
	if (rules.softMicros === 0 || ends - moment > rules.softMicros) return ends;
	return Math.max(ends, Math.min(moment + rules.softMicros, rules.latestEnd));
}

/** A bid that stands: the latest of its bidder that was accepted and not taken back. */
export interface StandingBid extends Bid {
	/** Its number in the log. */
	event: number;
}

/** The best first: the highest amount, the earlier of two that are equal. */
export function ranked<B extends StandingBid>(bids: readonly B[]): B[] {
	return [...bids].sort((a, b) => (a.amount === b.amount ? a.moment - b.moment : a.amount > b.amount ? -1 : 1));
}

/** Who wins by the rules alone: the best standing bid, if it reaches the reserve. Not where the seller chooses. */
export function winner(mode: TradeMode, bids: readonly StandingBid[], reserve: bigint | null): StandingBid | null {
	if (mode === 'offers' || mode === 'fixed') return null;
	const [best] = ranked(bids);
	return best && (reserve === null || best.amount >= reserve) ? best : null;
}
