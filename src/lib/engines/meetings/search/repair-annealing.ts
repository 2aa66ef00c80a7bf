import { BestExchange } from './best-exchange.ts';
import { randomCell } from './cell-choice.ts';
import { idleCell, meetingToMove } from './aim-at-gaps.ts';
import { EjectionChains } from './ejection.ts';
import { KempeChains } from './kempe.ts';
import type { Random } from './random.ts';
import type { ScheduleState } from './schedule-state.ts';
import { costOfRepair, REPAIR_COSTS } from './repair-costs.ts';
import { heavierOfTwo, type AnnealingOptions } from './weight-annealing.ts';

/** Out of 100 moves: waiting requests held, gaps filled, meetings sent back where they were; the others exchange at random. */
const INSERTIONS = 55;
const FILLINGS = 38;
const RETURNS = 4;
/** Of the insertions and of a third of the fillings, so many take the best exchange, or so near it (in units of an average request). */
const BEST_EXCHANGES = 66;
const NEAR_BEST = 0.1;
const NEAR_BEST_IN_GAP = 0.2;
const CHAIN_DEPTH = 2;
const LONGEST_CHAIN = 4;
const BETWEEN_LOOKS = 256;

/** Anneals on the weight less the costs of repair. The state knows the earlier schedule (`rememberHomes`) and watches gaps. */
export function annealRepair(state: ScheduleState, random: Random, options: AnnealingOptions & { meanWeight: number; gapsTold: number }): number {
	const { meanWeight, gapsTold } = options;
	const moves = new RepairMoves(state, random, meanWeight);
	const told = state.home.reduce((count, cell) => count + (cell >= 0 ? 1 : 0), 0);
	const energyOf = () => costOfRepair(told, state.settleGaps() - gapsTold, state.moved, state.dropped) + state.gapDifferenceExcess() - state.weight / meanWeight;
	const best = state.cellOf.slice();
	let energy = energyOf();
	let bestEnergy = energy;
	let temperature = options.hot;
	let step = 0;
	for (; ; step++) {
		if (step % BETWEEN_LOOKS === 0) {
			const progress = options.course.progress(step);
			if (progress >= 1) break;
			temperature = options.hot * Math.pow(options.cold / options.hot, progress);
		}
		if (moves.tryOne()) {
			const now = energyOf();
			if (now <= energy || random.unit() < Math.exp((energy - now) / temperature)) {
				energy = now;
				state.keep();
				if (now < bestEnergy - 1e-9) {
					bestEnergy = now;
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

/** The moves of a repair; each leaves the state changed and says whether the change is whole. */
class RepairMoves {
	private readonly state: ScheduleState;
	private readonly random: Random;
	private readonly chains: KempeChains;
	private readonly ejections: EjectionChains;
	private readonly exchange: BestExchange;

	constructor(state: ScheduleState, random: Random, meanWeight: number) {
		this.state = state;
		this.random = random;
		this.chains = new KempeChains(state, random);
		this.ejections = new EjectionChains(state, random);
		this.exchange = new BestExchange(state, random, { gap: REPAIR_COSTS.gaps.within * meanWeight, dropped: REPAIR_COSTS.dropped * meanWeight, noise: NEAR_BEST * meanWeight, noiseInGap: NEAR_BEST_IN_GAP * meanWeight });
	}

	tryOne(): boolean {
		const { state, random } = this;
		const kind = random.below(100);
		if (kind < INSERTIONS) {
			if (state.waitingCount === 0) return false;
			const request = heavierOfTwo(state, random, state.model.weight);
			return random.below(100) < BEST_EXCHANGES ? this.exchange.hold(request) : this.ejections.insert(request, 0.3, CHAIN_DEPTH);
		}
		if (kind < INSERTIONS + FILLINGS) return this.fillGap();
		const request = random.below(state.model.requests);
		const cell = state.cellOf[request]!;
		if (cell < 0 || state.model.pinned[request]! >= 0) return false;
		const home = state.home[request]!;
		const target = kind < INSERTIONS + FILLINGS + RETURNS && home >= 0 ? home : randomCell(state, request, random.bits());
		return target >= 0 && target !== cell && this.move(request, target);
	}

	/** Somebody idles: another meeting of theirs, held or waiting, goes there. */
	private fillGap(): boolean {
		const { state, random } = this;
		if (state.idleCount === 0) return false;
		const person = state.idlePeople[random.below(state.idleCount)]!;
		const target = idleCell(state, random, person);
		if (target < 0) return false;
		const how = random.below(3);
		if (how === 0 && this.exchange.fill(person, target)) return true;
		if (how < 2) {
			const request = this.waitingOf(person, target);
			return request >= 0 && this.ejections.insertAt(request, target, 0.3, CHAIN_DEPTH);
		}
		const request = meetingToMove(state, random, person, target);
		return request >= 0 && state.model.pinned[request]! < 0 && state.cellOf[request]! !== target && this.move(request, target);
	}

	private move(request: number, target: number): boolean {
		const { state } = this;
		if (this.random.below(2) === 0) return this.chains.exchange(request, target, LONGEST_CHAIN);
		state.remove(request);
		return this.ejections.insertAt(request, target, 0.3, CHAIN_DEPTH);
	}

	/** A waiting request of the person that may lie in `target`: the first of a few tries among all that wait. */
	private waitingOf(person: number, target: number): number {
		const { state, random } = this;
		const { words, allowed } = state.model;
		const own = state.requestsOf(person);
		for (let tries = 0; tries < 6 && own.length > 0; tries++) {
			const request = own[random.below(own.length)]!;
			if (state.cellOf[request]! < 0 && (allowed[request * words + (target >>> 5)]! >>> (target & 31)) & 1) return request;
		}
		return -1;
	}
}
