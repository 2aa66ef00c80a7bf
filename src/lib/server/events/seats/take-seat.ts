import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { ownRegistration } from '#lib/server/registration/registrations.ts';
import type { EventsContext } from '../context.ts';
import { seatLetter } from '../letters.ts';
import { dropPick } from '../people/queries.ts';
import type { EventRow, SessionRow } from '../queries.ts';
import { calendarFactsOf } from '../tell.ts';
import { countPlaces, forgetPlaces, lastPlaced, lockSession, nextWaiting, ownPlace, placesHeldThen, putPlace, raiseSequence, registersPeople, setPlaces } from './queries.ts';

type Context = Pick<EventsContext, 'jobs' | 'baseUrl' | 'organiser'>;
interface Seats {
	tx: Transaction;
	event: EventRow;
	now: Date;
}

/** Whether somebody may sign up: whoever is registered, or where an event registers people, once approved. */
export async function maySignUp(tx: Transaction, eventId: string, userId: string): Promise<boolean> {
	const own = await ownRegistration(tx, eventId, userId);
	return own ? own.state === 'approved' : !(await registersPeople(tx, eventId));
}

/**
 * Signs somebody up: with a place where one is free, else waiting for one; as the operator. Whoever has a place in another session at
 * that hour has it `instead`, where one is free here, or is refused; answers the sessions that were given up. Errors: forbidden (not
 * registered), conflict (a place elsewhere then).
 */
export async function takeSeat(context: Context, seats: Seats, userId: string, sessionId: string, instead: boolean): Promise<string[]> {
	const { tx, event, now } = seats;
	const session = await lockSession(tx, sessionId);
	if (await ownPlace(tx, userId, sessionId)) return [];
	if (!(await maySignUp(tx, event.id, userId))) throw new ExpectedError('forbidden', 'Places are for those whose registration is approved.');
	const isFree = (await countPlaces(tx, sessionId)).taken < (session.seats ?? Infinity) && (await nextWaiting(tx, sessionId, 1)).length === 0;
	const held = await placesHeldThen(tx, userId, session);
	if (held.length > 0 && !(instead && isFree)) throw new ExpectedError('conflict', 'The person has a place in another session at that hour.', { field: 'place', detail: { code: 'place_then' } });
	for (const { id } of held) await giveSeatUp(context, seats, userId, id);
	await putPlace(tx, { userId, sessionId, eventId: event.id, place: isFree ? 'taken' : 'waiting', at: now });
	return held.map(({ id }) => id);
}

/** Gives a place up, or stops waiting; the next moves up and is told; as the operator. */
export async function giveSeatUp(context: Context, { tx, event, now }: Seats, userId: string, sessionId: string): Promise<void> {
	const session = await lockSession(tx, sessionId);
	await dropPick(tx, userId, sessionId);
	await moveSeatsUp(context, { tx, event, now }, session);
}

async function tellOfPlaces(context: Context, { tx, event, now }: Seats, { id }: SessionRow, people: readonly Recipient[], news: 'given' | 'lost'): Promise<void> {
	if (people.length === 0) return;
	const session = await raiseSequence(tx, id, now);
	const facts = await calendarFactsOf(context, tx, event);
	for (const person of people) await sendMail(tx, context.jobs, seatLetter(person, facts, session, news));
}

/** Gives the places that are free to those who wait longest and have none elsewhere at that hour, and tells them; the session locked, as the operator. Answers how many. */
export async function moveSeatsUp(context: Context, { tx, event, now }: Seats, session: SessionRow): Promise<number> {
	if (session.seats === null || session.state === 'cancelled' || session.startsAt <= now) return 0;
	const { taken } = await countPlaces(tx, session.id);
	const next = taken < session.seats ? await nextWaiting(tx, session.id, session.seats - taken) : [];
	await setPlaces(tx, session.id, next.map(({ id }) => id), 'taken', now);
	await tellOfPlaces(context, { tx, event, now }, session, next, 'given');
	return next.length;
}

/**
 * What another number of places means for those who signed up: where there are fewer, the last wait again and are told; where there are
 * more, the first who wait move up; without a number nobody signs up any more. The session locked, as the operator.
 */
export async function changeSeats(context: Context, { tx, event, now }: Seats, session: SessionRow): Promise<void> {
	if (session.seats === null) return forgetPlaces(tx, session.id);
	const { taken } = await countPlaces(tx, session.id);
	const last = taken > session.seats ? await lastPlaced(tx, session.id, taken - session.seats) : [];
	await setPlaces(tx, session.id, last.map(({ id }) => id), 'waiting');
	await tellOfPlaces(context, { tx, event, now }, session, last, 'lost');
	await moveSeatsUp(context, { tx, event, now }, session);
}
