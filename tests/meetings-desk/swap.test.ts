import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockMeeting, moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { swapMeetings } from '#lib/server/meetings/board/swap-meetings.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const forbidden = { code: 'forbidden' };

/** Two meetings of one guest in the first two slots, on a board with one table. */
async function twoOfOne(name: string) {
	const event = await network.event(name, { guests: 4, tables: 1 });
	const [one, other] = [await event.request(0, 1), await event.request(0, 2)];
	const slots = await network.slotIds(event.id);
	const id = await network.schedule(event.id);
	const board = { eventId: event.id, scheduleId: id };
	for (const requestId of [one, other]) await takeOff(network.desk, network.officer, { ...board, requestId });
	await moveMeeting(network.desk, network.officer, { ...board, requestId: one, slotId: slots[0]!, tableId: null });
	await moveMeeting(network.desk, network.officer, { ...board, requestId: other, slotId: slots[1]!, tableId: null });
	return {
		event,
		one,
		other,
		slots,
		board,
		swap: (actor = network.officer, otherId = other) => swapMeetings(network.desk, actor, { ...board, requestId: one, otherId }),
		undo: (anyway = false) => undoStep(network.desk, network.officer, { ...board, anyway }),
		slotOf: async (request: string) => (await network.rows(sql`select slot_id from meeting_placed where schedule_id = ${id} and request_id = ${request}`))[0]?.slot_id,
	};
}

test('two meetings change places in one go, and one press takes both back', async () => {
	const { one, other, slots, board, swap, undo, slotOf } = await twoOfOne('Swapped by hand');
	for (const actor of [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority]) await expect(swap(actor)).rejects.toMatchObject(forbidden);
	// One after the other they cannot: each is in the way of the other.
	await expect(moveMeeting(network.desk, network.officer, { ...board, requestId: one, slotId: slots[1]!, tableId: null })).rejects.toMatchObject({ code: 'conflict' });
	await swap();
	expect([await slotOf(one), await slotOf(other)]).toEqual([slots[1], slots[0]]);
	expect(await undo()).toMatchObject({ run: false, lost: 0 });
	expect([await slotOf(one), await slotOf(other)]).toEqual([slots[0], slots[1]]);
	await swap();
	await network.rows(sql`delete from meeting_slot where id = ${slots[0]!} returning id`);
	await expect(undo()).rejects.toMatchObject({ code: 'conflict', detail: { code: 'undo_changed', limit: 2 } });
	expect(await undo(true)).toMatchObject({ run: false, lost: 2 });
	expect(await slotOf(one)).toBe(slots[1]);
});

test('two meetings do not change places where a rule, a lock or the clock speaks against it, and then neither moves', async () => {
	const { event, one, other, slots, board, swap, slotOf } = await twoOfOne('Not swapped');
	const stay = async (code: string, work: () => Promise<unknown> = swap) => {
		await expect(work(), code).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code } });
		expect([await slotOf(one), await slotOf(other)]).toEqual([slots[0], slots[1]]);
	};
	await expect(swap(network.officer, one)).rejects.toMatchObject({ code: 'not_found' });
	await expect(swap(network.officer, crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' });
	await lockMeeting(network.desk, network.officer, { ...board, requestId: other, locked: true });
	await stay('locked');
	await lockMeeting(network.desk, network.officer, { ...board, requestId: other, locked: false });
	await event.absent(2, [slots[0]!]);
	await stay('absent');
	// What stands at 09:00 cannot be held there, but at 08:50 nobody is asked to come then any more either.
	await network.publish(event, board.scheduleId);
	await event.absent(1, [slots[0]!]);
	const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
	await network.rows(sql`update meeting_schedule set options = options || '{"frozenMinutes": 15}'::jsonb where id = ${copy} returning id`);
	const late = () => swapMeetings(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: one, otherId: other });
	await network.during('2027-03-15T01:50:00Z', () => stay('closed', late));
});
