import { describe, expect, test } from 'vitest';
import { proveBound } from './bound.ts';
import { checkSchedule } from './check-schedule.ts';
import { highsOnce } from './load-highs.ts';
import { draws, greatestWeight, problemOf, smallInput, someSchedule } from './meetings-fixture.ts';
import { heldMeetings } from './output.ts';
import { readProblem } from './read-problem.ts';
import { searchSchedule } from './search.ts';
import type { HeldMeeting, MeetingsInput } from './types.ts';

/** The search as a whole, against all schedules there are, against HiGHS, and against the rules. */

const highs = await highsOnce();

/** A clock that hardly goes, so that steps alone end the search. */
function slowClock(): () => number {
	let seconds = 0;
	return () => (seconds += 1e-6);
}

function scheduled(input: MeetingsInput, seed = 1, steps = 3000): HeldMeeting[] {
	const problem = problemOf(input);
	return heldMeetings(problem, searchSchedule(problem, { seed, steps, now: slowClock(), seconds: 1e6, stopped: () => false, bound: () => Infinity }, highs));
}

/** More people, meetings and slots than fit into one word of a mask, with everything else a problem can have. */
function mediumInput(seed: number): MeetingsInput {
	const draw = draws(seed);
	const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
	const slots = ids('s', 36);
	const people = ids('p', 12);
	return {
		slots: slots.map((id, i) => ({ id, day: `day ${Math.floor(i / 12)}` })),
		tables: ids('t', 2).map((id) => ({ id })),
		participants: people.map((id) => ({ id, available: slots.filter(() => draw() < 0.2), languages: draw() < 0.5 ? ['en'] : ['zh'], maxMeetings: draw() < 0.3 ? 3 : null })),
		interpreters: [{ id: 'i1', pairs: [['zh', 'en']], available: slots.filter(() => draw() < 0.6) }],
		requests: ids('r', 40).map((id) => {
			const first = Math.floor(draw() * people.length);
			return { id, participants: [people[first]!, people[(first + 1 + Math.floor(draw() * (people.length - 1))) % people.length]!], weight: 1 + Math.floor(draw() * 30) / 10 };
		}),
	};
}

describe('searchSchedule', () => {
	test('finds the greatest weight that any schedule of a small problem has', () => {
		for (let seed = 1; seed <= 120; seed++) {
			const input = smallInput(seed);
			const { violations, weight } = checkSchedule(input, scheduled(input));
			expect(violations, `seed ${seed}`).toEqual([]);
			expect(weight, `seed ${seed}`).toBeCloseTo(greatestWeight(input), 6);
		}
	});

	test('so it does where meetings are fixed, some with an interpreter whom they need or not', () => {
		let named = 0;
		for (let seed = 201; seed <= 330; seed++) {
			const drawn = smallInput(seed);
			const fixed = someSchedule(drawn, seed).filter((_, i) => (i + seed) % 2 === 0).map(({ request, slot, interpreter }, i) => {
				const idle = (drawn.interpreters ?? []).find(({ available }) => !available || available.includes(slot))?.id;
				return { request, slot, interpreter: interpreter ?? (i === 0 ? idle : undefined) ?? null };
			});
			const input = { ...drawn, fixed };
			// One interpreter in two meetings at once is refused.
			if (readProblem(input).faults) continue;
			if (fixed.some(({ interpreter }) => interpreter)) named++;
			const { violations, weight } = checkSchedule(input, scheduled(input));
			expect(violations, `seed ${seed}`).toEqual([]);
			expect(weight, `seed ${seed}`).toBeCloseTo(greatestWeight(input), 6);
		}
		expect(named).toBeGreaterThan(20);
	});

	test('finds what HiGHS proves to be the greatest weight of larger ones', () => {
		for (const seed of [1, 5, 6, 8, 9]) {
			const input = mediumInput(seed);
			const problem = problemOf(input);
			const bound = proveBound(problem, highs, { now: slowClock(), seconds: 1e6, stopped: () => false, best: () => 0, proven: () => undefined });
			const { violations, weight } = checkSchedule(input, scheduled(input, 1, 60_000));
			expect(violations, `seed ${seed}`).toEqual([]);
			expect(weight, `seed ${seed}`).toBeCloseTo(bound.points * problem.unit, 6);
		}
	});

	test('keeps what is fixed, with its table and interpreter', () => {
		let kept = 0;
		for (let seed = 1; seed <= 80; seed++) {
			const input = smallInput(seed, 9);
			input.fixed = someSchedule(input, seed).slice(0, 2);
			kept += input.fixed.length;
			expect(checkSchedule(input, scheduled(input)).violations, `seed ${seed}`).toEqual([]);
		}
		expect(kept).toBeGreaterThan(80);
	});

	test('keeps the gaps of any two people as near as is asked', () => {
		for (let seed = 1; seed <= 80; seed++) {
			const input: MeetingsInput = { ...smallInput(seed, 9), options: { gapMeasure: seed % 2 === 0 ? 'breaks' : 'slots', maxGapDifference: seed % 3 === 0 ? 0 : 1, repeatedPairs: 'never' } };
			expect(checkSchedule(input, scheduled(input)).violations, `seed ${seed}`).toEqual([]);
		}
	});

	test('moves nothing in a repair where nothing has changed, and never what has begun', () => {
		for (let seed = 1; seed <= 40; seed++) {
			const input = smallInput(seed, 9);
			const previous = scheduled(input);
			const at = (meetings: HeldMeeting[]) => meetings.map(({ request, slot }) => `${request} ${slot}`).sort();
			expect(at(scheduled({ ...input, previous })), `seed ${seed}`).toEqual(at(previous));
			const timed = { ...input, slots: input.slots.map((slot, i) => ({ ...slot, day: 'one', start: `2027-09-15T${String(9 + i).padStart(2, '0')}:00+08:00`, minutes: 30 })) };
			const first = input.slots[0]!.id;
			const begun = scheduled({ ...timed, previous, requests: [...timed.requests, { id: 'new', participants: [input.participants[0]!.id, input.participants[2]!.id], weight: 50 }], options: { keepBefore: '2027-09-15T09:30+08:00' } });
			const inFirst = (meetings: HeldMeeting[]) => at(meetings.filter(({ slot }) => slot === first));
			expect(inFirst(begun).every((meeting) => inFirst(previous).includes(meeting)), `seed ${seed}`).toBe(true);
		}
	});

	test('exchanges two meetings in a repair rather than call one off', () => {
		const input: MeetingsInput = {
			...smallInput(1),
			slots: [{ id: 's1' }, { id: 's2' }],
			tables: [{ id: 't1' }, { id: 't2' }],
			participants: [{ id: 'a' }, { id: 'b', available: ['s2'] }, { id: 'c' }],
			interpreters: [],
			requests: [{ id: 'ab', participants: ['a', 'b'], weight: 1 }, { id: 'ac', participants: ['a', 'c'], weight: 1 }],
			fixed: [],
			forbidden: [],
			previous: [{ request: 'ab', slot: 's1', table: 't1' }, { request: 'ac', slot: 's2', table: 't1' }],
			options: {},
		};
		const at = scheduled(input).map(({ request, slot }) => `${request} ${slot}`).sort();
		expect(at).toEqual(['ab s2', 'ac s1']);
	});

	test('gives the same schedule for the same seed and steps', () => {
		const input = mediumInput(3);
		expect(scheduled(input, 5, 20_000)).toEqual(scheduled(input, 5, 20_000));
	});
});
