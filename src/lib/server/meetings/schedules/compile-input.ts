import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import { interpretersFor } from '#lib/engines/meetings/languages.ts';
import type { FixedInput, HeldMeeting, MeetingsInput, MeetingsOptions, PreviousMeeting, RequestInput } from '#lib/engines/meetings/types.ts';
import { isTableThere } from '#lib/meetings/table-there.ts';
import type { DayHalf } from '#lib/meetings/vocabulary.ts';
import { preferencesOf, wishedTables, type SoftWish } from '../host/soft-wish.ts';

/** What the meetings of an event rest on, as the database has it. Ids of people are those of their registrations. */
export interface MeetingsGround {
	/** In order of time. */
	slots: { id: string; dayId: string; half: DayHalf; startsAt: Date; minutes: number; kind: 'booking' | 'collected' }[];
	/** `goneAt`: from then on no slot that begins has it. */
	tables: { id: string; zone: string; goneAt?: Date | null }[];
	people: { id: string; languages: string[]; maxMeetings: number | null; maxPerDay: number | null; organisationId: string | null }[];
	interpreters: { id: string; pairs: [string, string][] }[];
	absences: { personId: string; slotId: string }[];
	requests: { id: string; parties: readonly string[]; weight: number }[];
	/** Of everybody, in a day. */
	dailyLimit: number | null;
	/** Who never meets, as the host says. */
	forbidden: [string, string][];
	/** What the host would rather see. */
	wishes: SoftWish[];
	/** The share of the greatest weight that may be given up so that nobody goes without. */
	fairnessAllowance: number;
}

export interface PlacedMeeting {
	requestId: string;
	slotId: string;
	tableId: string | null;
	interpreterId: string | null;
}

export interface CompileOptions {
	/** What stays where it is: locked, booked by the people themselves, held already. */
	fixed?: readonly PlacedMeeting[];
	/** What people know of already: as few as possible of these move. */
	previous?: readonly PlacedMeeting[];
	/** Nothing changes in slots that begin before this moment. */
	keepBefore?: Date | null;
}

/** A meeting as the engine exchanges it. */
export const heldMeeting = ({ requestId, slotId, tableId, interpreterId }: PlacedMeeting): HeldMeeting => ({
	request: requestId,
	slot: slotId,
	...(tableId === null ? {} : { table: tableId }),
	...(interpreterId === null ? {} : { interpreter: interpreterId }),
});

/**
 * The problem that the engine solves (docs/meetings.md). Requests are held in slots that are for collected wishes, but what stands
 * already may move to any; a fixed meeting that can no longer stand, because somebody does not come or its table is gone, is one
 * like any other.
 */
