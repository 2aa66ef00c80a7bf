import { expect, test } from 'vitest';
import { proveBound, type Bound } from '../bound.ts';
import { gainTable } from '../certificate.ts';
import { highsOnce } from '../load-highs.ts';
import { problemOf, smallInput } from '../meetings-fixture.ts';
import { rivalGroups } from '../rival-groups.ts';
import { searchSchedule } from '../search.ts';
import { narrowed } from './narrow-model.ts';
import { searchModelOf } from './search-model.ts';

const highs = await highsOnce();

test('a narrowed problem leaves the best schedule possible, and leaves out what prices find too dear', () => {
	let leftOut = 0;
	for (let seed = 1; seed <= 60; seed++) {
		const problem = problemOf(smallInput(seed, 9));
		let priced: Bound | undefined;
		proveBound(problem, highs, { now: () => 0, seconds: 60, stopped: () => false, best: () => 0, proven: (bound) => (priced = bound.prices ? bound : priced) });
		if (!priced?.prices) continue;
		const gains = gainTable(problem, priced.prices, rivalGroups(problem));
		const best = searchSchedule(problem, { seed: 1, seconds: 60, steps: 3000, now: () => 0, stopped: () => false, bound: () => Infinity }, highs);
		const points = best.slot.reduce((sum, slot, r) => (slot < 0 ? sum : sum + problem.points[r]!), 0);
		const model = searchModelOf(problem);
		const narrow = narrowed(model, gains, priced.points - points + 1 + 1e-3, new Int32Array(model.requests).fill(-1));
		for (let r = 0; r < model.requests; r++) {
			const cell = best.slot[r]! < 0 ? -1 : model.cellOfSlot[best.slot[r]!]!;
			if (cell >= 0) expect((narrow.allowed[r * model.words + (cell >>> 5)]! >>> (cell & 31)) & 1, `seed ${seed}`).toBe(1);
		}
		for (let w = 0; w < model.allowed.length; w++) if (narrow.allowed[w] !== model.allowed[w]) leftOut++;
	}
	expect(leftOut).toBeGreaterThan(20);
});
