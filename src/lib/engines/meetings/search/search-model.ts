import { type MeetingsProblem, UNLIMITED } from '../types.ts';

/**
 * The problem as the search wants it: flat arrays, no ids. Time is a row of cells rather than slots: each day begins at a new word
 * of 32 bits, so that everything about one person's day is bit arithmetic on whole words, for any number of slots.
 */
export interface SearchModel {
	readonly requests: number;
	readonly people: number;
	/** 32 bits each; `cells` is 32 times as many. */
	readonly words: number;
	readonly cells: number;
	readonly days: number;
	/** First word of each day, and after the last day the number of words. */
	readonly dayFirstWord: Int32Array;
	readonly dayOfCell: Int32Array;
	/** Slot of each cell, -1 where a word is filled up. */
	readonly slotOfCell: Int32Array;
	readonly cellOfSlot: Int32Array;
	/** People of request r: `party[partyStart[r]]` to `party[partyStart[r + 1] - 1]`. */
	readonly partyStart: Int32Array;
	readonly party: Int32Array;
	/** Cells a request may take, `words` words each: its own slots, everybody there, not forbidden. */
	readonly allowed: Uint32Array;
	/** Cells where the host would rather see a request, `words` words each. */
	readonly preferred: Uint32Array;
	/** When each person is there, `words` words each. */
	readonly available: Uint32Array;
	readonly weight: Float64Array;
	/** The cell of a fixed meeting, else -1. */
	readonly pinned: Int32Array;
	/** Tables of each cell. */
	readonly capacity: Int32Array;
	readonly dayLimit: Int32Array;
	readonly totalLimit: Int32Array;
	/** Requests that cannot both be held because they bring the same pair together. */
	readonly rivalStart: Int32Array;
	readonly rivals: Int32Array;
	/** Which kind of interpreting a request needs, -1 for none. */
	readonly need: Int32Array;
	readonly interpreters: number;
	/** Interpreters who can serve each need. */
	readonly servingStart: Int32Array;
	readonly serving: Int32Array;
	/** When each interpreter is there, `words` words each. */
	readonly interpreterAvailable: Uint32Array;
	/** The interpreter a fixed meeting is fixed with, else -1. */
	readonly pinnedInterpreter: Int32Array;
	/** Whether idleness counts slots or groups of slots. */
	readonly gapMeasure: 'slots' | 'breaks';
	/** How much two people's gaps may differ; `UNLIMITED` where there is no limit. */
	readonly maxGapDifference: number;
}

/** Lays the problem out for the search. */
export function searchModelOf(problem: MeetingsProblem): SearchModel {
	const grid = gridOf(problem);
	const { words, cells, slotOfCell, cellOfSlot } = grid;
	const capacity = new Int32Array(cells);
	for (let slot = 0; slot < problem.slots; slot++) capacity[cellOfSlot[slot]!] = Math.min(problem.capacity[slot]!, UNLIMITED);
	const spread = (masks: Uint32Array, rows: number) => {
		const out = new Uint32Array(rows * words);
		for (let row = 0; row < rows; row++) {
			for (let slot = 0; slot < problem.slots; slot++) {
				if (!((masks[row * problem.words + (slot >>> 5)]! >>> (slot & 31)) & 1)) continue;
				out[row * words + (cellOfSlot[slot]! >>> 5)]! |= 1 << (cellOfSlot[slot]! & 31);
			}
		}
		return out;
	};
	return {
		...grid,
		requests: problem.requests,
		people: problem.participants,
		partyStart: problem.membersStart,
		party: problem.members,
		allowed: spread(problem.allowed, problem.requests),
		preferred: spread(problem.preferredSlots, problem.requests),
		available: spread(problem.available, problem.participants),
		weight: problem.points,
		pinned: problem.fixedSlot.map((slot) => (slot < 0 ? -1 : cellOfSlot[slot]!)),
		capacity,
		dayLimit: problem.maxPerDay,
		totalLimit: problem.maxMeetings,
		rivalStart: problem.rivalsStart,
		rivals: problem.rivals,
		need: problem.needOf,
		interpreters: problem.interpreters,
		servingStart: problem.needStart,
		serving: problem.needInterpreters,
		interpreterAvailable: spread(problem.interpreterAvailable, problem.interpreters),
		pinnedInterpreter: problem.fixedInterpreter,
		gapMeasure: problem.gapMeasure,
		maxGapDifference: problem.maxGapDifference,
	};
}

/** The same problem with only the meetings held in `cells` (-1: not held), all of one weight: for stages that keep them all. */
export function onlyHeld(model: SearchModel, cells: Int32Array): SearchModel {
	const allowed = model.allowed.slice();
	for (let request = 0; request < model.requests; request++) {
		if (cells[request]! < 0) allowed.fill(0, request * model.words, (request + 1) * model.words);
	}
	return { ...model, allowed, weight: new Float64Array(model.requests).fill(1) };
}

function gridOf(problem: MeetingsProblem) {
	const dayFirstWord = new Int32Array(problem.days + 1);
	for (let day = 0; day < problem.days; day++) {
		const length = problem.dayStart[day + 1]! - problem.dayStart[day]!;
		dayFirstWord[day + 1] = dayFirstWord[day]! + ((length + 31) >>> 5);
	}
	const words = dayFirstWord[problem.days]!;
	const dayOfCell = new Int32Array(words * 32).fill(-1);
	const slotOfCell = new Int32Array(words * 32).fill(-1);
	const cellOfSlot = new Int32Array(problem.slots);
	for (let day = 0; day < problem.days; day++) {
		for (let slot = problem.dayStart[day]!; slot < problem.dayStart[day + 1]!; slot++) {
			const cell = dayFirstWord[day]! * 32 + slot - problem.dayStart[day]!;
			cellOfSlot[slot] = cell;
			slotOfCell[cell] = slot;
			dayOfCell[cell] = day;
		}
	}
	return { words, cells: words * 32, days: problem.days, dayFirstWord, dayOfCell, slotOfCell, cellOfSlot };
}

/** Number of bits that are set in a word. */
export function bitCount(word: number): number {
	let bits = word - ((word >>> 1) & 0x55555555);
	bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
	return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Place of the lowest bit that is set; `word` is not 0. */
export function lowestBit(word: number): number {
	return 31 - Math.clz32(word & -word);
}

/** Place of the n-th bit that is set, counted from 0; the word has more than n of them. */
export function nthBit(word: number, n: number): number {
	let rest = word;
	for (let i = 0; i < n; i++) rest &= rest - 1;
	return lowestBit(rest);
}