export function compileInput(ground: MeetingsGround, options: CompileOptions = {}): MeetingsInput {
	const { slots, tables, people, interpreters, requests, dailyLimit } = ground;
	const collected = slots.filter(({ kind }) => kind === 'collected').map(({ id }) => id);
	const there = availability(ground);
	const stands = new Set((options.previous ?? []).map(({ requestId }) => requestId));
	const open = collected.length === slots.length ? null : collected;
	const known = new Set(people.map(({ id }) => id));
	// Without any interpreter people are trusted to find a way.
	const speaks = (languages: string[]) => (interpreters.length > 0 ? languages : []);
	const tableIds = new Set(tables.filter(({ goneAt }) => !goneAt).map(({ id }) => id));
	const receivesAt = wishedTables(ground.wishes);
	const homeOf = (id: string) => [receivesAt.get(id)].find((table) => table !== undefined && tableIds.has(table)) ?? null;
	const preferred = hostPreferences(ground, options.keepBefore ?? null);
	const input: MeetingsInput = {
		slots: slots.map(({ id, dayId, startsAt, minutes }) => ({ id, day: dayId, start: startsAt.toISOString(), minutes })),
		// Where no tables are set up, meetings have none, and there is room for all.
		tables: tables.length > 0 ? tables.map((table) => ({ id: table.id, zone: table.zone || null, ...(table.goneAt ? { available: slots.filter(({ startsAt }) => isTableThere(table, startsAt)).map(({ id }) => id) } : {}) })) : null,
		participants: people.map(({ id, maxMeetings, maxPerDay, languages }) => ({ id, languages: speaks(languages), available: there(id), maxMeetings, maxPerDay: smaller(maxPerDay, dailyLimit), homeTable: homeOf(id) })),
		interpreters: interpreters.map(({ id, pairs }) => ({ id, pairs, available: there(id) })),
		requests: requests.filter(({ parties }) => parties.every((id) => known.has(id))).map(({ id, parties, weight }): RequestInput => ({ id, participants: [...parties], weight, slots: stands.has(id) ? null : open, ...(preferred.has(id) ? { preferred: preferred.get(id)! } : {}) })),
		forbidden: ground.forbidden.filter((pair) => pair.every((id) => known.has(id))),
		options: { gapMeasure: 'slots', ...(ground.fairnessAllowance > 0 ? { fairnessAllowance: ground.fairnessAllowance } : {}) } satisfies MeetingsOptions,
	};
	const fixed = standing(input, (options.fixed ?? []).map((meeting) => heldMeeting(withInterpreterInNeed(input, meeting))));
	for (const { request } of fixed) input.requests.find(({ id }) => id === request)!.slots = null;
	input.fixed = fixed.map((each): FixedInput => ({ ...each }));
	if (options.previous) input.previous = options.previous.map((each): PreviousMeeting => ({ ...heldMeeting(each) }));
	if (options.keepBefore) input.options!.keepBefore = options.keepBefore.toISOString();
	return input;
}

/** The host's soft wishes, as the engine takes them. */
function hostPreferences(ground: MeetingsGround, keepBefore: Date | null) {
	if (ground.wishes.length === 0) return new Map<string, NonNullable<RequestInput['preferred']>>();
	const away = new Set(ground.absences.map(({ personId, slotId }) => `${personId} ${slotId}`));
	const ahead = new Set(ground.slots.filter(({ startsAt }) => keepBefore === null || startsAt > keepBefore).map(({ id }) => id));
	return preferencesOf(ground, ground.wishes, (personId, slotId) => !away.has(`${personId} ${slotId}`), (slotId) => ahead.has(slotId));
}

/** The slots in which somebody is there; null for all of them. */
function availability({ slots, absences }: MeetingsGround): (personId: string) => string[] | null {
	const absent = new Map<string, Set<string>>();
	for (const { personId, slotId } of absences) absent.set(personId, (absent.get(personId) ?? new Set()).add(slotId));
	return (personId) => {
		const away = absent.get(personId);
		return away ? slots.filter(({ id }) => !away.has(id)).map(({ id }) => id) : null;
	};
}

const smaller = (own: number | null, all: number | null) => (own === null ? all : all === null ? own : Math.min(own, all));

/** An interpreter who does not come any more, or whom the parties can do without by now, is not kept from others. */
function withInterpreterInNeed({ interpreters, participants, requests }: MeetingsInput, meeting: PlacedMeeting): PlacedMeeting {
	const parties = new Set(requests.find(({ id }) => id === meeting.requestId)?.participants);
	const serving = interpretersFor(participants.filter(({ id }) => parties.has(id)), interpreters ?? []);
	const isInNeed = serving !== 'none-needed' && interpreters!.some(({ id }) => id === meeting.interpreterId);
	return isInNeed ? meeting : { ...meeting, interpreterId: null };
}

/** Those of some meetings that break no rule, taken in their order: of two that collide the first stands. */
function standing(input: MeetingsInput, meetings: readonly HeldMeeting[]): HeldMeeting[] {
	const anySlot = { ...input, requests: input.requests.map((request) => ({ ...request, slots: null })) };
	let kept = [...meetings];
	for (;;) {
		const broken = checkSchedule(anySlot, kept).violations[0];
		if (!broken) return kept;
		const guilty = broken.meetings.at(-1)!;
		kept = kept.filter(({ request }) => request !== guilty);
	}
}
