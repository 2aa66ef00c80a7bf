import { dayIn } from '#lib/rooms/zoned-time.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import type { DayEntry } from '../letters.ts';
import { peopleOf, reachable } from '../queries.ts';
import { attendeesOf, tablePlaces, type AttendeeRow } from '../standing/queries.ts';
import { evesNow, markAgendaTold, meetingsOnDay, pickedSessions } from './queries.ts';
import { partiesIn } from './view-agenda.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

/** From this hour on, on the clocks of the event, it is the eve of its next day. */
const EVENING = 16;

/** On the eve of a day everybody who meets or interprets on it gets its agenda: once, in one letter. Answers how many letters. */
export async function sendAgendas(context: Context): Promise<number> {
	const [now, actor] = [context.clock(), operator('meetings at events')];
	let letters = 0;
	for (const eve of await asActor(context.db, actor, (tx) => evesNow(tx, now, EVENING))) letters += await asActor(context.db, actor, (tx) => sendOf(context, tx, eve, now));
	return letters;
}

async function sendOf(context: Context, tx: Transaction, { eventId, day }: { eventId: string; day: string }, now: Date): Promise<number> {
	const event = await findEvent(tx, eventId, now);
	const onDay = await meetingsOnDay(tx, eventId, day);
	if (!event || onDay.length === 0) return 0;
	const ids = onDay.map(({ id }) => id);
	await markAgendaTold(tx, ids, now);
	const attendees = await attendeesOf(tx, ids);
	const [meetings, seats, own] = [new Map(onDay.map((meeting) => [meeting.id, meeting])), Map.groupBy(attendees, ({ meetingId }) => meetingId), Map.groupBy(attendees, ({ registrationId }) => registrationId)];
	const people = await peopleOf(tx, [...own.keys()]);
	const places = await tablePlaces(tx, onDay.map(({ tableId }) => tableId));
	const named = (registrations: readonly string[]) => registrations.flatMap((id) => people.get(id) ?? []);
	const entryOf = ({ meetingId, registrationId, role }: AttendeeRow): DayEntry => {
		const { startsAt, minutes, tableId, interpreterId } = meetings.get(meetingId)!;
		const others = partiesIn(seats.get(meetingId)!).filter((id) => id !== registrationId);
		return { startsAt, minutes, with: named(others), place: places.get(tableId ?? '') ?? null, interprets: role === 'interpreter', interpreter: role === 'party' && interpreterId ? (named([interpreterId])[0] ?? null) : null, session: null };
	};
	const readers = (await reachable(tx, [...own.keys()])).filter(({ registrationId }) => people.get(registrationId)?.state === 'approved');
	const within = { from: new Date(Date.parse(day) - 86_400_000), until: new Date(Date.parse(day) + 2 * 86_400_000) };
	const isOnDay = (at: Date) => dayIn(event.row.timeZone, at) === day;
	const picked = Map.groupBy(await pickedSessions(tx, eventId, readers.map(({ userId }) => userId), within), ({ userId }) => userId);
	const { dayLetter } = await import('../letters.ts');
	for (const to of readers) {
		const sessions = (picked.get(to.userId) ?? []).filter(({ startsAt }) => isOnDay(startsAt)).map(({ startsAt, endsAt, titles, room }): DayEntry => ({ startsAt, minutes: (endsAt.getTime() - startsAt.getTime()) / 60_000, with: [], place: { table: null, room }, interprets: false, interpreter: null, session: titles }));
		await sendMail(tx, context.jobs, dayLetter(to, event.row, { day, entries: [...own.get(to.registrationId)!.map(entryOf), ...sessions] }, context.baseUrl));
	}
	return readers.length;
}
