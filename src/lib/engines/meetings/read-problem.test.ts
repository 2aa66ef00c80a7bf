import { describe, expect, test } from 'vitest';
import { readProblem } from './read-problem.ts';
import type { MeetingsInput } from './types.ts';

const input = (): MeetingsInput => ({
	slots: [
		{ id: 's1', day: '2027-09-15', start: '2027-09-15T09:00+08:00', minutes: 20 },
		{ id: 's2', day: '2027-09-15', start: '2027-09-15T09:20+08:00', minutes: 20 },
	],
	tables: [{ id: 't1', zone: 'A' }],
	participants: [{ id: 'p1', languages: ['th'] }, { id: 'p2', languages: ['zh'], available: ['s1', 's2'] }, { id: 'p3', available: ['s2'], maxMeetings: 1 }, { id: 'p4' }],
	interpreters: [{ id: 'i1', pairs: [['th', 'zh']], available: ['s1'] }],
	requests: [{ id: 'r1', participants: ['p1', 'p2'], weight: 3, slots: null }, { id: 'r2', participants: ['p2', 'p3'] }, { id: 'r3', participants: ['p3', 'p4'] }, { id: 'r4', participants: ['p2', 'p1'] }],
	fixed: [],
	forbidden: [],
	previous: null,
	options: { gapMeasure: 'slots', maxGapDifference: null },
});

/** The faults of the input with one thing changed. */
function faultsOf(change: (input: MeetingsInput) => void): string[] {
	const changed = input();
	change(changed);
	return (readProblem(changed).faults ?? []).map(({ place, reason }) => `${place}: ${reason}`);
}

