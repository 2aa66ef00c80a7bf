import { NONE, type Assignment, type HeldMeeting, type MeetingsProblem } from './types.ts';

/** A schedule in indices; ids that the problem does not know are passed over. */
export function assignmentOf(problem: MeetingsProblem, meetings: readonly HeldMeeting[]): Assignment {
	const indexOf = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]));
	const [requests, slots, tables, interpreters] = [problem.requestIds, problem.slotIds, problem.tableIds, problem.interpreterIds].map(indexOf) as [Map<string, number>, Map<string, number>, Map<string, number>, Map<string, number>];
	const none = () => new Int32Array(problem.requests).fill(NONE);
	const assignment = { slot: none(), table: none(), interpreter: none() };
	for (const { request, slot, table, interpreter } of meetings) {
		const [r, s] = [requests.get(request), slots.get(slot)];
		if (r === undefined || s === undefined) continue;
		assignment.slot[r] = s;
		assignment.table[r] = (table === undefined ? undefined : tables.get(table)) ?? NONE;
		assignment.interpreter[r] = (interpreter === undefined ? undefined : interpreters.get(interpreter)) ?? NONE;
	}
	return assignment;
}
