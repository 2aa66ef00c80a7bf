import type { MeetingsProblem } from '../types.ts';

/**
 * Who comes from which meeting: for each place in `problem.members` (a request and one of its people) the meeting that the person
 * holds before and after it on the same day, or -1.
 */
export interface TableLinks {
	before: Int32Array;
	after: Int32Array;
}

export function tableLinks(problem: MeetingsProblem, slot: Int32Array): TableLinks {
	const before = new Int32Array(problem.members.length).fill(-1);
	const after = new Int32Array(problem.members.length).fill(-1);
	const placeIn = new Int32Array(problem.slots);
	const meetingIn = new Int32Array(problem.slots);
	const places: number[][] = Array.from({ length: problem.participants }, () => []);
	for (let request = 0; request < problem.requests; request++) {
		if (slot[request]! < 0) continue;
		for (let i = problem.membersStart[request]!; i < problem.membersStart[request + 1]!; i++) places[problem.members[i]!]!.push(i, request);
	}
	for (const own of places) {
		meetingIn.fill(-1);
		for (let k = 0; k < own.length; k += 2) {
			meetingIn[slot[own[k + 1]!]!] = own[k + 1]!;
			placeIn[slot[own[k + 1]!]!] = own[k]!;
		}
		let last = -1;
		for (let s = 0; s < problem.slots; s++) {
			if (meetingIn[s]! < 0) continue;
			if (last >= 0 && problem.dayOf[last]! === problem.dayOf[s]!) {
				before[placeIn[s]!] = meetingIn[last]!;
				after[placeIn[last]!] = meetingIn[s]!;
			}
			last = s;
		}
	}
	return { before, after };
}
