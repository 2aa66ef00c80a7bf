import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { minutesOf } from '#lib/meetings/slot-times.ts';
import { instantOf, wallClock } from '#lib/rooms/zoned-time.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { countStanding, deleteSlotsOfDay } from '#lib/server/meetings/frame/queries.ts';
import { meetingsOnDays, moveWithDays } from '#lib/server/meetings/live/move-with-days.ts';
import { slotsOf } from '#lib/server/meetings/queries.ts';
import { followEnds } from '#lib/server/registration/surveys/follow-ends.ts';
import { surveysOf } from '#lib/server/registration/surveys/queries.ts';
import { changeEvent, gone, organisedEvent, type Change } from './change-event.ts';
import { concernedBy, everybodyOf, type Concerned } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { clockOf, dayOf, idIn, textsInput, wrong } from './input.ts';
import { cancelSessions, deleteRow, insertDay, rowOf, sessionsOfDay, shiftSessions, updateDay } from './programme/queries.ts';
import { daysOf, sessionsOf, type DayRow, type SessionRow } from './queries.ts';
import { tellConcerned, toldSession } from './tell.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

/** Adds a day, or saves the hours and the title of one. Errors: not_found, forbidden, invalid_input (outside of the event, there already, sessions or slots outside of the hours). */
export async function saveDay(context: Context, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	const { form } = input;
	await changeEvent(context, actor, { eventId: input.eventId, action: 'save-day' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		const before = await rowOf(tx, 'day', row.id, id);
		if (id && !before) throw gone('day');
		const [opens, closes] = [clockOf(form, 'opens'), clockOf(form, 'closes')];
		if (closes <= opens) throw wrong('closes', 'hours');
		const titles = textsInput(form, 'title', row.languages, { limit: EVENT_LIMITS.name, ...(before ? { before: before.titles } : {}) });
		if (before) {
			for (const { startsAt, endsAt, state } of await sessionsOfDay(tx, before.id)) {
				if (state === 'cancelled') continue;
				if (wallClock(row.timeZone, startsAt).slice(11) < opens) throw wrong('opens', 'hours');
				if (wallClock(row.timeZone, endsAt).slice(11) > closes) throw wrong('closes', 'hours');
			}
			await assertSlotsWithin(tx, row, before, { opens, closes });
			await updateDay(tx, before.id, { opens, closes, titles });
			return note({ before: { opens: before.opens.slice(0, 5), closes: before.closes.slice(0, 5) }, after: { opens, closes } });
		}
		const day = dayOf(form, 'day', true);
		const days = await daysOf(tx, row.id);
		assertFree(day, row, days);
		if (days.length >= EVENT_LIMITS.days) throw wrong('day', 'too_many', EVENT_LIMITS.days);
		await insertDay(tx, { eventId: row.id, day, opens, closes, titles });
		note({ after: { day, opens, closes } });
	});
}

/** Slots for meetings stay within the hours of their day, where these change: they are taken away at their own desk first, where whom that concerns is shown. */
async function assertSlotsWithin(tx: Change['tx'], { id, timeZone }: Change['row'], day: DayRow, { opens, closes }: { opens: string; closes: string }): Promise<void> {
	const slots = (await slotsOf(tx, id)).filter(({ dayId }) => dayId === day.id).map(({ startsAt, minutes }) => ({ from: minutesOf(wallClock(timeZone, startsAt).slice(11)), minutes }));
	const early = slots.filter(({ from }) => from < minutesOf(opens)).length;
	const late = slots.filter(({ from, minutes }) => from + minutes > minutesOf(closes)).length;
	if (early > 0 && opens !== day.opens.slice(0, 5)) throw wrong('opens', 'slots_outside', early);
	if (late > 0 && closes !== day.closes.slice(0, 5)) throw wrong('closes', 'slots_outside', late);
}

function assertFree(day: string, row: Change['row'], days: readonly DayRow[]): void {
	if (day < row.startsOn || day > row.endsOn) throw wrong('day', 'day');
	if (days.some((each) => each.day === day)) throw wrong('day', 'day_there');
}

/** What a change of a day or of sessions would do, for the question that is asked before. */
export interface Affected extends Omit<Concerned, 'people'> {
	sessions: { id: string; titles: LocalText[]; startsAt: Date }[];
	/** How many letters would leave. */
	letters: number;
}

/** The same of a day, with the meetings of two parties on it, which move along; where some have begun or are about to, it moves no more. */
export interface AffectedDay extends Affected {
	meetings: number;
	begun: boolean;
}

/** By the id of each day of an event. Errors: not_found, forbidden. */
export async function affectedByDays(context: Context, actor: Actor, eventId: string): Promise<Map<string, AffectedDay>> {
	return asActor(context.db, actor, async (tx) => {
		const row = await organisedEvent(tx, context, actor, eventId);
		const all = await sessionsOf(tx, row.id);
		const now = context.clock();
		const everybody = await everybodyOf(tx, row, now);
		const affected = new Map<string, AffectedDay>();
		for (const { id } of await daysOf(tx, row.id)) {
			const sessions = all.filter(({ dayId, state }) => dayId === id && state === 'on');
			const meetings = await meetingsOnDays(tx, row.id, [id], now);
			const { people, ...concerned } = await concernedBy(tx, actor, row.id, { sessionIds: sessions.map((session) => session.id), everybody, meeting: meetings.people });
			affected.set(id, { ...concerned, meetings: meetings.count, begun: meetings.begun, letters: row.state === 'draft' ? 0 : people.length, sessions: sessions.map(({ id: key, titles, startsAt }) => ({ id: key, titles, startsAt })) });
		}
		return affected;
	});
}

