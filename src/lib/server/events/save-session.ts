import type { Actor } from '#lib/server/accounts/actor.ts';
import { clashesOf, type Clash, type PlacedSession } from '#lib/events/clashes.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { inRoom } from '#lib/events/whereabouts.ts';
import { countSignings } from '#lib/server/ceremony/queries.ts';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countScansAt } from '#lib/server/registration/door/queries.ts';
import { followEnds } from '#lib/server/registration/surveys/follow-ends.ts';
import { countAnswersAbout, surveysOf } from '#lib/server/registration/surveys/queries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { Affected } from './change-days.ts';
import { changeEvent, gone, organisedEvent } from './change-event.ts';
import { concernedBy } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { wrong } from './input.ts';
import { cancelSessions, countOfList, deleteRow, insertSession, replaceSpeaking, rowOf, updateSession } from './programme/queries.ts';
import { daysOf, roomsOf, sessionsOf, speakersOf, speakingOf, tracksOf, type EventRow, type SessionRow } from './queries.ts';
import { countPlaces, lockSession } from './seats/queries.ts';
import { changeSeats } from './seats/take-seat.ts';
import type { SessionInput } from './session-input.ts';
import { roomLines, tellConcerned, toldSession } from './tell.ts';
import { castOf, castWithout, tellSpeakers } from './tell-speakers.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

interface Checked {
	before: SessionRow | undefined;
	values: Pick<SessionRow, 'kind' | 'dayId' | 'trackId' | 'roomId' | 'languages' | 'seats' | 'titles' | 'about' | 'startsAt' | 'endsAt'>;
	clashes: Clash[];
	/** People knew of another time or room. */
	moves: boolean;
}

/** The sessions of an event with who speaks there, as the search for clashes wants them. */
export async function placedSessions(tx: Transaction, eventId: string): Promise<PlacedSession[]> {
	const speaking = await speakingOf(tx, eventId);
	return (await sessionsOf(tx, eventId)).map((session) => ({ ...session, speakers: speaking.filter(({ sessionId, role }) => sessionId === session.id && role !== 'interpreter').map(({ speakerId }) => speakerId) }));
}

async function check(tx: Transaction, row: EventRow, sessionId: string | null, input: SessionInput): Promise<Checked> {
	const before = await rowOf(tx, 'session', row.id, sessionId);
	if (sessionId && !before) throw gone('session');
	const day = (await daysOf(tx, row.id)).find(({ id }) => id === input.dayId);
	if (!day) throw wrong('day', 'not_allowed');
	if (before?.kind === 'signing' && input.kind !== 'signing' && (await asActor(tx, operator('events'), () => countSignings(tx, before.id))) > 0) throw wrong('kind', 'signings_there');
	if (input.trackId && !(await tracksOf(tx, row.id)).some(({ id }) => id === input.trackId)) throw wrong('track', 'not_allowed');
	if (input.roomId && !(await roomsOf(tx, row.id)).some(({ id }) => id === input.roomId)) throw wrong('room', 'not_allowed');
	const known = new Set((await speakersOf(tx, row.id)).filter(({ consent }) => consent !== 'refused').map(({ id }) => id));
	if (input.speaking.some(({ speakerId }) => !known.has(speakerId))) throw wrong('speakers', 'not_allowed');
	const [startsAt, endsAt] = [instantOf(row.timeZone, `${day.day}T${input.starts}`), instantOf(row.timeZone, `${day.day}T${input.ends}`)];
	if (!startsAt) throw wrong('starts', 'hours');
	if (!endsAt) throw wrong('ends', 'hours');
	const { kind, dayId, trackId, roomId, languages, seats, titles, about } = input;
	const placed: PlacedSession = { id: sessionId ?? '', dayId, roomId, startsAt, endsAt, state: 'on', speakers: input.speaking.filter(({ role }) => role !== 'interpreter').map(({ speakerId }) => speakerId) };
	const clashes = before?.state === 'cancelled' ? [] : clashesOf(placed, day, await placedSessions(tx, row.id), row.timeZone);
	const moves = before !== undefined && before.state === 'on' && row.state === 'published' && (before.startsAt.getTime() !== startsAt.getTime() || before.endsAt.getTime() !== endsAt.getTime() || before.roomId !== roomId);
	return { before, values: { kind, dayId, trackId, roomId, languages, seats, titles, about, startsAt, endsAt }, clashes, moves };
}

