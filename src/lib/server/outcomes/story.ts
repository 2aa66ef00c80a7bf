import type { StoryState } from '#lib/outcomes/vocabulary.ts';

export const STORY_EVENTS = ['edit', 'ask', 'consent', 'withdraw'] as const;
export type StoryEvent = (typeof STORY_EVENTS)[number];

/** What an event depends on, beside the state. */
export interface StorySituation {
	/** Title, body, and a text of each side stand. */
	complete: boolean;
	/** Consents that are missing once the event has happened. */
	missing: number;
}

/**
 * The state of a success story after an event; undefined where it cannot happen. Any change of its words makes it a draft again,
 * and ends the consents that were given to other words. The last consent publishes it; any that is taken back takes it off.
 */
export function nextStoryState(state: StoryState, event: StoryEvent, { complete, missing }: StorySituation): StoryState | undefined {
	switch (event) {
		case 'edit':
			return state === 'published' ? undefined : 'draft';
		case 'ask':
			return (state === 'draft' || state === 'withdrawn') && complete ? 'asked' : undefined;
		case 'consent':
			return state === 'asked' ? (missing === 0 ? 'published' : 'asked') : undefined;
		case 'withdraw':
			return state === 'published' ? 'withdrawn' : state === 'asked' ? 'asked' : undefined;
	}
}

/** Who brings an event about, what must be there, and what the others are told. */
export const STORY_STEPS: Record<StoryEvent, { who: 'party-or-adviser' | 'party-or-centre'; needs: 'words' | 'texts-of-all' | 'nothing'; tells: 'story' | null }> = {
	edit: { who: 'party-or-adviser', needs: 'words', tells: null },
	ask: { who: 'party-or-adviser', needs: 'texts-of-all', tells: 'story' },
	consent: { who: 'party-or-centre', needs: 'nothing', tells: 'story' },
	withdraw: { who: 'party-or-centre', needs: 'nothing', tells: 'story' },
};
