import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventDay, eventPick, eventSession } from '#lib/server/events/tables.ts';
import { viewBoard, type BoardFilters } from '#lib/server/meetings/board/view-board.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { lockMeeting, moveMeeting, takeOff } from '#lib/server/meetings/board/move-meeting.ts';
import { undoStep } from '#lib/server/meetings/board/undo-step.ts';
import { changedBoard } from '#lib/ui/meeting-desk/changed-board.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const FILTERS: BoardFilters = { by: 'people', day: null, words: '', only: 'all', country: null, organisation: null, page: 1, chosen: null, language: 'en' };

test('a board says of each slot what speaks against the meeting that is chosen, and finds the interpreter that it needs', async () => {
	const event = await network.event('Looked at', { guests: 5, languages: [['zh'], ['th'], ['zh'], ['th'], ['zh', 'th']] });
	await event.interprets(4, 'th', 'zh');
	const [first] = [await event.request(0, 1), await event.request(2, 3)];
	const slots = (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} order by starts_at`)).map(({ id }) => id as string);
	await event.absent(1, [slots[3]!]);
	const id = await network.schedule(event.id);
	const view = (filters: Partial<BoardFilters>, actor = network.officer) => viewBoard(network.desk, actor, { eventId: event.id, id, filters: { ...FILTERS, ...filters } });
	for (const actor of [network.visitor, network.owner, network.thaiOfficer]) await expect(view({}, actor)).rejects.toMatchObject({ code: 'not_found' });
	const { chosen, broken, rows, cells } = await view({ chosen: first! });
	expect(broken).toBe(0);
	expect(rows.total).toBe(4);
	const other = (await network.rows(sql`select slot_id from meeting_placed where schedule_id = ${id} and request_id <> ${first!}`))[0]!.slot_id;
	for (const slot of chosen!.slots) {
		const rules = slot.conflicts.map(({ rule }) => rule);
		expect(rules, String(slots.indexOf(slot.id))).toEqual([...(slot.id === slots[3] ? ['absent'] : []), ...(slot.id === other || slot.id === slots[3] ? ['interpreter'] : [])]);
	}
	expect(cells.length).toBeLessThanOrEqual(2);
	// Taken up with the mouse or by the keys, it says the same; to nobody else.
	for (const actor of [network.visitor, network.owner, network.thaiOfficer]) await expect(viewMoves(network.desk, actor, { eventId: event.id, id, requestId: first! })).rejects.toMatchObject({ code: 'not_found' });
	await expect(viewMoves(network.desk, network.officer, { eventId: event.id, id, requestId: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
	expect((await viewMoves(network.desk, network.officer, { eventId: event.id, id, requestId: first! })).slots).toEqual(chosen!.slots);
	expect((await view({ words: 'no such name' })).rows.ids).toEqual([]);
	expect((await view({ only: 'without' })).rows.ids).toEqual([]);
	expect((await view({ by: 'tables' })).rows.total).toBe(4);
});

test('a board shows as a conflict that somebody has picked a session at the time of a meeting, and whose it is', async () => {
	const event = await network.event('Picked', { guests: 4 });
	const first = await event.request(0, 1);
	await event.request(2, 3);
	const id = await network.schedule(event.id);
	const view = (filters: Partial<BoardFilters> = {}) => viewBoard(network.desk, network.officer, { eventId: event.id, id, filters: { ...FILTERS, ...filters } });
	expect((await view()).picked).toEqual({ shown: [], total: 0 });
	const [placed] = await network.rows(sql`select s.starts_at, s.day_id from meeting_placed p join meeting_slot s on s.id = p.slot_id where p.schedule_id = ${id} and p.request_id = ${first}`);
	const startsAt = new Date(placed!.starts_at as string);
	const sessionId = await asActor(network.database.db, operator('test'), async (tx) => {
		const [day] = await tx.select().from(eventDay).where(eq(eventDay.id, placed!.day_id as string));
		const [session] = await tx.insert(eventSession).values({ eventId: event.id, dayId: day!.id, kind: 'parallel', titles: [{ language: 'en', text: 'Salt and soil', provenance: 'original' }], startsAt, endsAt: new Date(startsAt.getTime() + 600_000) }).returning();
		await tx.insert(eventPick).values({ eventId: event.id, sessionId: session!.id, userId: event.guests[1]!.actor.userId, pickedAt: network.desk.now });
		return session!.id;
	});
	const seen = await view();
	expect(seen.picked).toMatchObject({ total: 1, shown: [{ requestId: first, who: event.guests[1]!.id, session: { id: sessionId } }] });
	expect([seen.broken, seen.inConflict]).toEqual([0, [first]]);
	expect((await view({ only: 'conflicts' })).rows.ids.sort()).toEqual([event.guests[0]!.id, event.guests[1]!.id].sort());
	await asActor(network.database.db, operator('test'), (tx) => tx.update(eventSession).set({ state: 'cancelled' }));
	expect((await view()).picked.total).toBe(0);
});

test('what a step answers makes of the board that a browser has the one that it would read anew', async () => {
	const event = await network.event('Step by step', { guests: 5, tables: 2, languages: [['zh'], ['th'], ['zh'], ['th'], ['zh', 'th']] });
	await event.interprets(4, 'th', 'zh');
	const requests = [await event.request(0, 1), await event.request(2, 3), await event.request(0, 2)];
	const id = await network.schedule(event.id);
	const slots = (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} order by starts_at`)).map(({ id }) => id as string);
	const read = async (by: 'people' | 'tables') => {
		const filters = { ...FILTERS, by, chosen: requests[0]! };
		return { ...(await viewBoard(network.desk, network.officer, { eventId: event.id, id, filters })), filters };
	};
	/** In one order: what is drawn is looked up by what it is. */
	const inOrder = (board: Awaited<ReturnType<typeof read>>) => ({ ...board, cells: board.cells.toSorted((a, b) => a.requestId.localeCompare(b.requestId)), names: { ...board.names, people: Object.keys(board.names.people).length > 0, requests: true } });
	const target = { eventId: event.id, scheduleId: id, requestId: requests[0]!, chosen: requests[0]! };
	const taken = new Set((await read('people')).cells.map(({ slotId }) => slotId));
	const free = slots.filter((slot) => !taken.has(slot));
	const steps = [
		() => moveMeeting(network.desk, network.officer, { ...target, slotId: free[0]!, tableId: null }),
		() => lockMeeting(network.desk, network.officer, { ...target, locked: true }),
		() => takeOff(network.desk, network.officer, { ...target, requestId: requests[1]! }),
		async () => (await undoStep(network.desk, network.officer, { ...target })).change,
		async () => (await undoStep(network.desk, network.officer, { ...target })).change,
	];
	for (const [index, step] of steps.entries()) {
		const before = { people: await read('people'), tables: await read('tables') };
		const change = (await step())!;
		for (const by of ['people', 'tables'] as const) expect(inOrder(changedBoard(before[by], change)!), `step ${index}`).toEqual(inOrder(await read(by)));
	}
	// Whatever else was changed meanwhile, the board is read anew.
	const before = await read('people');
	await lockMeeting(network.desk, network.officer, { ...target, requestId: requests[1]!, locked: true });
	const change = (await lockMeeting(network.desk, network.officer, { ...target, locked: true }))!;
	expect(changedBoard(before, change)).toBeNull();
	expect(changedBoard({ ...(await read('people')), filters: { ...before.filters, only: 'conflicts' } }, change)).toBeNull();
});