async function affectedBy(tx: Transaction, actor: Actor, row: EventRow, session: SessionRow): Promise<Affected> {
	const { people, ...concerned } = await concernedBy(tx, actor, row.id, { sessionIds: [session.id] });
	return { ...concerned, letters: row.state === 'draft' ? 0 : people.length, sessions: [session] };
}

/** What would come of saving a session: what stands against it, where it is moved whom that concerns, and how many would lose the place they signed up for. Errors: not_found, forbidden, invalid_input. */
export async function previewSession(context: Context, actor: Actor, input: { eventId: string; sessionId: string | null; session: SessionInput }): Promise<{ clashes: Clash[]; affected: Affected | null; displaced: number }> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, input.eventId);
		const { before, clashes, moves } = await check(tx, row, input.sessionId, input.session);
		const { seats } = input.session;
		const displaced = before && seats !== null ? Math.max(0, (await asActor(tx, operator('events'), () => countPlaces(tx, before.id))).taken - seats) : 0;
		return { clashes, affected: before && moves ? await affectedBy(tx, actor, row, before) : null, displaced };
	});
}

/** Whom cancelling or removing a session concerns. Errors: not_found, forbidden. */
export async function affectedBySession(context: Context, actor: Actor, input: { eventId: string; sessionId: string | null }): Promise<Affected> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, input.eventId);
		const session = await rowOf(tx, 'session', row.id, input.sessionId);
		if (!session) throw gone('session');
		return affectedBy(tx, actor, row, session);
	});
}

/**
 * Adds a session, or saves one; answers its id and how many were told: that it moved, or that they speak there now or no more. `expected` is the session's version.
 * Errors: not_found, forbidden, conflict, invalid_input (also the first of what stands against it).
 */
export async function saveSession(context: EventsContext, actor: Actor, input: { eventId: string; sessionId: string | null; expected: number; session: SessionInput; words: LocalText[] }): Promise<{ id: string; told: number }> {
	const { sessionId, session, words } = input;
	return changeEvent(context, actor, { eventId: input.eventId, action: sessionId ? 'save-session' : 'add-session' }, async (change) => {
		const { tx, row, now, note } = change;
		const { before, values, clashes, moves } = await check(tx, row, sessionId, session);
		if (before && before.version !== input.expected) throw new ExpectedError('conflict', 'Another organiser has changed the session meanwhile.');
		if (clashes[0]) throw new ExpectedError('invalid_input', 'The session cannot stand there.', { field: clashes[0].field, detail: { code: clashes[0].code } });
		if (!before && (await countOfList(tx, 'session', row.id)) >= EVENT_LIMITS.sessions) throw wrong('day', 'too_many', EVENT_LIMITS.sessions);
		let told = 0;
		const wasCast = await castOf(tx, row.id, before ? [before.id] : []);
		if (before && moves) {
			// Who is put on it or taken off is told of that alone.
			const staying = new Set((await speakingOf(tx, row.id)).filter(({ sessionId: id }) => id === before.id).map(({ speakerId }) => speakerId));
			await replaceSpeaking(tx, { id: before.id, eventId: row.id }, session.speaking.filter(({ speakerId }) => staying.has(speakerId)));
			const room = await roomLines(tx, row.id);
			told = await tellConcerned(context, actor, change, { kind: 'session-moved', titles: values.titles, wasAt: before.startsAt, nowAt: values.startsAt, moved: { was: inRoom(room(before.roomId)), now: inRoom(room(values.roomId)) }, words, sessions: [toldSession({ ...before, titles: values.titles }, now, values)] });
		}
		// With the others of its hour, by id, as by whoever signs up: not when it alone is held already.
		if (before && before.seats !== values.seats) await asActor(tx, operator('events'), () => lockSession(tx, before.id));
		const surveys = before ? await surveysOf(tx, row.id) : [];
		const id = before?.id ?? (await insertSession(tx, { ...values, eventId: row.id, changedAt: now }));
		if (before) await updateSession(tx, id, { ...values, version: before.version + 1, sequence: before.sequence + (moves ? 1 : 0), changedAt: now });
		await followEnds(tx, row, { surveys, timeZone: row.timeZone }, now);
		if (before && before.seats !== values.seats) await asActor(tx, operator('events'), async () => changeSeats(context, { tx, event: row, now }, await lockSession(tx, id)));
		await replaceSpeaking(tx, { id, eventId: row.id }, session.speaking);
		const cast = await castOf(tx, row.id, [id]);
		told += await tellSpeakers(context, actor, change, castWithout(cast, wasCast), 'on');
		told += await tellSpeakers(context, actor, change, castWithout(wasCast, cast), 'off');
		note({ detail: { sessionId: id, ...(moves || told > 0 ? { told } : {}) }, before: before ? placeOf(before) : {}, after: placeOf(values) });
		return { id, told };
	});
}

