import type { LocalText } from '../text/local-text.ts';

/** When and where people expect an event, or one of its venues, which has no days and no country of its own. */
export interface Whereabouts {
	days: { from: string; until: string } | null;
	place: LocalText[];
	country: string | null;
}

export interface Move {
	was: Whereabouts;
	now: Whereabouts;
}

/** A day on which something of an event closes, whenever the event is held. */
export interface Deadline {
	of: 'registration' | 'codes' | 'call' | 'requests';
	day: string;
}

/** Whether a text says something else in a language that it was told in; a language that is new, or left out, moves nothing. */
export const saysOtherwise = (was: readonly LocalText[], now: readonly LocalText[]): boolean =>
	was.some((before) => now.some(({ language, text }) => language === before.language && text !== before.text));
