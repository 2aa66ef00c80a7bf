import type { AwardState, TradeMode, TradeState } from '#lib/trading/vocabulary.ts';

/** What can happen to a trade, who may make it happen, and whom it tells (`TRADE_STEPS` below). */
export type TradeStep = 'announce' | 'discard' | 'withdraw' | 'close' | 'open-bids' | 'award' | 'decline-all' | 'refuse-award' | 'contract' | 'complete';

/** What a step needs to know beside the state. */
export interface TradeFacts {
	mode: TradeMode;
	/** Standing bids: accepted, the latest of each bidder, not taken back. */
	bids: number;
	/** The best bid reaches the reserve, or there is none. */
	reserveMet: boolean;
	/** Awards that were offered or accepted and not refused. */
	awards: number;
	/** Distinct officers who want the sealed bids opened now. */
	approvals: number;
	/** All awards that stand have become contracts. */
	allContracted: boolean;
}

export const NEEDED_APPROVALS = 2;

/**
 * The state of a trade after a step; undefined where the step cannot happen. The only place where states follow one another.
 *
 *   draft -> announced -> (fixed) awarded, contracted where all buyers have signed by then, or unsold
 *                      -> (ascending) awarded, closed below the reserve, or unsold
 *                      -> (offers) closed, for the seller to choose, or unsold
 *                      -> (sealed) closed -> opened by two officers -> awarded, opened below the reserve, or unsold
 *   closed, opened -> awarded or unsold, as the seller decides; awarded -> closed or opened where the winner refuses
 *   awarded -> contracted -> completed
 */
export function nextTradeState(state: TradeState, step: TradeStep, facts: TradeFacts): TradeState | undefined {
	switch (step) {
		case 'announce':
			return state === 'draft' ? 'announced' : undefined;
		case 'discard':
			return state === 'draft' ? 'withdrawn' : undefined;
		case 'withdraw':
			// Once somebody has bid, only an officer may, for a stated reason (rules.ts).
			return state === 'announced' || state === 'closed' || state === 'opened' ? 'withdrawn' : undefined;
		case 'close':
			return state === 'announced' ? closed(facts) : undefined;
		case 'open-bids':
			if (state !== 'closed' || facts.mode !== 'sealed' || facts.approvals < NEEDED_APPROVALS) return undefined;
			return facts.reserveMet ? 'awarded' : 'opened';
		case 'award':
			if (facts.mode === 'fixed') return state === 'announced' || state === 'awarded' ? state : undefined;
			return facts.bids > 0 && (state === 'opened' || (state === 'closed' && facts.mode !== 'sealed')) ? 'awarded' : undefined;
		case 'decline-all':
			return state === 'opened' || (state === 'closed' && facts.mode !== 'sealed') ? 'unsold' : undefined;
		case 'refuse-award':
			if (state !== 'awarded') return undefined;
			if (facts.awards > 0) return 'awarded';
			return facts.mode === 'fixed' ? 'unsold' : facts.mode === 'sealed' ? 'opened' : 'closed';
		case 'contract':
			if (state === 'awarded') return facts.allContracted ? 'contracted' : 'awarded';
			// Who has bought at a fixed price signs while others may buy still, or after an officer has taken the rest back.
			return facts.mode === 'fixed' && (state === 'announced' || state === 'withdrawn') ? state : undefined;
		case 'complete':
			return state === 'contracted' ? 'completed' : undefined;
	}
}

function closed({ mode, bids, reserveMet, awards, allContracted }: TradeFacts): TradeState {
	if (mode === 'fixed') return awards === 0 ? 'unsold' : allContracted ? 'contracted' : 'awarded';
	if (bids === 0) return 'unsold';
	if (mode === 'ascending') return reserveMet ? 'awarded' : 'closed';
	return 'closed';
}

/** What a letter about a trade says. */
export type TradeNews = 'announced' | 'asked' | 'admitted' | 'refused' | 'outbid' | 'closed' | 'to-open' | 'won' | 'accepted' | 'declined' | 'withdrawn' | 'contracted';

/** Who is told of a step: `openers` are the officers where sealed bids wait to be opened; `bidders` are all that were not refused. */
export type TradeAudience = 'officers' | 'openers' | 'seller' | 'bidders' | 'winner';

/** Who may take a step, what must be there, and who is told what: the rules ask for no less, and the letters follow this table. */
export const TRADE_STEPS: Record<TradeStep, { by: 'seller' | 'seller-or-officer' | 'clock' | 'two-officers' | 'winner'; needs: string; tells: Partial<Record<TradeAudience, TradeNews>> }> = {
	announce: { by: 'seller', needs: 'a published offer, complete rules, a closing time ahead', tells: { officers: 'announced' } },
	discard: { by: 'seller', needs: 'a draft', tells: {} },
	withdraw: { by: 'seller-or-officer', needs: 'no bid yet, or an officer with a reason', tells: { bidders: 'withdrawn', seller: 'withdrawn', officers: 'withdrawn' } },
	close: { by: 'clock', needs: 'the closing time, extensions included', tells: { seller: 'closed', openers: 'to-open' } },
	'open-bids': { by: 'two-officers', needs: 'two impartial officers within fifteen minutes', tells: { seller: 'closed' } },
	award: { by: 'seller', needs: 'a standing bid that was not refused before; where the rules decide, the close or the opening', tells: { winner: 'won' } },
	'decline-all': { by: 'seller', needs: 'a reason', tells: { bidders: 'withdrawn' } },
	'refuse-award': { by: 'winner', needs: 'an award without an answer, or its time run out', tells: { seller: 'declined' } },
	contract: { by: 'seller-or-officer', needs: 'an accepted award and the day of the contract, or its agreement signed, which has letters of its own', tells: { winner: 'contracted' } },
	complete: { by: 'seller-or-officer', needs: 'a contract', tells: {} },
};

export type AwardStep = 'accept' | 'refuse' | 'lapse' | 'contract';

/** The state of an award after a step; undefined where the step cannot happen. */
export function nextAwardState(state: AwardState, step: AwardStep): AwardState | undefined {
	switch (step) {
		case 'accept':
			return state === 'offered' ? 'accepted' : undefined;
		case 'refuse':
			return state === 'offered' ? 'refused' : undefined;
		case 'lapse':
			return state === 'offered' ? 'refused' : undefined;
		case 'contract':
			return state === 'accepted' ? 'contracted' : undefined;
	}
}
