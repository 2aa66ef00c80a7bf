import { compileInput } from './problem.ts';
import { fault, hasShape, type InputFault } from './read-shape.ts';
import type { Collision } from './standing-meetings.ts';
import type { MeetingsInput, MeetingsProblem } from './types.ts';

export type ReadProblem = { input: MeetingsInput; problem: MeetingsProblem; faults?: undefined } | { faults: InputFault[] };

/**
 * Reads a problem of any origin: its shape, then what its ids point to, then whether what is fixed can stand. What is wrong is
 * named with its place and the reason, fifty faults at most.
 */
export function readProblem(value: unknown): ReadProblem {
	const faults: InputFault[] = [];
	if (!hasShape(value, faults)) return { faults };
	const input = value;
	checkIds(input, faults);
	checkSlots(input, faults);
	checkReferences(input, faults);
	checkRequests(input, faults);
	if (faults.length > 0) return { faults };
	const compiled = compileInput(input);
	if (!compiled.collisions) return { input, problem: compiled.problem };
	for (const { request, collision } of compiled.collisions) {
		const requestId = input.requests[request]!.id;
		const index = input.fixed!.findIndex((fixed) => fixed.request === requestId);
		fault(faults, `fixed[${index}]`, collisionReason(input, input.fixed![index]!, collision));
	}
	return { faults };
}

function checkIds(input: MeetingsInput, faults: InputFault[]): void {
	for (const list of ['slots', 'tables', 'participants', 'interpreters', 'requests'] as const) {
		const seen = new Map<string, number>();
		(input[list] ?? []).forEach(({ id }, i) => {
			const first = seen.get(id);
			if (first !== undefined) fault(faults, `${list}[${i}].id`, `"${id}" is the id of ${list}[${first}] already`);
			else seen.set(id, i);
		});
	}
}

/** Slots that overlap would let a person be in two places. */
function checkSlots({ slots, options }: MeetingsInput, faults: InputFault[]): void {
	const timed = slots.flatMap((slot, index) => (slot.start ? [{ index, id: slot.id, from: Date.parse(slot.start), to: Date.parse(slot.start) + (slot.minutes ?? 0) * 60_000 }] : []));
	timed.sort((a, b) => a.from - b.from || a.index - b.index);
	for (let i = 1; i < timed.length; i++) {
		const [before, slot] = [timed[i - 1]!, timed[i]!];
		if (slot.from < before.to || slot.from === before.from) fault(faults, `slots[${slot.index}].start`, `"${slot.id}" begins before "${before.id}" has ended; nobody could be in only one place`);
	}
	if (options?.keepBefore && timed.length < slots.length) fault(faults, 'options.keepBefore', 'needs slots that all have a start');
}

function checkReferences(input: MeetingsInput, faults: InputFault[]): void {
	const idsOf = (list: readonly { id: string }[] | null | undefined) => new Set((list ?? []).map(({ id }) => id));
	const known = { slot: idsOf(input.slots), table: idsOf(input.tables), participant: idsOf(input.participants), interpreter: idsOf(input.interpreters), request: idsOf(input.requests) };
	const zones = new Set((input.tables ?? []).flatMap(({ zone }) => zone ?? []));
	const check = (what: keyof typeof known, id: string | null | undefined, place: string) => {
		if (id !== null && id !== undefined && !known[what].has(id)) fault(faults, place, `there is no ${what} "${id}"`);
	};
	const checkAll = (what: keyof typeof known, ids: readonly string[] | null | undefined, place: string) => ids?.forEach((id, i) => check(what, id, `${place}[${i}]`));
	input.participants.forEach((participant, i) => {
		checkAll('slot', participant.available, `participants[${i}].available`);
		check('table', participant.homeTable, `participants[${i}].homeTable`);
	});
	input.tables?.forEach((table, i) => checkAll('slot', table.available, `tables[${i}].available`));
	input.interpreters?.forEach((interpreter, i) => checkAll('slot', interpreter.available, `interpreters[${i}].available`));
	input.requests.forEach((request, i) => {
		checkAll('participant', request.participants, `requests[${i}].participants`);
		checkAll('slot', request.slots, `requests[${i}].slots`);
		checkAll('slot', request.preferred?.slots, `requests[${i}].preferred.slots`);
		const zone = request.preferred?.zone;
		if (zone && !zones.has(zone)) fault(faults, `requests[${i}].preferred.zone`, `there is no table in a zone "${zone}"`);
	});
	input.forbidden?.forEach((pair, i) => checkAll('participant', pair, `forbidden[${i}]`));
	input.fixed?.forEach((fixed, i) => {
		for (const what of ['request', 'slot', 'table', 'interpreter'] as const) check(what, fixed[what], `fixed[${i}].${what}`);
	});
}

