import { expect, test } from 'vitest';
import { freePlaces, isInside, keptInside, nextLabel, overlap, snapped } from './floor-plan.ts';

const hall = { width: 200, depth: 120 };

test('walls that touch are no overlap, a corner that covers another is one', () => {
	const one = { x: 0, y: 0, width: 30, depth: 30 };
	expect(overlap(one, { x: 30, y: 0, width: 30, depth: 30 })).toBe(false);
	expect(overlap(one, { x: 29, y: 29, width: 30, depth: 30 })).toBe(true);
	expect(overlap({ x: 10, y: 10, width: 5, depth: 5 }, one)).toBe(true);
});

test('what is drawn beyond the walls is brought inside', () => {
	expect(keptInside({ x: 190, y: -10, width: 30, depth: 30 }, hall)).toEqual({ x: 170, y: 0, width: 30, depth: 30 });
	expect(keptInside({ x: 5, y: 5, width: 900, depth: 1 }, hall)).toEqual({ x: 0, y: 5, width: 200, depth: 5 });
	expect(isInside({ x: 171, y: 0, width: 30, depth: 30 }, hall)).toBe(false);
	expect([snapped(12), snapped(13), snapped(-3)]).toEqual([10, 15, -5]);
});

test('stands set out together are free of one another and of what stands there', () => {
	const taken = [{ x: 55, y: 35, width: 30, depth: 30 }];
	const places = freePlaces(hall, taken, { width: 30, depth: 30 }, 40);
	expect(places.length).toBeGreaterThan(4);
	const all = [...taken, ...places];
	expect(all.filter((each) => !isInside(each, hall))).toEqual([]);
	expect(all.flatMap((one, at) => all.slice(at + 1).filter((other) => overlap(one, other)))).toEqual([]);
	expect(freePlaces(hall, [], { width: 300, depth: 30 }, 1)).toEqual([]);
});

test('labels go on where their series ends', () => {
	expect(nextLabel([])).toBe('A1');
	expect(nextLabel(['A1', 'A12', 'B40', 'A-x'])).toBe('A13');
	expect(nextLabel(['A1'], 'C')).toBe('C1');
});
