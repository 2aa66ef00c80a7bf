import type { MeetingsProblem } from './types.ts';
import type { WeightModel } from './weight-model.ts';

/**
 * An odd number of participants in one slot: among themselves they hold at most half as many meetings, rounded down, which fractions
 * of meetings do not know of (Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", 1965).
 */
export interface OddSet {
	slot: number;
	/** In ascending order. */
	participants: readonly number[];
}

/** The meetings that an odd set may hold at most. */
export const mostWithin = ({ participants }: OddSet): number => (participants.length - 1) / 2;

/** Requests that bring two or more of these participants together. */
export function requestsWithin(problem: MeetingsProblem, participants: readonly number[]): number[] {
	const once = new Set<number>();
	const within = new Set<number>();
	for (const p of participants) {
		for (const r of problem.requestsOf.subarray(problem.requestsStart[p]!, problem.requestsStart[p + 1]!)) (once.has(r) ? within : once).add(r);
	}
	return [...within];
}

/** Fractions above these, one after another, say who belongs together. */
const THRESHOLDS = [0, 0.05, 0.15, 0.25, 0.3, 0.4] as const;
/** Of groups of even size, up to this one, each is looked at without one of its people. */
const LARGEST_EVEN = 14;
const TOLERANCE = 1e-6;
const VIOLATED = 1e-4;

interface Fraction {
	members: readonly number[];
	value: number;
}

/** Odd sets that hold more in this solution of the linear programme than they may; `known` (as keyOf says) are passed over. */
export function violatedOddSets(problem: MeetingsProblem, { columnRequest, columnSlot }: WeightModel, value: Float64Array, known: ReadonlySet<string>): OddSet[] {
	const bySlot: Fraction[][] = Array.from({ length: problem.slots }, () => []);
	for (const [c, r] of columnRequest.entries()) {
		if (value[c]! < TOLERANCE || value[c]! > 1 - TOLERANCE) continue;
		bySlot[columnSlot[c]!]!.push({ members: [...problem.members.subarray(problem.membersStart[r]!, problem.membersStart[r + 1]!)], value: value[c]! });
	}
	return bySlot.flatMap((fractions, slot) =>
		candidates(fractions)
			.filter((participants) => !known.has(keyOf({ slot, participants })) && heldWithin(fractions, participants) > mostWithin({ slot, participants }) + VIOLATED)
			.map((participants) => ({ slot, participants })),
	);
}

export const keyOf = ({ slot, participants }: OddSet): string => `${slot}: ${participants.join(' ')}`;

function heldWithin(fractions: readonly Fraction[], participants: readonly number[]): number {
	const inside = new Set(participants);
	return fractions.reduce((sum, { members, value }) => (members.filter((p) => inside.has(p)).length > 1 ? sum + value : sum), 0);
}

/** Groups that fractions of meetings tie together, and all triangles among them. */
function candidates(fractions: readonly Fraction[]): number[][] {
	const sets = new Map<string, number[]>();
	const add = (group: readonly number[]) => {
		const sorted = [...group].sort((a, b) => a - b);
		sets.set(sorted.join(' '), sorted);
	};
	for (const above of THRESHOLDS) {
		for (const group of tiedTogether(fractions.filter(({ value }) => value > above))) {
			if (group.length % 2 === 1) add(group);
			else if (group.length > 2 && group.length <= LARGEST_EVEN) for (const left of group) add(group.filter((p) => p !== left));
		}
	}
	for (const triangle of triangles(fractions)) add(triangle);
	return [...sets.values()].filter(({ length }) => length > 2);
}

function tiedTogether(fractions: readonly Fraction[]): number[][] {
	const leader = new Map<number, number>();
	const leaderOf = (p: number) => {
		let at = p;
		for (let up = leader.get(at) ?? at; up !== at; up = leader.get(at) ?? at) at = up;
		return at;
	};
	for (const { members } of fractions) for (const p of members) leader.set(leaderOf(p), leaderOf(members[0]!));
	return [...Map.groupBy(leader.keys(), leaderOf).values()];
}

function triangles(fractions: readonly Fraction[]): number[][] {
	const partners = new Map<number, Set<number>>();
	for (const { members } of fractions) {
		for (const p of members) {
			const own = partners.get(p) ?? new Set();
			for (const q of members) if (q !== p) own.add(q);
			partners.set(p, own);
		}
	}
	return [...partners].flatMap(([a, ofA]) => [...ofA].filter((b) => b > a).flatMap((b) => [...partners.get(b)!].filter((c) => c > b && ofA.has(c)).map((c) => [a, b, c])));
}
