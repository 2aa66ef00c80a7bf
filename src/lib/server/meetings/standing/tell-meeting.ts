import type { EventRow } from '#lib/server/events/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { zoneOfPerson } from '#lib/server/rooms/meetings/invite.ts';
import { pickedSessions } from '../agenda/queries.ts';
import type { MeetingsContext } from '../context.ts';
import type { MeetingLetter, MeetingNews } from '../letters.ts';
import { peopleOf, reachable } from '../queries.ts';
import { attendeesOf, tablePlaces, type StandingRow } from './queries.ts';

type Context = Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>;

interface Telling {
	/** The meeting as it was; who interprets no more is told that it is off. */
	before?: StandingRow;
	/** Who sits in it no more, and why: told that it goes on without. */
	left?: string;
	words?: Pick<MeetingLetter, 'words'>['words'];
	/** Whose registration is about to be erased: the letters do not name this one, who gets none. */
	erased?: string;
}

/**
 * Tells everybody in a meeting that it stands, goes on without somebody, or is off, with what calendars take in: all sides, and who
 * interprets. As the operator, in the transaction of the change.
 */
export async function tellMeeting(context: Context, tx: Transaction, event: Pick<EventRow, 'id' | 'names' | 'timeZone'>, meeting: StandingRow, news: MeetingNews, { before, left, words, erased }: Telling = {}): Promise<void> {
	const attendees = await attendeesOf(tx, [meeting.id]);
	const gone = before?.interpreterId && !attendees.some(({ registrationId }) => registrationId === before.interpreterId) ? [before.interpreterId] : [];
	const parties = attendees.filter(({ role }) => role === 'party').map(({ registrationId }) => registrationId);
	const people = await peopleOf(tx, [...parties, ...(left ? [left] : [])]);
	const unnamed = erased === undefined ? undefined : people.get(erased);
	if (erased !== undefined && unnamed) people.set(erased, { ...unnamed, names: [], headline: [], worksAt: [] });
	const place = (await tablePlaces(tx, [meeting.tableId])).get(meeting.tableId ?? '') ?? null;
	// Only now: the words of all letters are thousands of files, and who only loads this module needs none of them.
	const { meetingLetter } = await import('../letters.ts');
	const within = { from: meeting.startsAt, until: new Date(meeting.startsAt.getTime() + meeting.minutes * 60_000) };
	const readers = await reachable(tx, [...attendees.map(({ registrationId }) => registrationId), ...gone, ...(left ? [left] : [])].filter((id) => id !== erased));
	const picked = await pickedSessions(tx, event.id, readers.map(({ userId }) => userId), within);
	for (const to of readers) {
		const others = parties.filter((id) => id !== to.registrationId).flatMap((id) => people.get(id) ?? []);
		const about = { event, meeting, others, place, left: (left && people.get(left)) || null, words: words ?? null, collides: picked.filter(({ userId }) => userId === to.userId).map(({ titles }) => titles), baseUrl: context.baseUrl, organiser: context.organiser };
		const own = gone.includes(to.registrationId) ? 'cancel' : to.registrationId === left ? 'left' : news;
		await sendMail(tx, context.jobs, meetingLetter({ ...to, timeZone: await zoneOfPerson(tx, to.userId) }, about, own));
	}
}
