import type { HeldMeeting, MeetingsInput, ParticipantInput, RequestInput } from './types.ts';

/**
 * The hard rules, each one function, on the problem and the schedule as they are exchanged. Nothing here is shared with the
 * search, so that an error there is found here.
 */

/** One rule broken once: which, and the ids concerned. */
export interface Violation {
	rule: HardRuleName;
	meetings: string[];
	who?: string;
	slot?: string;
}

/** A schedule beside its problem, looked up by id. */
export interface Facts {
	input: MeetingsInput;
	meetings: readonly HeldMeeting[];
	request: ReadonlyMap<string, RequestInput>;
	participant: ReadonlyMap<string, ParticipantInput>;
	day: ReadonlyMap<string, string>;
}

type Found = Omit<Violation, 'rule'>[];

const partiesOf = (facts: Facts, meeting: HeldMeeting): ParticipantInput[] => facts.request.get(meeting.request)!.participants.map((id) => facts.participant.get(id)!);

/** All meetings under their keys; a meeting may have several keys. */
function grouped(meetings: readonly HeldMeeting[], keysOf: (meeting: HeldMeeting) => readonly string[]): Map<string, HeldMeeting[]> {
	const groups = new Map<string, HeldMeeting[]>();
	for (const meeting of meetings) {
		for (const key of keysOf(meeting)) {
			const group = groups.get(key);
			if (group) group.push(meeting);
			else groups.set(key, [meeting]);
		}
	}
	return groups;
}

const SEPARATOR = '\u0000';
const key = (...parts: string[]) => parts.join(SEPARATOR);
const ids = (meetings: readonly HeldMeeting[]) => meetings.map(({ request }) => request);

/** Nobody is in two places at once. */
function nobodyInTwoPlaces(facts: Facts): Found {
	const groups = grouped(facts.meetings, (meeting) => facts.request.get(meeting.request)!.participants.map((id) => key(id, meeting.slot)));
	return [...groups].filter(([, group]) => group.length > 1).map(([at, group]) => ({ who: at.split(SEPARATOR)[0]!, slot: group[0]!.slot, meetings: ids(group) }));
}

/** Nobody has a meeting when absent. */
function nobodyWhenAbsent(facts: Facts): Found {
	return facts.meetings.flatMap((meeting) =>
		partiesOf(facts, meeting)
			.filter(({ available }) => available && !available.includes(meeting.slot))
			.map(({ id }) => ({ who: id, slot: meeting.slot, meetings: [meeting.request] })),
	);
}

/** A table holds one meeting at a time, is there when it does, and every meeting has one. */
function oneMeetingATable(facts: Facts): Found {
	const { tables } = facts.input;
	if (!tables) return [];
	const without = facts.meetings.filter(({ table, slot }) => !tables.some(({ id, available }) => id === table && (!available || available.includes(slot))));
	const groups = grouped(facts.meetings, ({ table, slot }) => (table === undefined ? [] : [key(table, slot)]));
	return [
		...without.map(({ request, slot, table }) => ({ who: table, slot, meetings: [request] })),
		...[...groups.values()].filter((group) => group.length > 1).map((group) => ({ who: group[0]!.table, slot: group[0]!.slot, meetings: ids(group) })),
	];
}

/**
 * Where the parties have no common language, an interpreter is there who has one that each speaks. Whoever interprets is there, and
 * serves nobody else then.
 */
function interpreterWhereNeeded(facts: Facts): Found {
	const interpreters = facts.input.interpreters ?? [];
	const unserved = facts.meetings.filter((meeting) => {
		const spoken = partiesOf(facts, meeting).flatMap(({ languages }) => (languages?.length ? [languages] : []));
		const common = spoken.length < 2 || spoken[0]!.some((language) => spoken.every((languages) => languages.includes(language)));
		if (common && meeting.interpreter === undefined) return false;
		const interpreter = interpreters.find(({ id }) => id === meeting.interpreter);
		if (!interpreter || (interpreter.available && !interpreter.available.includes(meeting.slot))) return true;
		return !common && !interpreter.pairs.some(([one, other]) => spoken.every((languages) => languages.includes(one) || languages.includes(other)));
	});
	const groups = grouped(facts.meetings, ({ interpreter, slot }) => (interpreter === undefined ? [] : [key(interpreter, slot)]));
	return [
		...unserved.map(({ request, slot }) => ({ slot, meetings: [request] })),
		...[...groups.values()].filter((group) => group.length > 1).map((group) => ({ who: group[0]!.interpreter, slot: group[0]!.slot, meetings: ids(group) })),
	];
}

/** Nobody has more meetings than they want, in all or on a day. */
function limitsKept(facts: Facts): Found {
	const all = grouped(facts.meetings, ({ request }) => facts.request.get(request)!.participants);
	const daily = grouped(facts.meetings, ({ request, slot }) => facts.request.get(request)!.participants.map((id) => key(id, facts.day.get(slot)!)));
	const over = (group: HeldMeeting[], who: string, limit: number | null | undefined): Found => (group.length > (limit ?? Infinity) ? [{ who, meetings: ids(group) }] : []);
	return [
		...[...all].flatMap(([who, group]) => over(group, who, facts.participant.get(who)!.maxMeetings)),
		...[...daily].flatMap(([at, group]) => over(group, at.split(SEPARATOR)[0]!, facts.participant.get(at.split(SEPARATOR)[0]!)!.maxPerDay)),
	];
}

