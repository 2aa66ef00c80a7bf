import { belongsTo, isAuthority, isSecretariat, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { PlanState, TradeMode, TradeState } from '#lib/trading/vocabulary.ts';

/** What a rule needs to know of a trade. */
export interface TradeForRules {
	/** The seller; null where it has been erased. */
	organisationId: string | null;
	centreId: string;
	mode: TradeMode;
	state: TradeState;
	bids: number;
	/** Organisations that bid or asked to. */
	bidders: ReadonlySet<string>;
}

const sells = (actor: Actor, { organisationId }: TradeForRules) => organisationId !== null && writesFor(actor, organisationId);
const ofSeller = (actor: Actor, { organisationId }: TradeForRules) => organisationId !== null && belongsTo(actor, organisationId);
const officer = (actor: Actor, { centreId }: TradeForRules) => servesCentre(actor, centreId);
/** An officer who is on neither side. */
const impartial = (actor: Actor, trade: TradeForRules) => officer(actor, trade) && !ofSeller(actor, trade) && ![...trade.bidders].some((id) => belongsTo(actor, id));
const deciding = ({ mode, state }: TradeForRules) => state === 'opened' || (state === 'closed' && mode !== 'sealed');

/** Who may do what with a trade. */
export const tradeRules = {
	view: (actor: Actor, trade: TradeForRules): boolean => trade.state !== 'draft' || ofSeller(actor, trade) || officer(actor, trade),
	edit: (actor: Actor, trade: TradeForRules): boolean => trade.state === 'draft' && sells(actor, trade),
	announce: (actor: Actor, trade: TradeForRules): boolean => trade.state === 'draft' && sells(actor, trade),
	/** The seller before the first bid; afterwards only an officer on neither side. */
	withdraw: (actor: Actor, trade: TradeForRules): boolean =>
		(trade.state === 'announced' && trade.bids === 0 && sells(actor, trade)) || (['announced', 'closed', 'opened'].includes(trade.state) && impartial(actor, trade)),
	/** To ask to bid, and to bid: whoever writes for an organisation that is not the seller. */
	takePart: (actor: Actor, trade: TradeForRules): boolean =>
		trade.state === 'announced' && isSignedIn(actor) && !actor.support && !ofSeller(actor, trade) && [...actor.organisations.keys()].some((id) => writesFor(actor, id)),
	/** Who may bid, where an officer decides it. */
	admit: (actor: Actor, trade: TradeForRules): boolean => trade.state === 'announced' && officer(actor, trade) && !ofSeller(actor, trade),
	openBids: (actor: Actor, trade: TradeForRules): boolean => trade.mode === 'sealed' && trade.state === 'closed' && isSignedIn(actor) && !actor.support && impartial(actor, trade),
	/** To give it to a bid, or to none, where the rules leave that to the seller. */
	choose: (actor: Actor, trade: TradeForRules): boolean => deciding(trade) && sells(actor, trade),
	/** To record the day of the contract, at a fixed price while others may buy still, and that all is done. */
	contract: (actor: Actor, trade: TradeForRules): boolean => (trade.state === 'awarded' || trade.state === 'contracted' || (trade.mode === 'fixed' && trade.state === 'announced')) && (sells(actor, trade) || officer(actor, trade)),
	readBids: (actor: Actor, trade: TradeForRules): boolean => ofSeller(actor, trade) || officer(actor, trade),
} as const;
export const TRADE_RIGHTS = Object.keys(tradeRules) as (keyof typeof tradeRules)[];

/** What a rule needs to know of an award. */
export interface AwardForRules {
	organisationId: string | null;
	state: 'offered' | 'accepted' | 'refused' | 'contracted';
}

export const awardRules = {
	/** The winner takes it, or refuses. */
	answer: (actor: Actor, award: AwardForRules): boolean => award.state === 'offered' && award.organisationId !== null && isSignedIn(actor) && !actor.support && writesFor(actor, award.organisationId),
} as const;
export const AWARD_RIGHTS = Object.keys(awardRules) as (keyof typeof awardRules)[];

/** What a rule needs to know of a payment plan. */
export interface PlanForRules {
	sellerId: string | null;
	buyerId: string | null;
	centreId: string;
	state: PlanState;
	/** The side that proposed it as it stands. */
	proposedBy: string | null;
}

const sideOf = (actor: Actor, { sellerId, buyerId }: PlanForRules): string[] => [sellerId, buyerId].filter((id): id is string => id !== null && writesFor(actor, id));
const officerOfPlan = (actor: Actor, { centreId }: PlanForRules) => actor.kind === 'operator' || (isSignedIn(actor) && actor.centres.get(centreId) === 'officer');

/** Who may do what with a payment plan. The secretariat needs its figures and not its contents. */
export const planRules = {
	view: (actor: Actor, plan: PlanForRules): boolean => [plan.sellerId, plan.buyerId].some((id) => id !== null && belongsTo(actor, id)) || officerOfPlan(actor, plan),
	change: (actor: Actor, plan: PlanForRules): boolean => (plan.state === 'draft' || plan.state === 'proposed') && sideOf(actor, plan).length > 0,
	/** The side that did not propose it. */
	agree: (actor: Actor, plan: PlanForRules): boolean => plan.state === 'proposed' && sideOf(actor, plan).some((id) => id !== plan.proposedBy),
	cancel: (actor: Actor, plan: PlanForRules): boolean => plan.state !== 'settled' && plan.state !== 'cancelled' && sideOf(actor, plan).length > 0,
	/** Milestones reached, invoices, receipts, what is let off: the seller. */
	bill: (actor: Actor, plan: PlanForRules): boolean => plan.state === 'agreed' && plan.sellerId !== null && writesFor(actor, plan.sellerId),
	/** What was sold in a period: the buyer. */
	report: (actor: Actor, plan: PlanForRules): boolean => plan.state === 'agreed' && plan.buyerId !== null && writesFor(actor, plan.buyerId),
} as const;
export const PLAN_RIGHTS = Object.keys(planRules) as (keyof typeof planRules)[];

/** Who reads the turnover in full; everybody else reads it without groups so small that they would tell one deal. */
export const turnoverRules = {
	readFull: (actor: Actor, _whole: object): boolean => isSecretariat(actor) || isAuthority(actor) || (isSignedIn(actor) && [...actor.centres.values()].includes('officer')),
} as const;
export const TURNOVER_RIGHTS = Object.keys(turnoverRules) as (keyof typeof turnoverRules)[];