describe('readProblem', () => {
	test('reads what is in order', () => expect(faultsOf(() => undefined)).toEqual([]));

	test.each<[unknown, string]>([
		[[], 'input: expected an object, got a list'],
		[null, 'input: expected an object, got null'],
		[{ ...input(), slots: undefined }, 'slots: is missing'],
		[{ ...input(), requests: {} }, 'requests: expected a list, got an object'],
		[{ ...input(), participants: [{ id: 7 }] }, 'participants[0].id: expected an id, which is a text, got 7'],
		[{ ...input(), forbidden: [['p1']] }, 'forbidden[0]: expected two participants'],
	])('says what is not of the form %#', (value, expected) => expect(readProblem(value).faults?.map(({ place, reason }) => `${place}: ${reason}`)).toContain(expected));

	test.each<[string, (input: MeetingsInput) => void]>([
		['requests[1].participants[1]: there is no participant "p9"', (to) => (to.requests[1]!.participants[1] = 'p9')],
		['requests[1].participants: names "p2" alone; a meeting needs two or more', (to) => (to.requests[1]!.participants = ['p2'])],
		['requests[1].participants: names "p2" twice', (to) => (to.requests[1]!.participants = ['p2', 'p2'])],
		['requests[0].weight: expected a number above 0, got 0', (to) => (to.requests[0]!.weight = 0)],
		['requests[0].slots[0]: there is no slot "s7"', (to) => (to.requests[0]!.slots = ['s7'])],
		['requests[2].id: "r1" is the id of requests[0] already', (to) => (to.requests[2]!.id = 'r1')],
		['participants[2].maxMeetings: expected a whole number, 0 or more, got 1.5', (to) => (to.participants[2]!.maxMeetings = 1.5)],
		['participants[1].available[0]: there is no slot "x"', (to) => (to.participants[1]!.available = ['x'])],
		['slots[1].start: "s2" begins before "s1" has ended; nobody could be in only one place', (to) => (to.slots[1]!.start = '2027-09-15T09:10+08:00')],
		['slots[0].start: expected a time with its distance from UTC, such as "2027-09-15T09:00+08:00", got "9 am"', (to) => (to.slots[0]!.start = '9 am')],
		['fixed[0].slot: there is no slot "s5"', (to) => (to.fixed = [{ request: 'r1', slot: 's5' }])],
		['fixed[1].request: "r1" is fixed by fixed[0] already', (to) => (to.fixed = [{ request: 'r1', slot: 's1' }, { request: 'r1', slot: 's1' }])],
		['options.gapMeasure: expected "slots" or "breaks", got "hours"', (to) => Object.assign(to.options!, { gapMeasure: 'hours' })],
	])('%s', (expected, change) => expect(faultsOf(change)).toEqual([expected]));

	test.each<[string, (input: MeetingsInput) => void]>([
		['fixed[1]: collides with "r2": "p3" would be in both in "s2"', (to) => { to.tables = null; to.fixed = [{ request: 'r2', slot: 's2' }, { request: 'r3', slot: 's2' }]; }],
		['fixed[0]: "r2" cannot be held in "s1": "p3" is not there then', (to) => (to.fixed = [{ request: 'r2', slot: 's1' }])],
		['fixed[0]: "r1" cannot be held in "s2": no interpreter for its languages is there then', (to) => (to.fixed = [{ request: 'r1', slot: 's2' }])],
		['fixed[0]: "r3" cannot be held in "s2": interpreter "i1" is not there then', (to) => (to.fixed = [{ request: 'r3', slot: 's2', interpreter: 'i1' }])],
		['fixed[0]: "r1" cannot be held in "s1": "p1" and "p2" are never to meet', (to) => { to.fixed = [{ request: 'r1', slot: 's1' }]; to.forbidden = [['p1', 'p2']]; }],
		['fixed[1]: collides with "r1": the same people would meet twice', (to) => { to.interpreters![0]!.available = null; to.fixed = [{ request: 'r1', slot: 's1' }, { request: 'r4', slot: 's2' }]; }],
		['fixed[1]: gives "p3" more than 1 meetings, the limit', (to) => { to.participants[2]!.available = null; to.fixed = [{ request: 'r2', slot: 's1' }, { request: 'r3', slot: 's2' }]; }],
		['fixed[1]: there is no table left in "s1"', (to) => { to.participants[2]!.available = null; to.fixed = [{ request: 'r1', slot: 's1' }, { request: 'r3', slot: 's1' }]; }],
		['fixed[1]: collides with "r1": table "t1" would hold both in "s1"', (to) => { to.participants[2]!.available = null; to.tables!.push({ id: 't2' }); to.fixed = [{ request: 'r1', slot: 's1', table: 't1' }, { request: 'r3', slot: 's1', table: 't1' }]; }],
	])('%s', (expected, change) => expect(faultsOf(change)).toEqual([expected]));

	test('reads what is fixed, and leaves its people no other meeting then', () => {
		const changed = input();
		changed.fixed = [{ request: 'r3', slot: 's2', table: 't1' }];
		const { problem } = readProblem(changed) as Extract<ReturnType<typeof readProblem>, { problem: unknown }>;
		expect([...problem.fixedSlot]).toEqual([-1, -1, 1, -1]);
		expect([...problem.allowed]).toEqual([1, 0, 2, 1]);
	});

	test('keeps what has begun of the earlier schedule, and puts nothing new there', () => {
		const changed = input();
		changed.previous = { meetings: [{ request: 'r1', slot: 's1', table: 'gone' }, { request: 'gone', slot: 's1' }, { request: 'r3', slot: 's2' }] };
		changed.options = { keepBefore: '2027-09-15T09:10+08:00' };
		const { problem } = readProblem(changed) as Extract<ReturnType<typeof readProblem>, { problem: unknown }>;
		expect([...problem.fixedSlot]).toEqual([0, -1, -1, -1]);
		expect([...problem.fixedTable]).toEqual([-1, -1, -1, -1]);
		expect([...problem.previousSlot]).toEqual([0, -1, 1, -1]);
		expect([...problem.allowed]).toEqual([1, 2, 2, 0]);
	});
});
