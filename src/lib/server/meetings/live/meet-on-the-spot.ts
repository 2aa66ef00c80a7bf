import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import { wrong } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { tablesIn } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import type { DeskChange } from '../frame/change-at-desk.ts';
import { putParticipant } from '../participants/queries.ts';
import { interpretersAmong, reachable, slotsOf } from '../queries.ts';
import { partiesOfRequests } from '../requests/parties.ts';
import { insertParties, insertRequest, markPartiesTold, openBetween, openOfSeveral, takeTurns, updateParty, updateRequest } from '../requests/queries.ts';
import { compileInput, heldMeeting, type PlacedMeeting } from '../schedules/compile-input.ts';
import { loadGround, placedOf } from '../schedules/ground.ts';
import { holdSlots, holdTable, interpretersOf, participantsById } from '../standing/queries.ts';
import { settleMeetings } from './settle-meetings.ts';

const HOUR = 3_600_000;

type Change = Pick<DeskChange, 'tx' | 'row' | 'frame' | 'now'>;

/** Who meets, each with the field that names the person. */
export interface OnTheSpot {
	people: readonly { id: string; field: string }[];
	slotId: string | null;
	/** Null: any that is free. */
	tableId: string | null;
}

/**
 * People who agreed on the spot get a slot of now or later and a table, with an interpreter where one is needed and free. What was
 * asked between them before is agreed on with it, and who did not take part in the meetings yet does by it, and is told. As the
 * operator. Errors: invalid_input, conflict with the rule it would break, or because they have met.
 */
export async function meetOnTheSpot(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, change: Change, { people, slotId, tableId: asked }: OnTheSpot): Promise<{ requestId: string; slotId: string; tableId: string | null; joined: number }> {
	const { tx, row, frame, now } = change;
	const ids = people.map(({ id }) => id);
	for (const [index, { id, field }] of people.entries()) if (ids.indexOf(id) < index) throw wrong(field, 'not_allowed');
	await takeTurns(tx, ids);
	const interpret = await interpretersAmong(tx, ids);
	for (const { id, field } of people) if (interpret.has(id)) throw new ExpectedError('conflict', 'Who interprets has no meetings.', { field, detail: { code: 'they_interpret' } });
	const slot = (await slotsOf(tx, row.id)).find(({ id }) => id === slotId);
	if (!slot || slot.startsAt.getTime() + slot.minutes * 60_000 <= now.getTime()) throw wrong('slot', 'required');
	const requestId = await agreedRequest(change, ids);
	const joined = await joinByIt(context, change, ids);
	await participantsById(tx, ids, { lock: true });
	await interpretersOf(tx, row.id, { lock: true });
	const { ground, standing } = await loadGround(tx, frame);
	if (standing.some((meeting) => meeting.requestId === requestId)) throw new ExpectedError('conflict', 'They have a meeting.', { field: people[1]!.field, detail: { code: 'same_pair' } });
	const problem = compileInput(ground, { previous: [] });
	const stand = standing.flatMap(placedOf);
	const free = tablesIn(problem, slot.id).filter((id) => !stand.some((place) => place.slotId === slot.id && place.tableId === id));
	const tableId = asked ?? free[0] ?? null;
	const place = [null, ...(problem.interpreters ?? []).map(({ id }) => id)].map((interpreterId): PlacedMeeting => ({ requestId, slotId: slot.id, tableId, interpreterId })).find((each) => ruleBroken(problem, stand, each) === undefined);
	if (!place) throw new ExpectedError('conflict', 'A rule would be broken.', { field: 'slot', detail: { code: (ruleBroken(problem, stand, { requestId, slotId: slot.id, tableId, interpreterId: null }) ?? 'unknown').replace('-', '_') } });
	if ((await holdSlots(tx, [slot.id])).size === 0 || (tableId !== null && !(await holdTable(tx, tableId)))) throw new ExpectedError('conflict', 'The slot or table was taken away.', { field: 'slot', detail: { code: 'table' } });
	await settleMeetings(context, change, { place: [{ ...place, origin: 'walk-in', locked: true }], callOff: [] });
	await markPartiesTold(tx, requestId, now);
	return { requestId, slotId: slot.id, tableId, joined };
}

/** What these people have agreed on: what they, and nobody else, have open already, else a request of its own. */
async function agreedRequest({ tx, row, now }: Change, people: readonly string[]): Promise<string> {
	const [from, to] = people as [string, string];
	const agreed = { state: 'accepted' as const, fromAgreed: true, answeredAt: now, answerToldAt: now };
	const between = people.length === 2 ? await openBetween(tx, row.id, from, to, { lock: true }) : undefined;
	// Two may be all that is left of several.
	const open = between?.state === 'asked' || between?.state === 'accepted' ? between : await openTogether({ tx, row }, people);
	if (open?.state === 'accepted') return open.id;
	if (open?.state === 'asked') {
		await updateRequest(tx, open.id, agreed);
		if (open.several) for (const id of people) await updateParty(tx, open.id, id, { state: 'accepted', answeredAt: now });
		return open.id;
	}
	const { id } = await insertRequest(tx, { eventId: row.id, fromRegistrationId: from, toRegistrationId: to, several: people.length > 2, byHost: true, messageLanguage: row.languages[0]!, ...agreed, toldAt: now, expiresAt: new Date(now.getTime() + HOUR), createdAt: now });
	if (people.length > 2) await insertParties(tx, people.slice(1).map((registrationId, index) => ({ requestId: id, registrationId, eventId: row.id, position: index + 1, state: 'accepted' as const, answeredAt: now, toldAt: now, answerToldAt: now })));
	return id;
}

async function openTogether({ tx, row }: Pick<Change, 'tx' | 'row'>, people: readonly string[]) {
	const open = await openOfSeveral(tx, row.id, people[0]!, { lock: true });
	// Only now: one of them may have declined a moment ago.
	const parties = await partiesOfRequests(tx, open);
	return open.find(({ id }) => parties.get(id)!.length === people.length && parties.get(id)!.every((each) => people.includes(each)));
}

/** Who wanted no meetings so far takes part by it, without any wish, and is told so. Answers how many. */
async function joinByIt(context: Pick<MeetingsContext, 'jobs' | 'baseUrl'>, { tx, row, now }: Change, people: readonly string[]): Promise<number> {
	const known = new Set((await participantsById(tx, people, { lock: false })).map(({ registrationId }) => registrationId));
	const joining = people.filter((id) => !known.has(id));
	for (const registrationId of joining) await putParticipant(tx, { registrationId, eventId: row.id, seeks: '', seeksLanguage: null, maxMeetings: null, maxPerDay: null, joinedAt: now, changedAt: now });
	if (joining.length === 0) return 0;
	const { joinedLetter } = await import('./letters.ts');
	for (const to of await reachable(tx, joining)) await sendMail(tx, context.jobs, joinedLetter(to, { event: row, baseUrl: context.baseUrl }));
	return joining.length;
}

/** The rule that a further meeting breaks. */
function ruleBroken(problem: ReturnType<typeof compileInput>, stand: readonly PlacedMeeting[], place: PlacedMeeting): string | undefined {
	const anySlot = { ...problem, requests: problem.requests.map((request) => ({ ...request, slots: null })) };
	const before = checkSchedule(anySlot, stand.map(heldMeeting)).violations.length;
	const { violations } = checkSchedule(anySlot, [...stand, place].map(heldMeeting));
	return violations.length > before ? violations.find(({ meetings }) => meetings.includes(place.requestId))?.rule : undefined;
}
