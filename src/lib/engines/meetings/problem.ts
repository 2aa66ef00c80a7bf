import { clearBit, fillRow, fullMasks, hasBit, setBit } from './bit-masks.ts';
import { interpretersFor } from './languages.ts';
import { asLists, type Lists } from './lists.ts';
import { rivalsOf } from './rivals.ts';
import { orderSlots } from './slot-order.ts';
import { StandingMeetings, type Collision } from './standing-meetings.ts';
import { NONE, UNLIMITED, type MeetingsInput, type MeetingsProblem, type PreviousMeeting } from './types.ts';
import { inWholeUnits } from './weight-unit.ts';

type Ids = ReadonlyMap<string, number>;

interface Names {
	slots: Ids;
	tables: Ids;
	participants: Ids;
	interpreters: Ids;
	requests: Ids;
}

export type Compiled = { problem: MeetingsProblem; collisions?: undefined } | { problem?: undefined; collisions: { request: number; collision: Collision }[] };

/** An input in dense indices. Shape and ids must be in order already (read-problem.ts); what is fixed may still collide. */
export function compileInput(input: MeetingsInput): Compiled {
	const order = orderSlots(input.slots);
	const slots = order.slots.length;
	const words = Math.max(1, (slots + 31) >>> 5);
	const names: Names = {
		slots: numbered(order.slots),
		tables: numbered(input.tables ?? []),
		participants: numbered(input.participants),
		interpreters: numbered(input.interpreters ?? []),
		requests: numbered(input.requests),
	};
	const members = asLists(input.requests.map((request) => request.participants.map((id) => names.participants.get(id)!)));
	const people = compilePeople(input, names, { slots, words });
	const tables = compileTables(input, names, { slots, words });
	const needs = compileNeeds(input, names, { slots, words });
	const standing = compileStanding(input, names, order.slots.map(({ start }) => start));
	const repeats = input.options?.repeatedPairs ?? (input.options?.gapMeasure === 'breaks' ? 'allowed' : 'never');
	const rivals = repeats === 'allowed' ? asLists(input.requests.map(() => [])) : rivalsOf(members, input.participants.length);
	const requestsOf = asLists(requestsByParticipant(members, input.participants.length));
	const problem = {
		slotIds: order.slots.map(({ id }) => id),
		participantIds: input.participants.map(({ id }) => id),
		interpreterIds: (input.interpreters ?? []).map(({ id }) => id),
		requestIds: input.requests.map(({ id }) => id),
		slots,
		words,
		days: order.dayStart.length - 1,
		dayStart: order.dayStart,
		dayOf: order.dayOf,
		participants: input.participants.length,
		...people,
		requestsStart: requestsOf.start,
		requestsOf: requestsOf.list,
		...tables,
		...needs,
		requests: input.requests.length,
		...inWholeUnits(input.requests.map(({ weight }) => weight ?? 1)),
		membersStart: members.start,
		members: members.list,
		pairwise: input.requests.every(({ participants }) => participants.length === 2),
		rivalsStart: rivals.start,
		rivals: rivals.list,
		requestSlots: masksOf(input.requests.map((request) => request.slots), names.slots, { slots, words }),
		isForbidden: new Uint8Array(input.requests.length),
		closedSlots: new Uint32Array(words),
		...compilePreferences(input, names, { slots, words }, tables.zoneIds),
		fixedSlot: standing.fixedSlot,
		fixedTable: standing.fixedTable,
		fixedInterpreter: standing.fixedInterpreter,
		hasPrevious: standing.hasPrevious,
		previousSlot: standing.previousSlot,
		previousTable: standing.previousTable,
		previousInterpreter: standing.previousInterpreter,
		gapMeasure: input.options?.gapMeasure ?? 'slots',
		maxGapDifference: input.options?.maxGapDifference ?? UNLIMITED,
		fairnessAllowance: input.options?.fairnessAllowance ?? 0,
	} as const;
	const allowed = openSlots(input, names, problem);
	const collisions = collisionsOfFixed(problem, allowed);
	if (collisions.length > 0) return { collisions };
	keepWhatHasBegun(problem, allowed, standing.kept);
	leaveRoomForFixed(problem, allowed);
	return { problem: { ...problem, allowed } };
}

