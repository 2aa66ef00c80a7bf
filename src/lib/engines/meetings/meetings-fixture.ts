import { checkSchedule } from './check-schedule.ts';
import { readProblem } from './read-problem.ts';
import type { HeldMeeting, MeetingsInput, MeetingsProblem } from './types.ts';

/** Small problems with everything that a problem can have, and what a naive search makes of them. For tests. */

export type Draw = () => number;

export function draws(seed: number): Draw {
	let state = seed * 2_654_435_761 + 1;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
		state = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0;
		return ((state ^ (state >>> 15)) >>> 0) / 4_294_967_296;
	};
}

const LANGUAGES = ['en', 'zh', 'th'];

/** At most `most` requests, so that all schedules can be looked through. */
export function smallInput(seed: number, most = 6): MeetingsInput {
	const draw = draws(seed);
	const upTo = (count: number) => Math.floor(draw() * count);
	const some = <T>(list: readonly T[], share: number) => list.filter(() => draw() < share);
	const ids = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
	const slots = ids(2 + upTo(3), 's');
	const people = ids(3 + upTo(4), 'p');
	const limit = () => (draw() < 0.2 ? upTo(3) : null);
	const withLanguages = draw() < 0.5;
	const party = () => {
		const size = Math.min(people.length, draw() < 0.2 ? 3 : 2);
		const left = [...people];
		return Array.from({ length: size }, () => left.splice(upTo(left.length), 1)[0]!);
	};
	return {
		slots: slots.map((id, i) => ({ id, day: i < 1 ? 'first' : 'second' })),
		tables: draw() < 0.2 ? null : ids(1 + upTo(3), 't').map((id) => ({ id, zone: draw() < 0.5 ? 'A' : 'B', available: draw() < 0.2 ? some(slots, 0.6) : null })),
		participants: people.map((id) => ({
			id,
			languages: withLanguages ? some(LANGUAGES, 0.5) : null,
			available: draw() < 0.4 ? some(slots, 0.6) : null,
			maxMeetings: limit(),
			maxPerDay: limit(),
		})),
		interpreters: withLanguages ? ids(1 + upTo(2), 'i').map((id) => ({ id, pairs: [draw() < 0.5 ? ['en', 'zh'] : ['th', 'zh']], available: draw() < 0.4 ? some(slots, 0.6) : null })) : null,
		requests: ids(2 + upTo(most - 1), 'r').map((id) => ({ id, participants: party(), weight: 1 + upTo(8) / 2, slots: draw() < 0.2 ? some(slots, 0.6) : null })),
		forbidden: draw() < 0.2 ? [[people[0]!, people[1]!]] : null,
	};
}

export function problemOf(input: MeetingsInput): MeetingsProblem {
	const read = readProblem(input);
	if (read.faults) throw new Error(read.faults.map(({ place, reason }) => `${place}: ${reason}`).join('\n'));
	return read.problem;
}

/** The violations of a schedule that is still being made: what is fixed may be missing yet. */
function isOpen(input: MeetingsInput, meetings: readonly HeldMeeting[]): boolean {
	return checkSchedule(input, meetings).violations.every(({ rule }) => rule === 'fixed' || rule === 'gap-difference');
}

/** Every way to hold one more request, by the checker alone. */
export function waysToHold(input: MeetingsInput, meetings: readonly HeldMeeting[], request: string): HeldMeeting[] {
	const tables = input.tables ? input.tables.map(({ id }) => id) : [undefined];
	const fixed = input.fixed?.find((each) => each.request === request);
	const interpreters = fixed?.interpreter ? [fixed.interpreter] : [undefined, ...(input.interpreters ?? []).map(({ id }) => id)];
	const ways: HeldMeeting[] = [];
	for (const { id: slot } of input.slots) {
		if (fixed && fixed.slot !== slot) continue;
		// Tables are alike but for when they are there, so that one that works is enough; so it is with needing no interpreter.
		for (const interpreter of interpreters) {
			const table = tables.find((one) => isOpen(input, [...meetings, meeting(request, slot, one, interpreter)]));
			const works = table !== undefined || (input.tables === null && isOpen(input, [...meetings, meeting(request, slot, undefined, interpreter)]));
			if (works) ways.push(meeting(request, slot, table, interpreter));
			if (works && interpreter === undefined) break;
		}
	}
	return ways;
}

function meeting(request: string, slot: string, table: string | undefined, interpreter: string | undefined): HeldMeeting {
	return { request, slot, ...(table === undefined ? {} : { table }), ...(interpreter === undefined ? {} : { interpreter }) };
}

/** The greatest weight of any schedule, by looking through all of them. Only for inputs without fixed tables. */
export function greatestWeight(input: MeetingsInput): number {
	const best = { weight: 0 };
	const after = input.requests.map((_, i) => input.requests.slice(i).reduce((sum, { weight }) => sum + (weight ?? 1), 0));
	const goOn = (i: number, meetings: HeldMeeting[], weight: number): void => {
		if (i === input.requests.length) best.weight = Math.max(best.weight, weight);
		if (i === input.requests.length || weight + after[i]! <= best.weight) return;
		const { id, weight: own } = input.requests[i]!;
		for (const way of waysToHold(input, meetings, id)) goOn(i + 1, [...meetings, way], weight + (own ?? 1));
		if (!input.fixed?.some(({ request }) => request === id)) goOn(i + 1, meetings, weight);
	};
	goOn(0, [], 0);
	return best.weight;
}

/** A schedule made by taking requests in a random order, each in a random place where it can be. */
export function someSchedule(input: MeetingsInput, seed: number): HeldMeeting[] {
	const draw = draws(seed);
	const meetings: HeldMeeting[] = [];
	for (const { id } of [...input.requests].sort(() => draw() - 0.5)) {
		const ways = waysToHold(input, meetings, id);
		if (ways.length > 0 && draw() < 0.9) meetings.push(ways[Math.floor(draw() * ways.length)]!);
	}
	return meetings;
}
