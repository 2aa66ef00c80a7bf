import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { ownRegistration } from '#lib/server/registration/registrations.ts';
import type { EventsContext } from '../context.ts';
import { seatLetter } from '../letters.ts';
import { dropPick } from '../people/queries.ts';
import type { EventRow, SessionRow } from '../queries.ts';
import { factsOf } from '../tell.ts';
import { countPlaces, forgetPlaces, lockSession, ownPlace, peopleWith, putPlace, raiseSequence, registersPeople, setPlaces } from './queries.ts';

type Context = Pick<EventsContext, 'jobs' | 'baseUrl'>;
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

/** Signs somebody up: with a place where one is free, else waiting for one; as the operator. Errors: forbidden (not registered). */
export async function takeSeat({ tx, event, now }: Seats, userId: string, sessionId: string): Promise<void> {
	const { seats } = await lockSession(tx, sessionId);
	if (await ownPlace(tx, userId, sessionId)) return;
	if (!(await maySignUp(tx, event.id, userId))) throw new ExpectedError('forbidden', 'Places are for those whose registration is approved.');
	const { taken, waiting } = await countPlaces(tx, sessionId);
	await putPlace(tx, { userId, sessionId, eventId: event.id, place: waiting === 0 && taken < (seats ?? Infinity) ? 'taken' : 'waiting', at: now });
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
	for (const person of people) await sendMail(tx, context.jobs, seatLetter(person, factsOf(context, event), session, news));
}

/** Gives the places that are free to those who wait longest, and tells them; the session locked, as the operator. Answers how many. */
export async function moveSeatsUp(context: Context, { tx, event, now }: Seats, session: SessionRow): Promise<number> {
	if (session.seats === null || session.state === 'cancelled' || session.startsAt <= now) return 0;
	const { taken } = await countPlaces(tx, session.id);
	const next = taken < session.seats ? await peopleWith(tx, session.id, 'waiting', session.seats - taken, 'first') : [];
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
	const last = taken > session.seats ? await peopleWith(tx, session.id, 'taken', taken - session.seats, 'last') : [];
	await setPlaces(tx, session.id, last.map(({ id }) => id), 'waiting');
	await tellOfPlaces(context, { tx, event, now }, session, last, 'lost');
	await moveSeatsUp(context, { tx, event, now }, session);
}
