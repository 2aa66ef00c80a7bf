import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { participantsOf, type Participant } from '#lib/server/registration/registrations.ts';
import type { MeetingsContext } from '../context.ts';
import { slotsOf, type FoundMeetings } from '../queries.ts';
import { eventAtDesk } from './change-at-desk.ts';
import { countRequests, frameOf, interpretersOf, meetingPeople, meetingTablesOf, standingMeetings } from './queries.ts';
import { MEETING_DESK_RIGHTS, meetingDeskRules, type MeetingDeskRight } from './rules.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** The head of each page of meetings at the desk. */
interface DeskPage {
	event: { id: string; names: Participant['names']; timeZone: string; languages: FoundMeetings['row']['languages']; startsOn: string; isDraft: boolean };
	phase: FoundMeetings['forRules']['phase'];
	may: Record<MeetingDeskRight, boolean>;
}

export function deskPage(actor: Actor, { row, forRules }: Pick<FoundMeetings, 'row' | 'forRules'>): DeskPage {
	return {
		event: { id: row.id, names: row.names, timeZone: row.timeZone, languages: row.languages, startsOn: row.startsOn, isDraft: row.state === 'draft' },
		phase: forRules.phase,
		may: Object.fromEntries(MEETING_DESK_RIGHTS.map((right) => [right, meetingDeskRules[right](actor, forRules)])) as Record<MeetingDeskRight, boolean>,
	};
}

/** How meetings of an event are arranged: what is asked, slots by day, tables, interpreters. Errors: not_found. */
export async function viewFrame(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await eventAtDesk(tx, actor, eventId, now);
		const [slots, standing, tables, people, pairs] = [await slotsOf(tx, eventId), await standingMeetings(tx, eventId), await meetingTablesOf(tx, eventId), await participantsOf(tx, eventId), await interpretersOf(tx, eventId)];
		const requests = Object.fromEntries((await countRequests(tx, eventId)).map(({ state, count }) => [state, count]));
		const inSlot = (id: string) => standing.filter(({ slotId }) => slotId === id).length;
		return {
			...deskPage(actor, found),
			frame: (await frameOf(tx, eventId)) ?? null,
			days: (await daysOf(tx, eventId)).map(({ id, day, opens, closes, state }) => ({ id, day, opens: opens.slice(0, 5), closes: closes.slice(0, 5), state, slots: slots.filter(({ dayId }) => dayId === id).map((slot) => ({ id: slot.id, startsAt: slot.startsAt, minutes: slot.minutes, kind: slot.kind, begun: slot.startsAt <= now, meetings: inSlot(slot.id) })) })),
			tables: tables.map(({ id, label, zone, goneAt }) => ({ id, label, zone, goneAt, meetings: standing.filter(({ tableId }) => tableId === id).length })),
			people: people.map(({ id, names, worksAt }) => ({ id, names, worksAt })),
			interpreters: people.filter(({ id }) => pairs.some(({ registrationId }) => registrationId === id)).map(({ id, names }) => ({ id, names, pairs: pairs.filter(({ registrationId }) => registrationId === id).map(({ one, other }) => [one, other] as const) })),
			counts: { participants: (await meetingPeople(tx, eventId)).length, asked: requests.asked ?? 0, accepted: requests.accepted ?? 0, meetings: standing.length },
		};
	});
}
export type FrameView = Awaited<ReturnType<typeof viewFrame>>;
