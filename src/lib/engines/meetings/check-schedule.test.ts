import { describe, expect, test } from 'vitest';
import { checkSchedule } from './check-schedule.ts';
import { HARD_RULES, type HardRuleName } from './hard-rules.ts';
import { readProblem } from './read-problem.ts';
import type { HeldMeeting, MeetingsInput } from './types.ts';

const input: MeetingsInput = {
	slots: [
		{ id: 'm1', day: 'Monday' },
		{ id: 'm2', day: 'Monday' },
		{ id: 'm3', day: 'Monday' },
		{ id: 't1', day: 'Tuesday' },
	],
	tables: [
		{ id: 'A', zone: 'hall' },
		{ id: 'B', zone: 'gallery', available: ['m1', 'm2', 'm3'] },
	],
	participants: [
		{ id: 'ann', languages: ['en'], maxMeetings: 3, maxPerDay: 2 },
		{ id: 'bo', languages: ['zh'], available: ['m1', 'm2', 't1'] },
		{ id: 'chai', languages: ['th', 'en'] },
		{ id: 'dao', languages: ['th', 'en'] },
	],
	interpreters: [{ id: 'ivy', pairs: [['en', 'zh']], available: ['m1', 'm2'] }],
	requests: [
		{ id: 'ann-bo', participants: ['ann', 'bo'], weight: 3 },
		{ id: 'ann-chai', participants: ['ann', 'chai'], weight: 2, slots: ['m2', 'm3', 't1'] },
		{ id: 'ann-dao', participants: ['ann', 'dao'], weight: 1.5 },
		{ id: 'dao-ann', participants: ['dao', 'ann'] },
		{ id: 'three', participants: ['ann', 'chai', 'dao'] },
		{ id: 'bo-chai', participants: ['bo', 'chai'] },
		{ id: 'chai-dao', participants: ['chai', 'dao'] },
	],
	fixed: [{ request: 'ann-bo', slot: 'm1', table: 'A' }],
	forbidden: [['chai', 'bo']],
};
const good: HeldMeeting[] = [
	{ request: 'ann-bo', slot: 'm1', table: 'A', interpreter: 'ivy' },
	{ request: 'ann-chai', slot: 'm3', table: 'B' },
	{ request: 'ann-dao', slot: 't1', table: 'A' },
];
const broken = (meetings: HeldMeeting[], changed: Partial<MeetingsInput> = {}) => [...new Set(checkSchedule({ ...input, ...changed }, meetings).violations.map(({ rule }) => rule))];
const withChange = (request: string, change: Partial<HeldMeeting>) => good.map((meeting) => (meeting.request === request ? { ...meeting, ...change } : meeting));

