import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { MeetingsContext } from '../context.ts';
import { eventAtDesk } from '../frame/change-at-desk.ts';
import { absencesOf, interpretersOf, meetingPeople, meetingTablesOf, standingMeetings, type MeetingRow } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { peopleOf, slotsOf } from '../queries.ts';
import { schedulesOf } from '../schedules/queries.ts';
import { repairsDue, tablePlaces } from '../standing/queries.ts';
import { namesOn, type Names } from '../schedules/view-schedules.ts';
import { markedAway } from './away.ts';
import { findOnBoard } from './find-on-board.ts';
import { attendeesOf, goneInterpretersOf, type AttendeeRow } from './queries.ts';

/**
 * The meetings of an event slot by slot, with who is late or has not come. Without a slot, the one that goes on or comes next is
 * shown. With words to find, the people and tables that they fit, each with all its meetings. Errors: not_found.
 */
export async function viewLive(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; slot: string | null; find?: string }) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await eventAtDesk(tx, actor, input.eventId, now);
		const [slots, standing, attendees, absences] = [await slotsOf(tx, input.eventId), await standingMeetings(tx, input.eventId), await attendeesOf(tx, input.eventId), await absencesOf(tx, input.eventId)];
		const seats = Map.groupBy(attendees, ({ meetingId }) => meetingId);
		const endOf = ({ startsAt, minutes }: { startsAt: Date; minutes: number }) => startsAt.getTime() + minutes * 60_000;
		const shown = slots.find(({ id }) => id === input.slot) ?? slots.find((slot) => endOf(slot) > now.getTime()) ?? slots.at(-1) ?? null;
		const interprets = new Set((await interpretersOf(tx, input.eventId)).map(({ registrationId }) => registrationId));
		const takesPart = [...(await meetingPeople(tx, input.eventId)).map(({ id }) => id), ...interprets];
		const away = new Set(absences.map(({ personId, slotId }) => `${personId} ${slotId}`));
		const lacksInterpreter = ({ interpreterId }: (typeof standing)[number]) => interpreterId !== null && !interprets.has(interpreterId);
		const broken = standing.filter((meeting) => meeting.startsAt > now && (lacksInterpreter(meeting) || seats.get(meeting.id)?.some(({ registrationId }) => away.has(`${registrationId} ${meeting.slotId}`))));
		const restOn = Map.groupBy(broken.filter(lacksInterpreter), ({ interpreterId }) => interpreterId!);
		const told = new Map((await goneInterpretersOf(tx, input.eventId)).map(({ registrationId, scheduleId }) => [registrationId, scheduleId]));
		const gone = await peopleOf(tx, [...restOn.keys()]);
		const schedules = await schedulesOf(tx, input.eventId);
		const names = await namesOn(tx, input.eventId, standing.map(({ requestId }) => requestId));
		const inSlot = standing.filter(({ slotId }) => slotId === shown?.id);
		const newest = schedules.find(({ state }) => state === 'published')?.number ?? 0;
		return {
			...deskPage(actor, found),
			now,
			slots: slots.map(({ id, startsAt, minutes }) => ({ id, startsAt, minutes, over: endOf({ startsAt, minutes }) <= now.getTime() })),
			slot: shown?.id ?? null,
			due: shown !== null && shown.startsAt.getTime() - now.getTime() <= 15 * 60_000,
			meetings: inSlot.map(({ id, requestId, tableId, interpreterId, state, origin }) => ({ id, requestId, tableId, interpreterId, state, origin, people: (seats.get(id) ?? []).filter(({ role }) => role === 'party').map(({ registrationId, presence, lateMinutes, outcome }) => ({ id: registrationId, presence, lateMinutes, denies: outcome === 'not_held' })) })),
			/** What can be said of all meetings of the slot of which nothing else was said, and taken back. */
			others: { begun: shown !== null && shown.startsAt <= now, open: inSlot.filter(({ state }) => state === 'planned' || state === 'late').length, reported: othersReported(inSlot, attendees) },
			find: input.find ?? '',
			found: input.find ? findOnBoard(input.find, { ...named(names, takesPart), meetings: standing.map(({ id, requestId, slotId, tableId, state }) => ({ id, requestId, slotId: slotId!, tableId, state, people: (seats.get(id) ?? []).map(({ registrationId }) => registrationId) })) }) : null,
			/** Ahead, but somebody will not be there. */
			broken: broken.map(({ id, requestId, startsAt }) => ({ id, requestId, startsAt })),
			/** Interpreters who interpret no more though meetings ahead rest on them, with the repair that was proposed when the organisers were told. */
			interpretersGone: [...restOn].map(([id, meetings]) => ({ id, names: gone.get(id)?.names ?? [], meetings: meetings.length, scheduleId: told.get(id) ?? null })),
			/** Whom the desk has marked as away in what is left, and when. */
			away: markedAway(slots, absences, now).filter(({ id }) => takesPart.includes(id)),
			/** Days on which somebody may come later: those with slots ahead. */
			daysAhead: (await daysOf(tx, input.eventId)).filter(({ id }) => slots.some(({ dayId, startsAt }) => dayId === id && startsAt > now)).map(({ day }) => day),
			people: takesPart,
			/** Who may meet on the spot: everybody who comes and does not interpret; and the tables that are there. */
			onTheSpot: { people: Object.keys(names.people).filter((id) => !interprets.has(id)), tables: (await meetingTablesOf(tx, input.eventId)).filter(({ goneAt }) => goneAt === null).map(({ id }) => id) },
			tally: { planned: count(standing, 'planned'), late: count(standing, 'late'), held: count(standing, 'held'), noShow: count(standing, 'no_show') },
			/** What a repair could be for since the schedule was published. */
			repairDue: (await repairsDue(tx, now, { eventId: input.eventId }))[0] ?? null,
			/** Runs that repair what stands, the proposed ones among them: none overtaken by a later schedule, no copy to be changed by hand, which nobody runs. */
			repairs: schedules.filter(({ number, state, options }) => number > newest && (state === 'running' || state === 'done') && options.scope === 'few-moves' && options.from === null && !options.without && options.seconds > 0).map(({ id, number, state }) => ({ id, number, state })),
			names,
		};
	});
}