/** As `compileInput`, for an input that was read (read-problem.ts). */
export function compileProblem(input: MeetingsInput): MeetingsProblem {
	const { problem } = compileInput(input);
	if (!problem) throw new Error('The fixed meetings of this input collide; readProblem() says how.');
	return problem;
}

function collisionsOfFixed(problem: Uncut, allowed: Uint32Array): { request: number; collision: Collision }[] {
	const standing = new StandingMeetings(problem, allowed);
	const fixed = [...problem.fixedSlot.keys()].filter((r) => problem.fixedSlot[r]! >= 0);
	return fixed.flatMap((request) => {
		const collision = standing.put(request, problem.fixedSlot[request]!, problem.fixedTable[request]!, problem.fixedInterpreter[request]!);
		return collision ? [{ request, collision }] : [];
	});
}

function numbered(things: readonly { id: string }[]): Map<string, number> {
	return new Map(things.map(({ id }, index) => [id, index]));
}

type Size = { slots: number; words: number };

function masksOf(lists: readonly (string[] | null | undefined)[], slotIndex: Ids, { slots, words }: Size): Uint32Array {
	const masks = new Uint32Array(lists.length * words);
	lists.forEach((list, row) => {
		if (!list) fillRow(masks, row, words, slots);
		else for (const id of list) setBit(masks, row, words, slotIndex.get(id)!);
	});
	return masks;
}

function compilePeople(input: MeetingsInput, names: Names, size: Size) {
	const limit = (value: number | null | undefined) => Math.min(value ?? size.slots, size.slots);
	return {
		available: masksOf(input.participants.map(({ available }) => available), names.slots, size),
		maxMeetings: Int32Array.from(input.participants, ({ maxMeetings }) => limit(maxMeetings)),
		maxPerDay: Int32Array.from(input.participants, ({ maxPerDay }) => limit(maxPerDay)),
		homeTable: Int32Array.from(input.participants, ({ homeTable }) => (homeTable ? (names.tables.get(homeTable) ?? NONE) : NONE)),
	};
}

function requestsByParticipant({ start, list }: Lists, participants: number): number[][] {
	const lists: number[][] = Array.from({ length: participants }, () => []);
	for (let r = 0; r + 1 < start.length; r++) {
		for (let i = start[r]!; i < start[r + 1]!; i++) lists[list[i]!]!.push(r);
	}
	return lists;
}

function compileTables(input: MeetingsInput, names: Names, size: Size) {
	const tables = input.tables ?? [];
	const tableAvailable = masksOf(tables.map(({ available }) => available), names.slots, size);
	const capacity = new Int32Array(size.slots).fill(input.tables ? 0 : UNLIMITED);
	for (let s = 0; s < size.slots; s++) {
		for (let t = 0; t < tables.length; t++) if (hasBit(tableAvailable, t, size.words, s)) capacity[s]!++;
	}
	const zoneIds = [...new Set(tables.flatMap(({ zone }) => zone ?? []))];
	return {
		tableIds: tables.map(({ id }) => id),
		tables: tables.length,
		tablesUnlimited: !input.tables,
		tableAvailable,
		capacity,
		zoneOf: Int32Array.from(tables, ({ zone }) => (zone ? zoneIds.indexOf(zone) : NONE)),
		zoneIds,
	};
}

