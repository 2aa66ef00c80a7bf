import { expect, test } from 'vitest';
import { AGREEMENT_STATES, CONSENT_STATES, type AgreementState } from '#lib/agreements/vocabulary.ts';
import { OFFER_STATES } from '#lib/terms/vocabulary.ts';
import { nextOfferState, OFFER_EVENTS, OFFER_STEPS, stateNow } from '../terms/offer.ts';
import { AGREEMENT_EVENTS, AGREEMENT_STEPS, CONSENT_EVENTS, nextAgreementState, nextConsentState, type AgreementEvent } from './agreement.ts';

const NEXT: Partial<Record<AgreementState, Partial<Record<AgreementEvent, AgreementState>>>> = {
	draft: { submit: 'ready', abandon: 'abandoned' },
	'legal-review': { clear: 'ready', return: 'draft', reopen: 'draft', abandon: 'abandoned' },
	ready: { reopen: 'draft', record: 'signing', attest: 'signed', abandon: 'abandoned' },
	signing: { confirm: 'signed', dispute: 'ready', attest: 'signed' },
	signed: { end: 'ended' },
};

test.each(AGREEMENT_STATES.flatMap((state) => AGREEMENT_EVENTS.map((event) => [state, event] as const)))('an agreement that is %s: %s', (state, event) => {
	expect(nextAgreementState(state, event, { sound: true, reviewsOpen: 0 })).toBe(NEXT[state]?.[event]);
});

test('what checks forbid is not put up for signature; what a centre wants read goes to its legal adviser, until the last approves', () => {
	expect(nextAgreementState('draft', 'submit', { sound: false, reviewsOpen: 0 })).toBeUndefined();
	expect(nextAgreementState('draft', 'submit', { sound: true, reviewsOpen: 2 })).toBe('legal-review');
	expect(nextAgreementState('legal-review', 'clear', { sound: true, reviewsOpen: 1 })).toBe('legal-review');
});

test.each(OFFER_STATES.flatMap((state) => OFFER_EVENTS.map((event) => [state, event] as const)))('an offer that is %s: %s', (state, event) => {
	const answered = { counter: 'countered', accept: 'accepted', refuse: 'refused', withdraw: 'withdrawn' } as const;
	expect(nextOfferState(state, event, false)).toBe(state === 'open' && event !== 'expire' ? answered[event] : undefined);
	// After its last day nobody answers it any more.
	expect(nextOfferState(state, event, true)).toBe(state === 'open' && event === 'expire' ? 'expired' : undefined);
});

test('an offer stands until its last day is over in UTC, and without one until it is answered', () => {
	const on = (standsUntil: string | null, now: string) => stateNow({ state: 'open', standsUntil }, new Date(now));
	expect([on('2026-11-30', '2026-11-30T23:59:59Z'), on('2026-11-30', '2026-12-01T00:00:00Z'), on(null, '2036-01-01T00:00:00Z')]).toEqual(['open', 'expired', 'open']);
	expect(stateNow({ state: 'accepted', standsUntil: '2026-11-30' }, new Date('2027-01-01T00:00:00Z'))).toBe('accepted');
});

test.each(CONSENT_STATES.flatMap((state) => CONSENT_EVENTS.map((event) => [state, event] as const)))('a consent that is %s: %s', (state, event) => {
	const next: Record<string, string> = { 'asked grant': 'granted', 'asked refuse': 'refused', 'asked expire': 'expired', 'granted withdraw': 'withdrawn', 'granted expire': 'expired' };
	expect(nextConsentState(state, event)).toBe(next[`${state} ${event}`]);
});

test('every event says who may do it, what must be there, and whom it tells', () => {
	for (const event of OFFER_EVENTS) expect(OFFER_STEPS[event]).toMatchObject({ who: expect.any(String) as string, needs: expect.any(String) as string, tells: event === 'expire' ? 'both-sides' : 'other-side' });
	for (const event of AGREEMENT_EVENTS) expect(AGREEMENT_STEPS[event]).toMatchObject({ who: expect.any(String) as string, needs: expect.any(String) as string, tells: 'everybody' });
	expect(AGREEMENT_EVENTS.filter((event) => AGREEMENT_STEPS[event].docking === 'agreement-signed')).toEqual(['confirm', 'attest']);
});
