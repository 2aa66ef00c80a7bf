import { hasBit } from './bit-masks.ts';
import { NONE, UNLIMITED, type Assignment, type MeetingsProblem } from './types.ts';

/** What a schedule is judged by; how much each counts stands in aims.ts. */
export interface Measures {
	points: number;
	held: number;
	/** For everybody with a request that could be held: the share of it that is, by points, 0..1; ascending. */
	shares: Float64Array;
	/** People among them who have no meeting at all. */
	unserved: number;
	/** Idle slots or breaks, by the problem's measure. */
	gaps: number;
	/** By how much the gaps of any two people differ. */
	gapDifference: number;
	tableChanges: number;
	/** Changes of table that lead into another zone. */
	zoneChanges: number;
	/** Meetings of people with a table of their own that are held elsewhere; at one of two such tables counts for both. */
	awayFromHome: number;
	/** Meetings outside the slots or the zone that the host would rather see. */
	againstWishes: number;
	/** Against the earlier schedule: meetings at another time, and meetings that are held no more though they could be. */
	moved: number;
	dropped: number;
	gapsOf: Int32Array;
	changesOf: Int32Array;
}

export function measure(problem: MeetingsProblem, { slot, table }: Assignment): Measures {
	const days = measureDays(problem, slot, table);
	const shares = sharesOf(problem, slot);
	let [points, held, againstWishes, awayFromHome, moved, dropped] = [0, 0, 0, 0, 0, 0];
	for (let r = 0; r < problem.requests; r++) {
		const at = slot[r]!;
		const before = problem.previousSlot[r]!;
		if (at < 0) {
			if (before >= 0 && couldBeHeld(problem, r)) dropped++;
			continue;
		}
		held++;
		points += problem.points[r]!;
		if (before >= 0 && before !== at) moved++;
		const zone = table[r]! >= 0 ? problem.zoneOf[table[r]!]! : NONE;
		if (!hasBit(problem.preferredSlots, r, problem.words, at)) againstWishes++;
		if (problem.preferredZone[r]! >= 0 && problem.preferredZone[r] !== zone) againstWishes++;
		if (table[r]! >= 0 && isAwayFromHome(problem, r, table[r]!)) awayFromHome++;
	}
	return { points, held, ...shares, ...days, againstWishes, awayFromHome, moved, dropped };
}

function couldBeHeld(problem: MeetingsProblem, r: number): boolean {
	for (let w = 0; w < problem.words; w++) if (problem.allowed[r * problem.words + w] !== 0) return true;
	return false;
}

function isAwayFromHome(problem: MeetingsProblem, r: number, table: number): boolean {
	let someHasOne = false;
	for (let i = problem.membersStart[r]!; i < problem.membersStart[r + 1]!; i++) {
		const home = problem.homeTable[problem.members[i]!]!;
		if (home === table) return false;
		if (home >= 0) someHasOne = true;
	}
	return someHasOne;
}

function sharesOf(problem: MeetingsProblem, slot: Int32Array): Pick<Measures, 'shares' | 'unserved'> {
	const shares: number[] = [];
	let unserved = 0;
	for (let p = 0; p < problem.participants; p++) {
		let [possible, granted] = [0, 0];
		for (let i = problem.requestsStart[p]!; i < problem.requestsStart[p + 1]!; i++) {
			const r = problem.requestsOf[i]!;
			if (couldBeHeld(problem, r)) possible += problem.points[r]!;
			if (slot[r]! >= 0) granted += problem.points[r]!;
		}
		if (possible === 0) continue;
		shares.push(granted / possible);
		if (granted === 0) unserved++;
	}
	return { shares: Float64Array.from(shares).sort(), unserved };
}

type Days = Pick<Measures, 'gaps' | 'gapDifference' | 'tableChanges' | 'zoneChanges' | 'gapsOf' | 'changesOf'>;

/** Goes through each person's slots in order of time. */
function measureDays(problem: MeetingsProblem, slot: Int32Array, table: Int32Array): Days {
	const days: Days = { gaps: 0, gapDifference: 0, tableChanges: 0, zoneChanges: 0, gapsOf: new Int32Array(problem.participants), changesOf: new Int32Array(problem.participants) };
	const inSlot = new Int32Array(problem.slots);
	let [least, most] = [UNLIMITED, 0];
	for (let p = 0; p < problem.participants; p++) {
		inSlot.fill(NONE);
		for (let i = problem.requestsStart[p]!; i < problem.requestsStart[p + 1]!; i++) {
			const r = problem.requestsOf[i]!;
			if (slot[r]! >= 0) inSlot[slot[r]!] = r;
		}
		for (let d = 0; d < problem.days; d++) {
			let last = NONE;
			for (let s = problem.dayStart[d]!; s < problem.dayStart[d + 1]!; s++) {
				if (inSlot[s]! < 0) continue;
				if (last >= 0) {
					const idle = s - last - 1;
					days.gapsOf[p]! += problem.gapMeasure === 'breaks' ? Math.min(1, idle) : idle;
					const [from, to] = [table[inSlot[last]!]!, table[inSlot[s]!]!];
					if (from !== to) {
						days.changesOf[p]!++;
						if (from < 0 || to < 0 || problem.zoneOf[from] !== problem.zoneOf[to]) days.zoneChanges++;
					}
				}
				last = s;
			}
		}
		days.gaps += days.gapsOf[p]!;
		days.tableChanges += days.changesOf[p]!;
		least = Math.min(least, days.gapsOf[p]!);
		most = Math.max(most, days.gapsOf[p]!);
	}
	days.gapDifference = problem.participants === 0 ? 0 : most - least;
	return days;
}