function checkRequests({ requests, fixed }: MeetingsInput, faults: InputFault[]): void {
	requests.forEach(({ participants }, i) => {
		const place = `requests[${i}].participants`;
		if (participants.length < 2) fault(faults, place, participants.length === 0 ? 'names nobody; a meeting needs two or more' : `names "${participants[0]}" alone; a meeting needs two or more`);
		const twice = participants.find((id, j) => participants.indexOf(id) < j);
		if (twice !== undefined) fault(faults, place, `names "${twice}" twice`);
	});
	const seen = new Map<string, number>();
	fixed?.forEach(({ request }, i) => {
		const first = seen.get(request);
		if (first !== undefined) fault(faults, `fixed[${i}].request`, `"${request}" is fixed by fixed[${first}] already`);
		else seen.set(request, i);
	});
}

function collisionReason(input: MeetingsInput, fixed: { request: string; slot: string; table?: string | null; interpreter?: string | null }, collision: Collision): string {
	const who = (p: number) => `"${input.participants[p]!.id}"`;
	const which = (r: number) => `"${input.requests[r]!.id}"`;
	switch (collision.why) {
		case 'not-allowed':
			return `"${fixed.request}" cannot be held in "${fixed.slot}": ${whyNotAllowed(input, fixed)}`;
		case 'person-taken':
			return `collides with ${which(collision.by)}: ${who(collision.participant)} would be in both in "${fixed.slot}"`;
		case 'rival-stands':
			return `collides with ${which(collision.by)}: the same people would meet twice`;
		case 'too-many-meetings':
			return `gives ${who(collision.participant)} more than ${collision.limit} meetings, the limit`;
		case 'too-many-that-day':
			return `gives ${who(collision.participant)} more than ${collision.limit} meetings on a day, the limit`;
		case 'table-taken':
			return `collides with ${which(collision.by)}: table "${fixed.table}" would hold both in "${fixed.slot}"`;
		case 'table-absent':
			return `table "${fixed.table}" is not there in "${fixed.slot}"`;
		case 'no-table-left':
			return `there is no table left in "${fixed.slot}"`;
		case 'interpreter-does-not-serve':
			return `interpreter "${fixed.interpreter}" is not there in "${fixed.slot}" or lacks a pair of languages for it`;
		case 'no-interpreter-left':
			return `there is no interpreter left in "${fixed.slot}"`;
	}
}

function whyNotAllowed(input: MeetingsInput, fixed: { request: string; slot: string; interpreter?: string | null }): string {
	const request = input.requests.find(({ id }) => id === fixed.request)!;
	const parties = input.participants.filter(({ id }) => request.participants.includes(id));
	const pair = input.forbidden?.find((ids) => ids.every((id) => request.participants.includes(id)));
	if (pair) return `"${pair[0]}" and "${pair[1]}" are never to meet`;
	if (request.slots && !request.slots.includes(fixed.slot)) return 'the request does not allow that slot';
	const absent = parties.find(({ available }) => available && !available.includes(fixed.slot));
	if (absent) return `"${absent.id}" is not there then`;
	const idle = parties.find(({ maxMeetings, maxPerDay }) => maxMeetings === 0 || maxPerDay === 0);
	if (idle) return `"${idle.id}" may have no meetings`;
	const interpreter = input.interpreters?.find(({ id }) => id === fixed.interpreter);
	if (interpreter?.available && !interpreter.available.includes(fixed.slot)) return `interpreter "${interpreter.id}" is not there then`;
	if (input.tables && !input.tables.some(({ available }) => !available || available.includes(fixed.slot))) return 'no table is there then';
	return 'no interpreter for its languages is there then';
}
