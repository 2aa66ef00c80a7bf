import type { Actor } from '#lib/server/accounts/actor.ts';
import { isLive, phaseOf, type EventLife } from '#lib/events/phase.ts';
import { saysOtherwise, type Deadline, type Move } from '#lib/events/whereabouts.ts';
import { dayAfter } from '#lib/rooms/zoned-time.ts';
import { shiftSlots } from '#lib/server/meetings/frame/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { assertNoMeetings, laterBy, opensOn } from './change-days.ts';
import { organisedEvent, type Change } from './change-event.ts';
import { concernedBy, wholeEvent, type Concerned } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { deadlinesOf } from './deadlines.ts';
import { wrong, type EventFrame, type EventWords } from './input.ts';
import { sessionsChanged, shiftDays, shiftSessions } from './programme/queries.ts';
import { daysOf, organisersOf, sessionsOf, type DayRow, type EventRow } from './queries.ts';
import type { MovedSession } from './letters.ts';
import { toldSession } from './tell.ts';

export type Saved = { frame: EventFrame; words: Pick<EventWords, 'place'> };

const counts = (life: EventLife, now: Date) => isLive({ phase: phaseOf(life, now) });
/** Whether people count on an event, or will by its new dates. */
export const isAwaited = (row: EventRow, now: Date, frame: Pick<EventFrame, 'startsOn' | 'endsOn' | 'timeZone'> = row): boolean => counts(row, now) || counts({ ...row, ...frame }, now);

/** Where people expect an event, and where they will; undefined where nobody expects it, or nothing changes of that. */
export function moveOf(row: EventRow, { frame, words }: Saved, now: Date): (Move & { byWords: boolean }) | undefined {
	const byWords = frame.startsOn === row.startsOn && frame.endsOn === row.endsOn && frame.country === row.country;
	if (!isAwaited(row, now, frame) || (byWords && !saysOtherwise(row.place, words.place))) return undefined;
	const of = ({ startsOn, endsOn, country }: Pick<EventRow, 'startsOn' | 'endsOn' | 'country'>, place: LocalText[]) => ({ days: { from: startsOn, until: endsOn }, place, country });
	return { was: of(row, row.place), now: of(frame, words.place), byWords };
}

const DAY = 86_400_000;

/**
 * By how many days the programme moves along with an event: as many as its first day, where it keeps its length or its programme
 * does not fit into the new dates as it is. Errors: invalid_input (it does not fit then either).
 */
export function daysLater(days: readonly DayRow[], row: EventRow, frame: EventFrame): number {
	const [by, longer] = [Date.parse(frame.startsOn) - Date.parse(row.startsOn), Date.parse(frame.endsOn) - Date.parse(row.endsOn)];
	const fits = (shift: number) => days.every(({ day, state }) => state === 'cancelled' || (dayAfter(day, shift) >= frame.startsOn && dayAfter(day, shift) <= frame.endsOn));
	const shift = by === longer || !fits(0) ? by / DAY : 0;
	if (!fits(shift)) throw wrong('ends_on', 'day');
	return shift;
}

/** Moves all days with their sessions, at the same hours on the clock. Meetings of two parties are moved or called off before. Answers the sessions as calendars are told of them. */
export async function moveProgramme({ tx, row, now }: Change, shift: number, zone: string): Promise<MovedSession[]> {
	const sessions = (await sessionsOf(tx, row.id)).filter(({ state }) => state === 'on');
	if (shift === 0) {
		await sessionsChanged(tx, sessions.map(({ id }) => id), now);
		return sessions.map((session) => toldSession(session, now));
	}
	const days = await daysOf(tx, row.id);
	for (const { id } of days) await assertNoMeetings(tx, id);
	await shiftDays(tx, row.id, shift);
	const told: MovedSession[] = [];
	for (const day of days) {
		const milliseconds = opensOn(zone, day, dayAfter(day.day, shift)).getTime() - opensOn(zone, day, day.day).getTime();
		await shiftSessions(tx, day.id, milliseconds, now);
		await shiftSlots(tx, day.id, milliseconds);
		for (const session of sessions) if (session.dayId === day.id) told.push(toldSession(session, now, laterBy(session, milliseconds)));
	}
	return told;
}

/** What moves, for the question that is asked before. */
interface MovePlan {
	move: Move;
	/** Only words of the place are others, as where a mistake is corrected: then it need not be told. */
	byWords: boolean;
	daysLater: number;
	/** What closes on a day of its own, where the days of the event are others: it does not move along. */
	deadlines: Deadline[];
}
export type MoveAsked = MovePlan & Omit<Concerned, 'people'> & { letters: number };

/** A plan with whom it concerns. */
export async function askedOfMove(tx: Transaction, actor: Actor, row: EventRow, plan: MovePlan): Promise<MoveAsked> {
	const centres = new Set((await organisersOf(tx, row.id)).flatMap(({ centreId, role }) => (centreId && role !== 'supporter' ? centreId : [])));
	const { people, ...concerned } = await concernedBy(tx, actor, row.id, await wholeEvent(tx, row.id, centres));
	return { ...plan, ...concerned, letters: people.length };
}

/** Whom it concerns that an event is saved so; null where nobody has to be told. Errors: not_found, forbidden, invalid_input (its days do not fit). */
export async function previewMove(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: Saved & { eventId: string }): Promise<MoveAsked | null> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, input.eventId);
		const move = moveOf(row, input, context.clock());
		if (!move) return null;
		const { was, now, byWords } = move;
		const isOnOtherDays = input.frame.startsOn !== row.startsOn || input.frame.endsOn !== row.endsOn;
		return askedOfMove(tx, actor, row, { move: { was, now }, byWords, daysLater: daysLater(await daysOf(tx, row.id), row, input.frame), deadlines: isOnOtherDays ? await deadlinesOf(tx, row) : [] });
	});
}
