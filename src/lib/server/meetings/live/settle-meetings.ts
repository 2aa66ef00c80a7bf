import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingOrigin } from '#lib/meetings/vocabulary.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { overlaps } from '../agenda/picked-sessions.ts';
import { pickedSessions } from '../agenda/queries.ts';
import type { MeetingsContext } from '../context.ts';
import type { DeskChange } from '../frame/change-at-desk.ts';
import type { MeetingRow } from '../frame/queries.ts';
import { reachable, slotsOf, type SlotRow } from '../queries.ts';
import type { PlacedMeeting } from '../schedules/compile-input.ts';
import { isTaken } from '../standing/book-meeting.ts';
import { putAttendees, tablePlaces } from '../standing/queries.ts';
import { changesLetter, type LetterChange, type LetterPlace, type OwnChanges } from './letters.ts';
import { assertPlaces, callOffMeetings, deferPlaces, deleteOthersOf, insertMeetings, lockMeetingsOf, lockWanted, partiesById, placeMeeting, updateMeetings } from './queries.ts';

export interface Placing extends PlacedMeeting {
	origin: MeetingOrigin;
	scheduleId?: string | null;
	locked?: boolean;
}

interface Settlement {
	place: readonly Placing[];
	/** Requests whose meetings are called off. */
	callOff: readonly string[];
	/** What the organisers say to it. */
	words?: { text: string; language: Language } | null;
}

export interface Settled {
	added: number;
	moved: number;
	calledOff: number;
	/** Letters that left, one a person. */
	told: number;
}

/** Who meets by a request. */
type Requests = Map<string, string[]>;
type Change = Pick<DeskChange, 'tx' | 'row' | 'now'>;

/**
 * Makes meetings stand, move or be off, in the transaction of the change: rows, seats, and one letter to each person whose own
 * meetings change. What stays as it is is told to nobody. Errors: not_found for an unknown request or slot, conflict where people
 * booked or took back meanwhile what this rests on.
 */
export async function settleMeetings(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, change: Change, settlement: Settlement): Promise<Settled> {
	const { tx, row, now } = change;
	await deferPlaces(tx);
	const ids = [...settlement.place.map(({ requestId }) => requestId), ...settlement.callOff];
	const slots = new Map((await slotsOf(tx, row.id)).map((slot) => [slot.id, slot]));
	const wanted = await lockWanted(tx, ids);
	const before = new Map((await lockMeetingsOf(tx, ids)).map((meeting) => [meeting.requestId, meeting]));
	// Only now: one of several may have left a moment ago.
	const requests: Requests = await partiesById(tx, row.id, ids);
	if (settlement.place.some(({ requestId, slotId }) => !requests.has(requestId) || !slots.has(slotId))) throw new ExpectedError('not_found', 'No such request or slot.');
	if (settlement.place.some(({ requestId }) => !wanted.has(requestId))) throw new ExpectedError('conflict', 'Somebody has called a meeting off meanwhile.');
	const changes = settlement.place.flatMap((placing) => changeOf(placing, before.get(placing.requestId)));
	const off = settlement.callOff.flatMap((id) => before.get(id) ?? []).filter(({ state }) => state !== 'cancelled');
	await callOffMeetings(tx, off.map(({ id }) => id), now, settlement.words ?? null);
	const after = await writePlaces(change, changes, requests, slots);
	await assertPlaces(tx).catch((error: unknown) => {
		throw isTaken(error) ? new ExpectedError('conflict', 'Somebody or a table is taken by now.', { cause: error }) : error;
	});
	await keepQuietly(change, settlement.place, before, changes);
	const all: LetterChange[] = [...after, ...off.map((meeting): LetterChange => ({ kind: 'off', meeting: { ...meeting, sequence: meeting.sequence + 1, changedAt: now }, before: placeOf(meeting), after: null }))];
	const told = await tell(context, change, all, requests, settlement.words ?? null);
	return { added: after.filter(({ kind }) => kind === 'new').length, moved: after.filter(({ kind }) => kind !== 'new').length, calledOff: off.length, told };
}

/** Where a meeting stands. */
export const placeOf = ({ startsAt, tableId, interpreterId }: MeetingRow): LetterPlace => ({ startsAt, tableId, interpreterId });

interface Placed {
	placing: Placing;
	before: MeetingRow | undefined;
	kind: 'new' | 'moved' | 'table' | 'interpreter';
}

/** What is different about a meeting; nothing where it stands so already. */
function changeOf(placing: Placing, before: MeetingRow | undefined): Placed[] {
	if (!before || before.state === 'cancelled') return [{ placing, before, kind: 'new' }];
	if (before.slotId !== placing.slotId) return [{ placing, before, kind: 'moved' }];
	if (before.tableId !== placing.tableId) return [{ placing, before, kind: 'table' }];
	return before.interpreterId === placing.interpreterId ? [] : [{ placing, before, kind: 'interpreter' }];
}

