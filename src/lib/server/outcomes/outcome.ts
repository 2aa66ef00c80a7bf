import type { OutcomeState, OutcomeStatus } from '#lib/outcomes/vocabulary.ts';
import { OUTCOME_YEARS } from '#lib/outcomes/vocabulary.ts';

export const OUTCOME_EVENTS = ['answer', 'correct', 'expire'] as const;
export type OutcomeEvent = (typeof OUTCOME_EVENTS)[number];

/**
 * The state of a yearly question after an event; undefined where it cannot happen. A party answers, late too, and corrects its
 * own answer; the clock ends a question that nobody answered. Through the link of a letter only a question that is open is answered.
 */
export function nextOutcomeState(state: OutcomeState, event: OutcomeEvent): OutcomeState | undefined {
	switch (event) {
		case 'answer':
			return state === 'answered' ? undefined : 'answered';
		case 'correct':
			return state === 'answered' ? 'answered' : undefined;
		case 'expire':
			return state === 'asked' ? 'expired' : undefined;
	}
}

/** Who brings an event about, and what the others are told. */
export const OUTCOME_STEPS: Record<OutcomeEvent, { who: 'its-party' | 'clock'; needs: 'status' | 'nothing'; tells: 'outcome' | null }> = {
	answer: { who: 'its-party', needs: 'status', tells: 'outcome' },
	correct: { who: 'its-party', needs: 'status', tells: 'outcome' },
	expire: { who: 'clock', needs: 'nothing', tells: null },
};

/**
 * The year that a party is asked about on a day: that of the last anniversary of the signature (`YYYY-MM-DD`, both). Undefined
 * before the first one, and after the last year in which the network asks.
 */
export function yearToAsk(signedOn: string, today: string): number | undefined {
	const signed = Number(signedOn.slice(0, 4));
	const year = Number(today.slice(0, 4)) - (today.slice(5) < signedOn.slice(5) ? 1 : 0);
	return year > signed && year <= signed + OUTCOME_YEARS ? year : undefined;
}

/** After these nothing more is asked of a party. */
export const isFinal = (status: OutcomeStatus | null): boolean => status === 'completed' || status === 'stopped';
