import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockMeeting, moveMeeting } from '#lib/server/meetings/board/move-meeting.ts';
import { allowPair, forbidPair } from '#lib/server/meetings/host/forbidden-pairs.ts';
import { addPriority, removePriority, saveRequestPriorities } from '#lib/server/meetings/host/priorities.ts';
import { saveWeights } from '#lib/server/meetings/host/save-weights.ts';
import { addSoftWish, removeSoftWish } from '#lib/server/meetings/host/soft-wishes.ts';
import { viewHost } from '#lib/server/meetings/host/view-host.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewSchedule } from '#lib/server/meetings/schedules/view-schedules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { formOf } from '../events/events-network.ts';
import { at, createDeskNetwork, type DeskEvent, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const input = (event: DeskEvent, fields: Record<string, string>) => ({ eventId: event.id, form: formOf(fields), reader: 'en' as const });
const view = (event: DeskEvent, actor = network.officer) => viewHost(network.desk, actor, { eventId: event.id, words: '', reader: 'en' });
const schedule = (event: DeskEvent, id: string) => viewSchedule(network.desk, network.officer, { eventId: event.id, id, other: null });
const placed = async (id: string) => (await network.rows(sql`select p.request_id, p.slot_id, to_char(s.starts_at at time zone 'Asia/Vientiane', 'DD HH24:MI') as at, t.label from meeting_placed p join meeting_slot s on s.id = p.slot_id left join event_table t on t.id = p.table_id where schedule_id = ${id} order by s.starts_at, t.label`)) as { request_id: string; slot_id: string; at: string; label: string }[];
/** Names of guests are numbered across events; this one's first is number one here. */
async function nameOf(event: DeskEvent, guest: number): Promise<string> {
	return (await network.rows(sql`select names->0->>'text' as name from event_registration where id = ${event.guests[guest]!.id}`))[0]!.name as string;
}

describe('what wishes weigh', () => {
	test('is set by organisers, by its name, and a default stays the default', async () => {
		const event = await network.event('Weighed', { guests: 2 });
		const fields = { weight_wish: '1', weight_mutual: '2,5', weight_suggestion: '', weight_host: '1', fairness: '0.15' };
		for (const actor of outsiders()) await expect(saveWeights(network.desk, actor, input(event, fields))).rejects.toMatchObject({ code: 'forbidden' });
		for (const actor of outsiders()) await expect(view(event, actor)).rejects.toMatchObject({ code: 'not_found' });
		for (const [change, field] of [[{ weight_wish: '0' }, 'weight_wish'], [{ weight_mutual: 'much' }, 'weight_mutual'], [{ weight_host: '101' }, 'weight_host'], [{ weight_host: '-1' }, 'weight_host'], [{ fairness: '6' }, 'fairness']] as const)
			await expect(saveWeights(network.desk, network.officer, input(event, { ...fields, ...change }))).rejects.toMatchObject(at(field));
		await saveWeights(network.desk, network.officer, input(event, fields));
		expect((await network.rows(sql`select weights, fairness_allowance from meeting_frame where event_id = ${event.id}`))[0]).toMatchObject({ weights: { mutual: 2.5 }, fairness_allowance: expect.closeTo(0.0015, 6) });
		expect((await view(event)).weights).toEqual({ wish: 1, mutual: 2.5, suggestion: 1, host: 1 });
	});
});

describe('priorities', () => {
	test('of a person, a pair or a request decide who meets where not all can', async () => {
		// Three want the same person, who takes one meeting.
		const event = await network.event('Prior', { guests: 4 });
		await network.rows(sql`update meeting_participant set max_meetings = 1 where registration_id = ${event.guests[0]!.id} returning event_id`);
		const requests = [await event.request(1, 0), await event.request(2, 0), await event.request(3, 0)];
		const [target, second, third] = [await nameOf(event, 0), await nameOf(event, 2), await nameOf(event, 3)];
		for (const actor of outsiders()) {
			await expect(addPriority(network.desk, actor, input(event, { person: second, other_person: '', priority: '2' }))).rejects.toMatchObject({ code: 'forbidden' });
			await expect(saveRequestPriorities(network.desk, actor, input(event, { [`priority_${requests[0]}`]: '3' }))).rejects.toMatchObject({ code: 'forbidden' });
		}
		for (const [fields, field] of [[{ person: '' }, 'person'], [{ person: 'Nobody at all' }, 'person'], [{ other_person: second }, 'other_person'], [{ priority: '0' }, 'priority'], [{ priority: '4' }, 'priority']] as const)
			await expect(addPriority(network.desk, network.officer, input(event, { person: second, other_person: '', priority: '2', ...fields }))).rejects.toMatchObject(at(field));
		await addPriority(network.desk, network.officer, input(event, { person: second, other_person: '', priority: '1' }));
		const first = await network.schedule(event.id);
		expect((await placed(first)).map(({ request_id }) => request_id)).toEqual([requests[1]]);
		// A pair that counts for more, in whatever order it is named.
		await addPriority(network.desk, network.officer, input(event, { person: target, other_person: third, priority: '2' }));
		const again = await network.schedule(event.id);
		expect((await placed(again)).map(({ request_id }) => request_id)).toEqual([requests[2]]);
		await saveRequestPriorities(network.desk, network.officer, input(event, { [`priority_${requests[0]}`]: '3', [`priority_${crypto.randomUUID()}`]: '3' }));
		const last = await network.schedule(event.id);
		expect((await placed(last)).map(({ request_id }) => request_id)).toEqual([requests[0]]);
		expect((await schedule(event, last)).host).toMatchObject({ priorities: { of: 3, held: 1, each: { [requests[0]!]: 3, [requests[1]!]: 1, [requests[2]!]: 2 } } });
		const { priorities } = await view(event);
		expect(priorities.map(({ priority }) => priority).sort()).toEqual([1, 2]);
		await expect(removePriority(network.desk, network.thaiOfficer, input(event, { id: priorities[0]!.id }))).rejects.toMatchObject({ code: 'forbidden' });
		for (const { id } of priorities) await removePriority(network.desk, network.officer, input(event, { id }));
		await expect(removePriority(network.desk, network.officer, input(event, { id: priorities[0]!.id }))).rejects.toMatchObject({ code: 'not_found' });
		expect((await view(event)).priorities).toEqual([]);
	});
});

describe('pairs that never meet', () => {
	test('are kept apart by schedules and on the board, and the reason is behind the organisers’ wall', async () => {
		const event = await network.event('Apart', { guests: 3 });
		const requests = [await event.request(0, 1), await event.request(1, 2)];
		const [one, other] = [await nameOf(event, 1), await nameOf(event, 0)];
		for (const actor of outsiders()) await expect(forbidPair(network.desk, actor, input(event, { person: one, other_person: other, reason: 'A lawsuit' }))).rejects.toMatchObject({ code: 'forbidden' });
		for (const [fields, field] of [[{ reason: '' }, 'reason'], [{ reason: 'x'.repeat(601) }, 'reason'], [{ other_person: one }, 'other_person'], [{ other_person: '' }, 'other_person']] as const)
			await expect(forbidPair(network.desk, network.officer, input(event, { person: one, other_person: other, reason: 'A lawsuit', ...fields }))).rejects.toMatchObject(at(field));
		await forbidPair(network.desk, network.officer, input(event, { person: one, other_person: other, reason: 'A lawsuit between them' }));
		// Said once more, the reason is the last one.
		await forbidPair(network.desk, network.officer, input(event, { person: other, other_person: one, reason: 'A lawsuit' }));
		const id = await network.schedule(event.id);
		expect((await placed(id)).map(({ request_id }) => request_id)).toEqual([requests[1]]);
		const shown = await schedule(event, id);
		expect(shown.refused).toMatchObject([{ request: requests[0], reason: 'forbidden' }]);
		expect(shown.host).toMatchObject({ forbidden: { pairs: 1, requests: 1 } });
		const slot = (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} and id not in (select slot_id from meeting_placed where schedule_id = ${id}) limit 1`))[0]!.id as string;
		await expect(moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: requests[0]!, slotId: slot, tableId: null })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'forbidden' } });
		const reasons = (actor: Parameters<typeof asActor>[1]) => asActor(network.desk.db, actor, async (tx) => (await tx.execute(sql`select reason from meeting_forbidden_pair where event_id = ${event.id}`)).rows);
		expect(await reasons(network.officer)).toEqual([{ reason: 'A lawsuit' }]);
		for (const actor of [...outsiders(), ...event.guests.map(({ actor }) => actor)]) expect(await reasons(actor)).toEqual([]);
		// The two learn no more than that it is not possible.
		const request = { message: 'Shall we meet?', language: 'en' as const, ownListingId: null, theirListingId: null, also: [] };
		await network.rows(sql`delete from meeting_request where event_id = ${event.id} returning id`);
		await expect(sendRequest({ ...network.desk, search: { judgePair: () => undefined } } as never, event.guests[0]!.actor, { eventId: event.id, registrationId: event.guests[1]!.id, request })).rejects.toMatchObject({ code: 'conflict', field: 'message', message: 'Not possible.', detail: { code: 'not_possible' } });
		const { forbidden } = await view(event);
		await expect(allowPair(network.desk, network.thaiOfficer, input(event, { id: forbidden[0]!.id }))).rejects.toMatchObject({ code: 'forbidden' });
		await allowPair(network.desk, network.officer, input(event, { id: forbidden[0]!.id }));
		expect((await view(event)).forbidden).toEqual([]);
	});
});

describe('soft wishes', () => {
	test('draw meetings to a half of the day, a table and a stretch of slots, and the schedule says how far', async () => {
		const event = await network.event('Soft', { guests: 6, slots: { from: '10:30', until: '13:30', minutes: '30', pause: '0' }, tables: 3 });
		const [one, other] = (await network.rows(sql`select id, names->0->>'text' as name from organisation order by slug limit 2`)) as { id: string; name: string }[] as [{ id: string; name: string }, { id: string; name: string }];
		for (const [guest, { id }] of [[2, one], [3, one], [4, other], [5, other]] as const) await network.rows(sql`update event_registration set organisation_id = ${id} where id = ${event.guests[guest]!.id} returning id`);
		await network.rows(sql`update organisation set state = 'admitted' where id in (${one.id}, ${other.id}) returning id`);
		const between = [await event.request(2, 4), await event.request(2, 5), await event.request(3, 4)];
		const own = await event.request(0, 1);
		const person = await nameOf(event, 0);
		const table = (await network.rows(sql`select id from event_table where event_id = ${event.id} order by label desc limit 1`))[0]!.id as string;
		const add = (fields: Record<string, string>, actor = network.officer) => addSoftWish(network.desk, actor, input(event, fields));
		for (const actor of outsiders()) await expect(add({ kind: 'time', person, half: 'afternoon', day: '' }, actor)).rejects.toMatchObject({ code: 'forbidden' });
		// Of two wrong names both are told.
		await expect(add({ kind: 'together', organisation: 'No such institute', other_organisation: '' })).rejects.toMatchObject({ problems: [{ field: 'organisation', code: 'unknown_organisation' }, { field: 'other_organisation', code: 'required' }] });
		for (const [fields, field] of [[{ kind: 'time', person, half: '', day: '' }, 'half'], [{ kind: 'time', person, half: 'night' }, 'half'], [{ kind: 'time', person, half: '', day: crypto.randomUUID() }, 'day'], [{ kind: 'place', person, place: '' }, 'place'], [{ kind: 'place', person, place: `table:${crypto.randomUUID()}` }, 'place'], [{ kind: 'place', person: 'Nobody', place: `table:${table}` }, 'person'], [{ kind: 'together', organisation: one.name, other_organisation: one.name }, 'other_organisation'], [{ kind: 'together', organisation: 'No such institute', other_organisation: one.name }, 'organisation'], [{ kind: 'together', organisation: one.name, other_organisation: '' }, 'other_organisation'], [{ kind: 'never' }, 'kind']] as const)
			await expect(add(fields), JSON.stringify(fields)).rejects.toMatchObject(at(field));
		await add({ kind: 'time', person, half: 'afternoon', day: '' });
		await add({ kind: 'place', person, place: `table:${table}` });
		await add({ kind: 'together', organisation: ` ${one.name.toUpperCase()}`, other_organisation: other.name });
		await add({ kind: 'together', organisation: other.name, other_organisation: one.name });
		expect((await view(event)).wishes).toHaveLength(3);
		const id = await network.schedule(event.id);
		const meetings = await placed(id);
		expect(meetings).toHaveLength(4);
		const mine = meetings.find(({ request_id }) => request_id === own)!;
		expect(mine.at.slice(3) >= '12:00' && mine.label === 'A3').toBe(true);
		expect((await schedule(event, id)).host!.wishes.map(({ wish, of, kept, against }) => [wish.kind, of, kept, against]).sort()).toEqual([['place', 1, 1, []], ['time', 1, 1, []], ['together', 3, 3, []]]);
		// Moved elsewhere by hand, it says what is otherwise.
		const morning = (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} order by starts_at limit 1`))[0]!.id as string;
		await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: own, slotId: morning, tableId: null });
		expect((await schedule(event, id)).host!.wishes.find(({ wish }) => wish.kind === 'time')).toMatchObject({ of: 1, kept: 0, against: [own] });
		expect(between).toHaveLength(3);
		const { wishes } = await view(event);
		await expect(removeSoftWish(network.desk, network.owner, input(event, { id: wishes[0]!.id }))).rejects.toMatchObject({ code: 'forbidden' });
		for (const wish of wishes) await removeSoftWish(network.desk, network.officer, input(event, { id: wish.id }));
		expect((await view(event)).wishes).toEqual([]);
	});
});

