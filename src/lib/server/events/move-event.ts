import type { Actor } from '#lib/server/accounts/actor.ts';
import { isLive, phaseOf, type EventLife } from '#lib/events/phase.ts';
import { saysOtherwise, type Deadline, type Move } from '#lib/events/whereabouts.ts';
import { dayAfter } from '#lib/rooms/zoned-time.ts';
import type { OwnChanges } from '#lib/server/meetings/live/letters.ts';
import { assertMayMove, meetingsOnDays, moveWithDays, type LaterByDay, type MovingMeetings } from '#lib/server/meetings/live/move-with-days.ts';
import { slotsOf } from '#lib/server/meetings/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { laterBy, opensOn } from './change-days.ts';
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

/** Once people know the hours of sessions or slots, an event keeps its zone. Errors: invalid_input. */
export async function assertZone(tx: Transaction, row: EventRow, { timeZone }: Pick<EventFrame, 'timeZone'>): Promise<void> {
	if (timeZone === row.timeZone || row.state === 'draft') return;
	if ((await sessionsOf(tx, row.id)).length + (await slotsOf(tx, row.id)).length > 0) throw wrong('time_zone', 'zone_public');
}

/** How much later each day opens, if all are held so many days later. */
const laterByDay = (days: readonly DayRow[], shift: number, zone: string): LaterByDay => new Map(days.map((day) => [day.id, opensOn(zone, day, dayAfter(day.day, shift)).getTime() - opensOn(zone, day, day.day).getTime()]));

/**
 * Moves all days with their sessions and meetings, at the same hours on the clock. Answers the sessions as calendars are told of them,
 * and what changed in whose meetings. Errors: invalid_input (meetings have begun, or would begin too soon).
 */
export async function moveProgramme(context: Pick<EventsContext, 'baseUrl' | 'organiser'>, change: Change, shift: number, zone: string): Promise<{ sessions: MovedSession[]; meetings: OwnChanges[] }> {
	const { tx, row, now } = change;
	const sessions = (await sessionsOf(tx, row.id)).filter(({ state }) => state === 'on');
	if (shift === 0) {
		await sessionsChanged(tx, sessions.map(({ id }) => id), now);
		return { sessions: sessions.map((session) => toldSession(session, now)), meetings: [] };
	}
	const later = laterByDay(await daysOf(tx, row.id), shift, zone);
	await shiftDays(tx, row.id, shift);
	for (const [dayId, milliseconds] of later) await shiftSessions(tx, dayId, milliseconds, now);
	const meetings = await moveWithDays(context, change, later, 'starts_on');
	return { sessions: sessions.map((session) => toldSession(session, now, laterBy(session, later.get(session.dayId)!))), meetings };
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
/** `meetings`: how many move along. */
export type MoveAsked = MovePlan & Omit<Concerned, 'people'> & { meetings: number; letters: number };

/** A plan with whom it concerns, and the meetings that move along. */
export async function askedOfMove(tx: Transaction, actor: Actor, { row, now }: Pick<Change, 'row' | 'now'>, plan: MovePlan, meetings: Pick<MovingMeetings, 'count' | 'people'> = { count: 0, people: [] }): Promise<MoveAsked> {
	const centres = new Set((await organisersOf(tx, row.id)).flatMap(({ centreId, role }) => (centreId && role !== 'supporter' ? centreId : [])));
	const { people, ...concerned } = await concernedBy(tx, actor, row.id, { ...(await wholeEvent(tx, { row, now }, centres)), meeting: meetings.people });
	return { ...plan, ...concerned, meetings: meetings.count, letters: people.length };
}

/** Whom it concerns that an event is saved so; null where nobody has to be told. Errors: not_found, forbidden, invalid_input (as `saveEvent`). */
export async function previewMove(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, { eventId, frame, words }: Saved & { eventId: string }): Promise<MoveAsked | null> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, eventId);
		const moment = context.clock();
		const move = moveOf(row, { frame, words }, moment);
		if (!move) return null;
		await assertZone(tx, row, frame);
		const days = await daysOf(tx, row.id);
		const shift = daysLater(days, row, frame);
		const later = laterByDay(shift === 0 ? [] : days, shift, frame.timeZone);
		await assertMayMove(tx, later, { now: moment, field: 'starts_on' });
		const { was, now, byWords } = move;
		const isOnOtherDays = frame.startsOn !== row.startsOn || frame.endsOn !== row.endsOn;
		return askedOfMove(tx, actor, { row, now: moment }, { move: { was, now }, byWords, daysLater: shift, deadlines: isOnOtherDays ? await deadlinesOf(tx, row, moment) : [] }, await meetingsOnDays(tx, row.id, [...later.keys()], moment));
	});
}