const placeOf = ({ startsAt, endsAt, roomId, trackId, kind, titles }: Checked['values']) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), roomId, trackId, kind, titles });

/** The session is off and stays in the programme as cancelled; whoever is concerned is told. Errors: not_found, forbidden, conflict. */
export async function cancelSession(context: EventsContext, actor: Actor, input: { eventId: string; sessionId: string | null; words: LocalText[] }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId: input.eventId, action: 'cancel-session' }, async (change) => {
		const { tx, row, now, note } = change;
		const session = await rowOf(tx, 'session', row.id, input.sessionId);
		if (!session) throw gone('session');
		if (session.state === 'cancelled') throw new ExpectedError('conflict', 'The session is off already.');
		const told = await tellConcerned(context, actor, change, { kind: 'session-cancelled', titles: session.titles, wasAt: session.startsAt, words: input.words, sessions: [toldSession(session, now)] });
		await cancelSessions(tx, { ids: [session.id] }, now);
		note({ detail: { sessionId: session.id, told } });
		return { told };
	});
}

/** What would go with a session: answers to its survey, who was let in there, agreements put forward for it. Looked up by the operator, whoever asks. */
async function isOnRecord(tx: Transaction, id: string): Promise<boolean> {
	return asActor(tx, operator('events'), async (tx) => (await countAnswersAbout(tx, id)) + (await countScansAt(tx, id)) + (await countSignings(tx, id)) > 0);
}

/** The session goes altogether, unless people left there what would go with it; of a public event whoever is concerned is told that it is off. Errors: not_found, forbidden, conflict. */
export async function removeSession(context: EventsContext, actor: Actor, input: { eventId: string; sessionId: string | null; words: LocalText[] }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId: input.eventId, action: 'remove-session' }, async (change) => {
		const { tx, row, now, note } = change;
		const session = await rowOf(tx, 'session', row.id, input.sessionId);
		if (!session) throw gone('session');
		if (await isOnRecord(tx, session.id)) throw new ExpectedError('conflict', 'What people left at the session would go with it.', { field: 'session', detail: { code: 'session_kept' } });
		// What was cancelled has been told already.
		const told = session.state === 'cancelled' ? 0 : await tellConcerned(context, actor, change, { kind: 'session-removed', titles: session.titles, wasAt: session.startsAt, words: input.words, sessions: [toldSession(session, now)] });
		await deleteRow(tx, 'session', row.id, session.id);
		note({ detail: { sessionId: session.id, told } });
		return { told };
	});
}
