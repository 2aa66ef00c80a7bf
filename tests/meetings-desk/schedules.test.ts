import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockMeeting, moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { changeAtDesk } from '#lib/server/meetings/frame/change-at-desk.ts';
import { settleMeetings } from '#lib/server/meetings/live/settle-meetings.ts';
import { previewPublishing } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { viewSchedule } from '#lib/server/meetings/schedules/view-schedules.ts';
import { beginSchedule, copyStanding, removeSchedule, stopSchedule } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { deskRemedyLink } from '#lib/ui/meeting-desk/remedy-links.ts';
import { formOf } from '../events/events-network.ts';
import { createDeskNetwork, type DeskEvent, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const forbidden = { code: 'forbidden' };
const notFound = { code: 'not_found' };
const schedule = async (id: string) => (await network.rows(sql`select * from meeting_schedule where id = ${id}`))[0] as { state: string; weight: number; bound: number; gap: number; figures: Record<string, number>; refused: { request: string; reason: string }[]; options: Record<string, unknown> };
const placed = async (id: string) => (await network.rows(sql`select request_id, slot_id, table_id, locked from meeting_placed where schedule_id = ${id} order by request_id`)) as { request_id: string; slot_id: string; table_id: string; locked: boolean }[];

describe('a schedule', () => {
	test('holds what can be held, with its proof and the reason of what is refused', async () => {
		const event = await network.event('Scheduled', { guests: 4 });
		const all = await network.slotIds(event.id);
		await event.absent(3, all.slice(1));
		await event.absent(2, all.slice(0, 1));
		const requests = [await event.request(0, 1, { mutual: true }), await event.request(0, 2), await event.request(2, 3), await event.request(1, 3, { state: 'asked', answeredAt: null })];
		const id = await network.schedule(event.id);
		expect(await schedule(id)).toMatchObject({ state: 'done', weight: 4, bound: 4, gap: 0, figures: { meetings: 2 }, refused: [{ request: requests[2], reason: 'never-together' }], options: { boundBy: expect.any(String) } });
		expect((await placed(id)).map(({ request_id }) => request_id).sort()).toEqual([requests[0]!, requests[1]!].sort());
		expect((await network.standing(event.id)).length).toBe(0);
		// What would make it possible leads to where it is done: what a person has to say, to that one's registration; what the desk has marked, to where that is taken back.
		const links = async () => {
			const { refused, hostLimits, marked } = await viewSchedule(network.desk, network.officer, { eventId: event.id, id, other: null });
			return Object.fromEntries(refused[0]!.detail.remedies.map((remedy) => [remedy.remedy, deskRemedyLink(remedy, { event: event.id, schedule: id, hostLimits, marked })]));
		};
		const desk = `/desk/events/${event.id}`;
		const absence = (await viewSchedule(network.desk, network.officer, { eventId: event.id, id, other: null })).refused[0]!.detail.remedies.find(({ remedy }) => remedy === 'be-there') as { participant: string };
		expect(await links()).toMatchObject({ 'be-there': `${desk}/registrations/${absence.participant}` });
		await network.rows(sql`update meeting_availability set by_desk = true where event_id = ${event.id} returning event_id`);
		expect(await links()).toMatchObject({ 'be-there': `${desk}/meetings/live#back-${absence.participant}` });
	});

	test('names who interprets on each side where only that differs from another, also who comes no more', async () => {
		const event = await network.event('Who interprets', { guests: 4, languages: [['zh'], ['th'], ['zh', 'th'], ['zh', 'th']] });
		await event.interprets(2, 'th', 'zh');
		await event.request(0, 1);
		const first = await network.schedule(event.id);
		await network.rows(sql`delete from meeting_interpreter where event_id = ${event.id} returning event_id`);
		await event.interprets(3, 'th', 'zh');
		const second = await network.schedule(event.id, { scope: 'few-moves' }, first);
		await network.rows(sql`update event_registration set state = 'withdrawn' where id = ${event.guests[2]!.id} returning id`);
		const { compared, names } = await viewSchedule(network.desk, network.officer, { eventId: event.id, id: second, other: first });
		expect(compared!.changes).toMatchObject([{ change: 'other-interpreter', before: { interpreter: event.guests[2]!.id }, after: { interpreter: event.guests[3]!.id } }]);
		for (const guest of [2, 3]) expect(names.people[event.guests[guest]!.id]?.names, String(guest)).toMatchObject([{ text: expect.stringContaining('Guest') }]);
	});

	test('is begun, stopped and removed by organisers alone, one at a time', async () => {
		const event = await network.event('One at a time', { guests: 2 });
		await event.request(0, 1);
		const begin = (actor = network.officer) => beginSchedule(network.desk, actor, { eventId: event.id, form: formOf({ seconds: '60', scope: 'all' }), from: null });
		for (const actor of outsiders()) await expect(begin(actor)).rejects.toMatchObject(forbidden);
		for (const [fields, field] of [[{ seconds: '' }, 'seconds'], [{ seconds: '301' }, 'seconds'], [{ scope: 'some' }, 'scope'], [{ frozen: '-1' }, 'frozen']] as const)
			await expect(beginSchedule(network.desk, network.officer, { eventId: event.id, form: formOf({ seconds: '5', scope: 'all', ...fields }), from: null })).rejects.toMatchObject({ code: 'invalid_input', field });
		const id = await begin();
		await expect(begin()).rejects.toMatchObject({ code: 'conflict' });
		await expect(removeSchedule(network.desk, network.officer, { eventId: event.id, id })).rejects.toMatchObject({ code: 'conflict' });
		for (const actor of outsiders()) await expect(stopSchedule(network.desk, actor, { eventId: event.id, id })).rejects.toMatchObject(forbidden);
		await stopSchedule(network.desk, network.officer, { eventId: event.id, id });
		const began = performance.now();
		await runSchedule(network.desk, id, new AbortController().signal);
		// What it has is kept, long before the minute that it was given.
		expect(performance.now() - began).toBeLessThan(30_000);
		expect(await schedule(id)).toMatchObject({ state: 'done', figures: { meetings: 1 } });
		await expect(stopSchedule(network.desk, network.officer, { eventId: event.id, id })).rejects.toMatchObject({ code: 'conflict' });
		for (const actor of outsiders()) await expect(removeSchedule(network.desk, actor, { eventId: event.id, id })).rejects.toMatchObject(forbidden);
		await removeSchedule(network.desk, network.officer, { eventId: event.id, id });
		expect(await schedule(id)).toBeUndefined();
	});

	test('that a faster worker has made already is left as it is', async () => {
		const event = await network.event('Made twice', { guests: 2 });
		await event.request(0, 1);
		const id = await beginSchedule(network.desk, network.officer, { eventId: event.id, form: formOf({ seconds: '2', scope: 'all' }), from: null });
		const late = runSchedule(network.desk, id, new AbortController().signal);
		// Once it runs, another has published what it made of it.
		for (let row = await schedule(id); row.state === 'running' && !row.figures.heardAt; row = await schedule(id)) await new Promise((resolve) => setTimeout(resolve, 5));
		await network.rows(sql`update meeting_schedule set state = 'published' where id = ${id} returning id`);
		await late;
		expect(await schedule(id)).toMatchObject({ state: 'published' });
		expect(await placed(id)).toEqual([]);
	});

	test('is not begun without a slot ahead', async () => {
		const event = await network.event('No slots', { guests: 0, slots: null });
		await expect(network.schedule(event.id)).rejects.toMatchObject({ code: 'conflict', field: 'seconds' });
	});
});

describe('the board', () => {
	async function board(name: string, options = {}) {
		const event = await network.event(name, { guests: 4, tables: 2, ...options });
		const requests = [await event.request(0, 1), await event.request(0, 2), await event.request(2, 3)];
		const id = await network.schedule(event.id);
		const taken = (await placed(id)).map(({ slot_id }) => slot_id);
		return { event, requests, free: (await network.slotIds(event.id)).filter((slot) => !taken.includes(slot)), id };
	}

	test('moves, locks and takes back what no rule speaks against', async () => {
		const { event, requests, free, id } = await board('Board');
		const target = { eventId: event.id, scheduleId: id, requestId: requests[0]! };
		const first = (await placed(id)).find(({ request_id }) => request_id === requests[0])!;
		const other = (await placed(id)).find(({ request_id }) => request_id === requests[1])!;
		for (const actor of outsiders()) {
			await expect(moveMeeting(network.desk, actor, { ...target, slotId: free[0]!, tableId: null })).rejects.toMatchObject(forbidden);
			await expect(lockMeeting(network.desk, actor, { ...target, locked: true })).rejects.toMatchObject(forbidden);
			await expect(takeOff(network.desk, actor, target)).rejects.toMatchObject(forbidden);
			await expect(undoStep(network.desk, actor, target)).rejects.toMatchObject(forbidden);
		}
		// Guest 0 sits in the other meeting then.
		await expect(moveMeeting(network.desk, network.officer, { ...target, slotId: other.slot_id, tableId: null })).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'two_places' } });
		await moveMeeting(network.desk, network.officer, { ...target, slotId: free[0]!, tableId: null });
		expect((await placed(id)).find(({ request_id }) => request_id === requests[0])).toMatchObject({ slot_id: free[0], table_id: first.table_id });
		await lockMeeting(network.desk, network.officer, { ...target, locked: true });
		await expect(moveMeeting(network.desk, network.officer, { ...target, slotId: free[1]!, tableId: null })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'locked' } });
		await expect(takeOff(network.desk, network.officer, target)).rejects.toMatchObject({ code: 'conflict' });
		// A run that goes on from here leaves it where it is.
		const next = await network.schedule(event.id, {}, id);
		expect((await placed(next)).find(({ request_id }) => request_id === requests[0])).toMatchObject({ slot_id: free[0], locked: true });
		await lockMeeting(network.desk, network.officer, { ...target, locked: false });
		await takeOff(network.desk, network.officer, target);
		expect(await schedule(id)).toMatchObject({ figures: { meetings: 2 }, refused: [{ request: requests[0] }] });
		// Back on the board; locked as it was; not locked; where it was first.
		await undoStep(network.desk, network.officer, target);
		await undoStep(network.desk, network.officer, target);
		expect((await placed(id)).find(({ request_id }) => request_id === requests[0])).toMatchObject({ slot_id: free[0], locked: true });
		await undoStep(network.desk, network.officer, target);
		await undoStep(network.desk, network.officer, target);
		expect((await placed(id)).find(({ request_id }) => request_id === requests[0])).toMatchObject({ locked: false, slot_id: first.slot_id, table_id: first.table_id });
		expect(await schedule(id)).toMatchObject({ figures: { meetings: 3 }, refused: [] });
		await expect(undoStep(network.desk, network.officer, target)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a full slot, somebody absent, a table that is taken: each is refused with its rule', async () => {
		const { event, requests, free, id } = await board('Refusing', { tables: 1 });
		await event.absent(1, [free[0]!]);
		const move = (slotId: string, tableId: string | null = null) => moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: requests[0]!, slotId, tableId });
		await expect(move(free[0]!)).rejects.toMatchObject({ detail: { code: 'absent' } });
		const third = (await placed(id)).find(({ request_id }) => request_id === requests[2])!;
		await expect(move(third.slot_id)).rejects.toMatchObject({ detail: { code: 'table' }, field: 'table' });
		await expect(move(crypto.randomUUID())).rejects.toMatchObject(notFound);
	});

	test('finds an interpreter where there is no common language, and refuses where none is free', async () => {
		const event = await network.event('Interpreting', { guests: 5, languages: [['zh'], ['th'], ['zh'], ['th'], ['zh', 'th']] });
		await event.interprets(4, 'th', 'zh');
		const requests = [await event.request(0, 1), await event.request(2, 3)];
		const slots = await network.slotIds(event.id);
		const id = await network.schedule(event.id);
		expect(await schedule(id)).toMatchObject({ figures: { meetings: 2 } });
		const move = (request: number, slot: number) => moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: requests[request]!, slotId: slots[slot]!, tableId: null });
		await move(0, 8);
		expect(await network.rows(sql`select interpreter_id from meeting_placed where schedule_id = ${id} and request_id = ${requests[0]!}`)).toEqual([{ interpreter_id: event.guests[4]!.id }]);
		await expect(move(1, 8)).rejects.toMatchObject({ detail: { code: 'interpreter' } });
	});
});

