import type { ScheduleState } from './schedule-state.ts';
import { bitCount, lowestBit, nthBit } from './search-model.ts';

/**
 * A cell into which `request` fits, -1 for none: the first at or after a bit taken at random, so that choices spread.
 * `except` is a cell not to take.
 */
export function openCell(state: ScheduleState, request: number, start: number, except: number): number {
	const { words, allowed, partyStart, party } = state.model;
	if (state.rivalsHeld[request]! > 0) return -1;
	const begin = start >>> 5;
	for (let k = 0; k < words; k++) {
		const w = begin + k < words ? begin + k : begin + k - words;
		let open = allowed[request * words + w]!;
		for (let i = partyStart[request]!; i < partyStart[request + 1]! && open !== 0; i++) open &= state.free[party[i]! * words + w]!;
		if (open === 0) continue;
		const turn = start & 31;
		let high = k === 0 ? open & (-1 << turn) : open;
		let low = k === 0 ? open & ~(-1 << turn) : 0;
		while (high !== 0 || low !== 0) {
			const bit = high !== 0 ? lowestBit(high) : lowestBit(low);
			if (high !== 0) high &= high - 1;
			else low &= low - 1;
			const cell = w * 32 + bit;
			if (cell !== except && state.used[cell]! < state.model.capacity[cell]! && state.peopleFit(request, cell)) return cell;
		}
	}
	return -1;
}

/** A cell of `request` at random, whoever is busy then; -1 where it has none. */
export function randomCell(state: ScheduleState, request: number, bits: number): number {
	const { words, allowed } = state.model;
	let count = 0;
	for (let w = 0; w < words; w++) count += bitCount(allowed[request * words + w]!);
	if (count === 0) return -1;
	let n = bits % count;
	for (let w = 0; w < words; w++) {
		const word = allowed[request * words + w]!;
		const here = bitCount(word);
		if (n < here) return w * 32 + nthBit(word, n);
		n -= here;
	}
	return -1;
}
