import { dayAfter, instantOf, wallClock } from '#lib/rooms/zoned-time.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { daysOf, roomsOf, sessionsOf, tablesOf, tracksOf, venuesOf, type EventRow } from './queries.ts';
import { insertDay, insertRoom, insertSession, insertTables, insertTrack, insertVenue } from './programme/queries.ts';

const DAY = 86_400_000;

/**
 * Copies places, days, tracks and sessions of an event into a new one: the same hours on the clock of the new place, the same
 * days after its beginning. Who spoke and what was cancelled does not come along: people are asked anew. Days after the new
 * event's last are left out, with their sessions. Answers the new rooms by those they are copies of.
 */
export async function copyProgramme(tx: Transaction, last: EventRow, next: { id: string; startsOn: string; endsOn: string; timeZone: string }): Promise<Map<string, string>> {
	const shift = Math.round((Date.parse(next.startsOn) - Date.parse(last.startsOn)) / DAY);
	const rooms = await copyPlaces(tx, last.id, next.id);
	const tracks = new Map<string, string>();
	for (const { id, names, position } of await tracksOf(tx, last.id)) tracks.set(id, await insertTrack(tx, { eventId: next.id, names, position }));
	const days = new Map<string, { id: string }>();
	for (const { id, day, opens, closes, titles } of await daysOf(tx, last.id)) {
		const moved = dayAfter(day, shift);
		if (moved <= next.endsOn) days.set(id, { id: await insertDay(tx, { eventId: next.id, day: moved, opens, closes, titles }) });
	}
	const onNewClock = (moment: Date) => {
		const local = wallClock(last.timeZone, moment);
		return instantOf(next.timeZone, `${dayAfter(local.slice(0, 10), shift)}T${local.slice(11)}`) ?? new Date(moment.getTime() + shift * DAY);
	};
	for (const session of await sessionsOf(tx, last.id)) {
		const day = days.get(session.dayId);
		if (!day || session.state === 'cancelled') continue;
		const { kind, titles, about, languages, seats, startsAt, endsAt, trackId, roomId } = session;
		await insertSession(tx, { eventId: next.id, dayId: day.id, trackId: trackId && (tracks.get(trackId) ?? null), roomId: roomId && (rooms.get(roomId) ?? null), kind, titles, about, languages, seats, startsAt: onNewClock(startsAt), endsAt: onNewClock(endsAt) });
	}
	return rooms;
}

async function copyPlaces(tx: Transaction, from: string, to: string): Promise<Map<string, string>> {
	const venues = new Map<string, string>();
	for (const { id, names, address, latitude, longitude, position } of await venuesOf(tx, from)) venues.set(id, await insertVenue(tx, { eventId: to, names, address, latitude, longitude, position }));
	const rooms = new Map<string, string>();
	for (const { id, venueId, names, seats, position } of await roomsOf(tx, from)) rooms.set(id, await insertRoom(tx, { eventId: to, venueId: venues.get(venueId)!, names, seats, position }));
	await insertTables(tx, (await tablesOf(tx, from)).map(({ roomId, label, zone, position }) => ({ eventId: to, roomId: rooms.get(roomId)!, label, zone, position })));
	return rooms;
}
