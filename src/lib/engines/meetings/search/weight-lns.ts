import type { Highs } from 'highs';
import type { Course } from './course.ts';
import { refillCells } from './exact-cells.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import { bitCount, lowestBit } from './search-model.ts';

export interface RefillingOptions {
	/** In rounds, not steps. */
	course: Course;
	/** Seconds that the next round may take at most. */
	secondsFor(): number;
	/** Told after each round; true ends it. */
	isEnough(): boolean;
}

/** Fewest and most cells freed at a time; easier ones free more, as measured by iterations of the simplex method. */
const FEWEST = 2;
const MOST = 8;
const EASY = 1500;
const HARD = 8000;
/** Branch and bound looks at so many nodes at most. */
const NODES = 200;
/** A problem with no more requests times cells than this is first tried as a whole. */
const WHOLE = 8_000;
const NODES_OF_WHOLE = 2_000;

/**
 * Large neighbourhood search on the weight: frees a few cells, fills them again exactly, and so on. How many cells are freed follows
 * how hard the last ones were, counted in iterations so that the clock has no say. A small problem is solved as a whole.
 * Returns the number of rounds, and whether nothing heavier is possible.
 */
export function refillInTurn(state: ScheduleState, highs: Highs, random: Random, options: RefillingOptions): { rounds: number; isBest: boolean } {
	const open = [...state.model.cellOfSlot];
	if (options.isEnough()) return { rounds: 0, isBest: false };
	if (columnsOf(state) <= WHOLE && refillCells(state, highs, random, open, { seconds: options.secondsFor(), nodes: NODES_OF_WHOLE }).isBest) return { rounds: 1, isBest: true };
	let size = 3;
	let round = 0;
	for (; options.course.progress(round) < 1 && !options.isEnough() && state.waitingCount > 0; round++) {
		const cells = chooseCells(state, random, open, Math.min(size, open.length));
		const { effort } = refillCells(state, highs, random, cells, { seconds: options.secondsFor(), nodes: NODES });
		if (effort > HARD) size = Math.max(FEWEST, size - 1);
		else if (effort < EASY) size = Math.min(MOST, size + 1);
	}
	return { rounds: round, isBest: false };
}

function columnsOf(state: ScheduleState): number {
	let columns = 0;
	for (const word of state.model.allowed) columns += bitCount(word);
	return columns;
}

/** Cells of one waiting request at random, since only there it could go; others at random. */
function chooseCells(state: ScheduleState, random: Random, open: readonly number[], size: number): number[] {
	const own: number[] = [];
	if (random.below(2) === 0) {
		const request = state.waiting[random.below(state.waitingCount)]!;
		const { words, allowed } = state.model;
		for (let w = 0; w < words; w++) {
			for (let bits = allowed[request * words + w]!; bits !== 0; bits &= bits - 1) own.push(w * 32 + lowestBit(bits));
		}
	}
	const chosen: number[] = [];
	while (chosen.length < size) {
		const from = own.length > 0 ? own : open;
		const i = random.below(from.length);
		const cell = from[i]!;
		if (own.length > 0) own.splice(i, 1);
		if (!chosen.includes(cell)) chosen.push(cell);
	}
	return chosen;
}
