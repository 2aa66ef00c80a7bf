import { isLive } from '#lib/events/phase.ts';
import type { AgendaMeeting, AgendaSession } from '#lib/meetings/views.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { MeetingsContext } from '../context.ts';
import { mayTakeBack } from '../live/last-report.ts';
import { peopleOf, slotsOf, type MeetingPerson } from '../queries.ts';
import { MEETINGS_RIGHTS, meetingRules, meetingsRules, type MeetingForRules, type MeetingsRight } from '../rules.ts';
import { wordsOf } from '../requests/view-requests.ts';
import { attendeesOf, type AttendeeRow } from '../standing/queries.ts';
import { withMeetings, type AtMeetings } from '../with-meetings.ts';
import { metPerson } from './met-person.ts';
import { overlaps } from './picked-sessions.ts';
import { countWaiting, meetingsOfPerson, pickedSessions } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

type Row = Awaited<ReturnType<typeof meetingsOfPerson>>[number];

/** So many slots are offered to who meets somebody on the spot. */
const SOON = 4;

/** Who of those who sit in a meeting meets, without who interprets. */
export const partiesIn = (attendees: readonly AttendeeRow[]): string[] => attendees.filter(({ role }) => role === 'party').map(({ registrationId }) => registrationId);

/** What the rules of a meeting ask. `parties`: the registrations of those who meet. */
export function meetingForRules({ forRules, now }: Pick<AtMeetings, 'forRules' | 'now'>, { meeting, parties }: Pick<Row, 'meeting'> & { parties: readonly string[] }, people: ReadonlyMap<string, MeetingPerson>): MeetingForRules {
	const personOf = (registration: string | null) => (registration && people.get(registration)?.personId) || null;
	return {
		...forRules,
		state: meeting.state,
		over: meeting.startsAt.getTime() + meeting.minutes * 60_000 <= now.getTime(),
		parties: parties.flatMap((each) => personOf(each) ?? []),
		interpreter: personOf(meeting.interpreterId),
	};
}

function line(meetings: AtMeetings, actor: Actor, row: Row, seats: readonly AttendeeRow[], people: ReadonlyMap<string, MeetingPerson>): AgendaMeeting {
	const { meeting, own, request } = row;
	const parties = partiesIn(seats);
	const forRules = meetingForRules(meetings, { meeting, parties }, people);
	return {
		id: meeting.id,
		state: meeting.state,
		startsAt: meeting.startsAt,
		minutes: meeting.minutes,
		sequence: meeting.sequence,
		changedAt: meeting.changedAt,
		role: own.role,
		outcome: own.outcome,
		table: row.table,
		room: row.room ?? [],
		over: forRules.over,
		late: meeting.state === 'late' ? seats.flatMap(({ registrationId, presence, lateMinutes }) => (presence === 'late' && lateMinutes !== null ? [{ who: registrationId === own.registrationId ? null : registrationId, minutes: lateMinutes }] : [])) : [],
		others: parties.filter((id) => id !== own.registrationId).flatMap((id) => people.get(id) ?? []).map(metPerson),
		interpreter: meeting.interpreterId && meeting.interpreterId !== own.registrationId ? (people.get(meeting.interpreterId)?.names ?? null) : null,
		// Words from one side to the other, not to who interprets.
		words: own.role === 'party' ? wordsOf(request) : [],
		cancelledWords: meeting.cancelledWords === '' ? null : { text: meeting.cancelledWords, language: meeting.cancelledLanguage },
		may: { cancel: meetingRules.cancel(actor, forRules), conclude: meetingRules.conclude(actor, forRules), takeBack: mayTakeBack(meeting, own, meetings.now) },
		leavesOthers: parties.length > 2 && own.registrationId !== request.fromRegistrationId,
	};
}

/** Somebody's own meetings at an event, the sessions picked beside them, and what waits. Errors: not_found. */
export async function viewAgenda(context: Context, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'view' }, async (meetings) => {
		const { tx, row, frame, own, rules, forRules, now } = meetings;
		const found = own ? await meetingsOfPerson(tx, own.id, eventId) : [];
		const seats = Map.groupBy(await attendeesOf(tx, found.map(({ meeting }) => meeting.id)), ({ meetingId }) => meetingId);
		const sessions = own ? await pickedSessions(tx, eventId, [own.personId]) : [];
		const stand = found.map(({ meeting }) => meeting).filter(({ state }) => state !== 'cancelled');
		const people = await peopleOf(tx, [...seats.values()].flat().map(({ registrationId }) => registrationId));
		return {
			event: { id: row.id, names: row.names, timeZone: row.timeZone, startsOn: row.startsOn, endsOn: row.endsOn, ahead: forRules.phase === 'announced' },
			frame: { mode: frame.mode, state: frame.state, requestDeadline: frame.requestDeadline, published: frame.publishedSchedule !== null },
			joined: rules.own?.joined ?? false,
			interprets: rules.own?.interprets ?? false,
			may: Object.fromEntries(MEETINGS_RIGHTS.map((right) => [right, meetingsRules[right](actor, rules)])) as Record<MeetingsRight, boolean>,
			/** The slots of now and soon, for who may meet somebody on the spot. */
			soon: meetingsRules.meetOnTheSpot(actor, rules) ? (await slotsOf(tx, eventId)).filter(({ startsAt, minutes }) => startsAt.getTime() + minutes * 60_000 > now.getTime()).slice(0, SOON).map(({ id, startsAt }) => ({ id, startsAt })) : [],
			meetings: found.map((each) => line(meetings, actor, each, seats.get(each.meeting.id) ?? [], people)),
			sessions: sessions.map(({ userId: _own, ...session }): AgendaSession => ({ ...session, collides: stand.some((meeting) => overlaps(session, meeting)) })),
			// Once the event is over, nothing waits any more.
			waiting: own && isLive(forRules) ? await countWaiting(tx, own.id, now) : { toAnswer: 0, agreed: 0 },
		};
	});
}
export type Agenda = Awaited<ReturnType<typeof viewAgenda>>;
