import { describe, expect, test } from 'vitest';
import { AIMS, compareSchedules } from './aims.ts';
import { assignmentOf } from './assignment.ts';
import { checkSchedule } from './check-schedule.ts';
import { measure } from './measure.ts';
import { problemOf, smallInput, someSchedule } from './meetings-fixture.ts';
import { heldMeetings } from './output.ts';
import { requestWeight, REQUEST_WEIGHTS } from './request-weight.ts';
import type { HeldMeeting, MeetingsInput } from './types.ts';
import { inWholeUnits } from './weight-unit.ts';

const measured = (input: MeetingsInput, meetings: HeldMeeting[]) => measure(problemOf(input), assignmentOf(problemOf(input), meetings));

describe('measure', () => {
	test('finds the figures that the independent checker finds', () => {
		let [idle, changes] = [0, 0];
		for (let seed = 1; seed <= 120; seed++) {
			const input: MeetingsInput = { ...smallInput(seed, 12), options: { gapMeasure: seed % 2 === 0 ? 'breaks' : 'slots' } };
			const meetings = someSchedule(input, seed);
			const measures = measured(input, meetings);
			const checked = checkSchedule(input, meetings);
			expect(measures.points * problemOf(input).unit).toBeCloseTo(checked.weight, 9);
			expect([measures.held, measures.gaps, measures.tableChanges]).toEqual([meetings.length, checked.idleSlots, checked.tableChanges]);
			idle += measures.gaps;
			changes += measures.tableChanges;
		}
		expect(Math.min(idle, changes)).toBeGreaterThan(5);
	});

	const input: MeetingsInput = {
		slots: ['a', 'b', 'c'].map((id) => ({ id })),
		tables: [{ id: 't1', zone: 'hall' }, { id: 't2', zone: 'hall' }, { id: 't3', zone: 'gallery' }],
		participants: [{ id: 'host', homeTable: 't1' }, { id: 'x' }, { id: 'y' }, { id: 'z', available: [] }],
		requests: [
			{ id: 'hx', participants: ['host', 'x'], weight: 3, preferred: { slots: ['a'] } },
			{ id: 'hy', participants: ['host', 'y'], preferred: { zone: 'hall' } },
			{ id: 'hz', participants: ['host', 'z'] },
			{ id: 'xy', participants: ['x', 'y'] },
		],
		previous: [{ request: 'hx', slot: 'a' }, { request: 'xy', slot: 'c' }, { request: 'hz', slot: 'b' }],
	};

	test('knows shares, walks, home tables, wishes, and what has moved or is gone', () => {
		const measures = measured(input, [{ request: 'hx', slot: 'b', table: 't2' }, { request: 'hy', slot: 'c', table: 't3' }]);
		expect(measures).toMatchObject({ unserved: 0, tableChanges: 1, zoneChanges: 1, awayFromHome: 2, againstWishes: 2, moved: 1, dropped: 1, gaps: 0 });
		// Whom nobody can meet is not reckoned with.
		expect([...measures.shares]).toEqual([0.5, 0.75, 1]);
	});

	test('judges in strict order', () => {
		const [heavy, light] = [[{ request: 'hx', slot: 'a', table: 't3' }], [{ request: 'hy', slot: 'a', table: 't1' }, { request: 'xy', slot: 'b', table: 't1' }]].map((meetings) => measured(input, meetings));
		expect(compareSchedules(heavy!, light!)).toBeGreaterThan(0);
		const [near, far] = ['t1', 't3'].map((table) => measured(input, [{ request: 'hx', slot: 'a', table: 't1' }, { request: 'hy', slot: 'b', table }]));
		expect(compareSchedules(near!, far!)).toBeGreaterThan(0);
		expect(compareSchedules(far!, far!)).toBe(0);
		expect(AIMS.map(({ name }) => name)).toEqual(['weight', 'fairness', 'gaps', 'table-changes', 'walks', 'home-tables', 'wishes']);
	});

	test('reads and writes schedules without losing anything', () => {
		for (let seed = 1; seed <= 30; seed++) {
			const problem = problemOf(smallInput(seed, 9));
			const meetings = someSchedule(smallInput(seed, 9), seed);
			const byRequest = (list: HeldMeeting[]) => [...list].sort((a, b) => a.request.localeCompare(b.request));
			expect(byRequest(heldMeetings(problem, assignmentOf(problem, meetings)))).toEqual(byRequest(meetings));
		}
	});
});

describe('weights', () => {
	test.each([
		[[1, 2, 3], 1, [1, 2, 3]],
		[[2, 4], 2, [1, 2]],
		[[0.5, 1.25], 0.25, [2, 5]],
		[[0.1, 0.3], 0.1, [1, 3]],
	])('%j are whole multiples of %d', (weights, unit, points) => {
		expect(inWholeUnits(weights)).toEqual({ points: Float64Array.from(points), unit, exact: true });
	});

	test('that have no common unit stay as they are', () => expect(inWholeUnits([Math.PI, 1])).toEqual({ points: Float64Array.of(Math.PI, 1), unit: 1, exact: false }));

	test('a mutual wish weighs more than two of one side, and what the host puts first more than both', () => {
		const [one, mutual, first] = [requestWeight({ wishedBy: 1 }), requestWeight({ wishedBy: 2 }), requestWeight({ wishedBy: 1, priority: 2 })];
		expect(mutual).toBeGreaterThan(2 * one);
		expect(first).toBeGreaterThan(mutual);
		expect(requestWeight({ wishedBy: 0, score: 0.9 })).toBeLessThan(one);
		expect(requestWeight({ wishedBy: 0, score: 0 })).toBeGreaterThan(0);
		expect(requestWeight({ wishedBy: 1, score: 0.333 })).toBe(1.17);
		expect(requestWeight({ wishedBy: 1 }, { ...REQUEST_WEIGHTS, wish: 4 })).toBe(4);
	});
});
