import { measure } from './measure.ts';
import { refusals } from './refusals.ts';
import type { Bound } from './bound.ts';
import type { Assignment, HeldMeeting, MeetingsOutput, MeetingsProblem } from './types.ts';

/** A schedule as it is exchanged, meetings in order of time. */
export function scheduleOutput(problem: MeetingsProblem, assignment: Assignment, bound: Bound, seconds: number): MeetingsOutput {
	const measures = measure(problem, assignment);
	const points = Math.max(bound.points, measures.points);
	return {
		meetings: heldMeetings(problem, assignment),
		refused: refusals(problem, assignment),
		weight: rounded(measures.points * problem.unit),
		bound: rounded(points * problem.unit),
		boundBy: bound.by,
		gap: points === 0 ? 0 : rounded(((points - measures.points) / points) * 100),
		idleSlots: measures.gaps,
		tableChanges: measures.tableChanges,
		people: problem.participantIds.flatMap((participant, p) => {
			const [idleSlots, tableChanges] = [measures.gapsOf[p]!, measures.changesOf[p]!];
			return idleSlots + tableChanges > 0 ? [{ participant, idleSlots, tableChanges }] : [];
		}),
		seconds: Math.round(seconds * 1000) / 1000,
	};
}

export function heldMeetings(problem: MeetingsProblem, { slot, table, interpreter }: Assignment): HeldMeeting[] {
	const held = [...slot.keys()].filter((r) => slot[r]! >= 0);
	held.sort((a, b) => slot[a]! - slot[b]! || table[a]! - table[b]! || a - b);
	return held.map((r) => ({
		request: problem.requestIds[r]!,
		slot: problem.slotIds[slot[r]!]!,
		...(table[r]! >= 0 ? { table: problem.tableIds[table[r]!]! } : {}),
		...(interpreter[r]! >= 0 ? { interpreter: problem.interpreterIds[interpreter[r]!]! } : {}),
	}));
}

/** Without the tails that sums of binary fractions have. */
function rounded(value: number): number {
	return Math.round(value * 1e6) / 1e6;
}
