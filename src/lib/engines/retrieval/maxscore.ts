import { countBits, hasBit, popcount, positionsInto } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import type { LongList } from './long-list.ts';
import type { PlannedGroup, QueryPlan } from './plan.ts';
import { SLOT_SHIFT, gallop } from './postings.ts';
import { positionOf } from './segment.ts';
import type { Segment } from './segment.ts';
import type { TopDocuments } from './top-documents.ts';

/**
 * Exact top-k with dynamic pruning: MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations",
 * 1995), window by window, over groups instead of terms.
 *
 * Groups that together cannot lift a document over the worst of the best so far are not essential: their lists are
 * only looked into for documents that the essential groups have found and that could still make it. The essential
 * lists are added up term at a time into a window of accumulators, which keeps loops tight and memory near. All sums
 * are whole numbers (see plan.ts), so the answer is that of scoring everything, ties included.
 */

const WINDOW = 4096;
/** Looking a document up in a list costs about that many steps along it. */
const LOOK_UP_COST = 4;

interface GroupLists {
	/** Start, cursor, end, multiplier and second view of each list. Cursors move forward only. */
	starts: number[];
	cursors: number[];
	ends: number[];
	multipliers: number[];
	long: (LongList | null)[];
	/** The most that the group can add to a document of this segment. */
	bound: number;
	cost: number;
}

/** Working memory of one search at a time. */
export class ScoringMemory {
	readonly sums = new Float64Array(WINDOW);
	readonly groupBest = new Float64Array(WINDOW);
	readonly slots = new Int32Array(WINDOW);
	readonly scores = new Float64Array(WINDOW);
	readonly parts = new Float64Array(WINDOW);
}

/**
 * Offers the segment's best documents to `top`. `allowed` restricts the answer (`null`: all that live). Where no word
 * need score, because a `must` group of weight 0 has chosen, `top` has a floor below 0 and all the allowed are offered.
 */
export function collectTop(
	segment: Segment,
	plan: QueryPlan,
	allowed: Bitmap | null,
	top: TopDocuments,
	memory: ScoringMemory,
): void {
	if (top.capacity === 0) return;
	const groups = scoringLists(segment, plan);
	const cost = groups.reduce((sum, group) => sum + group.cost, 0);
	const scoreMatters = plan.groups.some(isScoringMust) || top.floor >= 0;
	if (allowed && (!scoreMatters || countBits(allowed) * LOOK_UP_COST < cost)) {
		scoreAllowed(segment, groups, allowed, top, memory);
	} else {
		scoreEssential(segment, groups, allowed, top, memory);
	}
}

function isScoringMust({ occur, alternatives }: PlannedGroup): boolean {
	return occur === 'must' && alternatives.some(({ multiplier }) => multiplier > 0);
}

/** The lists of this segment, the groups that are the least bound for the most postings first. */
function scoringLists(segment: Segment, plan: QueryPlan): GroupLists[] {
	const groups: GroupLists[] = [];
	for (const { occur, alternatives } of plan.groups) {
		if (occur === 'not') continue;
		const group: GroupLists = { starts: [], cursors: [], ends: [], multipliers: [], long: [], bound: 0, cost: 0 };
		for (const { term, multiplier } of alternatives) {
			if (multiplier === 0) continue;
			const position = positionOf(segment.terms, term);
			if (position < 0) continue;
			const start = segment.starts[position]!;
			const end = segment.starts[position + 1]!;
			if (start === end) continue;
			group.starts.push(start);
			group.cursors.push(start);
			group.ends.push(end);
			group.multipliers.push(multiplier);
			group.long.push(segment.long.get(position) ?? null);
			group.bound = Math.max(group.bound, multiplier * segment.maxima[position]!);
			group.cost += end - start;
		}
		if (group.cost > 0) groups.push(group);
	}
	return groups.sort((a, b) => a.bound / a.cost - b.bound / b.cost);
}

/** `bounds[i]`: the most that the first i groups add together. */
function boundsOf(groups: readonly GroupLists[]): Float64Array {
	const bounds = new Float64Array(groups.length + 1);
	groups.forEach((group, i) => (bounds[i + 1] = bounds[i]! + group.bound));
	return bounds;
}

