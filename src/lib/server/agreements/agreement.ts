import type { AgreementState, ConsentState } from '#lib/agreements/vocabulary.ts';

/** What may happen to an agreement. */
export const AGREEMENT_EVENTS = ['submit', 'clear', 'return', 'reopen', 'record', 'confirm', 'dispute', 'attest', 'end', 'abandon'] as const;
export type AgreementEvent = (typeof AGREEMENT_EVENTS)[number];

/** What an event depends on, beside the state. */
export interface AgreementSituation {
	/** No check forbids the signature. */
	sound: boolean;
	/** Reviews by legal advisers that centres require and that have not approved yet. */
	reviewsOpen: number;
}

/**
 * The state after an event; undefined where it cannot happen. A draft is put up for signature (`submit`): through the legal
 * advisers where a centre requires it. From then on the text stands; who wants to change it reopens it. A signed scan that one
 * party puts in (`record`) counts when another confirms it; an officer of a centre attests one alone.
 */
export function nextAgreementState(state: AgreementState, event: AgreementEvent, { sound, reviewsOpen }: AgreementSituation): AgreementState | undefined {
	switch (event) {
		case 'submit':
			return state === 'draft' && sound ? (reviewsOpen > 0 ? 'legal-review' : 'ready') : undefined;
		case 'clear':
			return state === 'legal-review' ? (reviewsOpen > 0 ? 'legal-review' : 'ready') : undefined;
		case 'return':
			return state === 'legal-review' ? 'draft' : undefined;
		case 'reopen':
			return state === 'legal-review' || state === 'ready' ? 'draft' : undefined;
		case 'record':
			return state === 'ready' ? 'signing' : undefined;
		case 'confirm':
			return state === 'signing' ? 'signed' : undefined;
		case 'dispute':
			return state === 'signing' ? 'ready' : undefined;
		case 'attest':
			return state === 'ready' || state === 'signing' ? 'signed' : undefined;
		case 'end':
			return state === 'signed' ? 'ended' : undefined;
		case 'abandon':
			return state === 'draft' || state === 'legal-review' || state === 'ready' ? 'abandoned' : undefined;
	}
}

/** What goes with each event: who may do it, what must be there, whom it tells, and what it does to the docking. */
export const AGREEMENT_STEPS: Record<AgreementEvent, {
	who: 'inside' | 'legal-adviser' | 'party' | 'other-party' | 'officer';
	needs: 'sound' | 'words' | 'scan' | 'nothing';
	tells: 'everybody' | 'legal-advisers';
	docking: 'agreement-signed' | null;
}> = {
	submit: { who: 'inside', needs: 'sound', tells: 'everybody', docking: null },
	clear: { who: 'legal-adviser', needs: 'nothing', tells: 'everybody', docking: null },
	return: { who: 'legal-adviser', needs: 'words', tells: 'everybody', docking: null },
	reopen: { who: 'inside', needs: 'nothing', tells: 'everybody', docking: null },
	record: { who: 'party', needs: 'scan', tells: 'everybody', docking: null },
	confirm: { who: 'other-party', needs: 'nothing', tells: 'everybody', docking: 'agreement-signed' },
	dispute: { who: 'other-party', needs: 'words', tells: 'everybody', docking: null },
	attest: { who: 'officer', needs: 'scan', tells: 'everybody', docking: 'agreement-signed' },
	end: { who: 'inside', needs: 'words', tells: 'everybody', docking: null },
	abandon: { who: 'inside', needs: 'words', tells: 'everybody', docking: null },
};

export const CONSENT_EVENTS = ['grant', 'refuse', 'withdraw', 'expire'] as const;
export type ConsentEvent = (typeof CONSENT_EVENTS)[number];

/** The state of a consent to use a name, logo or badge; who refuses, or takes a consent back, gives no reason. */
export function nextConsentState(state: ConsentState, event: ConsentEvent): ConsentState | undefined {
	switch (event) {
		case 'grant':
			return state === 'asked' ? 'granted' : undefined;
		case 'refuse':
			return state === 'asked' ? 'refused' : undefined;
		case 'withdraw':
			return state === 'granted' ? 'withdrawn' : undefined;
		case 'expire':
			return state === 'asked' || state === 'granted' ? 'expired' : undefined;
	}
}
