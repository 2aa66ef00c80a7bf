import type { Actor } from '#lib/server/accounts/actor.ts';
import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import { wrong } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { tablesIn } from '../board/facts.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { slotsOf } from '../queries.ts';
import { compileInput, heldMeeting, type PlacedMeeting } from '../schedules/compile-input.ts';
import { loadGround, placedOf } from '../schedules/ground.ts';
import { acceptRequest, insertRequest, requestBetween } from './queries.ts';
import { settleMeetings } from './settle-meetings.ts';

const HOUR = 3_600_000;

/**
 * Two people who agreed on the spot get a slot of now or later and a table, with an interpreter where one is needed and free. What
 * was asked between them before is agreed on with it. Errors: not_found, forbidden, invalid_input, conflict with the rule it would
 * break, or because they have met.
 */
export async function addWalkIn(context: MeetingsContext, actor: Actor, input: { eventId: string; one: string | null; other: string | null; slotId: string | null; tableId: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'add-walk-in' }, async (change) => {
		const { tx, row, frame, now, note } = change;
		const { one, other } = input;
		if (one === null) throw wrong('one', 'required');
		if (other === null || other === one) throw wrong('other', 'required');
		const slot = (await slotsOf(tx, row.id)).find(({ id }) => id === input.slotId);
		if (!slot || slot.startsAt.getTime() + slot.minutes * 60_000 <= now.getTime()) throw wrong('slot', 'required');
		const open = await requestBetween(tx, row.id, one, other);
		const requestId = open?.id ?? (await insertRequest(tx, { eventId: row.id, fromRegistrationId: one, toRegistrationId: other, byHost: true, messageLanguage: row.languages[0]!, state: 'accepted', answeredAt: now, toldAt: now, answerToldAt: now, expiresAt: new Date(now.getTime() + HOUR), createdAt: now }));
		if (open?.state === 'asked') await acceptRequest(tx, open.id, now);
		const { ground, standing } = await loadGround(tx, frame);
		if (standing.some((meeting) => meeting.requestId === requestId)) throw new ExpectedError('conflict', 'They have a meeting.', { field: 'other', detail: { code: 'same_pair' } });
		const problem = compileInput(ground, { previous: [] });
		const stand = standing.flatMap(placedOf);
		const tables = tablesIn(problem, slot.id).filter((id) => !stand.some(({ slotId, tableId }) => slotId === slot.id && tableId === id));
		const tableId = input.tableId ?? tables[0] ?? null;
		const place = [null, ...(problem.interpreters ?? []).map(({ id }) => id)].map((interpreterId): PlacedMeeting => ({ requestId, slotId: slot.id, tableId, interpreterId })).find((each) => ruleBroken(problem, stand, each) === undefined);
		if (!place) throw new ExpectedError('conflict', 'A rule would be broken.', { field: 'slot', detail: { code: (ruleBroken(problem, stand, { requestId, slotId: slot.id, tableId, interpreterId: null }) ?? 'unknown').replace('-', '_') } });
		await settleMeetings(context, change, { place: [{ ...place, origin: 'walk-in', locked: true }], callOff: [] });
		note({ detail: { requestId, slotId: slot.id, tableId } });
	});
}

/** The rule that a further meeting breaks. */
function ruleBroken(problem: ReturnType<typeof compileInput>, stand: readonly PlacedMeeting[], place: PlacedMeeting): string | undefined {
	const anySlot = { ...problem, requests: problem.requests.map((request) => ({ ...request, slots: null })) };
	const before = checkSchedule(anySlot, stand.map(heldMeeting)).violations.length;
	const { violations } = checkSchedule(anySlot, [...stand, place].map(heldMeeting));
	return violations.length > before ? violations.find(({ meetings }) => meetings.includes(place.requestId))?.rule : undefined;
}