function compileNeeds(input: MeetingsInput, names: Names, size: Size) {
	const interpreters = input.interpreters ?? [];
	const kinds = new Map<string, number>();
	const lists: number[][] = [];
	// Few combinations of languages occur, so that each is looked at once.
	const known = new Map<string, number>();
	const given = new Map((input.fixed ?? []).flatMap(({ request, interpreter }) => (interpreter ? [[request, names.interpreters.get(interpreter)!]] : [])));
	const needOf = Int32Array.from(input.requests, ({ id, participants }) => {
		const parties = participants.map((id) => input.participants[names.participants.get(id)!]!);
		const spoken = parties.map(({ languages }) => [...(languages ?? [])].sort().join(' ')).sort().join('|');
		let need = known.get(spoken);
		if (need === undefined) {
			const serving = interpretersFor(parties, interpreters);
			need = serving === 'none-needed' ? NONE : kindOf(serving);
			known.set(spoken, need);
		}
		// An interpreter who is fixed where all understand each other is there all the same, and for nobody else.
		const guest = given.get(id);
		return need < 0 && guest !== undefined ? kindOf([guest]) : need;
	});
	function kindOf(serving: number[]): number {
		const key = serving.join(' ');
		if (!kinds.has(key)) {
			kinds.set(key, lists.length);
			lists.push(serving);
		}
		return kinds.get(key)!;
	}
	const served = asLists(lists);
	return {
		interpreters: interpreters.length,
		interpreterAvailable: masksOf(interpreters.map(({ available }) => available), names.slots, size),
		needOf,
		needs: lists.length,
		needStart: served.start,
		needInterpreters: served.list,
	};
}

function compilePreferences(input: MeetingsInput, names: Names, size: Size, zoneIds: readonly string[]) {
	return {
		preferredSlots: masksOf(input.requests.map(({ preferred }) => preferred?.slots), names.slots, size),
		preferredZone: Int32Array.from(input.requests, ({ preferred }) => (preferred?.zone ? zoneIds.indexOf(preferred.zone) : NONE)),
	};
}

/** Fixed meetings and the earlier schedule. */
function compileStanding(input: MeetingsInput, names: Names, starts: readonly (string | null | undefined)[]) {
	const none = () => new Int32Array(input.requests.length).fill(NONE);
	const standing = { fixedSlot: none(), fixedTable: none(), fixedInterpreter: none(), previousSlot: none(), previousTable: none(), previousInterpreter: none() };
	const write = (meeting: PreviousMeeting, which: 'fixed' | 'previous') => {
		const request = names.requests.get(meeting.request);
		const slot = names.slots.get(meeting.slot);
		if (request === undefined || slot === undefined) return;
		standing[`${which}Slot`][request] = slot;
		standing[`${which}Table`][request] = (meeting.table ? names.tables.get(meeting.table) : undefined) ?? NONE;
		standing[`${which}Interpreter`][request] = (meeting.interpreter ? names.interpreters.get(meeting.interpreter) : undefined) ?? NONE;
	};
	for (const meeting of input.fixed ?? []) write(meeting, 'fixed');
	const { previous } = input;
	for (const meeting of Array.isArray(previous) ? previous : (previous?.meetings ?? [])) write(meeting, 'previous');
	const keepBefore = input.options?.keepBefore;
	const kept = keepBefore ? starts.flatMap((start, slot) => (start && Date.parse(start) < Date.parse(keepBefore) ? [slot] : [])) : [];
	return { ...standing, hasPrevious: previous !== null && previous !== undefined, kept };
}

type Uncut = Omit<MeetingsProblem, 'allowed'>;

