import type { BoardMoves } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { readAtDesk } from '../frame/change-at-desk.ts';
import { frameOf } from '../frame/queries.ts';
import { scheduleById } from '../schedules/queries.ts';
import { namesOn } from '../schedules/view-schedules.ts';
import { boardAround, brokenNow, loadFacts, newViolations, tablesIn, type BoardFacts, type LoadedFacts } from './facts.ts';

/** Where one meeting of a board might go: asked for as somebody takes it up. Errors: not_found. */
export async function viewMoves(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string; requestId: string }) {
	return readAtDesk(context, actor, input.eventId, async (tx) => {
		const [schedule, frame] = [await scheduleById(tx, input.id), await frameOf(tx, input.eventId)];
		if (!frame || schedule?.eventId !== input.eventId) throw new ExpectedError('not_found', 'No such schedule.');
		const moves = movesOf(await loadFacts(tx, frame, schedule, context.clock()), input.requestId);
		if (!moves) throw new ExpectedError('not_found', 'No such meeting.');
		const named = moves.slots.flatMap(({ conflicts }) => conflicts.flatMap(({ who }) => who ?? []));
		return { slots: moves.slots, people: (await namesOn(tx, input.eventId, [], named)).people };
	});
}

/** For each slot, whether it is open still, what would speak against the chosen meeting in it, and the tables that are free then. */
export function movesOf(facts: LoadedFacts, requestId: string): BoardMoves | null {
	const request = facts.input.requests.find(({ id }) => id === requestId);
	if (!request) return null;
	const now = facts.meetings.find((meeting) => meeting.requestId === requestId) ?? null;
	const others = facts.meetings.filter((meeting) => meeting !== now);
	const around = aroundIn(facts, request.participants, requestId, others);
	return {
		requestId,
		now,
		slots: facts.input.slots.map(({ id }) => {
			if (facts.closed.has(id)) return { id, closed: true, free: [], conflicts: [] };
			const { rest, broken } = around(id);
			const taken = new Set(others.filter(({ slotId }) => slotId === id).flatMap(({ tableId }) => tableId ?? []));
			const free = tablesIn(facts.input, id).filter((table) => !taken.has(table));
			const conflictsWith = (interpreterId: string | null) => newViolations(rest, [...rest.meetings, { requestId, slotId: id, tableId: free[0] ?? null, interpreterId }], broken);
			const plain = conflictsWith(null);
			// Where an interpreter is all that is missing, one may be free.
			const isServed = plain.length > 0 && plain.every(({ rule }) => rule === 'interpreter') && (facts.input.interpreters ?? []).some((each) => conflictsWith(each.id).length === 0);
			const best = isServed ? [] : plain;
			return { id, closed: false, free, conflicts: best.map(({ rule, who }) => ({ rule, who: who ?? null })) };
		}),
	};
}

/**
 * What a meeting could collide with in each slot: the meetings of its people, and there those that take an interpreter. Of tables only
 * free ones are tried, so that the other meetings of a slot have no say.
 */
function aroundIn(facts: BoardFacts, people: readonly string[], requestId: string, others: BoardFacts['meetings']) {
	const partiesOf = new Map(facts.input.requests.map(({ id, participants }) => [id, participants]));
	const own = others.filter((meeting) => partiesOf.get(meeting.requestId)?.some((id) => people.includes(id)));
	const interpreted = Map.groupBy(others.filter((meeting) => meeting.interpreterId !== null && !own.includes(meeting)), ({ slotId }) => slotId);
	const look = (slotId: string, meetings: BoardFacts['meetings']) => {
		const rest = boardAround({ ...facts, meetings }, requestId, [slotId]);
		return { rest, broken: brokenNow(rest) };
	};
	const plain = look('', own);
	return (slotId: string) => (interpreted.has(slotId) ? look(slotId, [...own, ...interpreted.get(slotId)!]) : plain);
}
