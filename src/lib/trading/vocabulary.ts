/** Closed vocabularies of technology trading, shared by forms, rules and pages. */

/** How a technology is sold. */
export const TRADE_MODES = ['fixed', 'offers', 'ascending', 'sealed'] as const;
export type TradeMode = (typeof TRADE_MODES)[number];

/** What the buyer gets. */
export const TRADE_SUBJECTS = ['assignment', 'exclusive-licence', 'licence', 'technical-service', 'joint-venture-share'] as const;
export type TradeSubject = (typeof TRADE_SUBJECTS)[number];

export const TRADE_STATES = ['draft', 'announced', 'closed', 'opened', 'awarded', 'contracted', 'completed', 'unsold', 'withdrawn'] as const;
export type TradeState = (typeof TRADE_STATES)[number];

/** What a reader is shown: an announced trade is coming, running, or over without anybody having said so yet. */
export const TRADE_PHASES = ['coming', 'running', 'ending'] as const;
export type TradePhase = (typeof TRADE_PHASES)[number] | Exclude<TradeState, 'announced'>;

/** Where an announced trade stands at a moment; the other states say it themselves. All in microseconds since 1970. */
export function phaseOf(trade: { state: TradeState; opens: number; ends: number }, moment: number): TradePhase {
	if (trade.state !== 'announced') return trade.state;
	return moment < trade.opens ? 'coming' : moment < trade.ends ? 'running' : 'ending';
}

export const ADMISSIONS = ['rules', 'officer'] as const;
export type Admission = (typeof ADMISSIONS)[number];

export const BIDDER_STATES = ['asked', 'admitted', 'refused'] as const;
export type BidderState = (typeof BIDDER_STATES)[number];

/** Why a bid was not taken; every such bid stands on record all the same. */
export const BID_REFUSALS = ['not_open', 'closed', 'too_low', 'wrong_amount', 'leading', 'sold_out', 'bought', 'not_admitted'] as const;
export type BidRefusal = (typeof BID_REFUSALS)[number];

export const EVENT_KINDS = ['announced', 'admitted', 'bid', 'bid-refused', 'bid-withdrawn', 'reserve-met', 'closed', 'approval', 'opened', 'revealed', 'awarded', 'award-accepted', 'award-refused', 'unsold', 'withdrawn', 'contracted', 'completed'] as const;
export type TradeEventKind = (typeof EVENT_KINDS)[number];

export const AWARD_STATES = ['offered', 'accepted', 'refused', 'contracted'] as const;
export type AwardState = (typeof AWARD_STATES)[number];

export const PLAN_STATES = ['draft', 'proposed', 'agreed', 'settled', 'cancelled'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export const PAYMENT_KINDS = ['lump', 'milestone', 'royalty', 'royalty-period'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

export const PAYMENT_STATES = ['planned', 'due', 'invoiced', 'paid', 'waived'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export const ROYALTY_PERIODS = ['quarter', 'half', 'year'] as const;
export type RoyaltyPeriod = (typeof ROYALTY_PERIODS)[number];

export const DOCUMENT_KINDS = ['invoice', 'receipt'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const TRADE_TERMS_LIMIT = 3000;
export const BID_WORDS_LIMIT = 1000;
export const REASON_LIMIT = 1000;
export const PAYMENT_TITLE_LIMIT = 200;
export const PAYMENT_WORDS_LIMIT = 1000;
export const PAYMENTS_MOST = 60;
/** Officers who open sealed bids do so within this time of one another. */
export const OPENING_MINUTES = 15;
/** Fewer deals than this, and a public figure would tell what one buyer paid. */
export const SMALL_GROUP = 3;