/** Slots in which each request could be held if it were the only one. */
function openSlots(input: MeetingsInput, names: Names, problem: Uncut): Uint32Array {
	const { words, slots } = problem;
	const allowed = problem.requestSlots.slice();
	const standing = new Uint32Array(words);
	for (let s = 0; s < slots; s++) if (problem.capacity[s]! > 0) setBit(standing, 0, words, s);
	const interpreted = fullMasks(problem.needs, words, slots);
	for (let need = 0; need < problem.needs; need++) {
		for (let w = 0; w < words; w++) {
			let any = 0;
			for (let i = problem.needStart[need]!; i < problem.needStart[need + 1]!; i++) any |= problem.interpreterAvailable[problem.needInterpreters[i]! * words + w]!;
			interpreted[need * words + w]! &= any;
		}
	}
	const forbidden = new Set((input.forbidden ?? []).map(([a, b]) => pairKey(names.participants.get(a)!, names.participants.get(b)!)));
	for (let r = 0; r < problem.requests; r++) {
		const members = problem.members.subarray(problem.membersStart[r]!, problem.membersStart[r + 1]!);
		if (members.some((p, i) => members.subarray(0, i).some((q) => forbidden.has(pairKey(p, q))))) problem.isForbidden[r] = 1;
		const never = problem.isForbidden[r] === 1 || members.some((p) => problem.maxMeetings[p] === 0 || problem.maxPerDay[p] === 0);
		for (let w = 0; w < words; w++) {
			let open = never ? 0 : allowed[r * words + w]! & standing[w]!;
			for (const p of members) open &= problem.available[p * words + w]!;
			if (problem.needOf[r]! >= 0) open &= interpreted[problem.needOf[r]! * words + w]!;
			allowed[r * words + w] = open;
		}
	}
	return allowed;
}

function pairKey(p: number, q: number): string {
	return p < q ? `${p} ${q}` : `${q} ${p}`;
}

/**
 * In slots that begin before `keepBefore`, what the earlier schedule has is fixed wherever it can be held still, and nothing
 * else is put there.
 */
function keepWhatHasBegun(problem: Uncut, allowed: Uint32Array, kept: readonly number[]): void {
	if (kept.length === 0) return;
	for (const slot of kept) setBit(problem.closedSlots, 0, problem.words, slot);
	const standing = new StandingMeetings(problem, allowed);
	for (let r = 0; r < problem.requests; r++) if (problem.fixedSlot[r]! >= 0) standing.put(r, problem.fixedSlot[r]!, problem.fixedTable[r]!, problem.fixedInterpreter[r]!);
	for (let r = 0; r < problem.requests; r++) {
		const slot = problem.previousSlot[r]!;
		if (problem.fixedSlot[r]! >= 0 || !kept.includes(slot)) continue;
		// With the table and the interpreter it had, else with another.
		for (const [table, interpreter] of [[problem.previousTable[r]!, problem.previousInterpreter[r]!], [problem.previousTable[r]!, NONE], [NONE, problem.previousInterpreter[r]!], [NONE, NONE]] as const) {
			if (standing.put(r, slot, table, interpreter)) continue;
			problem.fixedSlot[r] = slot;
			problem.fixedTable[r] = table;
			problem.fixedInterpreter[r] = interpreter;
			break;
		}
	}
	for (let r = 0; r < problem.requests; r++) if (problem.fixedSlot[r]! < 0) for (const slot of kept) clearBit(allowed, r, problem.words, slot);
}

/** A fixed meeting has its slot alone; others of the same people lie elsewhere, and its rivals nowhere. */
function leaveRoomForFixed(problem: Uncut, allowed: Uint32Array): void {
	const { words } = problem;
	for (let r = 0; r < problem.requests; r++) {
		const slot = problem.fixedSlot[r]!;
		if (slot < 0) continue;
		for (let i = problem.membersStart[r]!; i < problem.membersStart[r + 1]!; i++) {
			const p = problem.members[i]!;
			for (let j = problem.requestsStart[p]!; j < problem.requestsStart[p + 1]!; j++) {
				const other = problem.requestsOf[j]!;
				if (other !== r) clearBit(allowed, other, words, slot);
			}
		}
		for (let i = problem.rivalsStart[r]!; i < problem.rivalsStart[r + 1]!; i++) allowed.fill(0, problem.rivals[i]! * words, (problem.rivals[i]! + 1) * words);
		allowed.fill(0, r * words, (r + 1) * words);
		setBit(allowed, r, words, slot);
	}
}
