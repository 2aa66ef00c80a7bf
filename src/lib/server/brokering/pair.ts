import type { PairDecision, PairState } from '#lib/brokering/vocabulary.ts';

/** What happens to a pair besides the judgement of the engine. */
export type PairEvent = Exclude<PairDecision, 'undo'> | 'answer' | 'day-has-come';

const OPEN: readonly PairState[] = ['suggested', 'later', 'asked'];

/** The state that an event leads to; undefined where it cannot happen now. */
export function nextPairState(state: PairState, event: PairEvent): PairState | undefined {
	switch (event) {
		case 'introduce':
			return OPEN.includes(state) ? 'introduced' : undefined;
		case 'later':
			return OPEN.includes(state) ? 'later' : undefined;
		case 'reject':
			return OPEN.includes(state) ? 'rejected' : undefined;
		case 'ask':
			return OPEN.includes(state) ? 'asked' : undefined;
		case 'reopen':
			// An introduction stands: both owners have a letter. Its maker can undo it while the letters wait.
			return state === 'later' || state === 'asked' || state === 'rejected' ? 'suggested' : undefined;
		case 'answer':
			return state === 'asked' ? 'suggested' : undefined;
		case 'day-has-come':
			return state === 'later' ? 'suggested' : undefined;
	}
}

/** Seconds that letters of a decision wait, so that it can be taken back instead of being asked for twice. */
export const LETTERS_WAIT_SECONDS = 60;