async function writePlaces({ tx, row, now }: Change, changes: readonly Placed[], requests: Requests, slots: ReadonlyMap<string, SlotRow>): Promise<LetterChange[]> {
	const valuesOf = ({ requestId, slotId, tableId, interpreterId, origin, scheduleId, locked }: Placing) => {
		const { startsAt, minutes } = slots.get(slotId)!;
		return { eventId: row.id, requestId, origin, scheduleId: scheduleId ?? null, slotId, tableId, interpreterId, startsAt, minutes, locked: locked ?? false, state: 'planned' as const, changedAt: now };
	};
	const added = await insertMeetings(tx, changes.filter(({ before }) => !before).map(({ placing }) => ({ ...valuesOf(placing), createdAt: now })));
	const moved = changes.flatMap(({ before, placing }) => (before ? [{ id: before.id, values: { ...valuesOf(placing), byDesk: false, askedAt: null, cancelledWords: '', cancelledLanguage: null } }] : []));
	for (const { id, values } of moved) await placeMeeting(tx, id, values);
	await deleteOthersOf(tx, changes.flatMap(({ before, placing }) => (before ? [{ id: before.id, parties: requests.get(placing.requestId)! }] : [])));
	const idOf = new Map([...added.map(({ requestId, id }) => [requestId, id] as const), ...changes.flatMap(({ before, placing }) => (before ? [[placing.requestId, before.id] as const] : []))]);
	await putAttendees(
		tx,
		changes.flatMap(({ placing: { requestId, slotId, interpreterId } }) => {
			const seat = (registrationId: string, role: 'party' | 'interpreter') => ({ meetingId: idOf.get(requestId)!, registrationId, eventId: row.id, slotId, role });
			return [...requests.get(requestId)!.map((id) => seat(id, 'party')), ...(interpreterId ? [seat(interpreterId, 'interpreter')] : [])];
		}),
	);
	return changes.map(({ placing, before, kind }) => {
		const { startsAt, minutes } = slots.get(placing.slotId)!;
		const meeting = { id: idOf.get(placing.requestId)!, requestId: placing.requestId, sequence: before ? before.sequence + 1 : 0, minutes, changedAt: now };
		return { kind, meeting, before: before && kind !== 'new' ? placeOf(before) : null, after: { startsAt, tableId: placing.tableId, interpreterId: placing.interpreterId } };
	});
}

/** A lock, or another schedule that says the same, is nobody's news. */
async function keepQuietly({ tx }: Change, place: readonly Placing[], before: ReadonlyMap<string, MeetingRow>, changes: readonly Placed[]): Promise<void> {
	const changed = new Set(changes.map(({ placing }) => placing.requestId));
	for (const locked of [true, false]) {
		const ids = place.filter((each) => !changed.has(each.requestId) && (each.locked ?? false) === locked).flatMap(({ requestId }) => before.get(requestId) ?? []).filter((meeting) => meeting.locked !== locked).map(({ id }) => id);
		await updateMeetings(tx, ids, { locked });
	}
}

/** One letter to each person whose own meetings change. */
async function tell(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, change: Change, changes: readonly LetterChange[], requests: Requests, words: Settlement['words']): Promise<number> {
	const people = await changesByPerson(context, change, changes, requests, words ?? null);
	for (const own of people) await sendMail(change.tx, context.jobs, changesLetter(own));
	return people.length;
}

/** What of some changes concerns whom; a change of interpreter alone concerns interpreters only, each by what it is for that one. */
export async function changesByPerson(context: Pick<MeetingsContext, 'baseUrl' | 'organiser'>, { tx, row }: Pick<Change, 'tx' | 'row'>, changes: readonly LetterChange[], requests: Requests, words: OwnChanges['ground']['words']): Promise<OwnChanges[]> {
	const own = new Map<string, LetterChange[]>();
	const add = (who: string, change: LetterChange) => own.set(who, [...(own.get(who) ?? []), change]);
	for (const change of changes) {
		if (change.kind !== 'interpreter') for (const party of requests.get(change.meeting.requestId)!) add(party, change);
		const [was, is] = [change.before?.interpreterId, change.after?.interpreterId];
		if (was && was !== is) add(was, { ...change, kind: 'off', after: null });
		if (is) add(is, was === is ? change : { ...change, kind: 'new', before: null });
	}
	const people = new Map((await participantsOf(tx, row.id)).map((person) => [person.id, person]));
	const places = await tablePlaces(tx, changes.map(({ after }) => after?.tableId ?? null));
	const addresses = await reachable(tx, [...own.keys()]);
	const picked = Map.groupBy(await pickedSessions(tx, row.id, addresses.map(({ userId }) => userId)), ({ userId }) => userId);
	return addresses.map((to) => ({
		to,
		ground: { event: row, baseUrl: context.baseUrl, organiser: context.organiser, words, place: (tableId) => places.get(tableId) ?? null, parties: (requestId) => requests.get(requestId)!, person: (id) => people.get(id), collides: (meeting) => (picked.get(to.userId) ?? []).filter((session) => overlaps(session, meeting)).map(({ titles }) => titles) },
		changes: own.get(to.registrationId)!,
	}));
}