describe('checkSchedule', () => {
	test('the input of these tests is in order, and so is the schedule that they break', () => {
		expect(readProblem(input).faults).toBeUndefined();
		expect(broken(good)).toEqual([]);
	});

	const breaks: Record<HardRuleName, string[]> = {
		'two-places': broken(withChange('ann-chai', { slot: 't1', table: 'C' }), { tables: [...input.tables!, { id: 'C' }] }),
		absent: broken([...good, { request: 'bo-chai', slot: 'm3', table: 'A' }], { forbidden: [], participants: input.participants.map((person) => ({ ...person, languages: null })), requests: input.requests.filter(({ id }) => id !== 'ann-chai').concat({ id: 'ann-chai', participants: ['ann', 'dao'] }) }),
		table: broken(withChange('ann-dao', { table: 'B' })),
		interpreter: broken(withChange('ann-bo', { interpreter: undefined })),
		limits: broken([...good, { request: 'three', slot: 'm2', table: 'A' }], { requests: input.requests.map((request) => (request.id === 'three' ? { ...request, participants: ['ann', 'bo'], id: 'three' } : request)), participants: input.participants.map((person) => ({ ...person, languages: null })) }),
		fixed: broken(withChange('ann-bo', { slot: 'm2' })),
		'too-soon': broken(withChange('ann-chai', { slot: 'm2' }), { slots: input.slots.map((slot, i) => ({ ...slot, start: `2027-09-${slot.day === 'Monday' ? 13 : 14}T09:${i}0+08:00` })), previous: good, options: { keepBefore: '2027-09-13T09:15+08:00' } }),
		forbidden: broken([...good, { request: 'bo-chai', slot: 'm2', table: 'A', interpreter: 'ivy' }], { interpreters: [{ id: 'ivy', pairs: [['en', 'zh']] }] }),
		'same-pair': broken([...good, { request: 'dao-ann', slot: 'm2', table: 'A' }], { participants: input.participants.map((person) => ({ ...person, maxMeetings: null, maxPerDay: null })) }),
		'request-slots': broken([{ request: 'ann-bo', slot: 'm1', table: 'A', interpreter: 'ivy' }, { request: 'ann-chai', slot: 'm1', table: 'B' }]),
		once: broken([...good, { request: 'chai-dao', slot: 'm1', table: 'B' }, { request: 'chai-dao', slot: 'm2', table: 'B' }]),
		'gap-difference': broken(good, { options: { maxGapDifference: 0 } }),
		unknown: broken([...good, { request: 'nobody', slot: 'm2' }]),
	};
	test.each(Object.entries(breaks))('finds a schedule that breaks the rule "%s"', (rule, found) => expect(found).toContain(rule));

	test('knows a way to break each of its rules', () => expect(Object.keys(HARD_RULES).filter((rule) => !(rule in breaks))).toEqual([]));

	test('finds a pair that also sits in a meeting of three', () => {
		const unlimited = input.participants.map((person) => ({ ...person, maxMeetings: null, maxPerDay: null }));
		expect(broken([...good, { request: 'three', slot: 'm2', table: 'A' }], { participants: unlimited })).toEqual(['same-pair']);
	});

	test('lets a pair meet twice where that is allowed, as with breaks, unless it is said never to be', () => {
		const people = input.participants.map((person) => ({ ...person, maxMeetings: null, maxPerDay: null }));
		const held = [...good, { request: 'dao-ann', slot: 'm2', table: 'A' }];
		const withOptions = (options: MeetingsInput['options']) => broken(held, { participants: people, options });
		expect(withOptions({ repeatedPairs: 'never', gapMeasure: 'breaks' })).toEqual(['same-pair']);
		expect(withOptions({ repeatedPairs: 'allowed' })).toEqual([]);
		expect(withOptions({ gapMeasure: 'breaks' })).toEqual([]);
	});

	test('lets the same two colleagues see two others together', () => {
		const requests = [{ id: 'x', participants: ['ann', 'chai', 'dao'] }, { id: 'y', participants: ['bo', 'chai', 'dao'] }];
		const held = [{ request: 'x', slot: 'm1' }, { request: 'y', slot: 'm2' }];
		expect(broken(held, { requests, fixed: [], forbidden: [], tables: null, participants: input.participants.map((person) => ({ ...person, languages: null })) })).toEqual([]);
	});

	test('finds an interpreter in two meetings at once', () => {
		const held = [...good, { request: 'bo-dao', slot: 'm1', table: 'B', interpreter: 'ivy' }];
		expect(broken(held, { requests: [...input.requests, { id: 'bo-dao', participants: ['bo', 'dao'] }] })).toEqual(['two-places', 'interpreter']);
	});

	test('counts weight, idle slots, breaks and changes of table', () => {
		const { weight, idleSlots, tableChanges, gapsOf, changesOf } = checkSchedule(input, good);
		expect({ weight, idleSlots, tableChanges }).toEqual({ weight: 6.5, idleSlots: 1, tableChanges: 1 });
		expect([gapsOf.get('ann'), gapsOf.get('bo'), changesOf.get('ann')]).toEqual([1, 0, 1]);
		const wide = { ...input, slots: [...input.slots.slice(0, 3), { id: 'm4', day: 'Monday' }, { id: 'm5', day: 'Monday' }, { id: 't1', day: 'Tuesday' }] };
		const spread = [good[0]!, { request: 'ann-chai', slot: 'm5', table: 'A' }];
		expect(checkSchedule(wide, spread).idleSlots).toBe(3);
		expect(checkSchedule({ ...wide, options: { gapMeasure: 'breaks' } }, spread).idleSlots).toBe(1);
	});
});
