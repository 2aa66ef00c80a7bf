import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { participantsOf, type Participant } from '#lib/server/registration/registrations.ts';
import type { MeetingsContext } from '../context.ts';
import { settleMeetings, type Placing, type Settled } from '../live/settle-meetings.ts';
import { partiesById } from '../live/queries.ts';
import { slotsOf } from '../queries.ts';
import { deleteSchedule } from '../schedules/queries.ts';
import type { Removal } from '../schedules/schedule.ts';
import { changeAtDesk, eventAtDesk } from './change-at-desk.ts';
import { deleteSlots, deleteTable, frameOf, meetingTablesOf, takeTableAway } from './queries.ts';
import { lockRemoval, planRemoval, proposalFor } from './removal-plan.ts';

/** Whom a removal concerns, for the question that is asked before. */
interface RemovalView {
	slots: { id: string; startsAt: Date; minutes: number }[];
	table: string | null;
	affected: { id: string; people: Pick<Participant, 'id' | 'names' | 'worksAt' | 'organisation'>[]; startsAt: Date; table: string | null; to: { startsAt: Date; table: string | null } | null }[];
	/** How many meetings there were held or have begun, and stay on record. */
	onRecord: number;
	/** How many people would get a letter. */
	letters: number;
	/** What was worked out of where they could go; null before somebody has asked for it. */
	proposal: { id: string; running: boolean; seconds: number; of: number } | null;
}

/** Whom it concerns, at once; and where they could go, once that was worked out (steer-schedule.ts). Errors: not_found, conflict (meetings were held there, and nothing is ahead). */
export async function previewRemoval(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: Removal & { eventId: string }): Promise<RemovalView> {
	return asActor(context.db, actor, async (tx) => {
		await eventAtDesk(tx, actor, input.eventId, context.clock());
		const frame = await frameOf(tx, input.eventId);
		if (!frame) throw new ExpectedError('not_found', 'The event has no meetings.');
		const plan = await planRemoval(tx, frame, input, context.clock());
		const proposal = await proposalFor(tx, input.eventId, input, plan);
		const [moves, people, tables, slots] = [new Map((proposal?.moves ?? []).map((placed) => [placed.requestId, placed])), new Map((await participantsOf(tx, input.eventId)).map((each) => [each.id, each])), await meetingTablesOf(tx, input.eventId), await slotsOf(tx, input.eventId)];
		const requests = await partiesById(tx, input.eventId, plan.affected.map(({ requestId }) => requestId));
		const label = (id: string | null) => tables.find((table) => table.id === id)?.label ?? null;
		const placeOf = (id: string | null) => tables.findIndex((table) => table.id === id);
		const parties = (requestId: string) => requests.get(requestId) ?? [];
		return {
			slots: plan.slots.map(({ id, startsAt, minutes }) => ({ id, startsAt, minutes })),
			table: input.of === 'table' ? label(input.id) : null,
			affected: plan.affected.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || placeOf(a.tableId) - placeOf(b.tableId)).map(({ id, requestId, startsAt, tableId }) => {
				const to = moves.get(requestId);
				return { id, people: parties(requestId).flatMap((who) => people.get(who) ?? []).map(({ id: key, names, worksAt, organisation }) => ({ id: key, names, worksAt, organisation })), startsAt, table: label(tableId), to: to ? { startsAt: slots.find((slot) => slot.id === to.slotId)!.startsAt, table: label(to.tableId) } : null };
			}),
			onRecord: plan.onRecord,
			letters: new Set(plan.affected.flatMap(({ requestId, interpreterId }) => [...parties(requestId), ...(interpreterId ? [interpreterId] : [])])).size,
			proposal: proposal && { id: proposal.schedule.id, running: proposal.schedule.state === 'running', seconds: proposal.schedule.figures.seconds ?? 0, of: proposal.schedule.options.seconds },
		};
	});
}

/**
 * Takes a slot, a table, or the slots of a day or of the rest of one away; of what has begun nothing. Meetings ahead there are moved to
 * where the proposal that the organiser has seen has them, or called off, and their people are told; nothing else moves. `seen`: the
 * meetings that the organiser was shown. Errors: not_found, forbidden, conflict (meetings were held there, and nothing is ahead; others
 * stand there by now; nothing was worked out, or it holds no longer).
 */
export async function removePlace(context: MeetingsContext, actor: Actor, input: Removal & { eventId: string; seen: readonly string[]; how: 'move' | 'call-off'; proposal: string | null; words: { text: string; language: Language } | null }): Promise<Settled> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'remove-place' }, async (change) => {
		const { tx, row, frame, now, note } = change;
		await lockRemoval(tx, row.id, input);
		const plan = await planRemoval(tx, frame, input, now);
		if (plan.affected.some(({ id }) => !input.seen.includes(id))) throw new ExpectedError('conflict', 'Meetings stand there that the organiser has not seen.', { field: 'place', detail: { code: 'more_concerned' } });
		const proposal = await proposalFor(tx, row.id, input, plan);
		if (input.how === 'move' && plan.affected.length > 0 && (proposal?.schedule.state !== 'done' || proposal.schedule.id !== input.proposal)) throw new ExpectedError('conflict', 'It is to be worked out anew where they can go.', { field: 'place', detail: { code: 'no_proposal' } });
		const moves = input.how === 'move' ? (proposal?.moves ?? []) : [];
		const origins = new Map(plan.affected.map((meeting) => [meeting.requestId, meeting]));
		const place = moves.map((move): Placing => ({ ...move, origin: origins.get(move.requestId)!.origin, scheduleId: origins.get(move.requestId)!.scheduleId, locked: origins.get(move.requestId)!.locked }));
		const settled = await settleMeetings(context, change, { place, callOff: plan.affected.map(({ requestId }) => requestId).filter((id) => !moves.some(({ requestId }) => requestId === id)), words: input.words });
		await deleteSlots(tx, plan.slots.map(({ id }) => id));
		if (input.of === 'table') await (plan.onRecord > 0 ? takeTableAway(tx, row.id, input.id, now) : deleteTable(tx, row.id, input.id));
		if (proposal) await deleteSchedule(tx, proposal.schedule.id);
		note({ detail: { of: input.of, id: input.id, slots: plan.slots.length, moved: settled.moved, calledOff: settled.calledOff, told: settled.told } });
		return settled;
	});
}
