import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import { FROZEN_MINUTES } from '#lib/meetings/frozen-minutes.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { slotsOf, type FrameRow, type SlotRow } from '../queries.ts';
import { compileInput, heldMeeting, type PlacedMeeting } from '../schedules/compile-input.ts';
import { isPast, loadGround, placedOf } from '../schedules/ground.ts';
import { placedIn, schedulesOf, type ScheduleRow } from '../schedules/queries.ts';
import type { Removal } from '../schedules/schedule.ts';
import { lockSlots, lockTable, meetingTablesOf, type MeetingRow } from './queries.ts';

/** A removal with the meetings that it concerns. */
interface RemovalPlan {
	/** Those that go: ahead, but for a single slot in which nobody has met. */
	slots: SlotRow[];
	/** What is ahead there, and has to be held elsewhere or not at all. */
	affected: MeetingRow[];
	stay: MeetingRow[];
	/** How many meetings there were held or have begun: they stay on record, and with them what they were held in and at. */
	onRecord: number;
	/** The rest of the event, in which they might be held; what stays is fixed. */
	input: MeetingsInput;
}

/**
 * Whom a removal concerns, and the problem of finding room for them elsewhere. It takes away what is ahead: of a day, the rest; a table,
 * from now on. Nobody is to come to a slot that begins within the next minutes but where one stands in it already.
 * Errors: not_found, conflict (meetings were held there, and nothing is ahead).
 */
export async function planRemoval(tx: Transaction, frame: FrameRow, removal: Removal, now: Date): Promise<RemovalPlan> {
	const { ground, standing } = await loadGround(tx, frame);
	const table = removal.of === 'table' ? (await meetingTablesOf(tx, frame.eventId)).find(({ id, goneAt }) => id === removal.id && goneAt === null) : undefined;
	const asked = slotsOfRemoval(removal, await slotsOf(tx, frame.eventId));
	if (asked.length === 0 && !table) throw new ExpectedError('not_found', 'No such slot, table or day with slots.');
	const there = standing.filter(({ slotId, tableId }) => asked.some(({ id }) => id === slotId) || (table && tableId === table.id));
	const past = there.filter((meeting) => isPast(meeting, now));
	const used = new Set(past.map(({ slotId }) => slotId));
	const slots = asked.filter(({ id, startsAt }) => !used.has(id) && (startsAt > now || removal.of === 'slot'));
	if (slots.length === 0 && !table) throw new ExpectedError('conflict', 'Meetings have been held there, and nothing is ahead.', { field: 'place', detail: { code: 'meetings_held' } });
	const gone = new Set(slots.map(({ id }) => id));
	const affected = there.filter((meeting) => !past.includes(meeting));
	const stay = standing.filter((meeting) => !affected.includes(meeting));
	const concerned = new Set(standing.map(({ requestId }) => requestId));
	const rest = {
		...ground,
		slots: ground.slots.filter((slot) => !gone.has(slot.id) && (slot.startsAt > now || stay.some(({ slotId }) => slotId === slot.id))),
		tables: ground.tables.map((each) => (each.id === table?.id ? { ...each, goneAt: now } : each)),
		requests: ground.requests.filter((request) => concerned.has(request.id)),
	};
	const previous = affected.flatMap(placedOf).map((placed): PlacedMeeting => (placed.tableId === table?.id ? { ...placed, tableId: null } : placed));
	const keepBefore = new Date(now.getTime() + FROZEN_MINUTES * 60_000);
	return { slots, affected, stay, onRecord: past.length, input: compileInput(rest, { fixed: stay.flatMap(placedOf), previous, keepBefore }) };
}

/** Takes hold of what a removal names, so that nobody books it meanwhile. */
export async function lockRemoval(tx: Transaction, eventId: string, removal: Removal): Promise<void> {
	if (removal.of === 'table') await lockTable(tx, eventId, removal.id);
	else await lockSlots(tx, slotsOfRemoval(removal, await slotsOf(tx, eventId)).map(({ id }) => id));
}

/** The slots that a removal names, whatever happened in them. */
function slotsOfRemoval({ of, id }: Removal, slots: readonly SlotRow[]): SlotRow[] {
	const first = slots.find((slot) => slot.id === id);
	const isNamed: Record<Removal['of'], (slot: SlotRow) => boolean> = {
		slot: (slot) => slot === first,
		rest: (slot) => first !== undefined && slot.dayId === first.dayId && slot.startsAt >= first.startsAt,
		day: (slot) => slot.dayId === id,
		table: () => false,
	};
	return slots.filter(isNamed[of]);
}

/** What was worked out for a removal: where the affected meetings could be held instead, all others staying where they are. */
interface RemovalProposal {
	schedule: ScheduleRow;
	/** Empty while it is worked out. */
	moves: PlacedMeeting[];
}

/** The last proposal for a removal; null where there is none, or where other meetings are concerned by now, or its places are taken. */
export async function proposalFor(tx: Transaction, eventId: string, removal: Removal, plan: RemovalPlan): Promise<RemovalProposal | null> {
	const schedule = (await schedulesOf(tx, eventId)).find(({ options: { without } }) => without?.of === removal.of && without.id === removal.id);
	if (!schedule || schedule.state === 'failed') return null;
	if (schedule.state === 'running') return { schedule, moves: [] };
	const concerned = new Set(plan.affected.map(({ requestId }) => requestId));
	const moves = (await placedIn(tx, schedule.id)).filter(({ requestId }) => concerned.has(requestId)).map(({ requestId, slotId, tableId, interpreterId }): PlacedMeeting => ({ requestId, slotId, tableId, interpreterId }));
	const answered = new Set([...moves.map(({ requestId }) => requestId), ...schedule.refused.map(({ request }) => request)]);
	return [...concerned].every((id) => answered.has(id)) && fits(plan, moves) ? { schedule, moves } : null;
}

/** Whether moves still break no rule among the meetings that stay. */
function fits({ input, stay }: RemovalPlan, moves: readonly PlacedMeeting[]): boolean {
	const anySlot = { ...input, requests: input.requests.map((request) => ({ ...request, slots: null })) };
	const moved = new Set(moves.map(({ requestId }) => requestId));
	const { violations } = checkSchedule(anySlot, [...stay.flatMap(placedOf), ...moves].map(heldMeeting));
	return !violations.some(({ meetings }) => meetings.some((id) => moved.has(id)));
}
