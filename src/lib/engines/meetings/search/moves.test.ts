import { randomCell } from './cell-choice.ts';
import { describe, expect, test } from 'vitest';
import { measure } from '../measure.ts';
import { problemOf, smallInput } from '../meetings-fixture.ts';
import type { MeetingsInput, MeetingsProblem } from '../types.ts';
import { assignTables } from './assign-tables.ts';
import { CheapestFirst } from './cheapest-first.ts';
import { courseOfSteps } from './course.ts';
import { EjectionChains } from './ejection.ts';
import { fewerGaps } from './gaps.ts';
import { greedy } from './greedy.ts';
import { KempeChains } from './kempe.ts';
import { Random } from './random.ts';
import { annealSeats } from './seat-annealing.ts';
import { SeatChanges } from './seat-changes.ts';
import { ScheduleState } from './schedule-state.ts';
import { onlyHeld, searchModelOf } from './search-model.ts';

/** Everything that can be seen of a state, counted anew from its cells alone. */
function seen(state: ScheduleState) {
	const fresh = new ScheduleState(state.model);
	fresh.load(state.cellOf);
	fresh.startWatchingGaps();
	const look = (of: ScheduleState) => ({
		cells: [...of.cellOf],
		busy: [...of.busy],
		free: [...of.free],
		used: [...of.used],
		total: [...of.total],
		dayCount: [...of.dayCount],
		weight: Math.round(of.weight * 1e6),
		waiting: [...of.waiting.subarray(0, of.waitingCount)].sort((a, b) => a - b),
		gaps: of.settleGaps(),
		unserved: of.unserved,
		interpreted: [...of.interpreterOf].map((who) => who >= 0),
	});
	return { now: look(state), anew: look(fresh) };
}

const meetingsOf = (meetings: Int32Array, { cellRoom, used }: ScheduleState, cell: number) => [...meetings.subarray(cell * cellRoom, cell * cellRoom + used[cell]!)];
const inOrderOfCost = (state: ScheduleState, cell: number, costs: Float64Array) => meetingsOf(state.inCell, state, cell).sort((a, b) => costs[a]! - costs[b]! || a - b);

describe('moves', () => {
	test('leave nothing behind when they are undone, and keep the books when they are kept', () => {
		let done = 0;
		for (let seed = 1; seed <= 60; seed++) {
			const state = new ScheduleState(searchModelOf(problemOf(smallInput(seed, 10))));
			const random = new Random(seed);
			const [chains, ejections] = [new KempeChains(state, random), new EjectionChains(state, random)];
			greedy(state);
			state.startWatchingGaps();
			const costs = state.model.weight.map(() => random.below(4));
			const cheapest = (state.cheapestFirst = new CheapestFirst(state, costs));
			for (let i = 0; i < 60; i++) {
				const before = seen(state).now;
				const request = random.below(state.model.requests);
				const target = randomCell(state, request, random.bits());
				if (target < 0) continue;
				const held = state.cellOf[request]! >= 0;
				if (held && state.cellOf[request]! === target) continue;
				const whole = held ? chains.exchange(request, target, 20) : ejections.insertAt(request, target, 1, 3);
				if (whole && !held && i % 3 === 0) ejections.fillWhatWasLeft();
				if (whole && i % 2 === 0) {
					done++;
					state.keep();
					const { now, anew } = seen(state);
					expect(now, `seed ${seed}`).toEqual(anew);
				} else {
					state.undo();
					expect(seen(state).now, `seed ${seed}`).toEqual(before);
				}
				for (let cell = 0; cell < state.model.cells; cell++) expect(meetingsOf(cheapest.meetings, state, cell), `seed ${seed}`).toEqual(inOrderOfCost(state, cell, costs));
			}
		}
		expect(done).toBeGreaterThan(300);
	});

	test('let whoever is left alone by a chain meet the heaviest that waits for them', () => {
		const input: MeetingsInput = {
			slots: [{ id: 's1' }],
			participants: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })),
			requests: [
				{ id: 'held', participants: ['a', 'b'], weight: 2 },
				{ id: 'heavier', participants: ['a', 'c'], weight: 3 },
				{ id: 'light', participants: ['b', 'd'], weight: 1 },
				{ id: 'heaviest left', participants: ['b', 'e'], weight: 1.5 },
			],
		};
		const state = new ScheduleState(searchModelOf(problemOf(input)));
		const ejections = new EjectionChains(state, new Random(1));
		state.place(0, 0);
		expect(ejections.insertAt(1, 0, 0, 3)).toBe(true);
		expect([...state.cellOf]).toEqual([-1, 0, -1, -1]);
		ejections.fillWhatWasLeft();
		expect([...state.cellOf]).toEqual([-1, 0, -1, 0]);
	});
});