describe('publishing', () => {
	test('tells whose meetings change, once, and nobody else; the second time only what is different', async () => {
		const event = await network.event('Published', { guests: 6 });
		const requests = [await event.request(0, 1), await event.request(2, 3)];
		const first = await network.schedule(event.id);
		for (const actor of outsiders()) {
			await expect(network.publish(event, first, actor)).rejects.toMatchObject(forbidden);
			await expect(previewPublishing(network.desk, actor, { eventId: event.id, id: first })).rejects.toMatchObject(notFound);
		}
		expect(await previewPublishing(network.desk, network.officer, { eventId: event.id, id: first })).toMatchObject({ added: 2, moved: 0, calledOff: 0, broken: 0 });
		expect(await network.publish(event, first)).toEqual({ added: 2, moved: 0, calledOff: 0, told: 4, late: 0 });
		expect(await network.letters(event)).toEqual([1, 1, 1, 1, 0, 0]);
		await expect(network.publish(event, first)).rejects.toMatchObject({ code: 'conflict' });
		const mail = (await network.mailsTo(event.guests[0]!.actor))[0]!;
		expect(mail.text).toMatch(/New: Guest \d+, \w+, Mar 1[56], 2027.* table A\d|新增：Guest \d+，2027年3月1[56]日.*A\d 号桌/);
		expect(await network.rows(sql`select calendar_method, calendar ~ 'LOCATION:.*A[0-9]' as placed from mail where to_address = ${event.guests[0]!.email}`)).toEqual([{ calendar_method: 'REQUEST', placed: true }]);

		await event.request(4, 5);
		const second = await network.schedule(event.id, { scope: 'fill' });
		expect(await network.publish(event, second)).toEqual({ added: 1, moved: 0, calledOff: 0, told: 2, late: 0 });
		expect(await network.letters(event)).toEqual([1, 1, 1, 1, 1, 1]);
		expect(await schedule(first)).toMatchObject({ state: 'superseded' });
		// The same meeting keeps its id, so that calendars know it.
		const moved = await copyStanding(network.desk, network.officer, { eventId: event.id });
		const taken = (await network.standing(event.id)).map(({ slot_id }) => slot_id);
		const free = (await network.slotIds(event.id)).find((slot) => !taken.includes(slot))!;
		await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: moved, requestId: requests[0]!, slotId: free, tableId: null });
		await takeOff(network.desk, network.officer, { eventId: event.id, scheduleId: moved, requestId: requests[1]! });
		const before = await network.standing(event.id);
		expect(await network.publish(event, moved)).toEqual({ added: 0, moved: 1, calledOff: 1, told: 4, late: 0 });
		const after = await network.standing(event.id);
		const of = (rows: typeof before, request: number) => rows.find(({ request_id }) => request_id === requests[request])!;
		expect(of(after, 0)).toMatchObject({ id: of(before, 0).id, slot_id: free, sequence: 1, state: 'planned' });
		expect(of(after, 1)).toMatchObject({ id: of(before, 1).id, slot_id: null, state: 'cancelled' });
		expect(await network.letters(event)).toEqual([2, 2, 2, 2, 1, 1]);
	});

	test('two meetings change places in one go, and what breaks a rule by now is not published', async () => {
		const event = await network.event('Swapped', { guests: 3, tables: 1, slots: { day: 'all', until: '09:20' } });
		const [one, other] = [await event.request(0, 1), await event.request(0, 2)];
		await network.publish(event, await network.schedule(event.id));
		const [early, late] = await network.slotIds(event.id);
		const before = await network.standing(event.id);
		// Whoever sits in the first slot cannot come then, and the other can: only a swap keeps both.
		const guest = before.find(({ slot_id }) => slot_id === early)!.request_id === one ? 1 : 2;
		await event.absent(guest, [early!]);
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		expect(await previewPublishing(network.desk, network.officer, { eventId: event.id, id: copy })).toMatchObject({ broken: 1 });
		await expect(network.publish(event, copy)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'broken' } });
		const board = { eventId: event.id, scheduleId: copy };
		const [first, second] = before.find(({ slot_id }) => slot_id === early)!.request_id === one ? [one, other] : [other, one];
		await takeOff(network.desk, network.officer, { ...board, requestId: first });
		await moveMeeting(network.desk, network.officer, { ...board, requestId: second, slotId: early!, tableId: null });
		await moveMeeting(network.desk, network.officer, { ...board, requestId: first, slotId: late!, tableId: null });
		expect(await network.publish(event, copy)).toEqual({ added: 0, moved: 2, calledOff: 0, told: 3, late: 0 });
		const after = await network.standing(event.id);
		for (const { request_id, slot_id } of before) expect(after.find((row) => row.request_id === request_id)!.slot_id).toBe(slot_id === early ? late : early);
	});
});

