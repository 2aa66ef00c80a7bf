import type { PickedConflict } from '#lib/meetings/board.ts';
import type { SessionClash } from '#lib/meetings/views.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { sessionOf } from '#lib/server/events/people/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { findMeetings, peopleOf } from '../queries.ts';
import { meetingRules, meetingsRules } from '../rules.ts';
import { attendeesOf } from '../standing/queries.ts';
import type { AtMeetings } from '../with-meetings.ts';
import { metPerson } from './met-person.ts';
import { isByOrganisers, isOwnTime, placesToMove } from './move-own-meeting.ts';
import { overlaps } from './picked-sessions.ts';
import { meetingsOfPerson, pickedSessions } from './queries.ts';
import { meetingForRules, partiesIn } from './view-agenda.ts';

/** Times offered for a meeting that is in a session's way: the first that suit all. */
const OFFERED = 12;

/** Whoever picks a session has these meetings at its time, and may move some of them out of its way. None for who meets nobody there. */
export async function sessionClashes(context: Pick<MeetingsContext, 'clock'> & { db: Executor }, actor: Actor, input: { eventId: string; sessionId: string }): Promise<SessionClash[]> {
	if (!isSignedIn(actor)) return [];
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findMeetings(tx, input.eventId, actor.userId, now);
		const { own, frame } = found ?? {};
		if (!found || !own || !frame || !eventRules.view(actor, found.forRules) || !meetingsRules.view(actor, found.rules)) return [];
		const session = await sessionOf(tx, input.eventId, input.sessionId);
		if (!session || session.state === 'cancelled') return [];
		return asActor(tx, operator('meetings'), async (tx) => {
			const rows = (await meetingsOfPerson(tx, own.id, input.eventId)).filter(({ meeting }) => (meeting.state === 'planned' || meeting.state === 'late') && meeting.startsAt.getTime() + meeting.minutes * 60_000 > now.getTime() && overlaps(session, meeting));
			// A meeting makes room for this session, not by taking another's time.
			const busy = rows.length === 0 ? [] : [session, ...(await pickedSessions(tx, input.eventId, [own.personId]))];
			const clashes: SessionClash[] = [];
			for (const row of rows) clashes.push(await clashOf({ ...found, frame, tx, now }, actor, row, own.id, busy));
			return clashes;
		});
	});
}

async function clashOf(meetings: AtMeetings, actor: Actor, { meeting, request }: Awaited<ReturnType<typeof meetingsOfPerson>>[number], own: string, busy: readonly { startsAt: Date; endsAt: Date }[]): Promise<SessionClash> {
	const { tx, frame, now } = meetings;
	const parties = partiesIn(await attendeesOf(tx, [meeting.id]));
	const people = await peopleOf(tx, [...parties, ...(meeting.interpreterId ? [meeting.interpreterId] : [])]);
	const mayMove = parties.includes(own) && meetingRules.cancel(actor, meetingForRules(meetings, { meeting, parties }, people)) && isOwnTime({ frame, request, meeting }, own);
	const places = mayMove ? await placesToMove(tx, { frame, request, meeting, now }, { lock: false }) : [];
	return {
		id: meeting.id,
		startsAt: meeting.startsAt,
		minutes: meeting.minutes,
		others: parties.filter((id) => id !== own).flatMap((id) => people.get(id) ?? []).map(metPerson),
		byOrganisers: isByOrganisers({ frame, meeting }),
		mayMove,
		slots: places.map(({ slot }) => slot).filter((slot) => !busy.some((session) => overlaps(session, slot))).slice(0, OFFERED).map(({ id, startsAt, minutes }) => ({ id, startsAt, minutes })),
	};
}

/** Of meetings as organisers have them on a board, those that stand in the way of sessions that their people have picked. As the operator. */
export async function pickedConflicts(tx: Executor, eventId: string, meetings: readonly { requestId: string; parties: readonly string[]; startsAt: Date; minutes: number }[]): Promise<PickedConflict[]> {
	const people = await peopleOf(tx, meetings.flatMap(({ parties }) => parties));
	const picked = Map.groupBy(await pickedSessions(tx, eventId, [...new Set([...people.values()].map(({ personId }) => personId))]), ({ userId }) => userId);
	return meetings.flatMap((meeting) => meeting.parties.flatMap((who) => (picked.get(people.get(who)?.personId ?? '') ?? []).filter((session) => overlaps(session, meeting)).map(({ id, titles }) => ({ requestId: meeting.requestId, who, session: { id, titles } }))));
}
