import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { countStandsIn } from '#lib/server/exhibition/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countStanding } from '#lib/server/meetings/frame/queries.ts';
import { changeEvent, gone, type Change } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { countOf, idIn, lineOf, textsInput, wrong } from './input.ts';
import { countOfList, deleteRow, insertRoom, insertTables, insertTrack, insertVenue, rowOf, sessionsIn, updateRoom, updateTrack, updateVenue } from './programme/queries.ts';
import { roomsOf, tablesOf } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Input = { eventId: string; form: FormData };

/** A number of a map; null where the field is empty. */
function degreesOf(form: FormData, field: string, most: number): number | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') return null;
	const degrees = Number(typed.replace(',', '.'));
	if (!Number.isFinite(degrees) || Math.abs(degrees) > most) throw wrong(field, 'degrees', most);
	return degrees;
}

async function assertRoom(change: Change, list: 'venue' | 'room' | 'track', most: number): Promise<number> {
	const count = await countOfList(change.tx, list, change.row.id);
	if (count >= most) throw new ExpectedError('conflict', 'The event has as many as it can have.');
	return count;
}

/** Adds a venue, or saves one. Errors: not_found, forbidden, invalid_input, conflict (too many). */
export async function saveVenue(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-venue' }, async (change) => {
		const { tx, row, note } = change;
		const id = idIn(form);
		const before = await rowOf(tx, 'venue', row.id, id);
		if (id && !before) throw gone('venue');
		const texts = (field: string, limit: number, of: 'names' | 'address', required = false) => textsInput(form, field, row.languages, { limit, required, ...(before ? { before: before[of] } : {}) });
		const values = { names: texts('name', EVENT_LIMITS.name, 'names', true), address: texts('address', EVENT_LIMITS.address, 'address'), latitude: degreesOf(form, 'latitude', 90), longitude: degreesOf(form, 'longitude', 180) };
		if (before) await updateVenue(tx, before.id, values);
		else await insertVenue(tx, { ...values, eventId: row.id, position: await assertRoom(change, 'venue', EVENT_LIMITS.venues) });
		note({ before: before ? { names: before.names, address: before.address } : {}, after: { names: values.names, address: values.address } });
	});
}

/** Adds a room to a venue, or saves one. Errors: not_found, forbidden, invalid_input, conflict (too many). */
export async function saveRoom(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-room' }, async (change) => {
		const { tx, row, note } = change;
		const id = idIn(form);
		const before = await rowOf(tx, 'room', row.id, id);
		const venue = await rowOf(tx, 'venue', row.id, idIn(form, 'venue') ?? before?.venueId ?? null);
		if (!venue || (id && !before)) throw gone('venue or room');
		const values = { venueId: venue.id, names: textsInput(form, 'name', row.languages, { limit: EVENT_LIMITS.name, required: true, ...(before ? { before: before.names } : {}) }), seats: countOf(form, 'seats', 100_000) };
		if (before) await updateRoom(tx, before.id, values);
		else await insertRoom(tx, { ...values, eventId: row.id, position: await assertRoom(change, 'room', EVENT_LIMITS.rooms) });
		note({ before: before ? { names: before.names, seats: before.seats } : {}, after: { names: values.names, seats: values.seats } });
	});
}

/** Sets up tables for meetings in a room, numbered on from the last with the same letters. Errors: not_found, forbidden, invalid_input. */
export async function addTables(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ added: number }> {
	return changeEvent(context, actor, { eventId, action: 'add-tables' }, async ({ tx, row, note }) => {
		const room = await rowOf(tx, 'room', row.id, idIn(form, 'room'));
		if (!room) throw gone('room');
		const [prefix, zone, count] = [lineOf(form, 'prefix', 8), lineOf(form, 'zone', 40), countOf(form, 'count', EVENT_LIMITS.tables)];
		if (count === null) throw wrong('count', 'required');
		const there = await tablesOf(tx, row.id);
		if (there.length + count > EVENT_LIMITS.tables) throw wrong('count', 'too_many', EVENT_LIMITS.tables);
		const numbers = there.flatMap(({ label }) => (label.startsWith(prefix) && /^\d+$/.test(label.slice(prefix.length)) ? [Number(label.slice(prefix.length))] : []));
		const first = Math.max(0, ...numbers) + 1;
		const added = await insertTables(tx, Array.from({ length: count }, (_none, index) => ({ eventId: row.id, roomId: room.id, label: `${prefix}${first + index}`, zone, position: first + index })));
		note({ detail: { roomId: room.id, added } });
		return { added };
	});
}

/** Adds a track, or saves one. Errors: not_found, forbidden, invalid_input, conflict (too many). */
export async function saveTrack(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-track' }, async (change) => {
		const { tx, row, note } = change;
		const id = idIn(form);
		const before = await rowOf(tx, 'track', row.id, id);
		if (id && !before) throw gone('track');
		const names = textsInput(form, 'name', row.languages, { limit: EVENT_LIMITS.name, required: true, ...(before ? { before: before.names } : {}) });
		if (before) await updateTrack(tx, before.id, { names });
		else await insertTrack(tx, { eventId: row.id, names, position: await assertRoom(change, 'track', EVENT_LIMITS.tracks) });
		note({ before: { names: before?.names ?? [] }, after: { names } });
	});
}

/** How many sessions, and stands of exhibitions, are in the way of removing a place or a track. */
async function usedBy({ tx, row }: Change, of: 'venue' | 'room' | 'table' | 'track', id: string): Promise<number> {
	if (of === 'table') return countStanding(tx, { table: id });
	if (of === 'track') return (await sessionsIn(tx, { track: id })).length;
	const rooms = of === 'room' ? [id] : (await roomsOf(tx, row.id)).filter(({ venueId }) => venueId === id).map((room) => room.id);
	let used = (await countStandsIn(tx, rooms)) + (await countStanding(tx, { rooms }));
	for (const room of rooms) used += (await sessionsIn(tx, { room })).length;
	return used;
}

/**
 * Removes a venue, a room, a table or a track. What sessions stand in stays until they stand elsewhere: nothing moves silently.
 * Errors: not_found, forbidden, conflict (sessions or stands are there).
 */
export async function removePlace(context: Context, actor: Actor, input: { eventId: string; of: 'venue' | 'room' | 'table' | 'track'; id: string | null }): Promise<void> {
	const { of } = input;
	await changeEvent(context, actor, { eventId: input.eventId, action: `remove-${of}` }, async (change) => {
		const found = await rowOf(change.tx, of, change.row.id, input.id);
		if (!found) throw gone(of);
		const used = await usedBy(change, of, found.id);
		if (used > 0) throw new ExpectedError('conflict', `${used} sessions or stands are there.`, { field: 'place', detail: { code: 'in_use', limit: used } });
		await deleteRow(change.tx, of, change.row.id, found.id);
		change.note({ detail: { [`${of}Id`]: found.id } });
	});
}

