import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { slotsOf, type FrameRow, type SlotRow } from '../queries.ts';
import { compileInput, heldMeeting, type PlacedMeeting } from '../schedules/compile-input.ts';
import { isPast, loadGround, placedOf } from '../schedules/ground.ts';
import { placedIn, schedulesOf, type ScheduleRow } from '../schedules/queries.ts';
import type { Removal } from '../schedules/schedule.ts';
import { meetingTablesOf, type MeetingRow } from './queries.ts';

/** A removal with the meetings that it concerns. */
export interface RemovalPlan {
	slots: SlotRow[];
	affected: MeetingRow[];
	stay: MeetingRow[];
	/** The rest of the event, in which they might be held; what stays is fixed. */
	input: MeetingsInput;
}

/** Whom a removal concerns, and the problem of finding room for them elsewhere. Errors: not_found, conflict (meetings were held there). */
export async function planRemoval(tx: Transaction, frame: FrameRow, { of, id }: Removal, now: Date): Promise<RemovalPlan> {
	const { ground, standing } = await loadGround(tx, frame);
	const slots = of === 'table' ? [] : (await slotsOf(tx, frame.eventId)).filter((slot) => (of === 'slot' ? slot.id : slot.dayId) === id);
	const isTable = of === 'table' && (await meetingTablesOf(tx, frame.eventId)).some((table) => table.id === id);
	if (slots.length === 0 && !isTable) throw new ExpectedError('not_found', 'No such slot, table or day with slots.');
	const gone = new Set(slots.map((slot) => slot.id));
	const affected = standing.filter(({ slotId, tableId }) => (slotId !== null && gone.has(slotId)) || (isTable && tableId === id));
	if (affected.some((meeting) => isPast(meeting, now))) throw new ExpectedError('conflict', 'Meetings have been held there.', { field: 'place', detail: { code: 'meetings_held' } });
	const stay = standing.filter((meeting) => !affected.includes(meeting));
	const concerned = new Set([...affected, ...stay].map(({ requestId }) => requestId));
	const rest = { ...ground, slots: ground.slots.filter((slot) => !gone.has(slot.id) && (slot.startsAt > now || stay.some(({ slotId }) => slotId === slot.id))), tables: ground.tables.filter((table) => table.id !== id), requests: ground.requests.filter((request) => concerned.has(request.id)) };
	const previous = affected.flatMap(placedOf).map((placed): PlacedMeeting => (placed.tableId === id ? { ...placed, tableId: null } : placed));
	return { slots, affected, stay, input: compileInput(rest, { fixed: stay.flatMap(placedOf), previous, keepBefore: now }) };
}

/** What was worked out for a removal: where the affected meetings could be held instead, all others staying where they are. */
export interface RemovalProposal {
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
