import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { saysOtherwise, type Move } from '#lib/events/whereabouts.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { countStandsIn } from '#lib/server/exhibition/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countStanding } from '#lib/server/meetings/frame/queries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { changeEvent, gone, organisedEvent, type Change } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { countOf, idIn, lineOf, textsInput, wrong } from './input.ts';
import { askedOfMove, isAwaited, type MoveAsked } from './move-event.ts';
import { deleteRow, insertRoom, insertTables, insertTrack, insertVenue, rowOf, sessionsChanged, sessionsIn, updateRoom, updateTrack, updateVenue } from './programme/queries.ts';
import { roomsOf, sessionsOf, tablesOf, tracksOf, venuesOf, type EventRow, type SessionRow } from './queries.ts';
import { tellConcerned, toldSession } from './tell.ts';

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

const LISTS = { venue: venuesOf, room: roomsOf, track: tracksOf } as const;

/** Where one more of a list stands: at its end. Errors: invalid_input. */
async function endOf({ tx, row }: Change, list: keyof typeof LISTS, most: number): Promise<number> {
	const there = await LISTS[list](tx, row.id);
	if (there.length >= most) throw wrong(`name_${row.languages[0]}`, 'too_many', most);
	return (there.at(-1)?.position ?? -1) + 1;
}

type Venue = Awaited<ReturnType<typeof venuesOf>>[number];

/** A venue as it stands and as its form says it. Errors: not_found, invalid_input. */
async function venueInput(tx: Change['tx'], row: EventRow, form: FormData) {
	const id = idIn(form);
	const before = await rowOf(tx, 'venue', row.id, id);
	if (id && !before) throw gone('venue');
	const texts = (field: string, limit: number, of: 'names' | 'address', required = false) => textsInput(form, field, row.languages, { limit, required, ...(before ? { before: before[of] } : {}) });
	return { before, values: { names: texts('name', EVENT_LIMITS.name, 'names', true), address: texts('address', EVENT_LIMITS.address, 'address'), latitude: degreesOf(form, 'latitude', 90), longitude: degreesOf(form, 'longitude', 180) } };
}

/** Name and address in one line, in each language that has a name. */
const placeOf = ({ names, address }: Pick<Venue, 'names' | 'address'>): LocalText[] => names.map((name) => ({ ...name, text: [name.text, address.find(({ language }) => language === name.language)?.text].filter(Boolean).join(', ') }));

/** Where people expect a venue, and where it will be; undefined where nothing changes that they were told. */
function venueMove(row: EventRow, { before, values }: { before: Venue | undefined; values: Pick<Venue, 'names' | 'address'> }, now: Date): Move | undefined {
	if (!before || !isAwaited(row, now) || (!saysOtherwise(before.names, values.names) && !saysOtherwise(before.address, values.address))) return undefined;
	const of = (venue: Pick<Venue, 'names' | 'address'>) => ({ days: null, place: placeOf(venue), country: null });
	return { was: of(before), now: of(values) };
}

/** What saving a venue would mean for those who expect it where it was; null where nobody has to be told. Errors: not_found, forbidden, invalid_input. */
export async function previewVenue(context: Context, actor: Actor, { eventId, form }: Input): Promise<MoveAsked | null> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, eventId);
		const now = context.clock();
		const move = venueMove(row, await venueInput(tx, row, form), now);
		return move ? askedOfMove(tx, actor, { row, now }, { move, byWords: true, daysLater: 0, deadlines: [] }) : null;
	});
}

/**
 * Adds a venue, or saves one. Where people expect it elsewhere, everybody whom the event concerns is told, unless it is `quietly`
 * a matter of words; answers how many. Errors: not_found, forbidden, invalid_input.
 */
