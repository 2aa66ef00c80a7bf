import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveMeeting } from '#lib/server/meetings/board/move-meeting.ts';
import { viewBoard, type BoardFilters } from '#lib/server/meetings/board/view-board.ts';
import { viewMoves } from '#lib/server/meetings/board/view-moves.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';
import { fillEvent } from './large-event.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const FILTERS: BoardFilters = { by: 'people', day: null, words: '', only: 'all', country: null, organisation: null, page: 1, chosen: null, language: 'en' };
const timed = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
	const began = performance.now();
	const result = await work();
	if (process.env['MITRA_TIMES']) console.log(what, Math.round(performance.now() - began), 'ms');
	return result;
};

test('the board of a thousand delegates hands over a page of them, and what is asked of one meeting is looked at around it', async () => {
	const event = await network.event('A thousand', { guests: 0, tables: 200 });
	const id = await fillEvent(network.database.db, event.id, 1000);
	const view = (filters: Partial<BoardFilters>) => viewBoard(network.desk, network.officer, { eventId: event.id, id, filters: { ...FILTERS, ...filters } });
	const board = await timed('board', () => view({}));
	expect(board.broken).toBe(0);
	expect(board.rows).toMatchObject({ total: 1000, size: 60 });
	expect(board.rows.ids).toHaveLength(60);
	expect(board.schedule.meetings).toBe(2000);
	expect(board.unplaced).toMatchObject({ total: 3000 });
	// A page that names everybody is slow to open wherever the line is.
	expect(Object.keys(board.names.people).length).toBeLessThan(400);
	expect(JSON.stringify(board).length).toBeLessThan(300_000);
	const tables = await timed('tables', () => view({ by: 'tables' }));
	expect(tables.rows).toMatchObject({ total: 200, size: 60 });
	const { requestId } = board.cells[0]!;
	const moves = await timed('moves', () => viewMoves(network.desk, network.officer, { eventId: event.id, id, requestId }));
	expect(moves.slots).toHaveLength(10);
	// In each of the slots of the first rounds the two sit elsewhere or all tables are taken; the last ones are free.
	const free = moves.slots.filter(({ conflicts }) => conflicts.length === 0);
	await timed('chosen', () => view({ chosen: requestId }));
	if (free.length > 0) await timed('move', () => moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: id, requestId, slotId: free[0]!.id, tableId: null }));
	expect((await view({ words: 'Delegate 777' })).rows.total).toBe(1);
});