/** Few documents are allowed: look each up in the lists, the strongest groups first. */
function scoreAllowed(
	segment: Segment,
	groups: readonly GroupLists[],
	allowed: Bitmap,
	top: TopDocuments,
	memory: ScoringMemory,
): void {
	const bounds = boundsOf(groups);
	for (let from = 0; from < segment.slots; from += WINDOW) {
		if (bounds[groups.length]! <= top.threshold) return;
		const count = positionsInto(allowed, from, Math.min(segment.slots, from + WINDOW), memory.slots);
		memory.scores.fill(0, 0, count);
		offerCandidates(segment, groups, groups.length, bounds, count, top, memory);
	}
}

function scoreEssential(
	segment: Segment,
	groups: readonly GroupLists[],
	allowed: Bitmap | null,
	top: TopDocuments,
	memory: ScoringMemory,
): void {
	const bounds = boundsOf(groups);
	let essential = 0;
	for (;;) {
		const threshold = top.threshold;
		while (essential < groups.length && bounds[essential + 1]! <= threshold) essential++;
		const from = nextWindow(segment.postings, groups, essential);
		if (from < 0) return;
		const count =
			essential === groups.length - 1 && groups[essential]!.cursors.length === 1
				? listCandidates(segment.postings, groups[essential]!, from, threshold - bounds[essential]!, memory)
				: sumCandidates(segment.postings, groups, essential, from, threshold - bounds[essential]!, memory);
		const kept = allowed ? keepAllowed(allowed, count, memory) : count;
		offerCandidates(segment, groups, essential, bounds, kept, top, memory);
	}
}

/** Start of the window in which the next posting of an essential list lies, or -1 at the end. */
function nextWindow(postings: Int32Array, groups: readonly GroupLists[], essential: number): number {
	let next = -1;
	for (let g = essential; g < groups.length; g++) {
		const { cursors, ends } = groups[g]!;
		for (let i = 0; i < cursors.length; i++) {
			if (cursors[i]! >= ends[i]!) continue;
			const posting = postings[cursors[i]!]!;
			if (next < 0 || posting < next) next = posting;
		}
	}
	return next < 0 ? -1 : (next >>> SLOT_SHIFT) & ~(WINDOW - 1);
}

/** One list alone is essential: its postings of the window are the candidates. */
function listCandidates(
	postings: Int32Array,
	group: GroupLists,
	from: number,
	mustExceed: number,
	memory: ScoringMemory,
): number {
	const { slots, scores } = memory;
	const multiplier = group.multipliers[0]!;
	const start = group.cursors[0]!;
	const end = windowEnd(postings, start, group.ends[0]!, from);
	group.cursors[0] = end;
	let count = 0;
	for (let p = start; p < end; p++) {
		const posting = postings[p]!;
		const score = multiplier * ((posting >>> 4) & 0xfff);
		if (score <= mustExceed) continue;
		slots[count] = posting >>> SLOT_SHIFT;
		scores[count++] = score;
	}
	return count;
}

/** Adds the essential groups up in the window's accumulators; those over `mustExceed` are the candidates. */
function sumCandidates(
	postings: Int32Array,
	groups: readonly GroupLists[],
	essential: number,
	from: number,
	mustExceed: number,
	memory: ScoringMemory,
): number {
	const { sums, groupBest, slots, scores } = memory;
	for (let g = essential; g < groups.length; g++) {
		const { cursors, ends, multipliers } = groups[g]!;
		for (let i = 0; i < cursors.length; i++) {
			const start = cursors[i]!;
			const end = windowEnd(postings, start, ends[i]!, from);
			cursors[i] = end;
			if (cursors.length === 1) addList(postings, start, end, multipliers[i]!, from, sums);
			else addBest(postings, start, end, multipliers[i]!, from, sums, groupBest);
		}
		if (cursors.length > 1) groupBest.fill(0);
	}
	let count = 0;
	const least = Math.max(0, mustExceed);
	for (let i = 0; i < WINDOW; i++) {
		const sum = sums[i]!;
		if (sum <= least) continue;
		slots[count] = from + i;
		scores[count++] = sum;
	}
	sums.fill(0);
	return count;
}

function windowEnd(postings: Int32Array, start: number, end: number, from: number): number {
	// The first slot after the last window would not fit the sign bit: the list's end serves.
	const next = from + WINDOW;
	return next >= 1 << 15 ? end : gallop(postings, start, end, next << SLOT_SHIFT);
}

