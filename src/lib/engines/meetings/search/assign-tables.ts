import { NONE, type MeetingsProblem } from '../types.ts';
import type { Course } from './course.ts';
import type { Random } from './random.ts';
import { TableCosts } from './table-costs.ts';
import { tableLinks } from './table-links.ts';

export interface TableOptions {
	/** Of the swaps after the matching; absent: none. */
	course?: Course;
}

/**
 * Gives each meeting a table, times being known: as many people as possible stay where they sit, walks stay in the zone, hosts at
 * home. Slot by slot a maximum matching between meetings and the tables their people come from (where nobody idles these are paths
 * and cycles, and no choice of tables keeps more); then swaps of two tables, in one slot or for the rest of a day.
 * Where an earlier schedule stands, a meeting that is not moved keeps its table.
 *
 * Returns the table of each request, -1 where it is not held or the problem has no tables.
 */
export function assignTables(problem: MeetingsProblem, slot: Int32Array, random: Random, options: TableOptions): Int32Array {
	const table = new Int32Array(problem.requests).fill(NONE);
	if (problem.tablesUnlimited) return table;
	const links = tableLinks(problem, slot);
	const costs = new TableCosts(problem, slot, table, links);
	matchSlotBySlot(problem, slot, costs);
	improve(problem, slot, costs, random, options);
	return table;
}

function matchSlotBySlot(problem: MeetingsProblem, slot: Int32Array, costs: TableCosts): void {
	const bySlot: number[][] = Array.from({ length: problem.slots }, () => []);
	for (let request = 0; request < problem.requests; request++) if (slot[request]! >= 0) bySlot[slot[request]!]!.push(request);
	for (let s = 0; s < problem.slots; s++) {
		const meetings = bySlot[s]!;
		for (const meeting of meetings) {
			if (costs.bound(meeting) >= 0) costs.sit(meeting, costs.bound(meeting));
		}
		for (const meeting of meetings) {
			const last = problem.previousTable[meeting]!;
			if (costs.tableOf(meeting) < 0 && last >= 0 && problem.previousSlot[meeting]! === s && costs.isOpen(last, s)) costs.sit(meeting, last);
		}
		const open = meetings.filter((meeting) => costs.tableOf(meeting) < 0);
		const holder = new Map<number, number>();
		for (const meeting of open) stay(costs, s, meeting, holder, new Set());
		for (const [table, meeting] of holder) costs.sit(meeting, table);
		for (const meeting of open) if (costs.tableOf(meeting) < 0) costs.sit(meeting, costs.cheapestOpen(meeting));
	}
}

/** Kuhn's augmenting path between a meeting and the tables its people come from. */
function stay(costs: TableCosts, s: number, meeting: number, holder: Map<number, number>, seen: Set<number>): boolean {
	for (const table of costs.comesFrom(meeting)) {
		if (seen.has(table) || !costs.isOpen(table, s)) continue;
		seen.add(table);
		const other = holder.get(table);
		if (other !== undefined && !stay(costs, s, other, holder, seen)) continue;
		holder.set(table, meeting);
		return true;
	}
	return false;
}

const BETWEEN_LOOKS = 256;
/** It ends after so many tries for each meeting that won nothing. */
const PATIENCE = 60;

/** Swaps aimed at people who change tables, taken when nothing gets worse. */
function improve(problem: MeetingsProblem, slot: Int32Array, costs: TableCosts, random: Random, options: TableOptions): void {
	const held = Int32Array.from([...slot.keys()].filter((request) => slot[request]! >= 0));
	if (held.length === 0 || problem.tables < 2) return;
	const patience = PATIENCE * held.length;
	for (let step = 0, won = 0; step - won < patience; step++) {
		if (step % BETWEEN_LOOKS === 0 && !(options.course && options.course.progress(step) < 1)) return;
		const meeting = held[random.below(held.length)]!;
		const wanted = costs.wantedTable(meeting, random);
		if (wanted < 0) continue;
		const last = random.below(2) === 0 ? slot[meeting]! : problem.dayStart[problem.dayOf[slot[meeting]!]! + 1]! - 1;
		if (costs.swap(costs.tableOf(meeting), wanted, slot[meeting]!, last) < 0) won = step;
	}
}
