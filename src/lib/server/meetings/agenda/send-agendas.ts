import { wallClock } from '#lib/rooms/zoned-time.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import type { DayEntry } from '../letters.ts';
import { peopleOf, reachable } from '../queries.ts';
import { attendeesOf } from '../standing/queries.ts';
import { evesNow, markAgendaTold, meetingsOfPerson, meetingsOnDay, pickedSessions } from './queries.ts';
import { partiesIn } from './view-agenda.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

/** From this hour on, on the clocks of the event, it is the eve of its next day. */
const EVENING = 16;

/** On the eve of a day everybody who meets or interprets on it gets its agenda: once, in one letter. Answers how many letters. */
export async function sendAgendas(context: Context): Promise<number> {
	return asActor(context.db, operator('meetings at events'), async (tx) => {
		const now = context.clock();
		let letters = 0;
		for (const eve of await evesNow(tx, now, EVENING)) letters += await sendOf(context, tx, eve, now);
		return letters;
	});
}

async function sendOf(context: Context, tx: Transaction, { eventId, day }: { eventId: string; day: string }, now: Date): Promise<number> {
	const event = await findEvent(tx, eventId, now);
	const onDay = await meetingsOnDay(tx, eventId, day);
	if (!event || onDay.length === 0) return 0;
	await markAgendaTold(tx, onDay, now);
	const seats = Map.groupBy(await attendeesOf(tx, onDay), ({ meetingId }) => meetingId);
	const everybody = [...seats.values()].flat().map(({ registrationId }) => registrationId);
	const people = await peopleOf(tx, everybody);
	const named = (ids: readonly string[]) => ids.flatMap((id) => people.get(id) ?? []);
	const readers = (await reachable(tx, everybody)).filter(({ registrationId }) => people.get(registrationId)?.state === 'approved');
	const within = { from: new Date(Date.parse(day) - 86_400_000), until: new Date(Date.parse(day) + 2 * 86_400_000) };
	const picked = await pickedSessions(tx, eventId, readers.map(({ userId }) => userId), within);
	const isOnDay = (at: Date) => wallClock(event.row.timeZone, at).slice(0, 10) === day;
	const { dayLetter } = await import('../letters.ts');
	for (const to of readers) {
		const meetings = (await meetingsOfPerson(tx, to.registrationId, eventId)).filter(({ meeting }) => onDay.includes(meeting.id));
		const entries = meetings.map(({ meeting, own, table }): DayEntry => {
			const parties = partiesIn(seats.get(meeting.id) ?? []);
			return { startsAt: meeting.startsAt, minutes: meeting.minutes, with: named(parties.filter((id) => id !== to.registrationId)), table, interprets: own.role === 'interpreter', interpreter: own.role === 'party' && meeting.interpreterId ? (named([meeting.interpreterId])[0] ?? null) : null, session: null };
		});
		const sessions = picked.filter((session) => session.userId === to.userId && isOnDay(session.startsAt)).map(({ startsAt, endsAt, titles }): DayEntry => ({ startsAt, minutes: (endsAt.getTime() - startsAt.getTime()) / 60_000, with: [], table: null, interprets: false, interpreter: null, session: titles }));
		await sendMail(tx, context.jobs, dayLetter(to, event.row, { day, entries: [...entries, ...sessions] }, context.baseUrl));
	}
	return readers.length;
}