/** What is fixed is held where it is fixed. */
function fixedStaysFixed(facts: Facts): Found {
	const held = new Map(facts.meetings.map((meeting) => [meeting.request, meeting]));
	return (facts.input.fixed ?? [])
		.filter((fixed) => {
			const meeting = held.get(fixed.request);
			return !meeting || meeting.slot !== fixed.slot || (fixed.table && meeting.table !== fixed.table) || (fixed.interpreter && meeting.interpreter !== fixed.interpreter);
		})
		.map(({ request, slot }) => ({ slot, meetings: [request] }));
}

/** In slots that begin before `keepBefore` there is only what was there, or is fixed there. */
function nothingNewTooSoon({ input, meetings }: Facts): Found {
	const keepBefore = input.options?.keepBefore;
	if (!keepBefore) return [];
	const soon = new Set(input.slots.filter(({ start }) => start && Date.parse(start) < Date.parse(keepBefore)).map(({ id }) => id));
	const earlier = Array.isArray(input.previous) ? input.previous : (input.previous?.meetings ?? []);
	const there = new Set([...(input.fixed ?? []), ...earlier].map(({ request, slot }) => key(request, slot)));
	return meetings.filter(({ request, slot }) => soon.has(slot) && !there.has(key(request, slot))).map(({ request, slot }) => ({ slot, meetings: [request] }));
}

/** A pair that is forbidden never meets. */
function forbiddenNever(facts: Facts): Found {
	const forbidden = new Set((facts.input.forbidden ?? []).flatMap(([a, b]) => [key(a, b), key(b, a)]));
	return facts.meetings
		.filter(({ request }) => {
			const { participants } = facts.request.get(request)!;
			return participants.some((a) => participants.some((b) => forbidden.has(key(a, b))));
		})
		.map(({ request, slot }) => ({ slot, meetings: [request] }));
}

/** The same pair does not meet twice: no two meetings of the same people, nor one of people who all are in the other. */
function notTheSamePairTwice(facts: Facts): Found {
	const { repeatedPairs, gapMeasure } = facts.input.options ?? {};
	if (repeatedPairs === 'allowed' || (!repeatedPairs && gapMeasure === 'breaks')) return [];
	const participantsOf = ({ request }: HeldMeeting) => facts.request.get(request)!.participants;
	const ofPerson = grouped(facts.meetings, participantsOf);
	return facts.meetings.flatMap((meeting) => {
		const own = participantsOf(meeting);
		const twice = ofPerson.get(own[0]!)!.filter((other) => {
			const theirs = participantsOf(other);
			const contained = other !== meeting && own.every((id) => theirs.includes(id));
			// Of two that contain each other, the first one tells.
			return contained && (theirs.length > own.length || facts.meetings.indexOf(other) > facts.meetings.indexOf(meeting));
		});
		return twice.map((other) => ({ meetings: [meeting.request, other.request] }));
	});
}

/** A request is held in one of the slots it allows. */
function slotsOfRequestKept(facts: Facts): Found {
	return facts.meetings
		.filter(({ request, slot }) => {
			const { slots } = facts.request.get(request)!;
			return slots && !slots.includes(slot);
		})
		.map(({ request, slot }) => ({ slot, meetings: [request] }));
}

/** A request is held once at most. */
function eachRequestOnce(facts: Facts): Found {
	return [...grouped(facts.meetings, ({ request }) => [request]).values()].filter((group) => group.length > 1).map((group) => ({ meetings: ids(group) }));
}

/** The rules, each with the sentence that an organiser reads. */
export const HARD_RULES = {
	'two-places': { sentence: 'Nobody is in two places at once.', broken: nobodyInTwoPlaces },
	absent: { sentence: 'Nobody has a meeting when absent.', broken: nobodyWhenAbsent },
	table: { sentence: 'Every meeting has a table that is there, and a table holds one meeting.', broken: oneMeetingATable },
	interpreter: { sentence: 'Where there is no common language, there is an interpreter, who serves one meeting.', broken: interpreterWhereNeeded },
	limits: { sentence: 'Nobody has more meetings, in all or on a day, than they want.', broken: limitsKept },
	fixed: { sentence: 'What is fixed stays as it is.', broken: fixedStaysFixed },
	'too-soon': { sentence: 'Nothing new is put into what has begun, or begins too soon.', broken: nothingNewTooSoon },
	forbidden: { sentence: 'A forbidden pair never meets.', broken: forbiddenNever },
	'same-pair': { sentence: 'The same pair does not meet twice.', broken: notTheSamePairTwice },
	'request-slots': { sentence: 'A request is held in a slot that it allows.', broken: slotsOfRequestKept },
	once: { sentence: 'A request is held once.', broken: eachRequestOnce },
} as const satisfies Record<string, { sentence: string; broken(facts: Facts): Found }>;

export type HardRuleName = 'two-places' | 'absent' | 'table' | 'interpreter' | 'limits' | 'fixed' | 'too-soon' | 'forbidden' | 'same-pair' | 'request-slots' | 'once' | 'gap-difference' | 'unknown';
