import { randomCell } from './cell-choice.ts';
import { anyMeeting, idleCell, meetingToMove, snugTarget } from './aim-at-gaps.ts';
import { EjectionChains } from './ejection.ts';
import { KempeChains } from './kempe.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { AnnealingOptions } from './weight-annealing.ts';

/** Out of 100 moves, so many are aimed at a person with gaps; of all moves, so many are ejection chains. */
const AIMED = 50;
const EJECTIONS = 15;
/** Of the aimed ones, so many look for the best cell of a meeting, the others for a meeting to put into a gap. */
const SNUG = 50;
/** Of those that are not aimed, so many look for the best cell of anybody's meeting, idle or not. */
const SNUG_ANYBODY = 30;
const CHAIN_DEPTH = 5;
const BETWEEN_LOOKS = 256;
/** What a meeting not held for the moment, a gap beyond the allowed difference, and an idle slot cost in gaps: the last shows the way to breaks. */
const UNHELD = 12;
const EXCESS = 1;
const NEARNESS = 0.1;

/**
 * Simulated annealing on gaps (idle slots or breaks), with the meetings that are held when it begins. On the way a meeting may be
 * without a cell; what is left in the state at the end holds them all. Returns the steps taken.
 *
 * `state.model` must let only those meetings be held (`onlyHeld`), and count gaps.
 */
export function annealGaps(state: ScheduleState, random: Random, options: AnnealingOptions & { longestChain: number; target: number }): number {
	const chains = new KempeChains(state, random);
	const ejections = new EjectionChains(state, random);
	const { requests, people } = state.model;
	const somePinned = state.model.pinned.some((cell) => cell >= 0);
	const best = state.cellOf.slice();
	const energyOf = () => state.settleGaps() + UNHELD * state.waitingCount + EXCESS * state.gapDifferenceExcess() + NEARNESS * state.idleSlots;
	let energy = energyOf();
	let fewest = state.waitingCount === 0 && state.gapDifferenceExcess() === 0 ? state.gaps : Infinity;
	let temperature = options.hot;
	let step = 0;
	for (; fewest > options.target; step++) {
		if (step % BETWEEN_LOOKS === 0) {
			const progress = options.course.progress(step);
			if (progress >= 1) break;
			temperature = options.hot * Math.pow(options.cold / options.hot, progress);
		}
		let done: boolean;
		if (state.waitingCount > 0 && random.below(4) === 0) {
			done = ejections.insert(state.waiting[random.below(state.waitingCount)]!, 1, CHAIN_DEPTH);
		} else {
			let request: number;
			let target: number;
			if (state.idleCount > 0 && random.below(100) < AIMED) {
				const person = state.idlePeople[random.below(state.idleCount)]!;
				if (random.below(100) < SNUG) {
					request = anyMeeting(state, random, person);
					target = snugTarget(state, random, person, request);
				} else {
					target = idleCell(state, random, person);
					request = meetingToMove(state, random, person, target);
				}
			} else if (random.below(100) < SNUG_ANYBODY) {
				const person = random.below(people);
				request = state.total[person]! > 0 ? anyMeeting(state, random, person) : -1;
				target = request < 0 ? -1 : snugTarget(state, random, person, request);
			} else {
				request = random.below(requests);
				target = randomCell(state, request, random.bits());
			}
			if (request < 0 || target < 0 || state.cellOf[request]! < 0 || state.cellOf[request]! === target) continue;
			if (state.model.pinned[request]! >= 0) continue;
			if (random.below(100) < EJECTIONS) {
				state.remove(request);
				done = ejections.insertAt(request, target, 1, CHAIN_DEPTH);
			} else {
				done = chains.exchange(request, target, options.longestChain);
				// Where fixed meetings stand in the way of chains, somebody may still make room.
				if (!done && somePinned) {
					state.undo();
					state.remove(request);
					done = ejections.insertAt(request, target, 1, CHAIN_DEPTH);
				}
			}
		}
		if (done) {
			const now = energyOf();
			if (now <= energy || random.unit() < Math.exp((energy - now) / temperature)) {
				energy = now;
				state.keep();
				if (state.gaps < fewest && state.waitingCount === 0 && state.gapDifferenceExcess() === 0) {
					fewest = state.gaps;
					best.set(state.cellOf);
				}
				continue;
			}
		}
		state.undo();
		state.settleGaps();
	}
	state.load(best);
	return step;
}
