import type { Violation } from '#lib/engines/meetings/hard-rules.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingsContext } from '../context.ts';
import { eventAtDesk } from '../frame/change-at-desk.ts';
import { frameOf } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { scheduleById } from '../schedules/queries.ts';
import { namesOn, type Names } from '../schedules/view-schedules.ts';
import { brokenNow, checkBoard, loadFacts, newViolations, refusedOf, type BoardFacts } from './facts.ts';

/** What of a board is shown. */
export interface BoardFilters {
	by: 'people' | 'tables';
	day: string | null;
	/** Part of a name or of where somebody works. */
	words: string;
	only: 'all' | 'conflicts' | 'without';
	page: number;
	/** The meeting that is worked on, by its request. */
	chosen: string | null;
	language: Language;
}

export const PEOPLE_A_PAGE = 60;

/** A board of one day: people or tables down, slots across; and the meeting that is worked on. Errors: not_found. */
export async function viewBoard(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string; filters: BoardFilters }) {
	const { filters } = input;
	return asActor(context.db, actor, async (tx) => {
		const found = await eventAtDesk(tx, actor, input.eventId, context.clock());
		const [schedule, frame] = [await scheduleById(tx, input.id), await frameOf(tx, input.eventId)];
		if (!frame || schedule?.eventId !== input.eventId) throw new ExpectedError('not_found', 'No such schedule.');
		const facts = await loadFacts(tx, frame, schedule, context.clock());
		const names = await namesOn(tx, input.eventId, facts.input.requests.map(({ id }) => id));
		const { violations } = checkBoard(facts, facts.meetings);
		const days = (await daysOf(tx, input.eventId)).filter(({ id }) => facts.input.slots.some(({ day }) => day === id)).map(({ id, day }) => ({ id, day }));
		const day = days.find(({ id }) => id === filters.day) ?? days[0] ?? null;
		const refused = new Map(refusedOf(facts, facts.meetings).map((each) => [each.request, each]));
		return {
			...deskPage(actor, found),
			schedule: { id: schedule.id, number: schedule.number, state: schedule.state, steps: schedule.options.history?.length ?? 0, meetings: facts.meetings.length, weight: schedule.weight, gap: schedule.gap },
			days,
			day: day?.id ?? null,
			slots: facts.input.slots.filter((slot) => slot.day === day?.id).map(({ id }) => id),
			rows: filters.by === 'tables' ? { ids: Object.keys(names.tables), total: Object.keys(names.tables).length } : peopleShown(facts, names, violations, filters),
			cells: facts.meetings.filter(({ slotId }) => names.slots[slotId]?.dayId === day?.id),
			violations,
			unplaced: facts.input.requests.filter(({ id }) => refused.has(id)).map(({ id, weight }) => ({ id, weight: weight ?? 1, why: refused.get(id)! })).sort((a, b) => b.weight - a.weight).slice(0, 100),
			chosen: filters.chosen === null ? null : chosenOn(facts, filters.chosen),
			absences: absencesOn(facts),
			names,
		};
	});
}
export type BoardView = Awaited<ReturnType<typeof viewBoard>>;

/** The people of a page of the board, by the filters. */
function peopleShown({ input, meetings }: BoardFacts, names: Names, violations: readonly Violation[], { words, only, page, language }: BoardFilters): { ids: string[]; total: number } {
	const partiesOf = new Map(input.requests.map(({ id, participants }) => [id, participants]));
	const inConflict = new Set(violations.flatMap(({ meetings: broken }) => broken.flatMap((id) => partiesOf.get(id) ?? [])));
	const meeting = new Set(meetings.flatMap(({ requestId }) => partiesOf.get(requestId) ?? []));
	const wanted = words.trim().toLocaleLowerCase();
	const textOf = (id: string) => [...(names.people[id]?.names ?? []), ...(names.people[id]?.worksAt ?? [])].map(({ text }) => text).join(' ').toLocaleLowerCase();
	const nameOf = (id: string) => localTextFor(names.people[id]?.names ?? [], language)?.text ?? '';
	const ids = input.participants
		.map(({ id }) => id)
		.filter((id) => (only === 'conflicts' ? inConflict.has(id) : only === 'without' ? !meeting.has(id) && input.requests.some(({ participants }) => participants.includes(id)) : true))
		.filter((id) => wanted === '' || textOf(id).includes(wanted))
		.sort((a, b) => nameOf(a).localeCompare(nameOf(b), language));
	return { ids: ids.slice((page - 1) * PEOPLE_A_PAGE, page * PEOPLE_A_PAGE), total: ids.length };
}

/** For each slot, what would speak against the chosen meeting in it, and the tables that are free then. */
function chosenOn(facts: BoardFacts, requestId: string) {
	const request = facts.input.requests.find(({ id }) => id === requestId);
	if (!request) return null;
	const now = facts.meetings.find((meeting) => meeting.requestId === requestId) ?? null;
	const others = facts.meetings.filter((meeting) => meeting !== now);
	const rest: BoardFacts = { ...facts, meetings: others };
	const broken = brokenNow(rest);
	const tables = facts.input.tables ?? null;
	return {
		requestId,
		now,
		slots: facts.input.slots.map(({ id }) => {
			const taken = new Set(others.filter(({ slotId }) => slotId === id).flatMap(({ tableId }) => tableId ?? []));
			const free = tables?.map((table) => table.id).filter((table) => !taken.has(table)) ?? [];
			const conflictsWith = (interpreterId: string | null) => newViolations(rest, [...others, { requestId, slotId: id, tableId: free[0] ?? null, interpreterId }], broken);
			const plain = conflictsWith(null);
			// Where an interpreter is all that is missing, one may be free.
			const isServed = plain.length > 0 && plain.every(({ rule }) => rule === 'interpreter') && (facts.input.interpreters ?? []).some((each) => conflictsWith(each.id).length === 0);
			const best = isServed ? [] : plain;
			return { id, free, conflicts: best.map(({ rule, who }) => ({ rule, who: who ?? null })) };
		}),
	};
}

/** In which slots people are not there. */
function absencesOn({ input }: BoardFacts): Record<string, string[]> {
	return Object.fromEntries(input.participants.filter(({ available }) => available).map(({ id, available }) => [id, input.slots.map((slot) => slot.id).filter((slot) => !available!.includes(slot))]));
}
