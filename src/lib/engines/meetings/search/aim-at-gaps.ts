import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import { bitCount, lowestBit, nthBit } from './search-model.ts';

/** A cell in which the person waits between two meetings of a day. */
export function idleCell(state: ScheduleState, random: Random, person: number): number {
	const { words, days, dayFirstWord } = state.model;
	let waiting = 0;
	for (let day = 0; day < days; day++) {
		for (let w = dayFirstWord[day]!; w < dayFirstWord[day + 1]!; w++) waiting += bitCount(idleBits(state, person, day, w));
	}
	let n = random.below(Math.max(1, waiting));
	for (let day = 0; day < days; day++) {
		for (let w = dayFirstWord[day]!; w < dayFirstWord[day + 1]!; w++) {
			const bits = idleBits(state, person, day, w);
			const here = bitCount(bits);
			if (n < here) return w * 32 + nthBit(bits, n);
			n -= here;
		}
	}
	return -1;
}

/** Bits of word `w` between the first and last meeting of the day in which the person has none. */
function idleBits(state: ScheduleState, person: number, day: number, w: number): number {
	const { words, dayFirstWord } = state.model;
	const row = person * words;
	const busy = state.busy[row + w]!;
	let before = 0;
	let after = 0;
	for (let k = dayFirstWord[day]!; k < w; k++) before |= state.busy[row + k]!;
	for (let k = w + 1; k < dayFirstWord[day + 1]!; k++) after |= state.busy[row + k]!;
	const fromFirst = before !== 0 ? -1 : busy === 0 ? 0 : -1 << nthBit(busy, 0);
	const toLast = after !== 0 ? -1 : busy === 0 ? 0 : -1 >>> Math.clz32(busy);
	return fromFirst & toLast & ~busy;
}

/** Which of the person's meetings goes into the idle cell: the first or the last of that day, or any. */
export function meetingToMove(state: ScheduleState, random: Random, person: number, target: number): number {
	if (target < 0) return -1;
	const { words, days, cells, dayOfCell, dayFirstWord } = state.model;
	const row = person * words;
	const day = dayOfCell[target]!;
	const how = random.below(4);
	const first = how < 2 || days === 1 ? dayFirstWord[day]! : 0;
	const next = how < 2 || days === 1 ? dayFirstWord[day + 1]! : words;
	if (how === 0) {
		for (let w = first; w < next; w++) {
			if (state.busy[row + w]! !== 0) return state.at[person * cells + w * 32 + nthBit(state.busy[row + w]!, 0)]!;
		}
	}
	if (how === 1) {
		for (let w = next - 1; w >= first; w--) {
			if (state.busy[row + w]! !== 0) return state.at[person * cells + w * 32 + 31 - Math.clz32(state.busy[row + w]!)]!;
		}
	}
	let count = 0;
	for (let w = first; w < next; w++) count += bitCount(state.busy[row + w]!);
	let n = random.below(Math.max(1, count));
	for (let w = first; w < next; w++) {
		const here = bitCount(state.busy[row + w]!);
		if (n < here) return state.at[person * cells + w * 32 + nthBit(state.busy[row + w]!, n)]!;
		n -= here;
	}
	return -1;
}

/**
 * Where a held meeting of an idle person would better lie: the cell with which those of its people who are free then idle least, by
 * chance among equals. Others may be in the way; -1 where it has no other cell.
 */
export function snugTarget(state: ScheduleState, random: Random, person: number, meeting: number): number {
	const { words, allowed, partyStart, party } = state.model;
	const home = state.cellOf[meeting]!;
	let best = -1;
	let least = Infinity;
	for (let w = 0; w < words; w++) {
		// The person must be free then, or nothing is won for them.
		for (let open = allowed[meeting * words + w]! & state.free[person * words + w]!; open !== 0; open &= open - 1) {
			const cell = w * 32 + lowestBit(open);
			let gaps = random.unit();
			for (let i = partyStart[meeting]!; i < partyStart[meeting + 1]!; i++) {
				const other = party[i]!;
				if ((state.free[other * words + w]! >>> (cell & 31)) & 1) gaps += state.gapCount.gapsIf(other, home, cell);
				else gaps += state.gapsOf[other]!;
			}
			if (gaps >= least) continue;
			least = gaps;
			best = cell;
		}
	}
	return best;
}

/** A held meeting of the person at random. */
export function anyMeeting(state: ScheduleState, random: Random, person: number): number {
	const { words, cells } = state.model;
	let n = random.below(Math.max(1, state.total[person]!));
	for (let w = 0; w < words; w++) {
		const busy = state.busy[person * words + w]!;
		const here = bitCount(busy);
		if (n < here) return state.at[person * cells + w * 32 + nthBit(busy, n)]!;
		n -= here;
	}
	return -1;
}
