import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { findPlace } from './move-meeting.ts';
import { movedStep, onBoard, onBoardAlready, withStep, writePlaces } from './on-board.ts';

/**
 * Lets two meetings change places: each goes to the slot and the table of the other, with an interpreter where one is needed and free.
 * One step back undoes both. Errors: not_found, forbidden, conflict (one is locked, a slot is closed, or a rule would be broken).
 */
export async function swapMeetings(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; scheduleId: string | null; requestId: string | null; otherId: string | null }): Promise<void> {
	await onBoard(context, actor, input, 'move-on-board', async (board) => {
		const { facts, schedule, change } = board;
		const [one, other] = [onBoardAlready(board, input.requestId), onBoardAlready(board, input.otherId)];
		if (!one || !other || one === other || one.kept || other.kept) throw new ExpectedError('not_found', 'No such meetings.');
		if (one.locked || other.locked) throw new ExpectedError('conflict', 'One of them is locked.', { field: 'slot', detail: { code: 'locked' } });
		if (one.slotId !== other.slotId && [one, other].some(({ slotId }) => facts.closed.has(slotId))) throw new ExpectedError('conflict', 'A slot has begun, or begins too soon.', { field: 'slot', detail: { code: 'closed' } });
		const rest = { ...facts, meetings: facts.meetings.filter((meeting) => meeting !== one && meeting !== other) };
		const first = { ...findPlace(rest, { requestId: one.requestId, slotId: other.slotId, tableId: other.tableId }), locked: false, kept: false };
		const second = { ...findPlace({ ...rest, meetings: [...rest.meetings, first] }, { requestId: other.requestId, slotId: one.slotId, tableId: one.tableId }), locked: false, kept: false };
		await writePlaces(board, [first, second].map((place) => ({ requestId: place.requestId, place })), withStep(board, { swapped: [movedStep(one.requestId, one), movedStep(other.requestId, other)] }));
		change.note({ detail: { number: schedule.number, requestId: one.requestId, slotId: first.slotId, swappedWith: other.requestId } });
	});
}
