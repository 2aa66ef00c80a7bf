import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { viewBoard } from '#lib/server/meetings/board/view-board.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import { previewPublishing } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { beginRepair, copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { takePublicationBack } from '#lib/server/meetings/schedules/take-back.ts';
import { viewSchedule } from '#lib/server/meetings/schedules/view-schedules.ts';
import { createDeskNetwork, type DeskEvent, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

/** Slots are at 09:00, 09:25, 09:50, 10:15 and 10:40 in Vientiane. */
const at = (clock: string) => `2027-03-15T${String(Number(clock.slice(0, 2)) - 7).padStart(2, '0')}${clock.slice(2)}:00Z`;
const preview = (event: DeskEvent, id: string) => previewPublishing(network.desk, network.officer, { eventId: event.id, id });
const move = (event: DeskEvent, scheduleId: string, requestId: string, slotId: string) => moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId, requestId, slotId, tableId: null });
const slotOf = async (event: DeskEvent, requestId: string) => (await network.standing(event.id)).find(({ request_id }) => request_id === requestId)?.slot_id ?? null;
/** Gives an earlier schedule another number of minutes in which nothing moves, as if it had been made so. */
const frozen = (id: string, minutes: number) => network.rows(sql`update meeting_schedule set options = options || ${JSON.stringify({ frozenMinutes: minutes })}::jsonb where id = ${id} returning id`);

/** Two pairs who meet on the first day, the first at 09:25 and the second at 10:15, and one who has none yet. */
async function twoMeetings(name: string, tables = 2) {
	const event = await network.event(name, { guests: 6, tables });
	const [first, second] = [await event.request(0, 1), await event.request(2, 3)];
	const slots = await network.slotIds(event.id);
	const id = await network.schedule(event.id);
	for (const request of [first, second]) await takeOff(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: request });
	await move(event, id, first, slots[1]!);
	await move(event, id, second, slots[3]!);
	await network.publish(event, id);
	return { event, first, second, slots };
}

describe('slots that have begun', () => {
	test('are filled by no publication, and nobody hears of such a meeting', async () => {
		const { event, first, slots } = await twoMeetings('Begun slots');
		const added = await event.request(4, 5);
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		await move(event, copy, added, slots[0]!);
		await move(event, copy, first, slots[0]!);
		const before = await network.letters(event);
		await network.during(at('09:05'), async () => {
			// The one that stands at 09:25 stays there; the new one has no place.
			expect(await preview(event, copy)).toMatchObject({ added: 0, moved: 0, calledOff: 0, broken: 0, late: { heldBack: [first], tooLate: [added] } });
			const { names } = await viewSchedule(network.desk, network.officer, { eventId: event.id, id: copy, other: null });
			expect(Object.keys(names.requests)).toEqual(expect.arrayContaining([first, added]));
			expect(await network.publish(event, copy)).toEqual({ added: 0, moved: 0, calledOff: 0, told: 0, late: 2 });
		});
		expect(await slotOf(event, first)).toBe(slots[1]);
		expect(await slotOf(event, added)).toBeNull();
		expect(await network.letters(event)).toEqual(before);
	});

	test('are closed on the board: offered to no meeting, and refused', async () => {
		const { event, second, slots } = await twoMeetings('Closed slots');
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		await network.during(at('09:30'), async () => {
			const { slots: offered } = await viewMoves(network.desk, network.officer, { eventId: event.id, id: copy, requestId: second });
			expect(offered.filter(({ closed }) => closed).map(({ id }) => id)).toEqual(slots.slice(0, 2));
			expect(offered.filter(({ closed, free }) => closed && free.length > 0)).toEqual([]);
			const board = await viewBoard(network.desk, network.officer, { eventId: event.id, id: copy, filters: { by: 'people', day: null, words: '', only: 'all', country: null, organisation: null, page: 1, chosen: second, language: 'en' } });
			expect(board.closed).toEqual(slots.slice(0, 2));
			await expect(move(event, copy, second, slots[0]!)).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'closed' } });
			await move(event, copy, second, slots[2]!);
		});
	});
});

