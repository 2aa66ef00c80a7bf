import { expect, test } from 'vitest';
import { draws, problemOf, smallInput, someSchedule } from './meetings-fixture.ts';
import { highsOnce } from './load-highs.ts';
import { mostWithin, requestsWithin, violatedOddSets } from './odd-sets.ts';
import { rivalGroups } from './rival-groups.ts';
import { weightModel } from './weight-model.ts';

const highs = await highsOnce();

test('no schedule holds more among an odd number of people in a slot than it may', () => {
	const draw = draws(11);
	let reached = 0;
	for (let seed = 1; seed <= 200; seed++) {
		const input = smallInput(seed);
		const problem = problemOf(input);
		const meetings = someSchedule(input, seed);
		const participants = [...Array(problem.participants).keys()].sort(() => draw() - 0.5).slice(0, 3).sort((a, b) => a - b);
		const within = requestsWithin(problem, participants).map((r) => problem.requestIds[r]);
		for (let slot = 0; slot < problem.slots; slot++) {
			const held = meetings.filter((meeting) => meeting.slot === problem.slotIds[slot] && within.includes(meeting.request)).length;
			expect(held, `seed ${seed}`).toBeLessThanOrEqual(mostWithin({ slot, participants }));
			if (held > 0) reached++;
		}
	}
	expect(reached).toBeGreaterThan(20);
});

test('finds the three, and the five in a ring, who hold halves of meetings; not those it was told of, nor a pair', () => {
	const ring = (ids: readonly string[]) => ids.map((id, i) => ({ id: `${id}-${ids[(i + 1) % ids.length]}`, participants: [id, ids[(i + 1) % ids.length]!] }));
	const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
	const problem = problemOf({ slots: [{ id: 's1' }], participants: people.map((id) => ({ id })), requests: [...ring(people.slice(0, 3)), ...ring(people.slice(3, 8)), { id: 'i-j', participants: ['i', 'j'] }] });
	const model = weightModel(problem, rivalGroups(problem), highs, { whole: false });
	const halves = Float64Array.from(model.columnRequest, () => 0.5);
	const three = { slot: 0, participants: [0, 1, 2] };
	const five = { slot: 0, participants: [3, 4, 5, 6, 7] };
	expect(violatedOddSets(problem, model, halves, new Set())).toEqual([three, five]);
	expect(violatedOddSets(problem, model, halves, new Set(['0: 0 1 2']))).toEqual([five]);
	expect(violatedOddSets(problem, model, halves.map(() => 1 / 3), new Set())).toEqual([]);
});
