import { hasBit } from '../bit-masks.ts';
import type { MeetingsProblem } from '../types.ts';
import type { Random } from './random.ts';
import type { TableLinks } from './table-links.ts';

/** What counts, in strict order: a swap touches few people, so that no sum of a later kind reaches one of an earlier. */
const CHANGE = 1_000_000;
const ZONE_CHANGE = 10_000;
const AWAY_FROM_HOME = 100;
const AGAINST_WISH = 1;

/** Meetings at tables, and what it costs where each of them is. */
export class TableCosts {
	private readonly problem: MeetingsProblem;
	private readonly slot: Int32Array;
	private readonly table: Int32Array;
	private readonly links: TableLinks;
	/** Meeting at `slot * tables + table`, or -1. */
	private readonly at: Int32Array;

	constructor(problem: MeetingsProblem, slot: Int32Array, table: Int32Array, links: TableLinks) {
		this.problem = problem;
		this.slot = slot;
		this.table = table;
		this.links = links;
		this.at = new Int32Array(problem.slots * problem.tables).fill(-1);
	}

	tableOf(meeting: number): number {
		return this.table[meeting]!;
	}

	/** The table at which a fixed meeting is fixed, else -1. */
	bound(meeting: number): number {
		return this.problem.fixedTable[meeting]!;
	}

	sit(meeting: number, table: number): void {
		this.table[meeting] = table;
		this.at[this.slot[meeting]! * this.problem.tables + table] = meeting;
	}

	isOpen(table: number, slot: number): boolean {
		return this.at[slot * this.problem.tables + table]! < 0 && hasBit(this.problem.tableAvailable, table, this.problem.words, slot);
	}

	/** Tables its people come from. */
	comesFrom(meeting: number): number[] {
		const tables: number[] = [];
		for (let i = this.problem.membersStart[meeting]!; i < this.problem.membersStart[meeting + 1]!; i++) {
			const last = this.links.before[i]!;
			if (last >= 0 && this.table[last]! >= 0) tables.push(this.table[last]!);
		}
		return tables;
	}

	/** The open table at which the meeting costs least; there is one, since no slot has more meetings than tables. */
	cheapestOpen(meeting: number): number {
		let best = -1;
		let least = Infinity;
		for (let table = 0; table < this.problem.tables; table++) {
			if (!this.isOpen(table, this.slot[meeting]!)) continue;
			this.table[meeting] = table;
			const cost = this.costOf(meeting);
			if (cost >= least) continue;
			least = cost;
			best = table;
		}
		this.table[meeting] = -1;
		return best;
	}

	/** A table at which one of its people sits before or after, or sits at home; another than its own, or -1. */
	wantedTable(meeting: number, random: Random): number {
		const { membersStart, members, homeTable, tables } = this.problem;
		const i = membersStart[meeting]! + random.below(membersStart[meeting + 1]! - membersStart[meeting]!);
		const way = random.below(8);
		const near = way < 4 ? this.links.before[i]! : this.links.after[i]!;
		const wanted = way === 7 ? (homeTable[members[i]!]! >= 0 ? homeTable[members[i]!]! : random.below(tables)) : near < 0 ? -1 : this.table[near]!;
		return wanted === this.table[meeting]! ? -1 : wanted;
	}

	/** Swaps two tables in the slots from `first` to `last` if nothing gets worse; returns by how much the cost has changed. */
	swap(one: number, other: number, first: number, last: number): number {
		if (!this.canSwap(one, other, first, last)) return 0;
		const before = this.costAt(one, other, first, last);
		this.exchange(one, other, first, last);
		const change = this.costAt(one, other, first, last) - before;
		if (change <= 0) return change;
		this.exchange(one, other, first, last);
		return 0;
	}

	private canSwap(one: number, other: number, first: number, last: number): boolean {
		const { tables, words, tableAvailable } = this.problem;
		for (let s = first; s <= last; s++) {
			const a = this.at[s * tables + one]!;
			const b = this.at[s * tables + other]!;
			if ((a >= 0 && this.stays(a)) || (b >= 0 && this.stays(b))) return false;
			if (a >= 0 && !hasBit(tableAvailable, other, words, s)) return false;
			if (b >= 0 && !hasBit(tableAvailable, one, words, s)) return false;
		}
		return true;
	}

	/** Fixed, or told to its people before. */
	private stays(meeting: number): boolean {
		const { fixedTable, previousTable, previousSlot } = this.problem;
		if (fixedTable[meeting]! >= 0) return true;
		return previousTable[meeting]! === this.table[meeting]! && previousSlot[meeting]! === this.slot[meeting]!;
	}

	private exchange(one: number, other: number, first: number, last: number): void {
		const { tables } = this.problem;
		for (let s = first; s <= last; s++) {
			const a = this.at[s * tables + one]!;
			const b = this.at[s * tables + other]!;
			this.at[s * tables + one] = b;
			this.at[s * tables + other] = a;
			if (a >= 0) this.table[a] = other;
			if (b >= 0) this.table[b] = one;
		}
	}

	private costAt(one: number, other: number, first: number, last: number): number {
		const { tables } = this.problem;
		let cost = 0;
		for (let s = first; s <= last; s++) {
			const a = this.at[s * tables + one]!;
			const b = this.at[s * tables + other]!;
			if (a >= 0) cost += this.costOf(a);
			if (b >= 0) cost += this.costOf(b);
		}
		return cost;
	}

	private costOf(meeting: number): number {
		const { membersStart, members, homeTable, preferredZone, zoneOf } = this.problem;
		const table = this.table[meeting]!;
		let cost = preferredZone[meeting]! >= 0 && preferredZone[meeting]! !== zoneOf[table]! ? AGAINST_WISH : 0;
		let away = false;
		let home = false;
		for (let i = membersStart[meeting]!; i < membersStart[meeting + 1]!; i++) {
			cost += this.walk(this.links.before[i]!, table) + this.walk(this.links.after[i]!, table);
			const own = homeTable[members[i]!]!;
			if (own === table) home = true;
			else if (own >= 0) away = true;
		}
		return away && !home ? cost + AWAY_FROM_HOME : cost;
	}

	private walk(near: number, table: number): number {
		if (near < 0) return 0;
		const there = this.table[near]!;
		if (there < 0 || there === table) return 0;
		return this.problem.zoneOf[there]! === this.problem.zoneOf[table]! ? CHANGE : CHANGE + ZONE_CHANGE;
	}
}
