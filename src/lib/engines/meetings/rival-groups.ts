import type { MeetingsProblem } from './types.ts';

/** Groups of requests of which one at most is held, such that any two rivals stand in one of them. */
export function rivalGroups(problem: MeetingsProblem): number[][] {
	const groups: number[][] = [];
	const covered = new Set<number>();
	const key = (a: number, b: number) => Math.min(a, b) * problem.requests + Math.max(a, b);
	const rivalsOf = (r: number) => problem.rivals.subarray(problem.rivalsStart[r]!, problem.rivalsStart[r + 1]!);
	for (let r = 0; r < problem.requests; r++) {
		for (const rival of rivalsOf(r)) {
			if (rival < r || covered.has(key(r, rival))) continue;
			const group = [r, rival];
			for (const third of rivalsOf(r)) {
				if (!group.includes(third) && group.every((member) => rivalsOf(member).includes(third))) group.push(third);
			}
			for (const a of group) for (const b of group) if (a < b) covered.add(key(a, b));
			groups.push(group);
		}
	}
	return groups;
}
