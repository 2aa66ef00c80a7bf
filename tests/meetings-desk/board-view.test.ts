import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewBoard, type BoardFilters } from '#lib/server/meetings/board/view-board.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const FILTERS: BoardFilters = { by: 'people', day: null, words: '', only: 'all', page: 1, chosen: null, language: 'en' };

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
