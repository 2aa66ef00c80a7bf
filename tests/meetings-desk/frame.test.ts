import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { addInterpreter, removeInterpreter } from '#lib/server/meetings/frame/interpreters.ts';
import { makeSlots, saveSlotKind } from '#lib/server/meetings/frame/make-slots.ts';
import { previewRemoval, removePlace } from '#lib/server/meetings/frame/remove-place.ts';
import { runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { beginRemoval } from '#lib/server/meetings/schedules/steer-schedule.ts';
import type { Removal } from '#lib/server/meetings/schedules/schedule.ts';
import { saveFrame } from '#lib/server/meetings/frame/save-frame.ts';
import { followInterpreters } from '#lib/server/meetings/live/interpreters-gone.ts';
import { saveTable } from '#lib/server/meetings/live/save-table.ts';
import { viewLive, viewPrint } from '#lib/server/meetings/live/view-live.ts';
import { publishSchedule } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { followErasure } from '#lib/server/meetings/standing/follow-erasure.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { formOf } from '../events/events-network.ts';
import { at, createDeskNetwork, FRAME_FORM, SLOT_FORM, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const slots = async (id: string) => (await network.rows(sql`select id, to_char(starts_at at time zone 'Asia/Vientiane', 'DD HH24:MI') as at, kind from meeting_slot where event_id = ${id} order by starts_at`)) as { id: string; at: string; kind: string }[];
const meetings = async (id: string) => (await network.rows(sql`select m.request_id, m.state, m.slot_id, m.table_id, t.label, to_char(m.starts_at at time zone 'Asia/Vientiane', 'DD HH24:MI') as at from event_meeting m left join event_table t on t.id = m.table_id where m.event_id = ${id} order by m.starts_at, t.label`)) as { request_id: string; state: string; slot_id: string; table_id: string; label: string; at: string }[];

describe('the frame of an event’s meetings', () => {
	test('is saved by organisers, and by nobody else', async () => {
		const { id } = await network.event('Framed', { slots: null, guests: 0 });
		for (const actor of outsiders()) await expect(saveFrame(network.desk, actor, { eventId: id, form: formOf(FRAME_FORM) })).rejects.toMatchObject({ code: 'forbidden' });
		for (const [change, field] of [[{ mode: 'any' }, 'mode'], [{ request_limit: '' }, 'request_limit'], [{ request_limit: '0' }, 'request_limit'], [{ daily_limit: '99' }, 'daily_limit'], [{ request_deadline: 'soon' }, 'request_deadline'], [{ request_deadline: '2027-03-20T10:00' }, 'request_deadline'], [{ answer_days: '61' }, 'answer_days']] as const)
			await expect(saveFrame(network.desk, network.officer, { eventId: id, form: formOf({ ...FRAME_FORM, ...change }) })).rejects.toMatchObject(at(field));
		await saveFrame(network.desk, network.secondOfficer, { eventId: id, form: formOf({ ...FRAME_FORM, mode: 'both', daily_limit: '6' }) });
		// 18:00 in Vientiane.
		expect((await network.rows(sql`select mode, daily_limit, request_deadline::text as until from meeting_frame where event_id = ${id}`))[0]).toMatchObject({ mode: 'both', daily_limit: 6, until: expect.stringContaining('2027-03-10 11:00') });
		expect((await network.audited('event-meetings.save-frame', id)).at(-1)?.after).toMatchObject({ mode: 'both' });
	});

	test('cuts days into slots within their hours, and leaves out what would overlap', async () => {
		const { id } = await network.event('Slotted', { slots: null, guests: 0, mode: 'both' });
		const make = (change: Record<string, string>, actor = network.officer) => makeSlots(network.desk, actor, { eventId: id, form: formOf({ ...SLOT_FORM, kind: 'collected', ...change }) });
		for (const actor of outsiders()) await expect(make({}, actor)).rejects.toMatchObject({ code: 'forbidden' });
		for (const [change, field] of [[{ minutes: '' }, 'minutes'], [{ minutes: '3' }, 'minutes'], [{ until: '08:00' }, 'until'], [{ from: '25:00' }, 'from'], [{ pause: '-1' }, 'pause'], [{ break_from: '10:00' }, 'break_until'], [{ break_from: '10:00', break_until: '09:30' }, 'break_until'], [{ day: 'none' }, 'day'], [{ from: '05:00', until: '06:00' }, 'until'], [{ kind: '' }, 'kind']] as const)
			await expect(make(change), JSON.stringify(change)).rejects.toMatchObject(at(field));
		expect(await make({ break_from: '09:40', break_until: '10:10' })).toEqual({ added: 6, leftOut: 0 });
		expect((await slots(id)).map((slot) => slot.at)).toEqual(['15 09:00', '15 10:10', '15 10:35', '16 09:00', '16 10:10', '16 10:35']);
		expect(await make({})).toEqual({ added: 4, leftOut: 6 });
		await expect(make({})).rejects.toMatchObject(at('from'));
		const [first] = await slots(id);
		await saveSlotKind(network.desk, network.officer, { eventId: id, form: formOf({ kind: 'booking', slot: [first!.id, 'none'] }) });
		expect((await slots(id)).map(({ kind }) => kind)).toEqual(['booking', ...Array.from({ length: 9 }, () => 'collected')]);
		await expect(saveSlotKind(network.desk, network.thaiOfficer, { eventId: id, form: formOf({ kind: 'booking', slot: first!.id }) })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(saveSlotKind(network.desk, network.officer, { eventId: id, form: formOf({ kind: 'booking' }) })).rejects.toMatchObject(at('slot'));
	});

	test('names interpreters among those who come', async () => {
		const { id, guests } = await network.event('Interpreted', { slots: null, guests: 2 });
		const add = (change: Record<string, string>, actor = network.officer) => addInterpreter(network.desk, actor, { eventId: id, form: formOf({ registration: guests[0]!.id, one: 'zh', other: 'th', ...change }) });
		await expect(add({}, network.thaiOfficer)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(add({ registration: crypto.randomUUID() })).rejects.toMatchObject(at('registration'));
		await expect(add({ other: 'zh' })).rejects.toMatchObject(at('other'));
		await add({});
		await add({ one: 'th', other: 'zh' });
		const pairs = () => network.rows(sql`select one_language, other_language from meeting_interpreter where event_id = ${id}`);
		expect(await pairs()).toEqual([{ one_language: 'th', other_language: 'zh' }]);
		await expect(removeInterpreter(network.desk, network.owner, { eventId: id, form: formOf({ id: guests[0]!.id }) })).rejects.toMatchObject({ code: 'forbidden' });
		await removeInterpreter(network.desk, network.officer, { eventId: id, form: formOf({ id: guests[0]!.id }) });
		expect(await pairs()).toEqual([]);
	});
});

test('a table is called otherwise and put into another zone: who meets there hears of the label, on paper it stands with its room, and wishes follow the zone', async () => {
	const event = await network.event('Relabelled', { guests: 4, tables: 2 });
	await event.request(0, 1);
	await event.request(2, 3);
	await network.publish(event, await network.schedule(event.id));
	const { table_id: tableId, label } = (await meetings(event.id))[0]!;
	const [{ id: otherId, label: otherLabel }] = (await network.rows(sql`select id, label from event_table where event_id = ${event.id} and id <> ${tableId}`)) as [{ id: string; label: string }];
	await network.rows(sql`insert into meeting_soft_wish (event_id, kind, registration_id, room_id, zone, made_at) select event_id, 'place', ${event.guests[0]!.id}, room_id, zone, now() from event_table where id = ${tableId} returning id`);
	const save = (fields: Record<string, string>, actor: Actor = network.officer) => saveTable(network.desk, actor, { eventId: event.id, form: formOf({ id: tableId, label, zone: '', ...fields }) });
	for (const actor of outsiders()) await expect(save({ label: 'T9' }, actor)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(save({ label: ' ' })).rejects.toMatchObject(at('label'));
	await expect(save({ label: otherLabel })).rejects.toMatchObject({ ...at('label'), detail: { code: 'table_taken' } });
	await expect(save({ id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
	await network.rows(sql`update event_table set gone_at = now() where id = ${otherId} returning id`);
	await expect(save({ label: otherLabel })).rejects.toMatchObject({ ...at('label'), detail: { code: 'table_taken' } });
	await network.rows(sql`update event_table set gone_at = null where id = ${otherId} returning id`);

	const zones = async () => (await network.rows(sql`select zone from meeting_soft_wish where event_id = ${event.id}`)).map(({ zone }) => zone);
	expect(await save({ zone: 'North' })).toEqual({ told: 0 });
	expect(await zones()).toEqual(['']);
	expect(await save({ id: otherId, label: otherLabel, zone: 'South' })).toEqual({ told: 0 });
	expect(await zones()).toEqual(['South']);

	const there = (await meetings(event.id)).filter(({ table_id: each }) => each === tableId).length;
	const before = await network.standing(event.id);
	expect(await save({ label: 'T9', zone: 'North' })).toEqual({ told: there * 2 });
	expect((await network.standing(event.id)).reduce((sum, { sequence }) => sum + sequence, 0) - before.reduce((sum, { sequence }) => sum + sequence, 0)).toBe(there);
	const letters = (await Promise.all(event.guests.map(({ actor }) => network.mailsTo(actor)))).flat().filter(({ text }) => text.includes('T9'));
	expect(letters).toHaveLength(there * 2);
	for (const { calendar } of letters) expect(calendar!.content).toMatch(/LOCATION:.*T9.*One/);
	const { places } = await viewPrint(network.desk, network.officer, event.id);
	expect(places[tableId]).toMatchObject({ table: 'T9', room: [{ text: 'One' }] });
});

describe('taking away a slot, a table or a day', () => {
	async function scheduled(name: string) {
		const event = await network.event(name, { guests: 4, tables: 2 });
		const requests = [await event.request(0, 1), await event.request(2, 3), await event.request(0, 2), await event.request(1, 3)];
		await publishSchedule(network.desk, network.officer, { eventId: event.id, id: await network.schedule(event.id), words: null });
		return { ...event, requests };
	}

	/** Has it worked out where the meetings could go, as the job would, and takes the place away. */
	async function moveAway(eventId: string, removal: Removal, words: { text: string; language: 'en' } | null = null) {
		const proposal = await beginRemoval(network.desk, network.officer, { eventId, ...removal });
		await runSchedule(network.desk, proposal, new AbortController().signal);
		return removePlace(network.desk, network.officer, { eventId, ...removal, seen: await seen(eventId, removal), how: 'move', proposal, words });
	}
	/** The meetings that an organiser is shown who asks what a removal concerns. */
	const seen = async (eventId: string, removal: Removal) => (await previewRemoval(network.desk, network.officer, { eventId, ...removal })).affected.map(({ id }) => id);

	test('asks first: who is affected, where they would go, how many letters leave', async () => {
		const { id } = await scheduled('Asked first');
		const [first] = await meetings(id);
		const inSlot = (await meetings(id)).filter(({ slot_id }) => slot_id === first!.slot_id);
		for (const actor of outsiders()) await expect(previewRemoval(network.desk, actor, { eventId: id, of: 'slot', id: first!.slot_id })).rejects.toMatchObject({ code: 'not_found' });
		const asked = { eventId: id, of: 'slot' as const, id: first!.slot_id };
		// At once: who is affected. Where they would go is worked out when somebody asks for it.
		expect(await previewRemoval(network.desk, network.officer, asked)).toMatchObject({ letters: inSlot.length * 2, proposal: null, affected: inSlot.map(({ label }) => ({ table: label, to: null })) });
		await expect(removePlace(network.desk, network.officer, { ...asked, seen: await seen(id, asked), how: 'move', proposal: null, words: null })).rejects.toMatchObject({ code: 'conflict', field: 'place', detail: { code: 'no_proposal' } });
		for (const actor of outsiders()) await expect(beginRemoval(network.desk, actor, asked)).rejects.toMatchObject({ code: 'forbidden' });
		const proposal = await beginRemoval(network.desk, network.officer, asked);
		expect((await previewRemoval(network.desk, network.officer, asked)).proposal).toMatchObject({ id: proposal, running: true });
		await runSchedule(network.desk, proposal, new AbortController().signal);
		const preview = await previewRemoval(network.desk, network.officer, asked);
		expect(preview.proposal).toMatchObject({ id: proposal, running: false });
		expect(preview).toMatchObject({ letters: inSlot.length * 2, affected: inSlot.map(({ label }) => ({ table: label, to: { table: expect.stringMatching(/^A[12]$/) } })) });
		expect(preview.affected[0]!.people).toHaveLength(2);
		// Where somebody has taken the place meanwhile, it is to be worked out anew.
		const to = (await network.rows(sql`select p.slot_id, r.from_registration_id from meeting_placed p join meeting_request r on r.id = p.request_id where p.schedule_id = ${proposal} and p.request_id = ${first!.request_id}`))[0]!;
		await network.rows(sql`insert into meeting_availability (registration_id, slot_id, event_id) values (${to.from_registration_id as string}, ${to.slot_id as string}, ${id}) returning slot_id`);
		expect((await previewRemoval(network.desk, network.officer, asked)).proposal).toBeNull();
		await expect(previewRemoval(network.desk, network.officer, { eventId: id, of: 'slot', id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('moves meetings to where there is room and tells their people, and nobody else', async () => {
		const { id, guests } = await scheduled('Moved elsewhere');
		const before = await meetings(id);
		const slot = before[0]!.slot_id;
		const mails = async () => Promise.all(guests.map(async ({ actor }) => (await network.mailsTo(actor)).length));
		const sent = await mails();
		for (const actor of outsiders()) await expect(removePlace(network.desk, actor, { eventId: id, of: 'slot', id: slot, seen: [], how: 'move', proposal: null, words: null })).rejects.toMatchObject({ code: 'forbidden' });
		const concerned = before.filter(({ slot_id }) => slot_id === slot);
		const settled = await moveAway(id, { of: 'slot', id: slot }, { text: 'The hall opens late.', language: 'en' });
		expect(settled).toEqual({ added: 0, moved: concerned.length, calledOff: 0, told: concerned.length * 2 });
		const after = await meetings(id);
		expect(after).toHaveLength(before.length);
		expect(after.every((meeting) => meeting.state === 'planned' && meeting.slot_id !== slot)).toBe(true);
		for (const meeting of before.filter(({ slot_id }) => slot_id !== slot)) expect(after).toContainEqual(meeting);
		const now = await mails();
		expect(now.reduce((sum, count) => sum + count, 0) - sent.reduce((sum, count) => sum + count, 0)).toBe(concerned.length * 2);
		const letters = (await Promise.all(guests.map(({ actor }) => network.mailsTo(actor)))).flat().filter(({ text }) => text.includes('The hall opens late.'));
		expect(letters).toHaveLength(concerned.length * 2);
		expect(letters.some(({ text }) => /Moved: Guest \d+, from \w+, Mar 1[56], 2027.* to .*table A\d|改期：Guest \d+，由 2027年3月1[56]日.* 改为 .*A\d 号桌/.test(text))).toBe(true);
		expect((await slots(id)).some((each) => each.id === slot)).toBe(false);
	});

	test('calls meetings off where the organiser says so, or where there is no room', async () => {
		const { id } = await scheduled('Called off');
		const day = (await network.rows(sql`select s.day_id from event_meeting m join meeting_slot s on s.id = m.slot_id where m.event_id = ${id} limit 1`))[0]!.day_id as string;
		const before = (await network.rows(sql`select m.id from event_meeting m join meeting_slot s on s.id = m.slot_id where s.day_id = ${day}`)).length;
		const settled = await removePlace(network.desk, network.officer, { eventId: id, of: 'day', id: day, seen: await seen(id, { of: 'day', id: day }), how: 'call-off', proposal: null, words: null });
		expect(settled).toMatchObject({ moved: 0, calledOff: before });
		expect((await slots(id)).length).toBe(5);
		expect((await meetings(id)).filter(({ state }) => state === 'cancelled')).toHaveLength(before);
		// The other day too, and with it all that is left.
		const other = (await network.rows(sql`select day_id from meeting_slot where event_id = ${id} limit 1`))[0]!.day_id as string;
		await removePlace(network.desk, network.officer, { eventId: id, of: 'day', id: other, seen: await seen(id, { of: 'day', id: other }), how: 'call-off', proposal: null, words: null });
		expect((await meetings(id)).every(({ state }) => state === 'cancelled')).toBe(true);
	});

	test('a table’s meetings keep their time where another table is free', async () => {
		const { id } = await scheduled('Table gone');
		const before = await meetings(id);
		const { table_id: table, label: gone } = before[0]!;
		await moveAway(id, { of: 'table', id: table });
		const after = await meetings(id);
		expect(after.every(({ label, state }) => label !== gone && state === 'planned')).toBe(true);
		expect(new Set(after.map((meeting) => meeting.at)).size).toBe(after.length);
	});

	test('where meetings were held, nothing is taken away', async () => {
		const { id } = await scheduled('Held there');
		const [first] = await meetings(id);
		await network.rows(sql`update event_meeting set state = 'held' where event_id = ${id} and slot_id = ${first!.slot_id} returning id`);
		await expect(removePlace(network.desk, network.officer, { eventId: id, of: 'slot', id: first!.slot_id, seen: [], how: 'call-off', proposal: null, words: null })).rejects.toMatchObject({ code: 'conflict', field: 'place' });
	});
});

test('where an interpreter withdraws, the organisers are told once, see it on the live board, and find a repair', async () => {
	const event = await network.event('Without an interpreter', { guests: 4, languages: [['zh'], ['th'], ['zh', 'th'], ['zh', 'th']] });
	await event.interprets(2, 'th', 'zh');
	await event.request(0, 1);
	await publishSchedule(network.desk, network.officer, { eventId: event.id, id: await network.schedule(event.id), words: null });
	const told = async () => (await network.mailsTo(network.officer)).filter(({ subject }) => subject.includes('Interpreters missing')).length;
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	await network.rows(sql`update event_registration set state = 'withdrawn' where id = ${event.guests[2]!.id} returning id`);
	await event.interprets(3, 'th', 'zh');
	expect(await followInterpreters(network.desk, 10)).toBe(1);
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	expect(await told()).toBe(1);
	const live = () => viewLive(network.desk, network.officer, { eventId: event.id, slot: null });
	const { broken, interpretersGone } = await live();
	expect(broken).toHaveLength(1);
	expect(interpretersGone).toMatchObject([{ id: event.guests[2]!.id, meetings: 1, scheduleId: expect.any(String) }]);
	const repair = interpretersGone[0]!.scheduleId!;
	await runSchedule(network.desk, repair, new AbortController().signal);
	// Only who interprets changes; nobody was told before it is published.
	await publishSchedule(network.desk, network.officer, { eventId: event.id, id: repair, words: null });
	expect((await network.rows(sql`select interpreter_id from event_meeting where event_id = ${event.id} and state = 'planned'`))).toEqual([{ interpreter_id: event.guests[3]!.id }]);
	expect((await live()).interpretersGone).toEqual([]);
	// Whoever comes again and withdraws again is news again.
	await network.rows(sql`update event_meeting set interpreter_id = ${event.guests[2]!.id} where event_id = ${event.id} returning id`);
	await network.rows(sql`update event_registration set state = 'approved' where id = ${event.guests[2]!.id} returning id`);
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	await network.rows(sql`update event_registration set state = 'withdrawn' where id = ${event.guests[2]!.id} returning id`);
	expect(await followInterpreters(network.desk, 10)).toBe(1);
	expect(await told()).toBe(2);
});

test('where organisers take an interpreter off the list, all of them are told once, and once more of the next time', async () => {
	const event = await network.event('Interpreter off the list', { guests: 4, languages: [['zh'], ['th'], ['zh', 'th'], ['zh', 'th']] });
	for (const each of [2, 3]) await event.interprets(each, 'th', 'zh');
	await event.request(0, 1);
	await publishSchedule(network.desk, network.officer, { eventId: event.id, id: await network.schedule(event.id), words: null });
	const [{ interpreter_id: id }] = (await network.rows(sql`select interpreter_id from event_meeting where event_id = ${event.id}`)) as [{ interpreter_id: string }];
	const interpreter = event.guests.findIndex((each) => each.id === id);
	const other = interpreter === 2 ? 3 : 2;
	const told = async () => (await network.mailsTo(network.officer)).filter(({ subject }) => subject.includes('Interpreters missing at Interpreter off the list'));
	const takeOff = (index: number) => removeInterpreter(network.desk, network.officer, { eventId: event.id, form: formOf({ id: event.guests[index]!.id }) });
	// On the other one no meeting rests; and whoever is on the list again before anybody was told is no news.
	for (const each of [other, interpreter]) await takeOff(each);
	await event.interprets(interpreter, 'th', 'zh');
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	await takeOff(interpreter);
	expect(await followInterpreters(network.desk, 10)).toBe(1);
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	expect((await told()).map(({ text }) => text)).toEqual([expect.stringMatching(/: 1 meetings$/m)]);
	expect((await viewLive(network.desk, network.officer, { eventId: event.id, slot: null })).interpretersGone).toMatchObject([{ id, meetings: 1, scheduleId: expect.any(String) }]);
	await event.interprets(interpreter, 'th', 'zh');
	expect(await followInterpreters(network.desk, 10)).toBe(0);
	await takeOff(interpreter);
	expect(await followInterpreters(network.desk, 10)).toBe(1);
	expect(await told()).toHaveLength(2);
});

test('where an interpreter is erased, the organisers are told by a letter that names nobody, and find a repair', async () => {
	const event = await network.event('Interpreter erased', { guests: 4, languages: [['zh'], ['th'], ['zh', 'th'], ['zh', 'th']] });
	await event.interprets(2, 'th', 'zh');
	await event.request(0, 1);
	await publishSchedule(network.desk, network.officer, { eventId: event.id, id: await network.schedule(event.id), words: null });
	await event.interprets(3, 'th', 'zh');
	const told = async () => (await network.mailsTo(network.officer)).filter(({ subject }) => subject.includes('Interpreters missing at Interpreter erased'));
	const erase = (index: number) => asActor(network.desk.db, operator('tests'), (tx) => followErasure(network.desk, tx, event.guests[index]!.actor.userId, network.desk.clock()));
	// On one of them no meeting rests.
	await erase(3);
	expect(await told()).toEqual([]);
	const [{ names }] = (await network.rows(sql`select names->0->>'text' as names from event_registration where id = ${event.guests[2]!.id}`)) as [{ names: string }];
	await erase(2);
	await network.rows(sql`delete from event_registration where id = ${event.guests[2]!.id} returning id`);
	const [letter, ...more] = await told();
	expect(more).toEqual([]);
	expect(letter!.text).toContain('a participant who has left the network: 1');
	expect(letter!.text).not.toContain(names);
	const { repairs } = await viewLive(network.desk, network.officer, { eventId: event.id, slot: null });
	expect(repairs).toMatchObject([{ state: 'running' }]);
	await runSchedule(network.desk, repairs[0]!.id, new AbortController().signal);
	await publishSchedule(network.desk, network.officer, { eventId: event.id, id: repairs[0]!.id, words: null });
	expect(await network.rows(sql`select interpreter_id from event_meeting where event_id = ${event.id} and state = 'planned'`)).toEqual([{ interpreter_id: event.guests[3]!.id }]);
	expect(await told()).toHaveLength(1);
});