test('a board shows who comes from a country or for an organisation alone', async () => {
	const event = await network.event('Narrowed', { guests: 4 });
	await event.request(0, 1);
	const id = await network.schedule(event.id);
	const [{ organisation_id: organisation }] = (await network.rows(sql`update event_registration set organisation_id = (select id from organisation where state = 'admitted' order by id limit 1) where id = ${event.guests[2]!.id} returning organisation_id`)) as [{ organisation_id: string }];
	const [{ country }] = (await network.rows(sql`select country from event_registration where id = ${event.guests[0]!.id}`)) as [{ country: string }];
	const view = async (filters: Partial<BoardFilters>) => viewBoard(network.desk, network.officer, { eventId: event.id, id, filters: { ...FILTERS, ...filters } });
	const { rows, choices } = await view({ country });
	expect(rows.ids.toSorted()).toEqual([event.guests[0]!.id, event.guests[2]!.id].sort());
	expect(choices.countries.toSorted()).toEqual(['CN', 'LA']);
	expect(choices.organisations).toMatchObject([{ id: organisation }]);
	expect((await view({ organisation })).rows.ids).toEqual([event.guests[2]!.id]);
	expect((await view({ organisation, country: country === 'LA' ? 'CN' : 'LA' })).rows.ids).toEqual([]);
});
