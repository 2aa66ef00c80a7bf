import { STEP_DAYS, type InterestState, type InterestStep } from '#lib/docking/vocabulary.ts';
import type { InterestRight } from './rules.ts';

/** What happens to an interest on its way from who asks to the owner of the listing. */
export const INTEREST_EVENTS = ['pass', 'accept', 'refuse', 'withdraw', 'expire'] as const;
export type InterestEvent = (typeof INTEREST_EVENTS)[number];

/** Which centres look at an interest before it goes on. */
export interface Screening {
	theirCentreScreens: boolean;
}

export const isOnItsWay = (state: InterestState): state is InterestStep => state === 'at_own_centre' || state === 'at_their_centre' || state === 'with_owner';

/**
 * Where a new interest begins: at the first centre that screens; with the owner where none does, or where an officer has
 * introduced the pair already. One centre that looks after both sides looks once.
 */
export function firstInterestState(way: { ownCentreScreens: boolean; theirCentreScreens: boolean; sameCentre: boolean; introduced: boolean }): InterestStep {
	if (way.introduced) return 'with_owner';
	if (way.ownCentreScreens) return 'at_own_centre';
	return way.theirCentreScreens && !way.sameCentre ? 'at_their_centre' : 'with_owner';
}

/** The state after an event; undefined where it cannot happen. The only place where the states of an interest follow one another. */
export function nextInterestState(state: InterestState, event: InterestEvent, screening: Screening): InterestState | undefined {
	if (!isOnItsWay(state)) return undefined;
	switch (event) {
		case 'pass':
			if (state === 'at_own_centre') return screening.theirCentreScreens ? 'at_their_centre' : 'with_owner';
			return state === 'at_their_centre' ? 'with_owner' : undefined;
		case 'accept':
			return state === 'with_owner' ? 'accepted' : undefined;
		case 'refuse':
			return 'refused';
		case 'withdraw':
			return 'withdrawn';
		case 'expire':
			return 'expired';
	}
}

/** Who may bring an event about, what must be there, and what becomes known of it by mail (interests/interest-letters.ts). */
export interface InterestEventRule {
	/** A right of `interestRules`, one of them; none: the clock alone. */
	may: readonly InterestRight[];
	needs: string;
	/** Who asked, with whom the interest lay, and with whom it lies next. */
	tells: readonly ('askers' | 'holders' | 'next')[];
	/** What the askers and holders are told; who has it next is asked to look at it, or to answer. */
	news?: 'passed' | 'refused' | 'withdrawn' | 'expired';
}

export const INTEREST_EVENT_RULES: Record<InterestEvent, InterestEventRule> = {
	pass: { may: ['pass'], needs: 'the version that the officer saw', tells: ['next', 'askers'], news: 'passed' },
	// The letter of the docking that opens tells both sides.
	accept: { may: ['accept'], needs: 'the version that the owner saw, and a listing that is public still', tells: [] },
	refuse: { may: ['screenOut', 'refuse'], needs: 'a reason of the list', tells: ['askers'], news: 'refused' },
	withdraw: { may: ['withdraw'], needs: 'nothing', tells: ['holders'], news: 'withdrawn' },
	expire: { may: [], needs: 'the day is over on which the step was due', tells: ['askers', 'holders'], news: 'expired' },
};

const DAY = 86_400_000;
/** When a step that begins now is due, and from when on who has it is reminded. */
export const dueOf = (step: InterestStep, now: Date): Date => new Date(now.getTime() + STEP_DAYS[step].expiry * DAY);
export const reminderOf = (step: InterestStep, since: Date): Date => new Date(since.getTime() + STEP_DAYS[step].reminder * DAY);
