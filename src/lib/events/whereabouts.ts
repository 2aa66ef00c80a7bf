import { localTextFor, type LocalText } from '../text/local-text.ts';

/** When and where people expect an event; or only where, one of its venues or a session by its room. */
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

/** A room of an event with its venue in one line, in each language that either is named in; nothing without a room. */
export function roomLine(roomId: string | null, rooms: readonly { id: string; venueId: string; names: readonly LocalText[] }[], venues: readonly { id: string; names: readonly LocalText[] }[]): LocalText[] {
	const room = rooms.find(({ id }) => id === roomId);
	if (!room) return [];
	const venue = venues.find(({ id }) => id === room.venueId)?.names ?? [];
	const languages = new Set([...room.names, ...venue].map(({ language }) => language));
	return [...languages].map((language) => ({ ...localTextFor(room.names, language)!, language, text: [localTextFor(room.names, language), localTextFor(venue, language)].flatMap((each) => each?.text ?? []).join(', ') }));
}

/** Where a session is, as a move says it. */
export const inRoom = (place: LocalText[]): Whereabouts => ({ days: null, place, country: null });

/** Whether a text says something else in a language that it was told in; a language that is new, or left out, moves nothing. */
export const saysOtherwise = (was: readonly LocalText[], now: readonly LocalText[]): boolean =>
	was.some((before) => now.some(({ language, text }) => language === before.language && text !== before.text));
