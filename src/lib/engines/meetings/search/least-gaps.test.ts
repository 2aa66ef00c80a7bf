import { expect, test } from 'vitest';
import { draws, problemOf } from '../meetings-fixture.ts';
import type { MeetingsInput } from '../types.ts';
import { courseOfSteps } from './course.ts';
import { greedy } from './greedy.ts';
import { canProveGaps, leastGaps } from './least-gaps.ts';
import { ScheduleState } from './schedule-state.ts';
import { searchModelOf, type SearchModel } from './search-model.ts';

/** The fewest gaps of all schedules of the same meetings, by trying them all; `undefined` if none keeps the limit on the difference. */
function fewestOfAll(model: SearchModel, cells: Int32Array): number | undefined {
	const held = [...cells.keys()].filter((request) => cells[request]! >= 0);
	const party = (request: number) => [...model.party.subarray(model.partyStart[request]!, model.partyStart[request + 1]!)];
	let fewest: number | undefined;
	const tried = new Int32Array(model.requests).fill(-1);
	const isPossible = () => {
		for (let cell = 0; cell < model.cells; cell++) {
			const there = held.filter((request) => tried[request] === cell);
			const people = there.flatMap(party);
			if (there.length > model.capacity[cell]! || new Set(people).size < people.length) return false;
		}
		return [...model.dayLimit].every((limit, person) => {
			const days = held.filter((request) => party(request).includes(person)).map((request) => model.dayOfCell[tried[request]!]!);
			return days.every((day) => days.filter((other) => other === day).length <= limit);
		});
	};
	const place = (i: number): void => {
		if (i === held.length) {
			if (!isPossible()) return;
			const state = new ScheduleState(model);
			state.load(tried);
			state.startWatchingGaps();
			if (state.gapDifferenceExcess() === 0) fewest = Math.min(fewest ?? Infinity, state.gaps);
			return;
		}
		for (let cell = 0; cell < model.cells; cell++) {
			const isOpen = model.pinned[held[i]!]! >= 0 ? model.pinned[held[i]!] === cell : (model.allowed[held[i]! * model.words + (cell >>> 5)]! >>> (cell & 31)) & 1;
			if (!isOpen) continue;
			tried[held[i]!] = cell;
			place(i + 1);
		}
	};
	place(0);
	return fewest;
}

/** Few slots, many absences: some gaps cannot be avoided. */
function tightInput(seed: number): MeetingsInput {
	const draw = draws(seed);
	const days = draw() < 0.7 ? 1 : 2;
	const slots = ['s1', 's2', 's3', 's4', 's5'];
	const people = ['p1', 'p2', 'p3', 'p4', 'p5'];
	const party = () => people.toSorted(() => draw() - 0.5).slice(0, draw() < 0.2 ? 3 : 2);
	return {
		slots: slots.map((id, i) => ({ id, day: i < 3 || days === 1 ? 'first' : 'second' })),
		tables: ['t1', 't2'].map((id) => ({ id })),
		participants: people.map((id) => ({ id, available: slots.filter(() => draw() < 0.65), maxPerDay: draw() < 0.2 ? 2 : null })),
		requests: Array.from({ length: 5 }, (_, i) => ({ id: `r${i}`, participants: party() })),
		options: { maxGapDifference: draw() < 0.5 ? 1 : null },
	};
}

test.each(['slots', 'breaks'] as const)('no schedule of the same meetings has fewer gaps, counted in %s', (gapMeasure) => {
	let proven = 0;
	let withGaps = 0;
	for (let seed = 0; seed < 120; seed++) {
		const input = tightInput(seed);
		const model = searchModelOf(problemOf({ ...input, options: { ...input.options, gapMeasure, repeatedPairs: 'allowed' } }));
		const state = new ScheduleState(model);
		greedy(state);
		state.startWatchingGaps();
		const cells = state.cellOf.slice();
		// Where everybody must have gaps, the limit on their difference says nothing about each.
		if (!canProveGaps(model, cells) || state.gapDifferenceExcess() > 0 || state.gapsOf.every((gaps) => gaps > 0)) continue;
		let found = state.gaps;
		leastGaps(model, cells, found, { course: courseOfSteps(1e6), found: (_cells, gaps) => (found = gaps) });
		expect(found, `seed ${seed}`).toBe(fewestOfAll(model, cells));
		proven++;
		if (found > 0) withGaps++;
	}
	expect(proven).toBeGreaterThan(60);
	expect(withGaps).toBeGreaterThan(15);
});
