import { wallClock } from '../rooms/zoned-time.ts';

/** A session as far as it can be in the way of another. */
export interface PlacedSession {
	id: string;
	dayId: string;
	roomId: string | null;
	startsAt: Date;
	endsAt: Date;
	state: 'on' | 'cancelled';
	speakers: readonly string[];
}

interface PlacedDay {
	id: string;
	/** YYYY-MM-DD */
	day: string;
	/** HH:MM or HH:MM:SS, on the clock of the event's zone. */
	opens: string;
	closes: string;
	state: 'on' | 'cancelled';
}

/** What is wrong with the place of a session, at which field of its form, and which other session or speaker is meant. */
export type Clash =
	| { field: 'ends'; code: 'ends_before' }
	| { field: 'starts' | 'ends'; code: 'outside_day'; opens: string; closes: string }
	| { field: 'day'; code: 'day_cancelled' }
	| { field: 'room'; code: 'room_taken'; session: string }
	| { field: 'speakers'; code: 'speaker_taken'; session: string; speaker: string };

const overlap = (one: PlacedSession, other: PlacedSession) => one.startsAt < other.endsAt && other.startsAt < one.endsAt;

/**
 * Everything that stands against a session at its place: it ends after it begins, inside of the hours of its day; its room holds
 * one session at a time, and nobody speaks in two. What is cancelled is in nobody's way.
 */
export function clashesOf(wanted: PlacedSession, day: PlacedDay, others: readonly PlacedSession[], zone: string): Clash[] {
	if (wanted.endsAt <= wanted.startsAt) return [{ field: 'ends', code: 'ends_before' }];
	const [opens, closes] = [day.opens.slice(0, 5), day.closes.slice(0, 5)];
	const outside = (moment: Date) => {
		const local = wallClock(zone, moment);
		return local.slice(0, 10) !== day.day || local.slice(11) < opens || local.slice(11) > closes;
	};
	const clashes: Clash[] = [];
	if (day.state === 'cancelled') clashes.push({ field: 'day', code: 'day_cancelled' });
	if (outside(wanted.startsAt)) clashes.push({ field: 'starts', code: 'outside_day', opens, closes });
	else if (outside(wanted.endsAt)) clashes.push({ field: 'ends', code: 'outside_day', opens, closes });
	const beside = others.filter((other) => other.id !== wanted.id && other.state === 'on' && overlap(wanted, other));
	const inRoom = wanted.roomId && beside.find(({ roomId }) => roomId === wanted.roomId);
	if (inRoom) clashes.push({ field: 'room', code: 'room_taken', session: inRoom.id });
	for (const speaker of wanted.speakers) {
		const elsewhere = beside.find(({ speakers }) => speakers.includes(speaker));
		if (elsewhere) clashes.push({ field: 'speakers', code: 'speaker_taken', session: elsewhere.id, speaker });
	}
	return clashes;
}

/** Sessions of a programme that stand in each other's way or outside of their day, by id: for the programme as a whole. */
export function clashesOfAll(sessions: readonly PlacedSession[], days: readonly PlacedDay[], zone: string): Map<string, Clash[]> {
	const found = new Map<string, Clash[]>();
	for (const session of sessions) {
		const day = days.find(({ id }) => id === session.dayId);
		if (!day || session.state === 'cancelled') continue;
		const clashes = clashesOf(session, day, sessions, zone);
		if (clashes.length > 0) found.set(session.id, clashes);
	}
	return found;
}