/** The last report of all others of a slot that can be taken back, and of how many meetings still. */
function othersReported(meetings: readonly MeetingRow[], attendees: readonly AttendeeRow[]): { id: string; at: Date; meetings: number } | null {
	const ofOneSide = new Set(attendees.flatMap(({ reportId }) => reportId ?? []));
	const reported = meetings.filter(({ reportId, version, reportedVersion }) => reportId !== null && version === reportedVersion && !ofOneSide.has(reportId));
	const last = reported.toSorted((a, b) => b.reportedAt!.getTime() - a.reportedAt!.getTime())[0];
	return last ? { id: last.reportId!, at: last.reportedAt!, meetings: reported.filter(({ reportId }) => reportId === last.reportId).length } : null;
}

/** Some people and all tables as they are called. */
const named = ({ people, tables }: Names, ids: readonly string[]) => ({ people: ids.flatMap((id) => (people[id] ? [{ id, ...people[id] }] : [])), tables: Object.entries(tables).map(([id, label]) => ({ id, label })) });

const count = (meetings: readonly { state: string }[], state: string) => meetings.filter((meeting) => meeting.state === state).length;

/** All that stands, for table cards, agendas and the rosters of interpreters on paper. Errors: not_found. */
export async function viewPrint(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await eventAtDesk(tx, actor, eventId, context.clock());
		const standing = await standingMeetings(tx, eventId);
		return {
			...deskPage(actor, found),
			meetings: standing.map(({ requestId, startsAt, minutes, tableId, interpreterId }) => ({ requestId, startsAt, minutes, tableId, interpreterId })),
			places: Object.fromEntries(await tablePlaces(tx, standing.map(({ tableId }) => tableId))),
			names: await namesOn(tx, eventId, standing.map(({ requestId }) => requestId)),
		};
	});
}
