import { describe, expect, test } from 'vitest';
import { changesByPerson, scheduleChanges } from './schedule-changes.ts';
import type { HeldMeeting } from './types.ts';

const requests = [
	{ id: 'ab', participants: ['ann', 'bo'] },
	{ id: 'cd', participants: ['chai', 'dao'] },
	{ id: 'ac', participants: ['ann', 'chai'] },
	{ id: 'bd', participants: ['bo', 'dao'] },
	{ id: 'ef', participants: ['eko', 'fen'] },
];
const before: HeldMeeting[] = [
	{ request: 'ab', slot: 's1', table: 't1' },
	{ request: 'cd', slot: 's1', table: 't2' },
	{ request: 'ac', slot: 's2', table: 't1' },
	{ request: 'ef', slot: 's3', table: 't1', interpreter: 'ivy' },
];
const after: HeldMeeting[] = [
	{ request: 'ab', slot: 's1', table: 't1' },
	{ request: 'cd', slot: 's2', table: 't2' },
	{ request: 'bd', slot: 's3', table: 't2' },
	{ request: 'ef', slot: 's3', table: 't1', interpreter: 'jon' },
];

describe('scheduleChanges', () => {
	const changes = scheduleChanges(before, after);

	test('names what was moved, cancelled, added, and served by somebody else', () =>
		expect(changes.map(({ change, request }) => `${request} ${change}`)).toEqual(['cd moved', 'ac cancelled', 'ef other-interpreter', 'bd added']));

	test('tells each person of their own meetings only', () => {
		const { participants, interpreters } = changesByPerson(requests, changes);
		const of = (people: Map<string, { request: string }[]>) => Object.fromEntries([...people].map(([who, list]) => [who, list.map(({ request }) => request)]));
		expect(of(participants)).toEqual({ chai: ['cd', 'ac'], dao: ['cd', 'bd'], ann: ['ac'], bo: ['bd'] });
		expect(of(interpreters)).toEqual({ ivy: ['ef'], jon: ['ef'] });
	});

	test('says nothing of schedules that are the same in another order, and knows another table', () => {
		expect(scheduleChanges(before, [...before].reverse())).toEqual([]);
		expect(scheduleChanges(before, [{ ...before[0]!, table: 't9' }, ...before.slice(1)]).map(({ change }) => change)).toEqual(['other-table']);
	});
});
