import { describe, expect, test } from 'vitest';
import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import { draws, greatestWeight, smallInput } from '#lib/engines/meetings/meetings-fixture.ts';
import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import { scheduleMeetings, type Scheduled, type ScheduleProgress } from './schedule-meetings.ts';
import { SharedFigures } from './shared-figures.ts';

/** So many people and requests that a search has something to do. */
function event(people: number, requests: number, seed = 1): MeetingsInput {
	const draw = draws(seed);
	const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
	const slots = ids('s', 12);
	return {
		slots: slots.map((id, i) => ({ id, day: i < 6 ? 'first' : 'second' })),
		tables: ids('t', Math.ceil(people / 5)).map((id, i) => ({ id, zone: i % 2 === 0 ? 'A' : 'B' })),
		participants: ids('p', people).map((id) => ({ id, available: draw() < 0.3 ? slots.filter(() => draw() < 0.7) : null, maxPerDay: draw() < 0.2 ? 3 : null })),
		requests: ids('r', requests).map((id) => {
			const first = Math.floor(draw() * people);
			const second = (first + 1 + Math.floor(draw() * (people - 1))) % people;
			return { id, participants: [`p${first + 1}`, `p${second + 1}`], weight: 1 + Math.floor(draw() * 40) / 10 };
		}),
	};
}

function outputOf(scheduled: Scheduled) {
	if (scheduled.faults) throw new Error(JSON.stringify(scheduled.faults));
	return scheduled.output;
}

describe('scheduleMeetings', () => {
	test('finds the greatest weight of small problems, and proves it', async () => {
		for (const seed of [2, 9, 21]) {
			const input = smallInput(seed);
			const output = outputOf(await scheduleMeetings(input, { seconds: 20, steps: 3000, seed: 1 }));
			expect(output.weight, `seed ${seed}`).toBeCloseTo(greatestWeight(input), 6);
			expect(output.gap, `seed ${seed}`).toBe(0);
		}
	});

	test('tells its figures as an independent look finds them', async () => {
		const input = event(40, 150);
		const output = outputOf(await scheduleMeetings(input, { seconds: 20, steps: 20_000, seed: 1 }));
		const { violations, weight, idleSlots, tableChanges } = checkSchedule(input, output.meetings);
		expect(violations).toEqual([]);
		expect({ idleSlots, tableChanges }).toEqual({ idleSlots: output.idleSlots, tableChanges: output.tableChanges });
		expect(output.weight).toBeCloseTo(weight, 6);
		expect(output.bound).toBeGreaterThanOrEqual(output.weight);
		expect(new Set([...output.meetings, ...output.refused].map(({ request }) => request)).size).toBe(150);
	});

	test('can be stopped at any time, and gives what it has', async () => {
		const input = event(300, 2500);
		const stopped = new AbortController();
		const told: ScheduleProgress[] = [];
		const began = performance.now();
		const scheduling = scheduleMeetings(input, {
			seconds: 600,
			seed: 1,
			signal: stopped.signal,
			progress(state) {
				told.push(state);
				stopped.abort();
			},
		});
		const output = outputOf(await scheduling);
		expect(told.length).toBeGreaterThan(0);
		expect(checkSchedule(input, output.meetings).violations).toEqual([]);
		expect(output.meetings.length).toBeGreaterThan(500);
		// Far from the ten minutes that it might have taken, on any machine.
		expect(performance.now() - began).toBeLessThan(120_000);
	});

	test('can be stopped too while two searches look at a small problem', async () => {
		const input = event(100, 400);
		const stopped = new AbortController();
		const output = outputOf(await scheduleMeetings(input, { seconds: 600, seed: 1, signal: stopped.signal, progress: () => stopped.abort() }));
		expect(checkSchedule(input, output.meetings).violations).toEqual([]);
		expect(output.meetings.length).toBeGreaterThan(150);
	});

	test('gives the same schedule for the same input, seed and steps', async () => {
		const input = event(30, 100, 5);
		const run = async (seed: number) => outputOf(await scheduleMeetings(input, { seconds: 60, steps: 10_000, seed })).meetings;
		expect(await run(7)).toEqual(await run(7));
	});

	test('makes an empty schedule of nothing', async () => {
		const output = outputOf(await scheduleMeetings({ slots: [], participants: [], requests: [] }, { seconds: 2, seed: 1 }));
		expect(output).toMatchObject({ meetings: [], refused: [], weight: 0, bound: 0, gap: 0, idleSlots: 0, tableChanges: 0 });
	});

	test('says that fixed meetings alone keep two people further apart than the limit lets them be', async () => {
		const input = {
			slots: ['s1', 's2', 's3'].map((id) => ({ id, day: 'd' })),
			participants: ['p1', 'p2', 'p3'].map((id) => ({ id })),
			requests: [{ id: 'r1', participants: ['p1', 'p2'] }, { id: 'r2', participants: ['p1', 'p3'] }],
			fixed: [{ request: 'r1', slot: 's1' }, { request: 'r2', slot: 's3' }],
			options: { maxGapDifference: 0 },
		};
		const { faults } = await scheduleMeetings(input, { seconds: 1, seed: 1 });
		expect(faults).toEqual([{ place: 'options.maxGapDifference', reason: '0 cannot be kept with the 2 fixed meetings: no way was found to bring the gaps of "p1" near enough to those of others' }]);
	});

	test('begins nothing with an input that has faults', async () => expect(await scheduleMeetings({ slots: [] }, { seconds: 1, seed: 1 })).toEqual({ faults: [{ place: 'participants', reason: 'is missing' }, { place: 'requests', reason: 'is missing' }] }));
});

describe('SharedFigures', () => {
	test('are the same in another place of the same memory', () => {
		const figures = new SharedFigures({ requests: 3, slots: 2 }).reset();
		const others = new SharedFigures({ requests: 3, slots: 2 }, figures.memory);
		expect([others.bound, others.best, others.stopped, others.takeOffer()]).toEqual([Infinity, 0, false, undefined]);
		figures.bound = 12.5;
		others.best = 11;
		figures.offer(Int32Array.of(1, -1, 0));
		figures.stop();
		expect([others.bound, figures.best, others.stopped]).toEqual([12.5, 11, true]);
		expect([...others.takeOffer()!]).toEqual([1, -1, 0]);
		expect(others.takeOffer()).toBeUndefined();
		expect(figures.takeGains()).toBeUndefined();
		others.tellGains(Float32Array.of(1, 2, 3, -4, 5, 6));
		expect([...figures.takeGains()!]).toEqual([1, 2, 3, -4, 5, 6]);
		expect(figures.takeGains()).toBeUndefined();
		expect([...figures.takeOffer()!]).toEqual([1, -1, 0]);
	});
});
