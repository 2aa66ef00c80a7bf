import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { viewBoard } from '#lib/server/meetings/board/view-board.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import { previewRemoval, removePlace } from '#lib/server/meetings/frame/remove-place.ts';
import { returnTable } from '#lib/server/meetings/frame/return-table.ts';
import { viewFrame } from '#lib/server/meetings/frame/view-frame.ts';
import { reportAtDesk } from '#lib/server/meetings/live/report-meeting.ts';
import { addWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import type { Removal } from '#lib/server/meetings/schedules/schedule.ts';
import { beginRemoval, copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { freeSlots } from '#lib/server/meetings/standing/free-slots.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { formOf } from '../events/events-network.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const meetings = async (id: string) => (await network.rows(sql`select m.request_id, m.state, m.slot_id, m.table_id, t.label from event_meeting m left join event_table t on t.id = m.table_id where m.event_id = ${id} order by m.starts_at, t.label`)) as { request_id: string; state: string; slot_id: string; table_id: string; label: string }[];

/** Slots at 09:00, 09:25, 09:50, 10:15 and 10:40 of two days. Two meetings, of the first two and of the next two guests, stand in slots by their numbers, at the first table. */
async function standing(name: string, places: readonly [number, number], tables = 2) {
	const event = await network.event(name, { guests: 6, tables });
	const requests = [await event.request(0, 1), await event.request(2, 3)] as const;
	const slots = await network.slotIds(event.id);
	const [table] = (await network.rows(sql`select id from event_table where event_id = ${event.id} order by position`)) as { id: string }[];
	const id = await network.schedule(event.id);
	for (const requestId of requests) await takeOff(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId });
	for (const [index, requestId] of requests.entries()) await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId, slotId: slots[places[index]!]!, tableId: table!.id });
	await network.publish(event, id);
	const about = (removal: Removal) => ({ eventId: event.id, ...removal });
	const seen = async (removal: Removal) => (await previewRemoval(network.desk, network.officer, about(removal))).affected.map(({ id: meeting }) => meeting);
	return {
		event,
		requests,
		slots,
		table: table!.id,
		preview: (removal: Removal, actor = network.officer) => previewRemoval(network.desk, actor, about(removal)),
		callOff: async (removal: Removal, actor = network.officer) => removePlace(network.desk, actor, { ...about(removal), seen: await seen(removal), how: 'call-off', proposal: null, words: null }),
		/** Works out where the meetings could go, as the job would. */
		propose: async (removal: Removal) => {
			const proposal = await beginRemoval(network.desk, network.officer, about(removal));
			await runSchedule(network.desk, proposal, new AbortController().signal);
			return proposal;
		},
		move: async (removal: Removal, proposal: string) => removePlace(network.desk, network.officer, { ...about(removal), seen: await seen(removal), how: 'move', proposal, words: null }),
	};
}

const SLOT_HAS_BEGUN = '2027-03-15T02:05:00Z'; // 09:05 in Vientiane
const SECOND_SLOT_HAS_BEGUN = '2027-03-15T02:30:00Z';

describe('a table that goes while the event runs', () => {
	test('stays on record with what was held at it; what is ahead keeps its time elsewhere, and only its people are told', async () => {
		const { event, requests, slots, table, preview, propose, move, callOff } = await standing('A table goes', [0, 1]);
		const removal = { of: 'table', id: table } as const;
		await network.during(SLOT_HAS_BEGUN, async () => {
			for (const actor of outsiders()) {
				await expect(preview(removal, actor)).rejects.toMatchObject({ code: 'not_found' });
				await expect(callOff(removal, actor)).rejects.toMatchObject({ code: 'forbidden' });
			}
			expect(await preview(removal)).toMatchObject({ onRecord: 1, letters: 2, affected: [{ table: 'A1', to: null }] });
			const proposal = await propose(removal);
			// It begins within the minutes in which nothing moves, but at another table all the same.
			expect(await preview(removal)).toMatchObject({ affected: [{ table: 'A1', to: { table: 'A2' } }] });
			const before = await network.letters(event);
			expect(await move(removal, proposal)).toEqual({ added: 0, moved: 1, calledOff: 0, told: 2 });
			expect(await network.letters(event)).toEqual(before.map((count, guest) => count + ([2, 3].includes(guest) ? 1 : 0)));
			expect(await meetings(event.id)).toMatchObject([{ request_id: requests[0], slot_id: slots[0], label: 'A1', state: 'planned' }, { request_id: requests[1], slot_id: slots[1], label: 'A2' }]);
			// Nobody is asked to it any more, by whatever way.
			await expect(preview(removal)).rejects.toMatchObject({ code: 'not_found' });
			expect((await viewFrame(network.desk, network.officer, event.id)).tables.map(({ label, goneAt }) => [label, goneAt !== null])).toEqual([['A1', true], ['A2', false]]);
			const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
			const board = await viewBoard(network.desk, network.officer, { eventId: event.id, id: copy, filters: { by: 'tables', day: null, words: '', only: 'all', country: null, organisation: null, page: 1, chosen: requests[1], language: 'en' } });
			expect(board.tables).not.toContain(table);
			expect(board.rows.ids).toContain(table);
			expect((await viewMoves(network.desk, network.officer, { eventId: event.id, id: copy, requestId: requests[1] })).slots.flatMap(({ free }) => free)).not.toContain(table);
			await expect(moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: requests[1], slotId: slots[2]!, tableId: table })).rejects.toMatchObject({ detail: { code: 'table' } });
			const walkIn = (tableId: string | null) => addWalkIn(network.desk, network.officer, { eventId: event.id, reader: 'en', form: formOf({ person: event.guests[4]!.name, other_person: event.guests[5]!.name, slot: slots[2]!, table: tableId ?? '' }) });
			await expect(walkIn(table)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'table' } });
			const freeFor = await asActor(network.database.db, operator('tests'), (tx) => freeSlots(tx, { eventId: event.id, registrations: [event.guests[4]!.id], participants: [], kinds: ['collected'], now: network.desk.clock(), dailyLimit: null }));
			const booked = freeFor([event.guests[4]!.id]).flatMap(({ tables }) => tables);
			expect(booked).not.toHaveLength(0);
			expect(booked).not.toContain(table);
			await walkIn(null);
			// It may be set up again, and is there as before.
			const back = (actor = network.officer, id = table) => returnTable(network.desk, actor, { eventId: event.id, form: formOf({ id }) });
			for (const actor of outsiders()) await expect(back(actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(back(network.officer, crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' });
			await back();
			await expect(back()).rejects.toMatchObject({ code: 'not_found' });
			expect((await preview(removal)).onRecord).toBe(1);
			await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: requests[1], slotId: slots[3]!, tableId: table });
			expect((await meetings(event.id)).at(-1)).toMatchObject({ label: 'A2' });
		});
	});

	test('is planned around by the solver: as many meetings find a place as other tables have room', async () => {
		const { event, table, callOff } = await standing('One table less', [0, 1]);
		await network.during(SLOT_HAS_BEGUN, async () => {
			await callOff({ of: 'table', id: table });
			await event.request(4, 5);
			await event.request(0, 3);
			const id = await network.schedule(event.id);
			const placed = await network.rows(sql`select p.slot_id, t.label from meeting_placed p left join event_table t on t.id = p.table_id join meeting_slot s on s.id = p.slot_id where p.schedule_id = ${id} and s.starts_at > ${SLOT_HAS_BEGUN}::timestamptz`);
			expect(placed).toHaveLength(3);
			expect(placed.every(({ label }) => label === 'A2')).toBe(true);
			expect(new Set(placed.map(({ slot_id }) => slot_id)).size).toBe(3);
		});
	});

	test('goes for good where nobody has met at it', async () => {
		const { event, table, callOff } = await standing('Never met at', [2, 3]);
		await network.during(SLOT_HAS_BEGUN, () => callOff({ of: 'table', id: table }));
		expect(await network.rows(sql`select label from event_table where event_id = ${event.id}`)).toEqual([{ label: 'A2' }]);
	});
});

