import type { Language } from '#lib/engines/text/language.ts';
import type { Ball, DockingNews, DockingState, NextStep, StopReason } from '#lib/docking/vocabulary.ts';

/** What happens to a docking as a whole. The events come from the parts: confidence, terms, agreements, outcomes. */
export const DOCKING_EVENTS = ['nda-signed', 'terms-offered', 'terms-accepted', 'agreement-signed', 'implementation-started', 'completed', 'stop', 'reopen'] as const;
export type DockingEventType = (typeof DOCKING_EVENTS)[number];
export type DockingEvent =
	| { type: Exclude<DockingEventType, 'stop' | 'reopen'> }
	| { type: 'stop'; reason: StopReason; words?: string; language?: Language }
	| { type: 'reopen' };

/** The states in the order in which they are reached. */
export const DOCKING_ORDER = ['introduced', 'confidential', 'negotiating', 'agreed', 'signed', 'running', 'completed'] as const;
export type DockingProgress = (typeof DOCKING_ORDER)[number];

const rank = (state: DockingProgress) => DOCKING_ORDER.indexOf(state);
/** A later event never takes a docking back: an NDA may be signed, and further terms accepted, when one agreement stands already. */
const atLeast = (state: DockingProgress, least: DockingProgress): DockingProgress => (rank(state) >= rank(least) ? state : least);

/**
 * The state after an event; undefined where it cannot happen. The only place where the states of a docking follow one another.
 * `stoppedFrom`: where it was stopped, for `reopen`. Parties may sign a memorandum first and negotiate a licence after it, so
 * a signed docking takes offers, and stays signed.
 */
export function nextDockingState(state: DockingState, event: DockingEvent, stoppedFrom: DockingState | null = null): DockingState | undefined {
	if (event.type === 'reopen') {
		if (state === 'completed') return 'running';
		return state === 'stopped' && stoppedFrom && stoppedFrom !== 'stopped' ? stoppedFrom : undefined;
	}
	if (state === 'stopped' || state === 'completed') return undefined;
	switch (event.type) {
		case 'stop':
			return 'stopped';
		case 'nda-signed':
			return atLeast(state, 'confidential');
		case 'terms-offered':
			// After accepted terms, a new offer opens the negotiation again until something is signed.
			return state === 'agreed' ? 'negotiating' : atLeast(state, 'negotiating');
		case 'terms-accepted':
			return rank(state) >= rank('negotiating') ? atLeast(state, 'agreed') : undefined;
		case 'agreement-signed':
			return atLeast(state, 'signed');
		case 'implementation-started':
			return rank(state) >= rank('signed') ? 'running' : undefined;
		case 'completed':
			return rank(state) >= rank('signed') ? 'completed' : undefined;
	}
}

/** Who may bring an event about, what must be there before it, whom it tells of what, and what is to be done next. */
export interface DockingEventRule {
	/** A rule of `dockingRules`. */
	may: 'negotiate' | 'stop' | 'reopen';
	/** What the part that sends the event has made sure of. */
	needs: string;
	tells: DockingNews;
	next: NextStep;
	/** `theirs`: of the side that did not act; `advisers`: of the officers. */
	ball: 'theirs' | 'own' | 'advisers' | 'none';
}

export const DOCKING_EVENT_RULES: Record<DockingEventType, DockingEventRule> = {
	'nda-signed': { may: 'negotiate', needs: 'both sides have signed the same document', tells: 'nda_signed', next: 'offer_terms', ball: 'theirs' },
	'terms-offered': { may: 'negotiate', needs: 'an offer or counter-offer that is complete', tells: 'terms', next: 'answer_terms', ball: 'theirs' },
	'terms-accepted': { may: 'negotiate', needs: 'the newest version, offered by the other side, frozen', tells: 'terms_accepted', next: 'draft_agreement', ball: 'advisers' },
	'agreement-signed': { may: 'negotiate', needs: 'signatures of every party, and the review where the centre requires it', tells: 'agreement_signed', next: 'start_implementation', ball: 'own' },
	'implementation-started': { may: 'negotiate', needs: 'a project with milestones', tells: 'milestone', next: 'carry_out', ball: 'own' },
	completed: { may: 'negotiate', needs: 'nothing: a party says so', tells: 'completed', next: 'none', ball: 'none' },
	stop: { may: 'stop', needs: 'a reason of the list', tells: 'stopped', next: 'none', ball: 'none' },
	reopen: { may: 'reopen', needs: 'it was stopped or completed', tells: 'reopened', next: 'get_to_know', ball: 'own' },
};

/** Whose turn it is after an event that one side, or an adviser, has brought about. */
export function ballAfter(event: DockingEventType, by: 'offering' | 'seeking' | 'officers'): Ball {
	const { ball } = DOCKING_EVENT_RULES[event];
	switch (ball) {
		case 'none':
			return 'none';
		case 'advisers':
			return 'officers';
		case 'own':
			return by;
		case 'theirs':
			return by === 'offering' ? 'seeking' : by === 'seeking' ? 'offering' : 'officers';
	}
}

/** The furthest that a docking has come, once it is in a state. */
export function furthestAfter(furthest: DockingProgress, state: DockingState): DockingProgress {
	return state === 'stopped' ? furthest : atLeast(state, furthest);
}

/** A docking that is neither stopped nor completed. */
export const isOpen = (state: DockingState): boolean => state !== 'stopped' && state !== 'completed';
