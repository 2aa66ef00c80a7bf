import type { OfferState } from '#lib/terms/vocabulary.ts';

/** What may happen to an offer that is on the table. */
export const OFFER_EVENTS = ['counter', 'accept', 'refuse', 'withdraw'] as const;
export type OfferEvent = (typeof OFFER_EVENTS)[number];

/** The state after an event; undefined where it cannot happen. An offer that is answered stays as it is: terms change by another offer. */
export function nextOfferState(state: OfferState, event: OfferEvent): OfferState | undefined {
	if (state !== 'open') return undefined;
	return ({ counter: 'countered', accept: 'accepted', refuse: 'refused', withdraw: 'withdrawn' } as const)[event];
}

/** What goes with each event. */
export const OFFER_STEPS: Record<OfferEvent, {
	/** Who may do it: the side that the offer is made to, or the side that made it. */
	who: 'answering' | 'offering';
	/** What must come with it. */
	needs: 'terms' | 'reason' | 'nothing';
	/** Whom it tells, beside the officers of both centres. */
	tells: 'other-side';
	/** Who has the ball then: the other side reads and answers, or this side must think again. */
	ball: 'other-side' | 'own-side' | 'officers';
	/** What it does to the docking. */
	docking: 'terms-offered' | 'terms-accepted' | null;
}> = {
	counter: { who: 'answering', needs: 'terms', tells: 'other-side', ball: 'other-side', docking: 'terms-offered' },
	accept: { who: 'answering', needs: 'nothing', tells: 'other-side', ball: 'officers', docking: 'terms-accepted' },
	refuse: { who: 'answering', needs: 'reason', tells: 'other-side', ball: 'other-side', docking: null },
	withdraw: { who: 'offering', needs: 'nothing', tells: 'other-side', ball: 'own-side', docking: null },
};