describe('a day that is cut short', () => {
	test('keeps what has begun and was held; the rest goes, and its meetings are moved or called off', async () => {
		const { event, requests, slots, preview, callOff } = await standing('Cut short', [0, 3]);
		const [{ day_id: day }] = (await network.rows(sql`select day_id from meeting_slot where id = ${slots[0]!}`)) as [{ day_id: string }];
		const removal = { of: 'day', id: day } as const;
		await network.during(SECOND_SLOT_HAS_BEGUN, async () => {
			const asked = await preview(removal);
			expect(asked.slots.map(({ id }) => id)).toEqual(slots.slice(2, 5));
			expect(asked).toMatchObject({ onRecord: 1, letters: 2 });
			expect(asked.affected).toHaveLength(1);
			expect(await callOff(removal)).toEqual({ added: 0, moved: 0, calledOff: 1, told: 2 });
			expect(await network.slotIds(event.id)).toEqual([...slots.slice(0, 2), ...slots.slice(5)]);
			expect(await meetings(event.id)).toMatchObject([{ request_id: requests[0], slot_id: slots[0], state: 'planned' }, { request_id: requests[1], state: 'cancelled' }]);
			// Nothing is ahead on it.
			await expect(callOff(removal)).rejects.toMatchObject({ code: 'conflict', field: 'place', detail: { code: 'meetings_held' } });
			await expect(callOff({ of: 'slot', id: slots[0]! })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'meetings_held' } });
		});
	});

	test('ends with a slot that is named; one in which a meeting was held early stays', async () => {
		const { event, requests, slots, preview, callOff } = await standing('From here on', [2, 3]);
		await network.during('2027-03-15T02:45:00Z', async () => {
			const held = (await network.standing(event.id)).find(({ request_id }) => request_id === requests[0])!;
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: held.id, report: 'held', who: null });
			expect(await preview({ of: 'rest', id: slots[2]! })).toMatchObject({ onRecord: 1, slots: [{ id: slots[3] }, { id: slots[4] }] });
			await expect(preview({ of: 'rest', id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
			expect(await callOff({ of: 'rest', id: slots[2]! })).toMatchObject({ calledOff: 1 });
			expect(await network.slotIds(event.id)).toEqual([...slots.slice(0, 3), ...slots.slice(5)]);
		});
	});

	test('asks nobody to come to a slot that begins in a moment', async () => {
		const { event, slots, preview, propose } = await standing('In a moment', [3, 4]);
		// Only the slot at 09:25 is left to them.
		await event.absent(0, [slots[0]!, slots[2]!, slots[4]!, ...slots.slice(5)]);
		const removal = { of: 'slot', id: slots[3]! } as const;
		await network.during(SLOT_HAS_BEGUN, async () => {
			await propose(removal);
			expect((await preview(removal)).affected).toMatchObject([{ to: { startsAt: new Date('2027-03-15T02:25:00Z') } }]);
			await network.during('2027-03-15T02:12:00Z', async () => {
				expect((await preview(removal)).proposal).toBeNull();
				await propose(removal);
				expect((await preview(removal)).affected).toMatchObject([{ to: null }]);
			});
		});
	});
});
