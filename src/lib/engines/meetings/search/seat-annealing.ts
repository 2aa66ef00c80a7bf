import { randomCell } from './cell-choice.ts';
import { anyMeeting, snugTarget } from './aim-at-gaps.ts';
import { KempeChains } from './kempe.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import { SeatChanges } from './seat-changes.ts';
import type { AnnealingOptions } from './weight-annealing.ts';

const LONGEST_CHAIN = 60;
const BETWEEN_LOOKS = 64;
/** Out of 100 moves, so many look for a cell in which the people of a meeting do not idle; the others take any. */
const SNUG = 60;
/** What a gap costs on the way, in changes of table, and how many more a move may make. In the end there are none more. */
const GAP = 8;
const MOST_MORE = 2;
/** What a meeting against the host's wishes costs, in changes of table: it decides among equals. */
const WISH = 0.05;

/**
 * Annealing on the times for fewer changes of table: meetings move to cells that leave the gaps as they are, or better, so that fewer
 * people must change, and among those to where the host would rather see them. All stay held. Leaves the best in the state and
 * returns the changes that its times make unavoidable. Changes are counted for meetings of two only; the state watches gaps.
 */
export function annealSeats(state: ScheduleState, random: Random, options: AnnealingOptions): number {
	const chains = new KempeChains(state, random);
	const changes = new SeatChanges(state);
	const { people } = state.model;
	const best = state.cellOf.slice();
	let fewest = changes.total + WISH * state.againstWishes;
	let leastGaps = state.settleGaps();
	let temperature = options.hot;
	for (let step = 0; ; step++) {
		if (step % BETWEEN_LOOKS === 0) {
			const progress = options.course.progress(step);
			if (progress >= 1) break;
			temperature = options.hot * Math.pow(options.cold / options.hot, progress);
		}
		const person = random.below(people);
		const meeting = state.total[person]! > 0 ? anyMeeting(state, random, person) : -1;
		if (meeting < 0 || state.model.pinned[meeting]! >= 0) continue;
		const home = state.cellOf[meeting]!;
		const target = random.below(100) < SNUG ? snugTarget(state, random, person, meeting) : randomCell(state, meeting, random.bits());
		if (target < 0 || target === home) continue;
		const [wishes, gaps] = [state.againstWishes, state.gaps];
		if (!chains.plan(meeting, target, LONGEST_CHAIN)) continue;
		chains.weighGaps();
		if (chains.gapChange > MOST_MORE || chains.gapDifferenceExcess() > 0) continue;
		if (chains.apply()) {
			state.settleGaps();
			const more = changes.recount(home, target) + WISH * (state.againstWishes - wishes) + GAP * (state.gaps - gaps);
			if (more <= 0 || random.unit() < Math.exp(-more / temperature)) {
				state.keep();
				const cost = changes.total + WISH * state.againstWishes;
				if (state.gaps < leastGaps || (state.gaps === leastGaps && cost < fewest - 1e-9)) {
					fewest = cost;
					leastGaps = state.gaps;
					best.set(state.cellOf);
				}
				continue;
			}
			changes.forget();
		}
		state.undo();
		state.settleGaps();
	}
	state.load(best);
	return new SeatChanges(state).total;
}