describe('the minutes in which nothing moves', () => {
	test('are counted from when a repair is published, not from when it was made', async () => {
		const { event, first, slots } = await twoMeetings('Made early');
		await network.during(at('09:05'), async () => {
			await event.absent(0, [slots[1]!]);
			const repair = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 15, seconds: 2 });
			await runSchedule(network.desk, repair, new AbortController().signal);
			expect(await preview(event, repair)).toMatchObject({ moved: 1, late: { heldBack: [] } });
			// He can come after all: nothing speaks for moving it any more.
			await network.rows(sql`delete from meeting_availability where registration_id = ${event.guests[0]!.id} returning slot_id`);
			await network.during(at('09:12'), async () => {
				expect(await preview(event, repair)).toMatchObject({ moved: 0, broken: 0, late: { heldBack: [first], tooLate: [] } });
				expect(await network.publish(event, repair)).toMatchObject({ moved: 0, told: 0, late: 1 });
			});
		});
		expect(await slotOf(event, first)).toBe(slots[1]);
	});

	test('do not hold back what cannot be held as it stands', async () => {
		const { event, first, slots } = await twoMeetings('Cannot be held');
		await network.during(at('09:05'), async () => {
			await event.absent(0, [slots[1]!]);
			const repair = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 15, seconds: 2 });
			await runSchedule(network.desk, repair, new AbortController().signal);
			await network.during(at('09:20'), async () => expect(await network.publish(event, repair)).toMatchObject({ moved: 1, late: 0 }));
		});
		expect(await slotOf(event, first)).not.toBe(slots[1]);
	});

	test('have a schedule refused that does not fit beside what stays; worked out anew from it, it does', async () => {
		const { event, first, second, slots } = await twoMeetings('Does not fit', 1);
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		// At the only table the second makes room for the first.
		await move(event, copy, second, slots[0]!);
		await move(event, copy, first, slots[3]!);
		await frozen(copy, 15);
		await network.during(at('08:50'), async () => {
			// The second stays, for the slot that it was to have begins too soon.
			expect(await preview(event, copy)).toMatchObject({ broken: 1, late: { heldBack: [second], tooLate: [] } });
			const before = await network.standing(event.id);
			await expect(network.publish(event, copy)).rejects.toMatchObject({ code: 'conflict', field: 'publish', detail: { code: 'held_back', limit: 1 } });
			expect(await network.standing(event.id)).toEqual(before);
			const anew = await network.schedule(event.id, { scope: 'few-moves', frozen: '15' }, copy);
			expect(await preview(event, anew)).toMatchObject({ calledOff: 0, broken: 0, late: { heldBack: [], tooLate: [] } });
		});
	});

	test('also keep what a schedule calls off, and what it adds finds a place when it is worked out anew', async () => {
		const { event, second, slots } = await twoMeetings('Replaced late');
		const [third, copy] = [await event.request(4, 5), await copyStanding(network.desk, network.officer, { eventId: event.id })];
		await takeOff(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: second });
		await move(event, copy, third, slots[3]!);
		await frozen(copy, 15);
		await network.during(at('10:01'), async () => {
			expect(await preview(event, copy)).toMatchObject({ added: 0, calledOff: 0, broken: 0, late: { heldBack: [second], tooLate: [third] } });
			const anew = await network.schedule(event.id, { scope: 'few-moves', frozen: '15' }, copy);
			expect(await preview(event, anew)).toMatchObject({ added: 1, moved: 0, calledOff: 0, broken: 0, late: { heldBack: [], tooLate: [] } });
			await network.publish(event, anew);
		});
		expect(await slotOf(event, second)).toBe(slots[3]);
		expect(slots.slice(4)).toContain(await slotOf(event, third));
	});

	test('keep a publication from being taken back for what begins too soon', async () => {
		const { event, first, second, slots } = await twoMeetings('Taken back late');
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		await move(event, copy, first, slots[2]!);
		await move(event, copy, second, slots[4]!);
		await frozen(copy, 15);
		await network.during(at('09:05'), async () => expect(await network.publish(event, copy)).toMatchObject({ moved: 2, late: 0 }));
		await network.during(at('09:40'), async () => {
			const takeBack = (anyway: boolean) => takePublicationBack(network.desk, network.officer, { eventId: event.id, id: copy, anyway });
			await expect(takeBack(false)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'undo_changed', limit: 1 } });
			expect(await takeBack(true)).toMatchObject({ moved: 1, told: 2 });
		});
		expect(await slotOf(event, first)).toBe(slots[2]);
		expect(await slotOf(event, second)).toBe(slots[3]);
	});
});
