import type { OfferState } from '#lib/terms/vocabulary.ts';

/** What may happen to an offer that is on the table. */
export const OFFER_EVENTS = ['counter', 'accept', 'refuse', 'withdraw', 'expire'] as const;
export type OfferEvent = (typeof OFFER_EVENTS)[number];

/**
 * The state after an event; undefined where it cannot happen. An offer that is answered stays as it is: terms change by another
 * offer. `over`: the last day on which it stands has passed; then it can only expire, and before then it cannot.
 */
export function nextOfferState(state: OfferState, event: OfferEvent, over: boolean): OfferState | undefined {
	if (state !== 'open' || over !== (event === 'expire')) return undefined;
	return ({ counter: 'countered', accept: 'accepted', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' } as const)[event];
}

interface Standing {
	state: OfferState;
	/** ISO day; null where it has no end. */
	standsUntil: string | null;
}

/** Whether the last day on which an offer stands has passed; days are those of UTC, which end last in the region. */
export const isOver = ({ standsUntil }: Pick<Standing, 'standsUntil'>, now: Date): boolean => standsUntil !== null && standsUntil < now.toISOString().slice(0, 10);

/** The state of an offer now: what is over has expired, also where the clock has not written it down yet. */
export const stateNow = (offer: Standing, now: Date): OfferState => nextOfferState(offer.state, 'expire', isOver(offer, now)) ?? offer.state;

/** What goes with each event. */
export const OFFER_STEPS: Record<OfferEvent, {
	/** Who may do it: the side that the offer is made to, the side that made it, or nobody but the clock. */
	who: 'answering' | 'offering' | 'clock';
	/** What must come with it. */
	needs: 'terms' | 'reason' | 'its last day past' | 'nothing';
	/** Whom it tells, beside the officers of both centres. */
	tells: 'other-side' | 'both-sides';
	/** Who has the ball then: the other side reads and answers, or this side must think again. */
	ball: 'other-side' | 'own-side' | 'officers';
	/** What it does to the docking. */
	docking: 'terms-offered' | 'terms-accepted' | null;
}> = {
	counter: { who: 'answering', needs: 'terms', tells: 'other-side', ball: 'other-side', docking: 'terms-offered' },
	accept: { who: 'answering', needs: 'nothing', tells: 'other-side', ball: 'officers', docking: 'terms-accepted' },
	refuse: { who: 'answering', needs: 'reason', tells: 'other-side', ball: 'other-side', docking: null },
	withdraw: { who: 'offering', needs: 'nothing', tells: 'other-side', ball: 'own-side', docking: null },
	expire: { who: 'clock', needs: 'its last day past', tells: 'both-sides', ball: 'own-side', docking: null },
};
