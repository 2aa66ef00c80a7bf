import { describe, expect, test } from 'vitest';
import { readProblem } from '#lib/engines/meetings/read-problem.ts';
import { compileInput, type CompileOptions, type MeetingsGround, type PlacedMeeting } from './compile-input.ts';

const at = (hour: number) => new Date(Date.UTC(2027, 2, 15, hour));
const ground = (change: Partial<MeetingsGround> = {}): MeetingsGround => ({
	slots: [9, 10, 11].map((hour) => ({ id: `s${hour}`, dayId: 'd1', half: hour < 10 ? 'morning' : 'afternoon', startsAt: at(hour), minutes: 30, kind: 'collected' })),
	tables: [{ id: 't1', zone: 'A' }, { id: 't2', zone: '' }],
	people: ['p1', 'p2', 'p3'].map((id) => ({ id, languages: ['en'], maxMeetings: null, maxPerDay: id === 'p2' ? 1 : null, organisationId: id === 'p1' ? 'o1' : 'o2' })),
	interpreters: [{ id: 'i1', pairs: [['en', 'zh'], ['en', 'th']] }],
	absences: [{ personId: 'p2', slotId: 's10' }],
	requests: [{ id: 'r1', parties: ['p1', 'p2'], weight: 3.25 }, { id: 'r2', parties: ['p1', 'p3'], weight: 3 }],
	dailyLimit: 2,
	forbidden: [],
	wishes: [],
	fairnessAllowance: 0,
	...change,
});
const compile = (change: Partial<MeetingsGround> = {}, options?: CompileOptions) => compileInput(ground(change), options);
const placed = (requestId: string, slotId: string, tableId: string | null = 't1'): PlacedMeeting => ({ requestId, slotId, tableId, interpreterId: null });

describe('compileInput', () => {
	test('makes a problem that the engine reads, of people, wishes and absences', () => {
		const input = compile();
		expect(readProblem(input).faults).toBeUndefined();
		expect(input.participants).toEqual([
			{ id: 'p1', languages: ['en'], available: null, maxMeetings: null, maxPerDay: 2, homeTable: null },
			{ id: 'p2', languages: ['en'], available: ['s9', 's11'], maxMeetings: null, maxPerDay: 1, homeTable: null },
			{ id: 'p3', languages: ['en'], available: null, maxMeetings: null, maxPerDay: 2, homeTable: null },
		]);
		expect(input.interpreters).toEqual([{ id: 'i1', pairs: [['en', 'zh'], ['en', 'th']], available: null }]);
		expect(input.requests.map(({ id, weight, slots }) => [id, weight, slots])).toEqual([['r1', 3.25, null], ['r2', 3, null]]);
	});

	test('collected wishes stay out of slots that people book themselves; what they booked there is fixed', () => {
		const slots = ground().slots.map((slot) => (slot.id === 's9' ? { ...slot, kind: 'booking' as const } : slot));
		const input = compile({ slots }, { fixed: [placed('r1', 's9')] });
		expect(input.requests.map(({ id, slots: allowed }) => [id, allowed])).toEqual([['r1', null], ['r2', ['s10', 's11']]]);
		expect(input.fixed).toEqual([{ request: 'r1', slot: 's9', table: 't1' }]);
		expect(readProblem(input).faults).toBeUndefined();
	});

	test('what was fixed and can no longer stand is a wish like any other', () => {
		const gone = compile({}, { fixed: [placed('r1', 's10'), placed('r2', 's9', 'no-table')] });
		expect(gone.fixed).toEqual([]);
		// p1 would be in two places: the first stands.
		expect(compile({}, { fixed: [placed('r2', 's9'), placed('r1', 's9', 't2')] }).fixed).toEqual([{ request: 'r2', slot: 's9', table: 't1' }]);
		expect(compile({}, { fixed: [placed('unknown', 's9')] }).fixed).toEqual([]);
	});

	test('what is fixed goes without an interpreter who is gone, or no longer needed', () => {
		const interpreted = (interpreterId: string) => ({ ...placed('r1', 's9'), interpreterId });
		expect(compile({}, { fixed: [interpreted('i1')] }).fixed).toEqual([{ request: 'r1', slot: 's9', table: 't1' }]);
		const strangers = { people: ground().people.map((person) => (person.id === 'p2' ? { ...person, languages: ['zh'] } : person)) };
		expect(compile(strangers, { fixed: [interpreted('i1')] }).fixed).toEqual([{ request: 'r1', slot: 's9', table: 't1', interpreter: 'i1' }]);
		const left = compile({ ...strangers, interpreters: [{ id: 'i2', pairs: [['en', 'zh']] }] }, { fixed: [interpreted('i1')] });
		expect(readProblem(left).faults).toBeUndefined();
		expect(left.fixed).toEqual([]);
	});

	test('a request of somebody who is not registered any more is none', () => {
		expect(compile({ people: ground().people.filter(({ id }) => id !== 'p3') }).requests.map(({ id }) => id)).toEqual(['r1']);
	});

	test('what the host wants reaches the engine: who never meets, when and where somebody is rather seen, what may be given up for all', () => {
		const input = compile({
			forbidden: [['p1', 'p2'], ['p1', 'gone']],
			wishes: [
				{ id: 'w1', kind: 'time', personId: 'p3', dayId: null, half: 'morning' },
				{ id: 'w2', kind: 'place', personId: 'p3', at: { table: 't2' } },
				{ id: 'w3', kind: 'place', personId: 'p1', at: { zone: 'A' } },
				{ id: 'w4', kind: 'place', personId: 'p2', at: { zone: 'gone' } },
			],
			fairnessAllowance: 0.001,
		});
		expect(input.forbidden).toEqual([['p1', 'p2']]);
		expect(input.requests.map(({ id, preferred }) => [id, preferred])).toEqual([['r1', { zone: 'A' }], ['r2', { slots: ['s9'], zone: 'A' }]]);
		expect(input.participants.find(({ id }) => id === 'p3')?.homeTable).toBe('t2');
		expect(input.options).toEqual({ gapMeasure: 'slots', fairnessAllowance: 0.001 });
		expect(readProblem(input).faults).toBeUndefined();
	});

	test('a repair knows what stands and what has begun', () => {
		const input = compile({}, { previous: [placed('r1', 's9')], keepBefore: at(10) });
		expect(input.previous).toEqual([{ request: 'r1', slot: 's9', table: 't1' }]);
		expect(input.options).toEqual({ gapMeasure: 'slots', keepBefore: '2027-03-15T10:00:00.000Z' });
		expect(readProblem(input).faults).toBeUndefined();
	});
});
