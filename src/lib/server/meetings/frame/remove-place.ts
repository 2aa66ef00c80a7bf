import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { participantsOf, type Participant } from '#lib/server/registration/registrations.ts';
import { scheduleMeetings } from '#lib/server/scheduling/schedule-meetings.ts';
import type { MeetingsContext } from '../context.ts';
import { settleMeetings, type Placing, type Settled } from '../live/settle-meetings.ts';
import { partiesById } from '../live/queries.ts';
import { slotsOf, type FrameRow, type SlotRow } from '../queries.ts';
import { compileInput, type PlacedMeeting } from '../schedules/compile-input.ts';
import { isPast, loadGround, placedOf } from '../schedules/ground.ts';
import { changeAtDesk, eventAtDesk } from './change-at-desk.ts';
import { deleteSlots, deleteTable, frameOf, meetingTablesOf, type MeetingRow } from './queries.ts';

/** What is taken away: a slot, a table, or all slots of a day. */
export interface Removal {
	of: 'slot' | 'table' | 'day';
	id: string;
}

/** Moving a few meetings around all that stay takes the engine less than that. */
const SECONDS = 4;
const SEED = 1;

/** A removal with the meetings that it concerns. */
interface RemovalPlan {
	slots: SlotRow[];
	affected: MeetingRow[];
	/** The rest of the event, in which they might be held. */
	input: MeetingsInput;
}

async function planOf(tx: Transaction, frame: FrameRow, { of, id }: Removal, now: Date): Promise<RemovalPlan> {
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
	return { slots, affected, input: compileInput(rest, { fixed: stay.flatMap(placedOf), previous, keepBefore: now }) };
}

/** Where the affected meetings could be held instead, all others staying where they are. */
async function elsewhere({ input, affected }: RemovalPlan): Promise<PlacedMeeting[]> {
	if (affected.length === 0 || input.slots.length === 0 || input.tables?.length === 0) return [];
	const scheduled = await scheduleMeetings(input, { seconds: SECONDS, seed: SEED });
	if (scheduled.faults) throw new Error(`The meetings cannot be read: ${JSON.stringify(scheduled.faults.slice(0, 3))}`);
	const ids = new Set(affected.map(({ requestId }) => requestId));
	return scheduled.output.meetings.filter(({ request }) => ids.has(request)).map(({ request, slot, table, interpreter }) => ({ requestId: request, slotId: slot, tableId: table ?? null, interpreterId: interpreter ?? null }));
}

/** Whom a removal concerns, for the question that is asked before. */
export interface RemovalView {
	slots: { id: string; startsAt: Date; minutes: number }[];
	table: string | null;
	affected: { id: string; people: Pick<Participant, 'id' | 'names' | 'worksAt' | 'organisation'>[]; startsAt: Date; table: string | null; to: { startsAt: Date; table: string | null } | null }[];
	/** How many people would get a letter. */
	letters: number;
}

/** Errors: not_found, forbidden, conflict (meetings were held there). */
export async function previewRemoval(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: Removal & { eventId: string }): Promise<RemovalView> {
	return asActor(context.db, actor, async (tx) => {
		await eventAtDesk(tx, actor, input.eventId, context.clock());
		const frame = await frameOf(tx, input.eventId);
		if (!frame) throw new ExpectedError('not_found', 'The event has no meetings.');
		const plan = await planOf(tx, frame, input, context.clock());
		const [moves, people, tables, slots] = [new Map((await elsewhere(plan)).map((placed) => [placed.requestId, placed])), new Map((await participantsOf(tx, input.eventId)).map((each) => [each.id, each])), await meetingTablesOf(tx, input.eventId), await slotsOf(tx, input.eventId)];
		const requests = await partiesById(tx, input.eventId, plan.affected.map(({ requestId }) => requestId));
		const label = (id: string | null) => tables.find((table) => table.id === id)?.label ?? null;
		const parties = (requestId: string) => requests.get(requestId) ?? [];
		return {
			slots: plan.slots.map(({ id, startsAt, minutes }) => ({ id, startsAt, minutes })),
			table: input.of === 'table' ? label(input.id) : null,
			affected: plan.affected.map(({ id, requestId, startsAt, tableId }) => {
				const to = moves.get(requestId);
				return { id, people: parties(requestId).flatMap((who) => people.get(who) ?? []).map(({ id: key, names, worksAt, organisation }) => ({ id: key, names, worksAt, organisation })), startsAt, table: label(tableId), to: to ? { startsAt: slots.find((slot) => slot.id === to.slotId)!.startsAt, table: label(to.tableId) } : null };
			}),
			letters: new Set(plan.affected.flatMap(({ requestId, interpreterId }) => [...parties(requestId), ...(interpreterId ? [interpreterId] : [])])).size,
		};
	});
}

/**
 * Takes a slot, a table or the slots of a day away. Meetings there are moved to where there is room, or called off, and their people
 * are told; nothing else moves. Errors: not_found, forbidden, conflict (meetings were held there).
 */
export async function removePlace(context: MeetingsContext, actor: Actor, input: Removal & { eventId: string; how: 'move' | 'call-off'; words: { text: string; language: Language } | null }): Promise<Settled> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'remove-place' }, async (change) => {
		const { tx, row, frame, now, note } = change;
		const plan = await planOf(tx, frame, input, now);
		const moves = input.how === 'move' ? await elsewhere(plan) : [];
		const origins = new Map(plan.affected.map((meeting) => [meeting.requestId, meeting]));
		const place = moves.map((move): Placing => ({ ...move, origin: origins.get(move.requestId)!.origin, scheduleId: origins.get(move.requestId)!.scheduleId, locked: origins.get(move.requestId)!.locked }));
		const settled = await settleMeetings(context, change, { place, callOff: plan.affected.map(({ requestId }) => requestId).filter((id) => !moves.some(({ requestId }) => requestId === id)), words: input.words });
		await deleteSlots(tx, plan.slots.map(({ id }) => id));
		if (input.of === 'table') await deleteTable(tx, row.id, input.id);
		note({ detail: { of: input.of, id: input.id, slots: plan.slots.length, moved: settled.moved, calledOff: settled.calledOff, told: settled.told } });
		return settled;
	});
}