function addList(
	postings: Int32Array,
	start: number,
	end: number,
	multiplier: number,
	from: number,
	sums: Float64Array,
): void {
	for (let p = start; p < end; p++) {
		const posting = postings[p]!;
		sums[(posting >>> SLOT_SHIFT) - from]! += multiplier * ((posting >>> 4) & 0xfff);
	}
}

/** A group counts its best alternative only: adds what this list gives beyond the group's best so far. */
function addBest(
	postings: Int32Array,
	start: number,
	end: number,
	multiplier: number,
	from: number,
	sums: Float64Array,
	groupBest: Float64Array,
): void {
	for (let p = start; p < end; p++) {
		const posting = postings[p]!;
		const i = (posting >>> SLOT_SHIFT) - from;
		const part = multiplier * ((posting >>> 4) & 0xfff);
		const best = groupBest[i]!;
		if (part <= best) continue;
		groupBest[i] = part;
		sums[i]! += part - best;
	}
}

function keepAllowed(allowed: Bitmap, count: number, memory: ScoringMemory): number {
	const { slots, scores } = memory;
	let kept = 0;
	for (let i = 0; i < count; i++) {
		if (!hasBit(allowed, slots[i]!)) continue;
		slots[kept] = slots[i]!;
		scores[kept++] = scores[i]!;
	}
	return kept;
}

/**
 * Completes the candidates with the first `remaining` groups, strongest bound last in the list and so first here;
 * drops those that cannot exceed the threshold any more; offers the rest.
 */
function offerCandidates(
	segment: Segment,
	groups: readonly GroupLists[],
	remaining: number,
	bounds: Float64Array,
	candidates: number,
	top: TopDocuments,
	memory: ScoringMemory,
): void {
	const { slots, scores } = memory;
	const threshold = top.threshold;
	let count = candidates;
	for (let g = remaining - 1; g >= 0 && count > 0; g--) {
		const least = threshold - bounds[g + 1]!;
		let kept = 0;
		for (let i = 0; i < count; i++) {
			if (scores[i]! <= least) continue;
			slots[kept] = slots[i]!;
			scores[kept++] = scores[i]!;
		}
		count = kept;
		completeGroup(segment.postings, groups[g]!, count, memory);
	}
	for (let i = 0; i < count; i++) {
		if (scores[i]! > top.threshold) top.push(scores[i]!, segment.sequences[slots[i]!]!);
	}
}

function completeGroup(postings: Int32Array, group: GroupLists, count: number, memory: ScoringMemory): void {
	const { starts, cursors, ends, multipliers, long } = group;
	const { slots, parts, scores } = memory;
	parts.fill(0, 0, count);
	for (let i = 0; i < cursors.length; i++) {
		const view = long[i]!;
		if (view) lookUpLong(postings, starts[i]!, view, multipliers[i]!, slots, count, parts);
		else cursors[i] = lookUp(postings, cursors[i]!, ends[i]!, multipliers[i]!, slots, count, parts);
	}
	for (let i = 0; i < count; i++) scores[i]! += parts[i]!;
}

/** Raises each document's part to what this list gives it. The slots ascend, so the list is passed through once. */
function lookUp(
	postings: Int32Array,
	start: number,
	end: number,
	multiplier: number,
	slots: Int32Array,
	count: number,
	parts: Float64Array,
): number {
	let p = start;
	for (let i = 0; i < count; i++) {
		const slot = slots[i]!;
		p = gallop(postings, p, end, slot << SLOT_SHIFT);
		if (p >= end) break;
		const posting = postings[p]!;
		if (posting >>> SLOT_SHIFT !== slot) continue;
		const part = multiplier * ((posting >>> 4) & 0xfff);
		if (part > parts[i]!) parts[i] = part;
	}
	return p;
}

/** The same by the list's second view. */
function lookUpLong(
	postings: Int32Array,
	start: number,
	{ bits, ranks }: LongList,
	multiplier: number,
	slots: Int32Array,
	count: number,
	parts: Float64Array,
): void {
	for (let i = 0; i < count; i++) {
		const slot = slots[i]!;
		const word = bits[slot >>> 5]!;
		const bit = 1 << (slot & 31);
		if ((word & bit) === 0) continue;
		const posting = postings[start + ranks[slot >>> 5]! + popcount(word & (bit - 1))]!;
		const part = multiplier * ((posting >>> 4) & 0xfff);
		if (part > parts[i]!) parts[i] = part;
	}
}
