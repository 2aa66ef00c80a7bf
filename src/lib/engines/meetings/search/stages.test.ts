import { describe, expect, test } from 'vitest';
import { checkSchedule } from '../check-schedule.ts';
import { highsOnce } from '../load-highs.ts';
import { measure } from '../measure.ts';
import { draws, problemOf } from '../meetings-fixture.ts';
import { heldMeetings } from '../output.ts';
import { searchSchedule } from '../search.ts';
import type { Assignment, MeetingsInput, MeetingsProblem, SearchContext } from '../types.ts';

const highs = await highsOnce();

/** A clock that stands still: only steps end the search. */
function search(problem: MeetingsProblem, options: Partial<SearchContext> = {}): Assignment {
	return searchSchedule(problem, { seed: 1, seconds: 60, steps: 30_000, now: () => 0, stopped: () => false, bound: () => Infinity, ...options }, highs);
}

function violations(input: MeetingsInput, assignment: Assignment) {
	return checkSchedule(input, heldMeetings(problemOf(input), assignment)).violations;
}

/** An event of a size that no naive search looks through. */
function event(seed: number, { people = 30, requests = 120, slots = 10, tables = 8 } = {}): MeetingsInput {
	const draw = draws(seed);
	const seen = new Set<string>();
	const list: MeetingsInput['requests'] = [];
	while (list.length < requests) {
		const [a, b] = [Math.floor(draw() * people), Math.floor(draw() ** 2 * people)];
		const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
		if (a === b || seen.has(key)) continue;
		seen.add(key);
		list.push({ id: `r${list.length}`, participants: [`p${a}`, `p${b}`], weight: draw() < 0.3 ? 3 : 1 });
	}
	const ids = Array.from({ length: slots }, (_, s) => ({ id: `s${s}`, day: s < slots / 2 ? 'd1' : 'd2' }));
	return {
		slots: ids,
		tables: Array.from({ length: tables }, (_, t) => ({ id: `t${t}`, zone: t < tables / 2 ? 'A' : 'B' })),
		participants: Array.from({ length: people }, (_, p) => ({
			id: `p${p}`,
			available: draw() < 0.3 ? ids.slice(0, 3 + Math.floor(draw() * slots)).map(({ id }) => id) : null,
			maxPerDay: draw() < 0.2 ? 3 : null,
		})),
		requests: list,
	};
}

describe('the stages of the search', () => {
	test('tell of whole schedules on the way, each as heavy as it says', () => {
		const input = event(5);
		const problem = problemOf(input);
		let told = 0;
		search(problem, {
			progress({ best, points, gaps }) {
				if (!best) return;
				told++;
				expect(violations(input, best)).toEqual([]);
				expect(measure(problem, best)).toMatchObject({ points, gaps });
			},
		});
		expect(told).toBeGreaterThan(2);
	});

	test('give what there is when stopped at once, and that is a schedule', () => {
		const input = event(4);
		const found = search(problemOf(input), { stopped: () => true });
		expect(violations(input, found)).toEqual([]);
		expect(found.slot.some((slot) => slot >= 0)).toBe(true);
	});

	test('leave hardly anybody idle where that can be had at the same weight', () => {
		const problem = problemOf(event(6, { people: 40, requests: 60 }));
		const measures = measure(problem, search(problem, { steps: 200_000 }));
		expect(measures.held).toBeGreaterThan(50);
		expect(measures.gaps).toBeLessThanOrEqual(2);
	});

	test("keep people's gaps alike where that is asked for, if need be by holding less", () => {
		for (let seed = 1; seed <= 4; seed++) {
			const input: MeetingsInput = { ...event(seed, { people: 14, requests: 50 }), options: { gapMeasure: 'breaks', maxGapDifference: 0 } };
			expect(violations(input, search(problemOf(input), { steps: 15_000 })), `seed ${seed}`).toEqual([]);
		}
	});

	test('serve everybody within the allowance, and give up no weight without one', () => {
		// Everybody wishes for p0, who has three slots; p3 and p4 have a light wish besides.
		const people = Array.from({ length: 9 }, (_, p) => ({ id: `p${p}` }));
		const star = people.slice(1).map(({ id }, i) => ({ id: `star${i}`, participants: ['p0', id], weight: 5 - i * 0.1 }));
		const others = [{ id: 'heavy', participants: ['p1', 'p2'], weight: 9 }, { id: 'light', participants: ['p3', 'p4'], weight: 1 }];
		const input: MeetingsInput = { slots: ['s0', 's1', 's2'].map((id) => ({ id })), participants: people, requests: [...star, ...others] };
		const strict = measure(problemOf(input), search(problemOf(input)));
		const lenient = problemOf({ ...input, options: { fairnessAllowance: 0.3 } });
		const fair = measure(lenient, search(lenient));
		expect(strict.points * lenient.unit).toBeCloseTo(5 + 4.9 + 4.8 + 9 + 1, 9);
		expect(fair.unserved).toBeLessThan(strict.unserved);
		expect(fair.points).toBeGreaterThanOrEqual(strict.points * 0.7);
	});

	test('refuse to move what is fixed', () => {
		const input = event(8);
		const free = search(problemOf(input));
		const fixed = heldMeetings(problemOf(input), free)
			.filter((_, i) => i % 5 === 0)
			.map(({ request, slot, table }) => ({ request, slot, table }));
		const withFixed: MeetingsInput = { ...input, fixed };
		expect(fixed.length).toBeGreaterThan(5);
		expect(violations(withFixed, search(problemOf(withFixed), { seed: 9 }))).toEqual([]);
	});
});

