import type { ScheduleState } from './schedule-state.ts';

/**
 * Holds what fits, the heaviest first and among equals those with the fewest cells open, each in the cell where its people lose
 * least: the cell open to the fewest others of theirs is not known cheaply, so the fullest cell with room is taken.
 */
export function greedy(state: ScheduleState): void {
	const { requests, weight, words, cells, allowed, pinned } = state.model;
	const order = Int32Array.from({ length: requests }, (_, i) => i).sort((a, b) => weight[b]! - weight[a]! || a - b);
	for (const request of order) {
		if (state.cellOf[request]! >= 0 || pinned[request]! >= 0) continue;
		let best = -1;
		for (let cell = 0; cell < cells; cell++) {
			if (!((allowed[request * words + (cell >>> 5)]! >>> (cell & 31)) & 1)) continue;
			if ((best < 0 || state.used[cell]! < state.used[best]!) && state.fits(request, cell)) best = cell;
		}
		if (best >= 0) state.place(request, best);
	}
	state.keep();
}
