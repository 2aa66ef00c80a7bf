import { describe, expect, test } from 'vitest';
import { assignmentOf } from './assignment.ts';
import { problemOf, smallInput, someSchedule, waysToHold } from './meetings-fixture.ts';
import { refusals } from './refusals.ts';
import type { HeldMeeting, MeetingsInput, RefusalReason, Remedy } from './types.ts';

const refusedIn = (input: MeetingsInput, meetings: HeldMeeting[]) => {
	const problem = problemOf(input);
	return refusals(problem, assignmentOf(problem, meetings));
};

/** The input and the schedule after one remedy was taken. */
function remedied(input: MeetingsInput, meetings: HeldMeeting[], request: string, remedy: Remedy): { input: MeetingsInput; meetings: HeldMeeting[] } {
	const changed = structuredClone(input);
	const person = 'participant' in remedy ? changed.participants.find(({ id }) => id === remedy.participant)! : undefined;
	switch (remedy.remedy) {
		case 'allow-slot':
			changed.requests.find(({ id }) => id === request)!.slots!.push(remedy.slot);
			break;
		case 'be-there':
			person!.available!.push(remedy.slot);
			break;
		case 'raise-limit':
			person![remedy.limit]!++;
			break;
		case 'add-table':
			changed.tables!.push({ id: 'new' });
			break;
		case 'add-interpreter':
			changed.interpreters!.push({ id: 'new', pairs: [['en', 'zh'], ['en', 'th'], ['th', 'zh']] });
			break;
		case 'drop':
			return { input, meetings: meetings.filter((meeting) => !remedy.requests.includes(meeting.request)) };
	}
	return { input: changed, meetings };
}

describe('refusals', () => {
	test('every remedy is enough by itself, for all kinds of problems and schedules', () => {
		const seen = new Set<string>();
		const reasons = new Set<RefusalReason>();
		for (let seed = 1; seed <= 250; seed++) {
			const input = smallInput(seed, 9);
			const meetings = someSchedule(input, seed);
			for (const { request, reason, detail } of refusedIn(input, meetings)) {
				reasons.add(reason);
				for (const remedy of detail.remedies) {
					seen.add(remedy.remedy);
					const after = remedied(input, meetings, request, remedy);
					const slots = waysToHold(after.input, after.meetings, request).map(({ slot }) => slot);
					// Interpreters may have to change places, which this naive look does not do.
					if (reason !== 'no-interpreter-free' && !input.interpreters) expect(slots, `${seed} ${request} ${JSON.stringify(remedy)}`).toContain(remedy.slot);
				}
			}
		}
		expect([...seen].sort()).toEqual(['add-interpreter', 'add-table', 'allow-slot', 'be-there', 'drop', 'raise-limit']);
		expect([...reasons].sort()).toEqual(['all-slots-taken', 'forbidden', 'less-weight', 'limit-reached', 'never-together', 'no-interpreter-for-languages', 'no-interpreter-free', 'no-slot-left-open', 'no-table-free', 'same-pair']);
	});

	test('says "less-weight" exactly where a request could simply be held', () => {
		for (let seed = 1; seed <= 150; seed++) {
			const input = smallInput(seed, 9);
			if (input.interpreters) continue;
			const meetings = someSchedule(input, seed);
			for (const { request, reason } of refusedIn(input, meetings)) expect(waysToHold(input, meetings, request).length > 0, `${seed} ${request}`).toBe(reason === 'less-weight');
		}
	});

	const input: MeetingsInput = {
		slots: ['s1', 's2', 's3'].map((id) => ({ id })),
		participants: [{ id: 'ann' }, { id: 'bo', available: ['s1', 's2'] }, { id: 'chai' }, { id: 'dao' }],
		requests: [
			{ id: 'ann-bo', participants: ['ann', 'bo'] },
			{ id: 'ann-chai', participants: ['ann', 'chai'], weight: 2 },
			{ id: 'ann-dao', participants: ['ann', 'dao'], weight: 5 },
		],
	};

	test('tells who is taken in how many of the slots in which all are there, and the least that would have to go', () => {
		const held = [{ request: 'ann-chai', slot: 's1' }, { request: 'ann-dao', slot: 's2' }];
		expect(refusedIn(input, held)).toEqual([
			{
				request: 'ann-bo',
				reason: 'all-slots-taken',
				detail: {
					participants: ['ann', 'bo'],
					slots: ['s1', 's2'],
					taken: [{ participant: 'ann', slots: 2 }],
					instead: ['ann-chai', 'ann-dao'],
					remedies: [{ remedy: 'be-there', participant: 'bo', slot: 's3' }, { remedy: 'drop', requests: ['ann-chai'], slot: 's1' }],
				},
			},
		]);
	});

	test('never offers to drop what is fixed', () => {
		const fixed = [{ request: 'ann-chai', slot: 's1' }];
		const held = [{ request: 'ann-chai', slot: 's1' }, { request: 'ann-dao', slot: 's2' }];
		expect(refusedIn({ ...input, fixed }, held)[0]!.detail.remedies.at(-1)).toEqual({ remedy: 'drop', requests: ['ann-dao'], slot: 's2' });
	});
});