export async function saveVenue(context: Context & Pick<EventsContext, 'jobs' | 'baseUrl' | 'organiser'>, actor: Actor, { eventId, form, letter = [], quietly = false }: Input & { letter?: LocalText[]; quietly?: boolean }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId, action: 'save-venue' }, async (change) => {
		const { tx, row, now, note } = change;
		const { before, values } = await venueInput(tx, row, form);
		const moved = venueMove(row, { before, values }, now);
		if (before) await updateVenue(tx, before.id, values);
		else await insertVenue(tx, { ...values, eventId: row.id, position: await endOf(change, 'venue', EVENT_LIMITS.venues) });
		const sessions = before && moved ? await sessionsAt(tx, row.id, before.id) : [];
		await sessionsChanged(tx, sessions.map(({ id }) => id), now);
		const told = moved && !quietly ? await tellConcerned(context, actor, change, { kind: 'event-moved', titles: row.names, moved, words: letter, sessions: sessions.map((session) => toldSession(session, now)) }, { everybody: true, centres: change.forRules.centres }) : 0;
		note({ ...(moved ? { detail: { told } } : {}), before: before ? { names: before.names, address: before.address } : {}, after: { names: values.names, address: values.address } });
		return { told };
	});
}

/** The sessions that stand in the rooms of a venue. */
async function sessionsAt(tx: Change['tx'], eventId: string, venueId: string): Promise<SessionRow[]> {
	const rooms = new Set((await roomsOf(tx, eventId)).filter((room) => room.venueId === venueId).map(({ id }) => id));
	return (await sessionsOf(tx, eventId)).filter(({ roomId, state }) => state === 'on' && roomId !== null && rooms.has(roomId));
}

/** Adds a room to a venue, or saves one; calendars that people follow take in what it is called. Errors: not_found, forbidden, invalid_input. */
export async function saveRoom(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-room' }, async (change) => {
		const { tx, row, now, note } = change;
		const id = idIn(form);
		const before = await rowOf(tx, 'room', row.id, id);
		const venue = await rowOf(tx, 'venue', row.id, idIn(form, 'venue') ?? before?.venueId ?? null);
		if (!venue || (id && !before)) throw gone('venue or room');
		const values = { venueId: venue.id, names: textsInput(form, 'name', row.languages, { limit: EVENT_LIMITS.name, required: true, ...(before ? { before: before.names } : {}) }), seats: countOf(form, 'seats', 100_000) };
		if (before) await updateRoom(tx, before.id, values);
		else await insertRoom(tx, { ...values, eventId: row.id, position: await endOf(change, 'room', EVENT_LIMITS.rooms) });
		if (before && !isDeepStrictEqual(before.names, values.names)) await sessionsChanged(tx, (await sessionsIn(tx, { room: before.id })).map((session) => session.id), now);
		note({ before: before ? { names: before.names, seats: before.seats } : {}, after: { names: values.names, seats: values.seats } });
	});
}

/** Sets up tables for meetings in a room, numbered on from the last with the same letters. Errors: not_found, forbidden, invalid_input. */
export async function addTables(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ added: number }> {
	return changeEvent(context, actor, { eventId, action: 'add-tables' }, async ({ tx, row, note }) => {
		const room = await rowOf(tx, 'room', row.id, idIn(form, 'room'));
		if (!room) throw gone('room');
		const [prefix, zone, count] = [lineOf(form, 'prefix', 8), lineOf(form, 'zone', EVENT_LIMITS.tableZone), countOf(form, 'count', EVENT_LIMITS.tables)];
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

/** Adds a track, or saves one. Errors: not_found, forbidden, invalid_input. */
export async function saveTrack(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-track' }, async (change) => {
		const { tx, row, note } = change;
		const id = idIn(form);
		const before = await rowOf(tx, 'track', row.id, id);
		if (id && !before) throw gone('track');
		const names = textsInput(form, 'name', row.languages, { limit: EVENT_LIMITS.name, required: true, ...(before ? { before: before.names } : {}) });
		if (before) await updateTrack(tx, before.id, { names });
		else await insertTrack(tx, { eventId: row.id, names, position: await endOf(change, 'track', EVENT_LIMITS.tracks) });
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

