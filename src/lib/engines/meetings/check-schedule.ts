import { HARD_RULES, type Facts, type HardRuleName, type Violation } from './hard-rules.ts';
import type { HeldMeeting, MeetingsInput } from './types.ts';

/** What an independent look at a schedule finds. */
export interface ScheduleCheck {
	violations: Violation[];
	weight: number;
	/** By the `gapMeasure` of the input. */
	idleSlots: number;
	tableChanges: number;
	/** By participant, those with any meeting. */
	gapsOf: Map<string, number>;
	changesOf: Map<string, number>;
}

/**
 * Checks a schedule against its problem, from the ids alone: every hard rule, and the figures that are told of it. Shares no
 * code with the search or with what compiles problems for it. The input must have been read (read-problem.ts).
 */
export function checkSchedule(input: MeetingsInput, meetings: readonly HeldMeeting[]): ScheduleCheck {
	const request = new Map(input.requests.map((entry) => [entry.id, entry]));
	const day = new Map(input.slots.map((slot) => [slot.id, slot.day ?? '']));
	const isKnown = (meeting: HeldMeeting) => request.has(meeting.request) && day.has(meeting.slot);
	const known = meetings.filter(isKnown);
	const facts: Facts = { input, meetings: known, request, participant: new Map(input.participants.map((entry) => [entry.id, entry])), day };
	const violations: Violation[] = meetings.filter((meeting) => !isKnown(meeting)).map((meeting) => ({ rule: 'unknown', slot: meeting.slot, meetings: [meeting.request] }));
	for (const [rule, { broken }] of Object.entries(HARD_RULES)) violations.push(...broken(facts).map((found) => ({ rule: rule as HardRuleName, ...found })));
	const { gapsOf, changesOf } = daysOf(facts);
	const gaps = input.participants.map(({ id }) => gapsOf.get(id) ?? 0);
	const allowed = input.options?.maxGapDifference;
	if (allowed !== null && allowed !== undefined && gaps.length > 0) {
		const least = gaps.reduce((a, b) => Math.min(a, b));
		for (const [i, count] of gaps.entries()) if (count - least > allowed) violations.push({ rule: 'gap-difference', who: input.participants[i]!.id, meetings: [] });
	}
	const sum = (counts: Iterable<number>) => [...counts].reduce((total, count) => total + count, 0);
	return { violations, weight: sum(known.map((meeting) => request.get(meeting.request)!.weight ?? 1)), idleSlots: sum(gapsOf.values()), tableChanges: sum(changesOf.values()), gapsOf, changesOf };
}

/** Walks through each person's days, slot by slot. */
function daysOf(facts: Facts): Pick<ScheduleCheck, 'gapsOf' | 'changesOf'> {
	const gapsOf = new Map<string, number>();
	const changesOf = new Map<string, number>();
	const byDay = new Map<string, string[]>();
	for (const { id } of inOrderOfTime(facts.input)) byDay.set(facts.day.get(id)!, [...(byDay.get(facts.day.get(id)!) ?? []), id]);
	const own = new Map<string, Map<string, HeldMeeting>>();
	for (const meeting of facts.meetings) {
		for (const who of facts.request.get(meeting.request)!.participants) own.set(who, (own.get(who) ?? new Map<string, HeldMeeting>()).set(meeting.slot, meeting));
	}
	const inBreaks = facts.input.options?.gapMeasure === 'breaks';
	for (const [who, held] of own) {
		let [gaps, changes] = [0, 0];
		for (const slots of byDay.values()) {
			let last: HeldMeeting | undefined;
			let waiting = 0;
			for (const slot of slots) {
				const meeting = held.get(slot);
				if (!meeting) {
					waiting++;
					continue;
				}
				if (last && waiting > 0) gaps += inBreaks ? 1 : waiting;
				if (last && last.table !== meeting.table) changes++;
				last = meeting;
				waiting = 0;
			}
		}
		gapsOf.set(who, gaps);
		changesOf.set(who, changes);
	}
	return { gapsOf, changesOf };
}

function inOrderOfTime({ slots }: MeetingsInput): MeetingsInput['slots'] {
	return slots.every(({ start }) => start) ? [...slots].sort((a, b) => Date.parse(a.start!) - Date.parse(b.start!)) : slots;
}
