import { expect, test } from 'vitest';
import { clockAt, minutesOf, slotStarts } from './slot-times.ts';

const plan = (change: Partial<Parameters<typeof slotStarts>[0]> = {}) => slotStarts({ from: 540, until: 660, minutes: 20, pause: 5, breaks: [], ...change }).map(clockAt);

test('slots follow one another with a pause, and the last is over in time', () => {
	expect(plan()).toEqual(['09:00', '09:25', '09:50', '10:15', '10:40']);
	expect(plan({ until: 659 })).toEqual(['09:00', '09:25', '09:50', '10:15']);
	expect(plan({ pause: 0, minutes: 60 })).toEqual(['09:00', '10:00']);
	expect(plan({ minutes: 121 })).toEqual([]);
});

test('nobody meets in a break, and the first slot after it begins as it ends', () => {
	expect(plan({ breaks: [{ from: minutesOf('09:40'), until: minutesOf('10:10') }] })).toEqual(['09:00', '10:10', '10:35']);
	expect(plan({ breaks: [{ from: 0, until: 1440 }] })).toEqual([]);
	// Breaks may touch or lie in each other.
	expect(plan({ breaks: [{ from: 540, until: 560 }, { from: 550, until: 600 }] })).toEqual(['10:00', '10:25']);
});

test('a slot of no length is refused', () => expect(() => plan({ minutes: 0 })).toThrow(RangeError));