/** People who meet in pairs drawn at random, tables enough. */
function paired(seed: number, people: number, requests: number, slots: number): MeetingsInput {
	const random = new Random(seed);
	const pairs = new Set<string>();
	while (pairs.size < requests) {
		const [a, b] = [random.below(people), random.below(people)];
		if (a < b) pairs.add(`${a} ${b}`);
	}
	return {
		slots: Array.from({ length: slots }, (_, s) => ({ id: `s${s}` })),
		tables: Array.from({ length: people >> 1 }, (_, t) => ({ id: `t${t}` })),
		participants: Array.from({ length: people }, (_, p) => ({ id: `${p}` })),
		requests: [...pairs].map((pair, r) => ({ id: `r${r}`, participants: pair.split(' ') })),
	};
}

/** The fewest changes of table, by trying all tables for all meetings. */
function fewestChanges(problem: MeetingsProblem, slot: Int32Array): number {
	const table = new Int32Array(problem.requests).fill(-1);
	const held = [...slot.keys()].filter((request) => slot[request]! >= 0);
	let fewest = Infinity;
	const goOn = (i: number): void => {
		if (i === held.length) {
			fewest = Math.min(fewest, measure(problem, { slot, table, interpreter: table }).tableChanges);
			return;
		}
		for (let t = 0; t < problem.tables; t++) {
			if (held.slice(0, i).some((other) => slot[other]! === slot[held[i]!]! && table[other]! === t)) continue;
			table[held[i]!] = t;
			goOn(i + 1);
		}
		table[held[i]!] = -1;
	};
	goOn(0);
	return fewest;
}

describe('tables', () => {
	test('stay with as many people as the best choice of tables lets them', () => {
		let changed = 0;
		for (let seed = 1; seed <= 25; seed++) {
			const problem = problemOf(paired(seed, 6, 7, 3));
			const state = new ScheduleState(searchModelOf(problem));
			greedy(state);
			const slot = state.cellOf.map((cell) => (cell < 0 ? -1 : state.model.slotOfCell[cell]!));
			const table = assignTables(problem, slot, new Random(seed), { course: courseOfSteps(2_000) });
			const fewest = fewestChanges(problem, slot);
			changed += fewest;
			expect(measure(problem, { slot, table, interpreter: table }).tableChanges, `seed ${seed}`).toBe(fewest);
		}
		expect(changed).toBeGreaterThan(20);
	});

	test('are changed less when times are sought together with them, gaps being the same', () => {
		const problem = problemOf(paired(8, 40, 80, 12));
		const model = searchModelOf(problem);
		const first = new ScheduleState(model);
		greedy(first);
		// Few gaps to begin with, as in the search: whoever idles is on nobody's way.
		const cells = fewerGaps(model, first.cellOf, { seed: 1, proof: 0, course: (share) => courseOfSteps(100_000 * share) });
		const state = new ScheduleState(onlyHeld(model, cells));
		state.load(cells);
		state.startWatchingGaps();
		const [gaps, held, changes] = [state.gaps, state.weight, new SeatChanges(state).total];
		const fewer = annealSeats(state, new Random(1), { course: courseOfSteps(30_000), hot: 0.6, cold: 0.05 });
		expect(fewer).toBeLessThan(changes);
		expect(new SeatChanges(state).total).toBe(fewer);
		expect(state.settleGaps()).toBeLessThanOrEqual(gaps);
		expect(state.weight).toBe(held);
	});

	test('are counted the same after a move as from the beginning', () => {
		const state = new ScheduleState(searchModelOf(problemOf(paired(3, 20, 60, 8))));
		greedy(state);
		const random = new Random(3);
		const chains = new KempeChains(state, random);
		const changes = new SeatChanges(state);
		for (let i = 0; i < 300; i++) {
			const request = random.below(state.model.requests);
			const target = randomCell(state, request, random.bits());
			const home = state.cellOf[request]!;
			if (home < 0 || target === home) continue;
			if (!chains.exchange(request, target, 30)) {
				state.undo();
				continue;
			}
			changes.recount(home, target);
			if (i % 3 === 0) {
				changes.forget();
				state.undo();
			} else state.keep();
			expect(changes.total).toBe(new SeatChanges(state).total);
		}
	});
});