describe('repair', () => {
	const input = event(11);
	const before = heldMeetings(problemOf(input), search(problemOf(input), { steps: 100_000 }));

	test('moves nothing to speak of when nothing has changed', () => {
		const again = problemOf({ ...input, previous: before });
		const measures = measure(again, search(again));
		expect(measures.dropped).toBe(0);
		expect(measures.moved).toBeLessThanOrEqual(1);
	});

	test('mends a schedule after people cancel, moving few and nothing that is about to begin', () => {
		const absent = new Set(['p1', 'p7']);
		const start = (s: number) => `2027-09-1${s < 5 ? 5 : 6}T${String(9 + (s % 5)).padStart(2, '0')}:00+08:00`;
		const after: MeetingsInput = {
			...input,
			slots: input.slots.map((slot, s) => ({ ...slot, start: start(s) })),
			participants: input.participants.map((person) => (absent.has(person.id) ? { ...person, available: [] } : person)),
			previous: before,
			options: { keepBefore: start(2) },
		};
		const problem = problemOf(after);
		const found = search(problem, { steps: 60_000 });
		expect(violations(after, found)).toEqual([]);
		const now = new Map(heldMeetings(problem, found).map((meeting) => [meeting.request, meeting]));
		const standing = before.filter(({ request }) => !input.requests.find(({ id }) => id === request)!.participants.some((id) => absent.has(id)));
		expect(standing.length).toBeLessThan(before.length);
		const begun = standing.filter(({ slot }) => slot === 's0' || slot === 's1');
		expect(begun.length).toBeGreaterThan(3);
		for (const { request, slot, table } of begun) expect(now.get(request)).toMatchObject({ slot, table });
		const measures = measure(problem, found);
		expect(measures.moved + measures.dropped).toBeLessThan(standing.length / 4);
	});

	test('holds a request that is new where it fits', () => {
		const [a, b, c] = input.participants.filter(({ available }) => available === null).map(({ id }) => id);
		const after: MeetingsInput = {
			...input,
			slots: [...input.slots, { id: 'late', day: 'd3' }],
			requests: [...input.requests, { id: 'new', participants: [a!, b!, c!], weight: 50, slots: ['late'] }],
			previous: before,
		};
		const problem = problemOf(after);
		expect(heldMeetings(problem, search(problem)).some(({ request }) => request === 'new')).toBe(true);
	});
});
