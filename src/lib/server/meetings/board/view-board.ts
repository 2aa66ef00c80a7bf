import type { PickedConflict } from '#lib/meetings/board.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { pickedConflicts } from '../agenda/session-clashes.ts';
import type { MeetingsContext } from '../context.ts';
import { readAtDesk } from '../frame/change-at-desk.ts';
import { frameOf } from '../frame/queries.ts';
import { deskPage } from '../frame/view-frame.ts';
import { organisationsOf } from '../host/places-to-choose.ts';
import { scheduleById } from '../schedules/queries.ts';
import { isRun } from '../schedules/schedule.ts';
import { namesOn, type Names } from '../schedules/view-schedules.ts';
import { checkBoard, loadFacts, refusedOf, tablesIn, type BoardFacts, type LoadedFacts } from './facts.ts';
import { movesOf } from './view-moves.ts';

/** What of a board is shown. */
export interface BoardFilters {
	by: 'people' | 'tables';
	day: string | null;
	/** Part of a name or of where somebody works. */
	words: string;
	only: 'all' | 'conflicts' | 'without';
	/** Where somebody comes from, and the organisation that somebody comes for. */
	country: string | null;
	organisation: string | null;
	page: number;
	/** The meeting that is worked on, by its request. */
	chosen: string | null;
	language: Language;
}

const ROWS_A_PAGE = 60;
const UNPLACED_SHOWN = 100;
const PICKED_SHOWN = 20;

/**
 * A board of one day: people or tables down, slots across; and the meeting that is worked on. Of a large event, only what is shown is
 * handed over: the rows of a page, their meetings, and who meets in them. Errors: not_found.
 */
export async function viewBoard(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string; filters: BoardFilters }) {
	const { filters } = input;
	return readAtDesk(context, actor, input.eventId, async (tx, found) => {
		const [schedule, frame] = [await scheduleById(tx, input.id), await frameOf(tx, input.eventId)];
		if (!frame || schedule?.eventId !== input.eventId) throw new ExpectedError('not_found', 'No such schedule.');
		const facts = await loadFacts(tx, frame, schedule, context.clock());
		const names: Names = { ...(await namesOn(tx, input.eventId, [])), requests: Object.fromEntries(facts.input.requests.map(({ id, participants }) => [id, participants])) };
		const { violations } = checkBoard(facts, facts.meetings);
		const picked = await pickedOn(tx, input.eventId, facts, names, context.clock());
		const days = (await daysOf(tx, input.eventId)).filter(({ id }) => facts.input.slots.some(({ day }) => day === id)).map(({ id, day }) => ({ id, day }));
		const day = days.find(({ id }) => id === filters.day) ?? days[0] ?? null;
		const slots = facts.input.slots.filter((slot) => slot.day === day?.id).map(({ id }) => id);
		const rows = filters.by === 'tables' ? tablesShown(names, new Set(slots.flatMap((slot) => tablesIn(facts.input, slot))), filters) : peopleShown(facts, names, [...violations.flatMap(({ meetings }) => meetings), ...picked.map(({ requestId }) => requestId)], filters);
		const cells = cellsOf(facts, names, filters.by, new Set(rows.ids)).filter(({ slotId }) => names.slots[slotId]?.dayId === day?.id);
		const unplaced = unplacedOn(facts);
		const chosen = filters.chosen === null ? null : movesOf(facts, filters.chosen);
		return {
			...deskPage(actor, found),
			schedule: { id: schedule.id, version: schedule.version, number: schedule.number, state: schedule.state, steps: schedule.options.history?.length ?? 0, undoesRun: isRun(schedule.options.history?.[0]), meetings: facts.meetings.length, weight: schedule.weight, gap: schedule.gap },
			days,
			day: day?.id ?? null,
			slots,
			closed: slots.filter((slot) => facts.closed.has(slot)),
			/** Those at which meetings may be put. */
			tables: [...new Set(facts.input.slots.filter(({ id }) => !facts.closed.has(id)).flatMap(({ id }) => tablesIn(facts.input, id)))],
			rows: { ...rows, size: ROWS_A_PAGE },
			cells,
			choices: { countries: [...new Set(facts.input.participants.flatMap(({ id }) => names.people[id]?.country ?? []))], organisations: await organisationsOf(tx, input.eventId) },
			broken: violations.length,
			inConflict: [...new Set([...violations.flatMap(({ meetings }) => meetings), ...picked.map(({ requestId }) => requestId)])],
			picked: { shown: picked.slice(0, PICKED_SHOWN), total: picked.length },
			againstPicked: [...new Set(picked.map(({ requestId }) => requestId))],
			unplaced,
			chosen,
			absences: absencesOn(facts, new Set(rows.ids)),
			names: namesShown(names, { rows: rows.ids, requests: [...[...cells, ...picked.slice(0, PICKED_SHOWN)].map(({ requestId }) => requestId), ...unplaced.shown.map(({ id }) => id), ...(chosen ? [chosen.requestId] : [])], people: [...(chosen?.slots ?? []).flatMap(({ conflicts }) => conflicts.flatMap(({ who }) => who ?? [])), ...unplaced.shown.flatMap(({ why }) => [...(why?.detail.participants ?? []), ...(why?.detail.taken ?? []).map(({ participant }) => participant)]), ...(chosen?.now?.interpreterId ? [chosen.now.interpreterId] : [])] }),
		};
	});
}