describe('publishing what others have changed meanwhile', () => {
	const preview = (event: DeskEvent, id: string) => previewPublishing(network.desk, network.officer, { eventId: event.id, id });
	const later = <Result>(work: () => Promise<Result>) => network.during(new Date(network.events.now.getTime() + 60_000).toISOString(), work);

	test('an older schedule takes back what a newer one has added', async () => {
		const event = await network.event('Older and newer', { guests: 4 });
		const requests = [await event.request(0, 1), await event.request(2, 3)];
		const older = await network.schedule(event.id);
		await takeOff(network.desk, network.officer, { eventId: event.id, scheduleId: older, requestId: requests[1]! });
		const newer = await network.schedule(event.id);
		await later(async () => {
			await network.publish(event, newer);
			expect(await preview(event, older)).toMatchObject({ added: 0, calledOff: 1, broken: 0 });
			expect(await network.publish(event, older)).toMatchObject({ added: 0, calledOff: 1 });
		});
		expect((await network.standing(event.id)).find(({ request_id }) => request_id === requests[1])).toMatchObject({ state: 'cancelled' });
	});

	test('a wish that was taken back has no place; who wants no meetings any more keeps those that stand, and gets no others', async () => {
		const event = await network.event('Taken back', { guests: 4 });
		const requests = [await event.request(0, 1), await event.request(2, 3)];
		const first = await network.schedule(event.id);
		await network.rows(sql`update meeting_request set state = 'withdrawn', answered_at = null where id = ${requests[1]!} returning id`);
		expect(await network.publish(event, first)).toMatchObject({ added: 1 });
		await event.request(0, 2);
		await network.rows(sql`delete from meeting_participant where registration_id = ${event.guests[0]!.id} returning registration_id`);
		expect(await preview(event, await copyStanding(network.desk, network.officer, { eventId: event.id }))).toMatchObject({ added: 0, calledOff: 0, broken: 0 });
		expect(await preview(event, await network.schedule(event.id))).toMatchObject({ added: 0, calledOff: 0, broken: 0 });
	});

	test('what people book or call off in the same moment is a conflict', async () => {
		const event = await network.event('The same moment', { guests: 3 });
		const [one, other] = [await event.request(0, 1), await event.request(0, 2)];
		const [slotId] = await network.slotIds(event.id);
		const settle = (...requests: string[]) =>
			changeAtDesk(network.desk, network.officer, { eventId: event.id, action: 'publish-schedule' }, (change) =>
				settleMeetings(network.desk, change, { place: requests.map((requestId) => ({ requestId, slotId: slotId!, tableId: null, interpreterId: null, origin: 'scheduled' as const })), callOff: [] }),
			);
		await expect(settle(one, other)).rejects.toMatchObject({ code: 'conflict' });
		await network.rows(sql`update meeting_request set state = 'withdrawn', answered_at = null where id = ${one} returning id`);
		await expect(settle(one)).rejects.toMatchObject({ code: 'conflict' });
		expect(await network.standing(event.id)).toEqual([]);
		expect(await network.letters(event)).toEqual([0, 0, 0]);
	});

	test('who interprets no more hears that it is off, and the one who does that it is new', async () => {
		const event = await network.event('Another interpreter', { guests: 4, languages: [['zh'], ['th'], ['zh', 'th'], ['zh', 'th']] });
		await event.interprets(2, 'th', 'zh');
		await event.interprets(3, 'th', 'zh');
		await event.request(0, 1);
		await network.publish(event, await network.schedule(event.id));
		const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
		const before = (await network.rows(sql`select interpreter_id from meeting_placed where schedule_id = ${copy}`))[0]!.interpreter_id;
		const [was, is] = event.guests[2]!.id === before ? [event.guests[2]!, event.guests[3]!] : [event.guests[3]!, event.guests[2]!];
		await network.rows(sql`update meeting_placed set interpreter_id = ${is.id}, slot_id = (select s.id from meeting_slot s where s.event_id = ${event.id} and s.id <> meeting_placed.slot_id order by s.starts_at limit 1) where schedule_id = ${copy} returning request_id`);
		expect(await network.publish(event, copy)).toEqual({ added: 0, moved: 1, calledOff: 0, told: 4, late: 0 });
		const methods = async (email: string) => (await network.rows(sql`select calendar_method from mail where to_address = ${email}`)).map(({ calendar_method }) => calendar_method).sort();
		expect(await methods(was.email)).toEqual(['CANCEL', 'REQUEST']);
		expect(await methods(is.email)).toEqual(['REQUEST']);
		expect(await methods(event.guests[0]!.email)).toEqual(['REQUEST', 'REQUEST']);
	});
});