describe('a part of a schedule', () => {
	async function planned(name: string) {
		const event = await network.event(name, { guests: 6, tables: 2 });
		const requests = [await event.request(0, 1), await event.request(2, 3), await event.request(4, 5), await event.request(0, 2)];
		return { event, requests, id: await network.schedule(event.id) };
	}
	const whereOf = async (id: string) => new Map((await placed(id)).map(({ request_id, at: when, label }) => [request_id, `${when} ${label}`]));

	test('is planned anew for some people alone: what has no place finds one only if it is theirs', async () => {
		const { event, requests, id } = await planned('Some people');
		const late = [await event.request(1, 3), await event.request(3, 5)];
		const again = await network.schedule(event.id, { people: event.guests[1]!.id }, id);
		const [before, after] = [await whereOf(id), await whereOf(again)];
		for (const request of requests.slice(1)) expect(after.get(request), request).toBe(before.get(request));
		expect([...after.keys()].sort()).toEqual([...requests, late[0]!].sort());
		// Why the other has no place is said as for the whole.
		const shown = await schedule(event, again);
		expect(shown.refused.map(({ request }) => request)).toEqual([late[1]]);
		expect(shown.schedule.part).toEqual({ of: 'people', people: [event.guests[1]!.id] });
		const changed = await viewSchedule(network.desk, network.officer, { eventId: event.id, id: again, other: id });
		expect(changed.compared!.changes.filter(({ change }) => change === 'added').map(({ request }) => request)).toEqual([late[0]]);
	});

	test('is planned anew on one day, or at the tables of one zone, and everything else keeps its place', async () => {
		const { event, requests, id } = await planned('A day');
		const days = await network.rows(sql`select id, day::text from event_day where event_id = ${event.id} order by day`);
		const first = (await placed(id)).filter(({ at: when }) => when.startsWith('15')).map(({ request_id }) => request_id);
		const late = await event.request(1, 3);
		const again = await network.schedule(event.id, { part: `day:${days[1]!.id}` }, id);
		const [before, after] = [await whereOf(id), await whereOf(again)];
		for (const request of first) expect(after.get(request)).toBe(before.get(request));
		expect(after.get(late)).toMatch(/^16 /);
		expect(after.size).toBe(requests.length + 1);
		await network.rows(sql`update event_table set zone = 'B' where event_id = ${event.id} and label = 'A2' returning id`);
		const room = (await network.rows(sql`select room_id from event_table where event_id = ${event.id} limit 1`))[0]!.room_id as string;
		const another = await event.request(1, 5);
		const third = await network.schedule(event.id, { part: `zone:${room} B` }, again);
		const last = await whereOf(third);
		expect(last.get(another)).toMatch(/A2$/);
		for (const [request, place] of after) if (place.endsWith('A1')) expect(last.get(request)).toBe(place);
		for (const part of ['day:none', 'zone:none', 'some']) await expect(network.schedule(event.id, { part }, again)).rejects.toMatchObject(at('part'));
	});

	test('a lock is taken back like any step', async () => {
		const { event, requests, id } = await planned('Locked');
		await lockMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId: requests[0]!, locked: true });
		expect((await network.rows(sql`select jsonb_array_length(options -> 'history') as steps from meeting_schedule where id = ${id}`))[0]).toEqual({ steps: 1 });
	});
});
