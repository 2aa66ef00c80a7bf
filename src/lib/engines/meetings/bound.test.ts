import { describe, expect, test } from 'vitest';
import { proveBound, type Bound } from './bound.ts';
import { noPrices, provenBound, type DualPrices } from './certificate.ts';
import { highsOnce } from './load-highs.ts';
import { draws, greatestWeight, problemOf, smallInput } from './meetings-fixture.ts';
import { rivalGroups } from './rival-groups.ts';
import type { MeetingsProblem } from './types.ts';
import { weightModel, wholeDays } from './weight-model.ts';

const highs = await highsOnce();

/** A clock that goes by itself, so that nothing here depends on the machine. */
function ticking(): () => number {
	let ticks = 0;
	return () => (ticks += 0.001);
}

function proven(problem: MeetingsProblem, best = 0): { last: Bound; told: Bound[]; found: number } {
	const told: Bound[] = [];
	let found = best;
	const last = proveBound(problem, highs, {
		now: ticking(),
		seconds: 60,
		stopped: () => false,
		best: () => found,
		proven: (bound) => told.push(bound),
		found: (slot) => (found = Math.max(found, slot.reduce((sum, s, r) => sum + (s >= 0 ? problem.points[r]! : 0), 0))),
	});
	return { last, told, found };
}

describe('proveBound', () => {
	test('comes down to the greatest weight that any schedule has, and never below it', () => {
		for (let seed = 1; seed <= 30; seed++) {
			const input = smallInput(seed);
			const problem = problemOf(input);
			const greatest = greatestWeight(input);
			const { last, told } = proven(problem);
			for (const { points } of told) expect(points * problem.unit, `seed ${seed}`).toBeGreaterThanOrEqual(greatest - 1e-9);
			expect(last.points * problem.unit, `seed ${seed}`).toBeCloseTo(greatest, 9);
		}
	});

	test('gives prices that prove the bound by themselves', () => {
		let withPrices = 0;
		for (let seed = 1; seed <= 25; seed++) {
			const problem = problemOf(smallInput(seed, 12));
			for (const { points, prices } of proven(problem).told) {
				if (!prices) continue;
				withPrices++;
				expect(provenBound(problem, prices, rivalGroups(problem))).toBe(points);
			}
		}
		expect(withPrices).toBeGreaterThan(5);
	});

	test('stays safe with prices out of the air', () => {
		const draw = draws(7);
		for (let seed = 1; seed <= 25; seed++) {
			const input = smallInput(seed);
			const problem = problemOf(input);
			const groups = rivalGroups(problem);
			const prices = noPrices(problem, groups.length);
			const price = () => (draw() < 0.5 ? 0 : draw() * 6);
			for (const kind of Object.keys(prices) as (keyof DualPrices)[]) if (kind !== 'odd') prices[kind] = prices[kind].map(price);
			const odd = Array.from({ length: problem.slots }, (_, slot) => ({ slot, participants: [...Array(problem.participants).keys()].slice(0, 3 + 2 * Math.floor(draw() * ((problem.participants - 1) / 2))), price: price() }));
			expect(provenBound(problem, { ...prices, odd }, groups) * problem.unit).toBeGreaterThanOrEqual(greatestWeight(input) - 1e-9);
		}
	});

	test('counts by whole days no less than any schedule holds', () => {
		for (let seed = 1; seed <= 40; seed++) {
			const input = smallInput(seed);
			const problem = problemOf(input);
			const { data, scale } = weightModel(problem, rivalGroups(problem), highs, { whole: true, periods: wholeDays(problem) });
			const most = highs.withModel(data, (model) => {
				model.options.set({ output_flag: false, mip_rel_gap: 0 });
				model.run();
				return Number(model.info.get('objective_function_value'));
			});
			expect(most * scale * problem.unit, `seed ${seed}`).toBeGreaterThanOrEqual(greatestWeight(input) - 1e-6);
		}
	});

	test('finds the best schedule at once where the slots of a day are alike to all', () => {
		const draw = draws(3);
		const problem = problemOf({
			slots: Array.from({ length: 8 }, (_, s) => ({ id: `s${s + 1}`, day: s < 4 ? 'one' : 'two' })),
			tables: Array.from({ length: 6 }, (_, t) => ({ id: `t${t + 1}` })),
			participants: Array.from({ length: 20 }, (_, p) => ({ id: `p${p + 1}`, languages: ['en'], ...(p === 0 ? { maxMeetings: 3 } : {}), ...(p === 1 ? { maxPerDay: 2 } : {}) })),
			requests: Array.from({ length: 60 }, (_, r) => ({ id: `r${r + 1}`, participants: [`p${1 + (r % 10)}`, `p${11 + ((r * 3 + Math.floor(r / 10)) % 10)}`], weight: 1 + Math.floor(draw() * 9) })),
		});
		const { last, told, found } = proven(problem);
		expect(told.map(({ by }) => by)).toEqual(['sum-of-weights', 'linear-programme']);
		expect(found).toBe(last.points);
	});

	test('knows that three who all want to meet each other hold one meeting at a time, and finds the best schedule without branching', () => {
		const trios = Array.from({ length: 4 }, (_, t) => ['a', 'b', 'c'].map((who) => `${who}${t}`));
		const problem = problemOf({
			slots: [{ id: 's1' }, { id: 's2' }],
			participants: trios.flat().map((id) => ({ id })),
			requests: trios.flatMap(([a, b, c], t) => [[a, b], [b, c], [a, c]].map((participants, i) => ({ id: `r${t}-${i}`, participants: participants as string[], weight: 5 + i }))),
		});
		const { last, found } = proven(problem);
		expect([last.by, last.points, found]).toEqual(['linear-programme', 4 * (6 + 7), 4 * (6 + 7)]);
		expect(last.prices!.odd.length).toBeGreaterThan(0);
		expect(provenBound(problem, last.prices!, [])).toBe(last.points);
	});

	test('finds a schedule as good as the programme where people are seldom there, mostly without branching', () => {
		const byProgramme = [1, 2, 3, 4, 5, 6].filter((seed) => {
			const draw = draws(seed);
			const slots = Array.from({ length: 12 }, (_, s) => ({ id: `s${s + 1}`, day: s < 6 ? 'one' : 'two' }));
			const people = Array.from({ length: 22 }, (_, p) => ({ id: `p${p + 1}`, available: slots.filter(() => draw() < 0.4).map(({ id }) => id) }));
			const pairs = people.flatMap(({ id }, p) => people.slice(p + 1).filter(() => draw() < 0.35).map((other) => [id, other.id]));
			const { last, found } = proven(problemOf({ slots, tables: null, participants: people, requests: pairs.map((participants, i) => ({ id: `r${i + 1}`, participants, weight: (100 + Math.floor(draw() * 400)) / 100 })) }));
			expect(found, `seed ${seed}`).toBe(last.points);
			return last.by === 'linear-programme';
		});
		expect(byProgramme.length).toBeGreaterThanOrEqual(3);
	});

	test('stops as soon as the best schedule reaches it', () => {
		const problem = problemOf({ ...smallInput(3), participants: Array.from({ length: 9 }, (_, i) => ({ id: `p${i + 1}` })), forbidden: null, tables: null, interpreters: null });
		const sum = problem.points.reduce((total, points) => total + points, 0);
		expect(proven(problem, sum).told.map(({ by }) => by)).toEqual(['sum-of-weights']);
	});
});
