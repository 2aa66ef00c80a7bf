import type { Highs } from 'highs';
import { hasBit } from '#lib/engines/meetings/bit-masks.ts';
import { rivalGroups } from '#lib/engines/meetings/rival-groups.ts';
import type { MeetingsProblem } from '#lib/engines/meetings/types.ts';
import { weightModel } from '#lib/engines/meetings/weight-model.ts';
import { seeded } from './instances.ts';

/** What others do, on the same problems: the points that they reach. */

/** What tools for B2B meetings do: one request after the other, the heaviest first, each in the first slot in which all are free. */
export function firstFreeSlot(problem: MeetingsProblem): { points: number; idle: number } {
	const order = [...Array(problem.requests).keys()].sort((a, b) => problem.points[b]! - problem.points[a]! || a - b);
	return insertInOrder(problem, order);
}

/** The same in ever new random orders, near the order of weight; the best of all within the time. */
export function randomRestarts(problem: MeetingsProblem, seconds: number, seed: number): { points: number; rounds: number } {
	const random = seeded(seed);
	const end = performance.now() + seconds * 1000;
	let best = 0;
	let rounds = 0;
	do {
		const key = Float64Array.from({ length: problem.requests }, (_, r) => problem.points[r]! * (0.7 + 0.6 * random()));
		best = Math.max(best, insertInOrder(problem, [...Array(problem.requests).keys()].sort((a, b) => key[b]! - key[a]!)).points);
		rounds++;
	} while (performance.now() < end);
	return { points: best, rounds };
}

/** HiGHS on the whole model, with a limit of time. */
export function wholeModel(problem: MeetingsProblem, highs: Highs, seconds: number): { points: number; bound: number; seconds: number } {
	const began = performance.now();
	const whole = weightModel(problem, rivalGroups(problem), highs, { whole: true });
	return highs.withModel(whole.data, (model) => {
		model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: 0 });
		model.run();
		const found = Number(model.info.get('mip_dual_bound')) * whole.scale;
		const hasSolution = Number(model.info.get('primal_solution_status')) === 2;
		return { points: hasSolution ? model.getObjectiveValue() * whole.scale : 0, bound: found, seconds: (performance.now() - began) / 1000 };
	});
}

function insertInOrder(problem: MeetingsProblem, order: readonly number[]): { points: number; idle: number } {
	const { slots, words } = problem;
	const busy = new Uint8Array(problem.participants * slots);
	const total = new Int32Array(problem.participants);
	const daily = new Int32Array(problem.participants * problem.days);
	const held = new Int32Array(slots);
	const interpreterBusy = new Uint8Array(problem.interpreters * slots);
	const done = new Uint8Array(problem.requests);
	let points = 0;
	for (const r of order) {
		const members = problem.members.subarray(problem.membersStart[r]!, problem.membersStart[r + 1]!);
		if (problem.rivals.subarray(problem.rivalsStart[r]!, problem.rivalsStart[r + 1]!).some((other) => done[other] === 1)) continue;
		for (let s = 0; s < slots; s++) {
			const day = problem.dayOf[s]!;
			if (!hasBit(problem.allowed, r, words, s) || held[s]! >= problem.capacity[s]!) continue;
			if (members.some((p) => busy[p * slots + s] === 1 || total[p]! >= problem.maxMeetings[p]! || daily[p * problem.days + day]! >= problem.maxPerDay[p]!)) continue;
			const need = problem.needOf[r]!;
			if (need >= 0) {
				const who = problem.needInterpreters.subarray(problem.needStart[need]!, problem.needStart[need + 1]!).find((i) => hasBit(problem.interpreterAvailable, i, words, s) && interpreterBusy[i * slots + s] === 0);
				if (who === undefined) continue;
				interpreterBusy[who * slots + s] = 1;
			}
			for (const p of members) {
				busy[p * slots + s] = 1;
				total[p]!++;
				daily[p * problem.days + day]!++;
			}
			held[s]!++;
			done[r] = 1;
			points += problem.points[r]!;
			break;
		}
	}
	return { points, idle: idleIn(problem, busy) };
}

function idleIn(problem: MeetingsProblem, busy: Uint8Array): number {
	let idle = 0;
	for (let p = 0; p < problem.participants; p++) {
		for (let d = 0; d < problem.days; d++) {
			const day = busy.subarray(p * problem.slots + problem.dayStart[d]!, p * problem.slots + problem.dayStart[d + 1]!);
			const meetings = day.reduce((sum, value) => sum + value, 0);
			if (meetings > 0) idle += day.lastIndexOf(1) - day.indexOf(1) + 1 - meetings;
		}
	}
	return idle;
}
