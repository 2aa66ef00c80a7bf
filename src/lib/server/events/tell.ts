import type { Actor } from '#lib/server/accounts/actor.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import { roomLine } from '#lib/events/whereabouts.ts';
import type { OwnChanges } from '#lib/server/meetings/live/letters.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { personOf, type Change } from './change-event.ts';
import { concernedBy, everybodyOf, type Reach } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { minutesOf, newsLetter, type CalendarFacts, type EventNews, type MovedSession } from './letters.ts';
import { insertNotice } from './programme/queries.ts';
import { roomsOf, venuesOf, type EventRow, type SessionRow } from './queries.ts';

export const factsOf = (context: Pick<EventsContext, 'baseUrl'>, { id, names, timeZone }: EventRow) => ({ id, names, timeZone, baseUrl: context.baseUrl });

/** Where sessions are, by the ids of rooms. */
export async function roomLines(tx: Transaction, eventId: string): Promise<CalendarFacts['room']> {
	const [rooms, venues] = [await roomsOf(tx, eventId), await venuesOf(tx, eventId)];
	return (id) => roomLine(id, rooms, venues);
}

/** What letters with entries for calendars say of an event. */
export async function calendarFactsOf(context: Pick<EventsContext, 'baseUrl' | 'organiser'>, tx: Transaction, row: EventRow): Promise<CalendarFacts> {
	return { ...factsOf(context, row), organiser: context.organiser, place: row.place, room: await roomLines(tx, row.id) };
}

/** A session as calendars are told that it is at other hours or in another room, or off; before the change is stored. */
export function toldSession({ id, titles, sequence, ...row }: SessionRow, now: Date, { startsAt, endsAt, roomId = row.roomId }: Pick<SessionRow, 'startsAt' | 'endsAt'> & Partial<Pick<SessionRow, 'roomId'>> = row): MovedSession {
	return { id, titles, sequence: sequence + 1, roomId, startsAt, minutes: minutesOf({ startsAt, endsAt }), changedAt: now };
}

/**
 * Tells those whom a change concerns, each once, and puts it on the event's page; whose meetings move with it reads that in the same
 * letter. Nothing is told of a draft, which nobody knows of. Answers how many letters left.
 */
export async function tellConcerned(
	context: Pick<EventsContext, 'jobs' | 'baseUrl' | 'organiser'>,
	actor: Actor,
	change: Change,
	news: EventNews & { kind: NoticeKind; words: LocalText[] },
	{ everybody = false, centres }: Pick<Reach, 'centres'> & { everybody?: boolean } = {},
	meetings: readonly OwnChanges[] = [],
): Promise<number> {
	if (change.row.state === 'draft') return 0;
	const { tx, row, now } = change;
	const reach: Reach = { sessionIds: news.sessions.map(({ id }) => id), meeting: meetings.map(({ to }) => to), ...(centres && { centres }), ...(everybody && { everybody: await everybodyOf(tx, row, now) }) };
	const { people } = await concernedBy(tx, actor, row.id, reach);
	const own = new Map(meetings.map((each) => [each.to.email, each]));
	const facts = await calendarFactsOf(context, change.tx, change.row);
	for (const person of people) await sendMail(change.tx, context.jobs, newsLetter(person, facts, news, own.get(person.email)));
	const { kind, titles, wasAt = null, nowAt = null, moved = null, words, sessions } = news;
	const sessionId = kind === 'session-moved' || kind === 'session-cancelled' ? sessions[0]!.id : null;
	await insertNotice(change.tx, { eventId: change.row.id, sessionId, kind, titles: [...titles], wasAt, nowAt, moved: kind === 'event-moved' ? moved : null, words, told: people.length, by: personOf(actor), at: change.now });
	return people.length;
}
