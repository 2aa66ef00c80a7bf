import { belongsTo, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { PAIR_RIGHTS, type PairRight, type PairState, type Side } from '#lib/brokering/vocabulary.ts';
import { nextPairState, type PairEvent } from './pair.ts';

/** What a rule needs to know of a pair. */
export interface PairForRules {
	state: PairState;
	need: SideForRules;
	offer: SideForRules;
	/** A hard conflict or a double: seen, never introduced. */
	excluded: boolean;
}

export interface SideForRules {
	listingId: string;
	organisationId: string;
	centreId: string;
}

const serves = (actor: Actor, pair: PairForRules) => servesCentre(actor, pair.need.centreId) || servesCentre(actor, pair.offer.centreId);
const isParty = (actor: Actor, pair: PairForRules) =>
	belongsTo(actor, pair.need.organisationId) || belongsTo(actor, pair.offer.organisationId);

/** A broker stands between the parties: an officer of one side's centre who belongs to neither of them. */
const isBroker = (actor: Actor, pair: PairForRules) => serves(actor, pair) && (actor.kind === 'operator' || !isParty(actor, pair));
const decides = (event: PairEvent) => (actor: Actor, pair: PairForRules) =>
	isBroker(actor, pair) && nextPairState(pair.state, event) !== undefined;

/** A centre asks the members it looks after; the other side's are asked by their own centre. */
const asks = (side: Side) => (actor: Actor, pair: PairForRules) => decides('ask')(actor, pair) && servesCentre(actor, pair[side].centreId);

/**
 * Who may do what with a suggested pair: one named predicate a right. Members and visitors may nothing here, not even know
 * that a pair exists; what reaches them is an introduction or a question.
 */
export const pairRules: Record<PairRight, (actor: Actor, pair: PairForRules) => boolean> = {
	/** An officer sees the pairs of which one side is looked after by the officer's centre. */
	view: serves,
	note: isBroker,
	assign: isBroker,
	introduce: (actor, pair) => decides('introduce')(actor, pair) && !pair.excluded,
	later: decides('later'),
	reject: decides('reject'),
	ask: (actor, pair) => asks('need')(actor, pair) || asks('offer')(actor, pair),
	reopen: decides('reopen'),
	askNeed: asks('need'),
	askOffer: asks('offer'),
};

/** The rights of one actor on one pair, as pages receive them. */
export function pairRights(actor: Actor, pair: PairForRules): Record<PairRight, boolean> {
	const rights = {} as Record<PairRight, boolean>;
	for (const right of PAIR_RIGHTS) rights[right] = pairRules[right](actor, pair);
	return rights;
}

/** The centres of a pair that an officer works for: whose internal notes are read, and whose officers can be given it. */
export function ownCentresOf(actor: Actor, pair: PairForRules): string[] {
	return [...new Set([pair.need.centreId, pair.offer.centreId])].filter((centreId) => servesCentre(actor, centreId));
}

/** Only who decided takes it back: another officer reopens or decides anew, on record. */
export function mayUndo(actor: Actor, decidedBy: string | null): boolean {
	return isSignedIn(actor) && actor.userId === decidedBy;
}

/** An owner's question is answered, and an introduction replied to, by who writes for the organisation. */
export function mayAnswerFor(actor: Actor, organisationId: string): boolean {
	return isSignedIn(actor) && writesFor(actor, organisationId);
}

/** Measures and the queue are for people who serve some centre. */
export function isOfficer(actor: Actor): boolean {
	return isSignedIn(actor) && actor.centres.size > 0;
}

/** The centres whose pairs an officer sees; undefined: all of them. */
export function centresSeen(actor: Actor): string[] | undefined {
	if (!isSignedIn(actor)) return [];
	return [...actor.centres.values()].includes('secretariat') ? undefined : [...actor.centres.keys()];
}