/** When a day opens, if it is held on a date. */
export const opensOn = (zone: string, { opens }: Pick<DayRow, 'opens'>, date: string): Date => instantOf(zone, `${date}T${opens.slice(0, 5)}`) ?? new Date(date);

/** The hours of a session that is held so many milliseconds later. */
export const laterBy = ({ startsAt, endsAt }: Pick<SessionRow, 'startsAt' | 'endsAt'>, later: number) => ({ startsAt: new Date(startsAt.getTime() + later), endsAt: new Date(endsAt.getTime() + later) });

/** Meetings of two parties are moved or called off at their own desk first, where whom that concerns is shown. */
async function assertNoMeetings(tx: Change['tx'], dayId: string): Promise<void> {
	const meetings = await countStanding(tx, { day: dayId });
	if (meetings > 0) throw new ExpectedError('conflict', 'Meetings stand on this day.', { field: 'place', detail: { code: 'in_use', limit: meetings } });
}

/** The whole day, with its sessions and meetings at the same hours, on another date. Whoever is concerned is told. Errors: not_found, forbidden, invalid_input (also where meetings have begun). */
export async function moveDay(context: EventsContext, actor: Actor, input: { eventId: string; id: string | null; to: string; words: LocalText[] }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId: input.eventId, action: 'move-day' }, async (change) => {
		const { tx, row, now, note } = change;
		const day = await rowOf(tx, 'day', row.id, input.id);
		if (!day) throw gone('day');
		assertFree(input.to, row, (await daysOf(tx, row.id)).filter(({ id }) => id !== day.id));
		if (input.to === day.day) return { told: 0 };
		const [wasAt, nowAt] = [opensOn(row.timeZone, day, day.day), opensOn(row.timeZone, day, input.to)];
		const sessions = (await sessionsOfDay(tx, day.id)).filter(({ state }) => state === 'on');
		const later = nowAt.getTime() - wasAt.getTime();
		const surveys = await surveysOf(tx, row.id);
		await updateDay(tx, day.id, { day: input.to });
		await shiftSessions(tx, day.id, later, now);
		const meetings = await moveWithDays(context, change, new Map([[day.id, later]]), 'day');
		await followEnds(tx, row, { surveys, timeZone: row.timeZone }, now);
		const told = await tellConcerned(context, actor, change, { kind: 'day-moved', titles: [], wasAt, nowAt, words: input.words, sessions: sessions.map((session) => toldSession(session, now, laterBy(session, later))) }, { everybody: true }, meetings);
		note({ before: { day: day.day }, after: { day: input.to }, detail: { told, meetings: await countStanding(tx, { day: day.id }) } });
		return { told };
	});
}

/** The day is off with all of its sessions, and stays in the programme as cancelled. Errors: not_found, forbidden, conflict (cancelled already). */
export async function cancelDay(context: EventsContext, actor: Actor, input: { eventId: string; id: string | null; words: LocalText[] }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId: input.eventId, action: 'cancel-day' }, async (change) => {
		const { tx, row, now, note } = change;
		const day = await rowOf(tx, 'day', row.id, input.id);
		if (!day) throw gone('day');
		if (day.state === 'cancelled') throw new ExpectedError('conflict', 'The day is off already.');
		await assertNoMeetings(tx, day.id);
		const sessions = (await sessionsOfDay(tx, day.id)).filter(({ state }) => state === 'on');
		const wasAt = opensOn(row.timeZone, day, day.day);
		const told = await tellConcerned(context, actor, change, { kind: 'day-cancelled', titles: [], wasAt, words: input.words, sessions: sessions.map((session) => toldSession(session, now)) }, { everybody: true });
		await updateDay(tx, day.id, { state: 'cancelled' });
		await cancelSessions(tx, { ids: sessions.map(({ id }) => id) }, now);
		await deleteSlotsOfDay(tx, day.id);
		note({ detail: { day: day.day, sessions: sessions.length, told } });
		return { told };
	});
}

/** A day goes: of a draft with its sessions, of a public event only where it is empty. Errors: not_found, forbidden, conflict. */
export async function removeDay(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-day' }, async ({ tx, row, note }) => {
		const day = await rowOf(tx, 'day', row.id, input.id);
		if (!day) throw gone('day');
		const sessions = await sessionsOfDay(tx, day.id);
		if (row.state !== 'draft' && sessions.length > 0) throw new ExpectedError('conflict', 'A day that people know of is cancelled, not removed.', { field: 'place', detail: { code: 'in_use', limit: sessions.length } });
		await assertNoMeetings(tx, day.id);
		await deleteRow(tx, 'day', row.id, day.id);
		note({ detail: { day: day.day, sessions: sessions.length } });
	});
}
