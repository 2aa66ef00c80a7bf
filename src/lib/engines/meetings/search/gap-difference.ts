import { lowestBit, type SearchModel } from './search-model.ts';
import { ScheduleState } from './schedule-state.ts';

/**
 * Drops meetings until no two people's gaps differ by more than the limit: the last resort where no other arrangement of the same
 * meetings was found. Of a person with too many gaps, the lighter of the first and the last meeting of a day with gaps goes. Fixed
 * meetings stay, so that the limit may remain broken where they alone break it.
 */
export function keepGapDifference(model: SearchModel, cells: Int32Array): Int32Array {
	const state = new ScheduleState(model);
	state.load(cells);
	state.startWatchingGaps();
	while (state.gapDifferenceExcess() > 0) {
		let most = 0;
		for (let person = 1; person < model.people; person++) if (state.gapsOf[person]! > state.gapsOf[most]!) most = person;
		const meeting = lighterEnd(state, most);
		if (meeting < 0) break;
		state.remove(meeting);
		state.keep();
		state.settleGaps();
	}
	return state.cellOf.slice();
}

/** The lightest among the first and last meetings of the person's days, -1 where all of them are fixed. */
function lighterEnd(state: ScheduleState, person: number): number {
	const { words, days, dayFirstWord, cells, weight, pinned } = state.model;
	let best = -1;
	for (let day = 0; day < days; day++) {
		let first = -1;
		let last = -1;
		for (let w = dayFirstWord[day]!; w < dayFirstWord[day + 1]!; w++) {
			const busy = state.busy[person * words + w]!;
			if (busy === 0) continue;
			if (first < 0) first = w * 32 + lowestBit(busy);
			last = w * 32 + 31 - Math.clz32(busy);
		}
		for (const cell of [first, last]) {
			if (cell < 0) continue;
			const meeting = state.at[person * cells + cell]!;
			if (pinned[meeting]! < 0 && (best < 0 || weight[meeting]! < weight[best]!)) best = meeting;
		}
	}
	return best;
}
