import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockMeeting, moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { publishSchedule } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { takePublicationBack } from '#lib/server/meetings/schedules/take-back.ts';
import { viewSchedule } from '#lib/server/meetings/schedules/view-schedules.ts';
import { createDeskNetwork, type DeskEvent, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const placed = (id: string) => network.rows(sql`select request_id, slot_id, table_id, interpreter_id, locked from meeting_placed where schedule_id = ${id} order by request_id`);
const standing = (event: DeskEvent) => network.rows(sql`select request_id, slot_id, table_id, interpreter_id, locked, origin, schedule_id, state from event_meeting where event_id = ${event.id} order by request_id`);
const schedule = async (id: string) => (await network.rows(sql`select * from meeting_schedule where id = ${id}`))[0] as { state: string; weight: number; bound: number | null; options: Record<string, unknown>; figures: Record<string, number> };
const slotIds = async (event: DeskEvent) => (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} order by starts_at`)).map(({ id }) => id as string);
const lastEntry = async (event: DeskEvent) => (await network.rows(sql`select action, detail from audit where entity_id = ${event.id} order by id desc limit 1`))[0];
const letters = async (event: DeskEvent) => Promise.all(event.guests.map(async ({ actor }) => (await network.mailsTo(actor)).length));
const publish = (event: DeskEvent, id: string) => publishSchedule(network.desk, network.officer, { eventId: event.id, id, words: null });
const takeBack = (event: DeskEvent, id: string, more: { anyway?: boolean; actor?: typeof network.officer } = {}) => takePublicationBack(network.desk, more.actor ?? network.officer, { eventId: event.id, id, anyway: more.anyway ?? false });

describe('a run that went on from a board', () => {
	/** Four guests who speak through an interpreter, one meeting locked, and a board that was worked on by hand. */
	async function worked(name: string) {
		const event = await network.event(name, { guests: 5, languages: [['zh'], ['th'], ['zh', 'th'], ['th'], ['zh', 'th']] });
		await event.interprets(4, 'th', 'zh');
		const requests = [await event.request(0, 1), await event.request(0, 2), await event.request(2, 3)];
		const slots = await slotIds(event);
		const base = await network.schedule(event.id);
		const board = { eventId: event.id, scheduleId: base };
		await moveMeeting(network.desk, network.officer, { ...board, requestId: requests[0]!, slotId: slots[9]!, tableId: null });
		await lockMeeting(network.desk, network.officer, { ...board, requestId: requests[1]!, locked: true });
		return { event, requests, slots, base, before: await placed(base), known: await schedule(base) };
	}

	test('is taken back in one press: meetings, slots, tables, interpreters and locks are as they were; then the steps before it', async () => {
		const { event, base, before, known, requests } = await worked('Run taken back');
		await event.request(1, 3);
		const id = await network.schedule(event.id, {}, base);
		expect(await placed(id)).not.toEqual(before);
		const undo = (actor = network.officer) => undoStep(network.desk, actor, { eventId: event.id, scheduleId: id });
		for (const actor of outsiders()) await expect(undo(actor)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await undo()).toMatchObject({ run: true, lost: 0 });
		expect(before.some(({ interpreter_id }) => interpreter_id !== null) && before.some(({ locked }) => locked)).toBe(true);
		expect(await placed(id)).toEqual(before);
		expect(await schedule(id)).toMatchObject({ weight: known.weight, bound: known.bound, figures: { meetings: before.length } });
		expect(await lastEntry(event)).toMatchObject({ action: 'event-meetings.undo-on-board', detail: { run: true, meetings: 3, lost: 0 } });
		// What was done by hand on the board that it went on from.
		expect(await undo()).toMatchObject({ run: false, lost: 0 });
		expect((await placed(id)).find(({ request_id }) => request_id === requests[1])).toMatchObject({ locked: false });
		await undo();
		await expect(undo()).rejects.toMatchObject({ code: 'conflict' });
		// The board that it went on from was never touched.
		expect(await placed(base)).toEqual(before);
	});

	test('of some people alone is taken back as well, after what was moved on its board since', async () => {
		const { event, base, before, slots, requests } = await worked('Part taken back');
		const form = { 'people': event.guests[0]!.id };
		const id = await network.schedule(event.id, form, base);
		const free = slots.find((slot) => !before.some(({ slot_id }) => slot_id === slot))!;
		const there = (await placed(id)).find(({ request_id }) => request_id === requests[2])!;
		await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: requests[2]!, slotId: there.slot_id === free ? slots[8]! : free, tableId: null });
		const undo = () => undoStep(network.desk, network.officer, { eventId: event.id, scheduleId: id });
		expect(await undo()).toMatchObject({ run: false });
		expect(await undo()).toMatchObject({ run: true });
		expect(await placed(id)).toEqual(before);
		expect((await schedule(id)).options).not.toHaveProperty('part');
	});

	test('says what cannot come back and does nothing; asked again, it puts the others back', async () => {
		const { event, base, before, requests } = await worked('Run and changes');
		const id = await network.schedule(event.id, {}, base);
		const made = await placed(id);
		const gone = before.find(({ request_id }) => request_id === requests[2])!;
		await network.rows(sql`update meeting_request set state = 'withdrawn', answered_at = null where id = ${requests[2]!} returning id`);
		const undo = (anyway: boolean) => undoStep(network.desk, network.officer, { eventId: event.id, scheduleId: id, anyway });
		// A step on the board that went on with it, too.
		expect(await undoStep(network.desk, network.officer, { eventId: event.id, scheduleId: base })).toMatchObject({ lost: 0 });
		await network.rows(sql`update meeting_schedule set options = jsonb_set(options, '{history}', ${JSON.stringify([{ requestId: requests[2], before: { slotId: gone.slot_id, tableId: null, interpreterId: null, locked: false } }])}::jsonb) where id = ${base} returning id`);
		await expect(undoStep(network.desk, network.officer, { eventId: event.id, scheduleId: base })).rejects.toMatchObject({ detail: { code: 'undo_changed', limit: 1 } });
		await expect(undo(false)).rejects.toMatchObject({ code: 'conflict', field: 'undo', detail: { code: 'undo_changed', limit: 1 } });
		expect(await placed(id)).toEqual(made);
		expect(await undo(true)).toMatchObject({ run: true, lost: 1 });
		expect(await placed(id)).toEqual(before.filter((row) => row !== gone));
	});

	test('leaves alone what its people booked since, and a step whose slot is gone', async () => {
		const { event, base, before, requests } = await worked('Run and a booking');
		const id = await network.schedule(event.id, {}, base);
		const board = { eventId: event.id, scheduleId: id };
		const [booked, moved] = [requests[2]!, requests[0]!];
		const there = (await placed(id)).find(({ request_id }) => request_id === moved)!;
		const gone = (await slotIds(event)).find((slot) => ![...before, ...[there]].some(({ slot_id }) => slot_id === slot))!;
		await moveMeeting(network.desk, network.officer, { ...board, requestId: moved, slotId: gone, tableId: null });
		await moveMeeting(network.desk, network.officer, { ...board, requestId: moved, slotId: there.slot_id as string, tableId: null });
		await takeOff(network.desk, network.officer, { ...board, requestId: booked });
		const [slot] = await network.rows(sql`select id from meeting_slot where event_id = ${event.id} and id <> ${gone} and not exists (select from meeting_placed p where p.slot_id = meeting_slot.id) limit 1`);
		await network.rows(sql`insert into event_meeting (event_id, request_id, origin, slot_id, starts_at, minutes, state, created_at, changed_at) select event_id, ${booked}, 'booked', id, starts_at, minutes, 'planned', now(), ${new Date(network.desk.now.getTime() + 60_000).toISOString()} from meeting_slot where id = ${slot!.id as string} returning id`);
		await network.rows(sql`delete from meeting_slot where id = ${gone} returning id`);
		const undo = (anyway: boolean) => undoStep(network.desk, network.officer, { ...board, anyway });
		for (const _step of ['off', 'back to the slot that is gone']) {
			const was = await placed(id);
			await expect(undo(false)).rejects.toMatchObject({ code: 'conflict', field: 'undo', detail: { code: 'undo_changed', limit: 1 } });
			expect(await undo(true)).toMatchObject({ run: false, lost: 1 });
			expect(await placed(id)).toEqual(was);
		}
		expect(await undo(false)).toMatchObject({ run: false, lost: 0 });
		expect(await undo(false)).toMatchObject({ run: true });
		expect(await placed(id)).toEqual(before.filter(({ request_id }) => request_id !== booked));
		expect((await schedule(id)).figures).toMatchObject({ meetings: 3 });
	});

	test('whose board lost a table since says so too', async () => {
		const { event, base, before } = await worked('Run and a table');
		const id = await network.schedule(event.id, {}, base);
		const { table_id } = before[0]!;
		await network.rows(sql`delete from event_table where id = ${table_id as string} returning id`);
		const lost = before.filter((row) => row.table_id === table_id).length;
		await expect(undoStep(network.desk, network.officer, { eventId: event.id, scheduleId: id })).rejects.toMatchObject({ detail: { code: 'undo_changed', limit: lost } });
	});
});

describe('a publication', () => {
	async function published(name: string) {
		const event = await network.event(name, { guests: 6 });
		const requests = [await event.request(0, 1), await event.request(2, 3), await event.request(0, 2)];
		const first = await network.schedule(event.id);
		await publish(event, first);
		const before = await standing(event);
		const slots = await slotIds(event);
		const free = slots.filter((slot) => !before.some(({ slot_id }) => slot_id === slot));
		const second = await copyStanding(network.desk, network.officer, { eventId: event.id });
		const board = { eventId: event.id, scheduleId: second };
		await moveMeeting(network.desk, network.officer, { ...board, requestId: requests[0]!, slotId: free[0]!, tableId: null });
		await lockMeeting(network.desk, network.officer, { ...board, requestId: requests[1]!, locked: true });
		const added = await event.request(4, 5);
		await moveMeeting(network.desk, network.officer, { ...board, requestId: added, slotId: free[1]!, tableId: null });
		await publish(event, second);
		return { event, requests, first, second, before, added, free };
	}

	test('is taken back in one press: all stands as before, who was told hears it, and nobody else', async () => {
		const { event, first, second, before, added } = await published('Publication taken back');
		const told = await letters(event);
		for (const actor of outsiders()) await expect(takeBack(event, second, { actor })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(takeBack(event, first)).rejects.toMatchObject({ code: 'conflict' });
		const { takingBack } = await viewSchedule(network.desk, network.officer, { eventId: event.id, id: second, other: null });
		expect(takingBack).toEqual({ back: 2, off: 1, changed: 0 });
		expect(await takeBack(event, second)).toEqual({ added: 0, moved: 1, calledOff: 1, told: 4 });
		expect((await standing(event)).filter(({ request_id }) => request_id !== added)).toEqual(before);
		expect((await standing(event)).find(({ request_id }) => request_id === added)).toMatchObject({ state: 'cancelled', slot_id: null });
		expect(await letters(event)).toEqual(told.map((count, guest) => count + ([0, 1, 4, 5].includes(guest) ? 1 : 0)));
		expect([(await schedule(first)).state, (await schedule(second)).state]).toEqual(['published', 'done']);
		expect(await network.rows(sql`select published_schedule from meeting_frame where event_id = ${event.id}`)).toEqual([{ published_schedule: first }]);
		expect(await lastEntry(event)).toMatchObject({ action: 'event-meetings.take-publication-back' });
		// Once is enough; and it can be published again.
		await expect(takeBack(event, second)).rejects.toMatchObject({ code: 'conflict' });
		expect(await publish(event, second)).toMatchObject({ moved: 1, added: 1 });
	});

	test('says what has changed since and does nothing; asked again, it leaves that as it is and puts the others back', async () => {
		const { event, requests, second, before, added, free } = await published('Publication and changes');
		const left = await standing(event);
		// The new meeting was called off, and the place that the moved one had was taken by others: both stay as they are.
		await network.rows(sql`update event_meeting set state = 'cancelled', slot_id = null, table_id = null where request_id = ${added} returning id`);
		const was = before.find(({ request_id }) => request_id === requests[0])!;
		await network.rows(sql`insert into meeting_availability (event_id, registration_id, slot_id) values (${event.id}, ${event.guests[1]!.id}, ${was.slot_id as string}) returning slot_id`);
		await expect(takeBack(event, second)).rejects.toMatchObject({ code: 'conflict', field: 'undo', detail: { code: 'undo_changed', limit: 2 } });
		expect((await standing(event)).filter(({ request_id }) => request_id !== added)).toEqual(left.filter(({ request_id }) => request_id !== added));
		expect(await takeBack(event, second, { anyway: true })).toEqual({ added: 0, moved: 0, calledOff: 0, told: 0 });
		const after = await standing(event);
		expect(after.find(({ request_id }) => request_id === requests[0])).toMatchObject({ slot_id: free[0] });
		expect(after.find(({ request_id }) => request_id === requests[1])).toMatchObject({ locked: false });
	});

	test('of which nothing is left to put back is not taken back', async () => {
		const event = await network.event('Nothing left', { guests: 2 });
		await event.request(0, 1);
		const id = await network.schedule(event.id);
		await publish(event, id);
		await network.rows(sql`update event_meeting set state = 'held' where event_id = ${event.id} returning id`);
		await expect(takeBack(event, id, { anyway: true })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'undo_nothing' } });
	});
});