/** Meetings ahead that stand in the way of sessions that their people have picked. */
async function pickedOn(tx: Transaction, eventId: string, { meetings }: BoardFacts, names: Names, now: Date): Promise<PickedConflict[]> {
	const ahead = meetings.flatMap(({ requestId, slotId }) => {
		const slot = names.slots[slotId];
		return slot && slot.startsAt > now ? [{ requestId, parties: names.requests[requestId] ?? [], startsAt: slot.startsAt, minutes: slot.minutes }] : [];
	});
	return pickedConflicts(tx, eventId, ahead);
}

/** The meetings in the rows shown. */
function cellsOf({ meetings }: BoardFacts, names: Names, by: BoardFilters['by'], rows: ReadonlySet<string>): BoardFacts['meetings'] {
	return meetings.filter(({ requestId, tableId }) => (by === 'tables' ? tableId !== null && rows.has(tableId) : names.requests[requestId]?.some((id) => rows.has(id))));
}

/** What has no place, the weightiest first: how many, and those that are shown, each with the reason. */
function unplacedOn(facts: BoardFacts) {
	const placed = new Set(facts.meetings.map(({ requestId }) => requestId));
	const unplaced = facts.input.requests.filter(({ id }) => !placed.has(id)).map(({ id, weight }) => ({ id, weight: weight ?? 1 }));
	const shown = unplaced.sort((a, b) => b.weight - a.weight).slice(0, UNPLACED_SHOWN);
	const why = new Map((shown.length > 0 ? refusedOf(facts, facts.meetings, new Set(shown.map(({ id }) => id))) : []).map((each) => [each.request, each]));
	return { shown: shown.map((each) => ({ ...each, why: why.get(each.id) ?? null })), total: unplaced.length };
}

/** Of all names, those that a page needs: without them the page of a large event would be mostly names. */
function namesShown(names: Names, { rows, requests, people }: { rows: readonly string[]; requests: readonly string[]; people: readonly string[] }): Names {
	const shown = Object.fromEntries(requests.flatMap((id) => (names.requests[id] ? [[id, names.requests[id]] as const] : [])));
	const ids = new Set([...rows, ...people, ...Object.values(shown).flat()]);
	return { ...names, requests: shown, people: Object.fromEntries(Object.entries(names.people).filter(([id]) => ids.has(id))) };
}

const onPage = <Id>(ids: readonly Id[], page: number) => ({ ids: ids.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE), total: ids.length });

/** The tables of a page, of those that are there on the day: those whose label has the words in it. */
function tablesShown(names: Names, there: ReadonlySet<string>, { words, page }: BoardFilters): { ids: string[]; total: number } {
	const wanted = words.trim().toLocaleLowerCase();
	return onPage(Object.entries(names.tables).filter(([id, label]) => there.has(id) && label.toLocaleLowerCase().includes(wanted)).map(([id]) => id), page);
}

/** The people of a page of the board, by the filters. */
function peopleShown({ input, meetings, loaded }: LoadedFacts, names: Names, conflicting: readonly string[], { words, only, country, organisation, page, language }: BoardFilters): { ids: string[]; total: number } {
	const partiesOf = new Map(input.requests.map(({ id, participants }) => [id, participants]));
	const inConflict = new Set(conflicting.flatMap((id) => partiesOf.get(id) ?? []));
	const meeting = new Set(meetings.flatMap(({ requestId }) => partiesOf.get(requestId) ?? []));
	const asked = new Set(input.requests.flatMap(({ participants }) => participants));
	const wanted = words.trim().toLocaleLowerCase();
	const textOf = (id: string) => [...(names.people[id]?.names ?? []), ...(names.people[id]?.worksAt ?? [])].map(({ text }) => text).join(' ').toLocaleLowerCase();
	const comesFor = new Map(loaded.ground.people.map(({ id, organisationId }) => [id, organisationId]));
	const called = new Map(input.participants.map(({ id }) => [id, localTextFor(names.people[id]?.names ?? [], language)?.text ?? '']));
	const { compare } = new Intl.Collator(language, { numeric: true });
	const ids = input.participants
		.map(({ id }) => id)
		.filter((id) => (only === 'conflicts' ? inConflict.has(id) : only === 'without' ? !meeting.has(id) && asked.has(id) : true))
		.filter((id) => wanted === '' || textOf(id).includes(wanted))
		.filter((id) => country === null || names.people[id]?.country === country)
		.filter((id) => organisation === null || comesFor.get(id) === organisation)
		.sort((a, b) => compare(called.get(a)!, called.get(b)!));
	return onPage(ids, page);
}

/** In which slots the people shown are not there. */
function absencesOn({ input }: BoardFacts, rows: ReadonlySet<string>): Record<string, string[]> {
	return Object.fromEntries(input.participants.filter(({ id, available }) => available && rows.has(id)).map(({ id, available }) => [id, input.slots.map((slot) => slot.id).filter((slot) => !available!.includes(slot))]));
}
