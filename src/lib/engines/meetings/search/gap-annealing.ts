import { randomCell } from './cell-choice.ts';
import { anyMeeting, idleCell, meetingToMove, snugTarget } from './aim-at-gaps.ts';
import { EjectionChains } from './ejection.ts';
import { KempeChains } from './kempe.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { AnnealingOptions } from './weight-annealing.ts';

/** Out of 100 moves, so many are aimed at a person with gaps; of all moves, so many are ejection chains. */
const AIMED = 70;
const EJECTIONS = 15;
/** Of the aimed ones, so many look for the best cell of a meeting, the others for a meeting to put into a gap. */
const SNUG = 20;
/** Of those that are not aimed, so many look for the best cell of anybody's meeting, idle or not. */
const SNUG_ANYBODY = 30;
const CHAIN_DEPTH = 5;
const BETWEEN_LOOKS = 256;
/** A move takes as long as so many steps of annealing on weight, by which courses are reckoned. */
const STEPS_A_MOVE = 2.5;
/** What a proposal that comes to nothing counts, since it takes hardly any time. */
const IDLE_STEP = 0.25;
/** What a meeting not held for the moment, a gap beyond the allowed difference, and an idle slot cost in gaps: the last shows the way to breaks. */
const UNHELD = 12;
const EXCESS = 1;
const NEARNESS = 0.05;

/**
 * Simulated annealing on gaps (idle slots or breaks), with the meetings that are held when it begins. On the way a meeting may be
 * without a cell; what is left in the state at the end holds them all. Returns the steps taken.
 *
 * `state.model` must let only those meetings be held (`onlyHeld`), and count gaps.
 */
export function annealGaps(state: ScheduleState, random: Random, options: AnnealingOptions & { longestChain: number; target: number }): number {
	return new GapAnnealing(state, random, options.longestChain).run(options);
}

class GapAnnealing {
	private readonly state: ScheduleState;
	private readonly random: Random;
	private readonly longestChain: number;
	private readonly chains: KempeChains;
	private readonly ejections: EjectionChains;
	private readonly somePinned: boolean;
	private temperature = 0;
	/** What was proposed last: a held meeting, and where it would go. */
	private request = -1;
	private target = -1;
	private isTried = false;

	constructor(state: ScheduleState, random: Random, longestChain: number) {
		this.state = state;
		this.random = random;
		this.longestChain = longestChain;
		this.chains = new KempeChains(state, random);
		this.ejections = new EjectionChains(state, random);
		this.somePinned = state.model.pinned.some((cell) => cell >= 0);
	}

	run({ course, hot, cold, target }: AnnealingOptions & { target: number }): number {
		const { state } = this;
		state.settleGaps();
		const isWhole = () => state.waitingCount === 0 && state.gapDifferenceExcess() === 0;
		const best = state.cellOf.slice();
		let fewest = isWhole() ? state.gaps : Infinity;
		let step = 0;
		for (let i = 0; fewest > target; i++) {
			if (i % BETWEEN_LOOKS === 0) {
				const progress = course.progress(step * STEPS_A_MOVE);
				if (progress >= 1) break;
				this.temperature = hot * Math.pow(cold / hot, progress);
			}
			this.isTried = false;
			const isChanged = this.changeSomething();
			step += this.isTried ? 1 : IDLE_STEP;
			if (isChanged && state.gaps < fewest && isWhole()) {
				fewest = state.gaps;
				best.set(state.cellOf);
			}
		}
		state.load(best);
		return step;
	}

	/** One move; whether it was made. */
	private changeSomething(): boolean {
		const { state, random } = this;
		if (state.waitingCount > 0 && random.below(4) === 0) {
			const request = state.waiting[random.below(state.waitingCount)]!;
			return this.eject(() => this.ejections.insert(request, 1, CHAIN_DEPTH));
		}
		this.propose();
		const { request, target } = this;
		if (request < 0 || target < 0 || state.cellOf[request]! < 0 || state.cellOf[request]! === target) return false;
		if (state.model.pinned[request]! >= 0) return false;
		if (random.below(100) >= EJECTIONS) {
			if (this.chains.plan(request, target, this.longestChain, true)) return this.exchange();
			// Where fixed meetings stand in the way of chains, somebody may still make room.
			if (!this.somePinned) return false;
		}
		return this.eject(() => {
			state.remove(request);
			return this.ejections.insertAt(request, target, 1, CHAIN_DEPTH);
		});
	}

	private propose(): void {
		const { state, random } = this;
		const { requests, people } = state.model;
		if (state.idleCount > 0 && random.below(100) < AIMED) {
			const person = state.idlePeople[random.below(state.idleCount)]!;
			if (random.below(100) < SNUG) {
				this.request = anyMeeting(state, random, person);
				this.target = snugTarget(state, random, person, this.request);
			} else {
				this.target = idleCell(state, random, person);
				this.request = meetingToMove(state, random, person, this.target);
			}
		} else if (random.below(100) < SNUG_ANYBODY) {
			const person = random.below(people);
			this.request = state.total[person]! > 0 ? anyMeeting(state, random, person) : -1;
			this.target = this.request < 0 ? -1 : snugTarget(state, random, person, this.request);
		} else {
			this.request = random.below(requests);
			this.target = randomCell(state, this.request, random.bits());
		}
	}

	/** Makes the exchange that is planned, if what it changes is worth it; that is known beforehand. */
	private exchange(): boolean {
		const { state, chains } = this;
		this.isTried = true;
		chains.weighGaps();
		const excess = EXCESS * (chains.gapDifferenceExcess() - state.gapDifferenceExcess());
		if (!this.accepts(chains.gapChange + NEARNESS * chains.idleChange + excess)) return false;
		const isMade = chains.apply();
		if (isMade) state.keep();
		else state.undo();
		state.settleGaps();
		return isMade;
	}

	/** Makes a change of which nobody knows beforehand what it brings, and takes it back if it is not worth it. */
	private eject(change: () => boolean): boolean {
		const { state } = this;
		this.isTried = true;
		const before = this.energy();
		if (change() && this.accepts(this.energy() - before)) {
			state.keep();
			return true;
		}
		state.undo();
		state.settleGaps();
		return false;
	}

	private energy(): number {
		const { state } = this;
		return state.settleGaps() + UNHELD * state.waitingCount + EXCESS * state.gapDifferenceExcess() + NEARNESS * state.idleSlots;
	}

	private accepts(change: number): boolean {
		return change <= 0 || this.random.unit() < Math.exp(-change / this.temperature);
	}
}
