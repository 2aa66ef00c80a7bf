import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayGrid, type GridSession } from './day-grid.ts';

const session = (id: string, trackId: string | null, startsAt: number, endsAt: number): GridSession => ({ id, trackId, startsAt, endsAt });

test('a session for everybody takes the whole width; one beside others stands above; two of a track at once stand abreast', () => {
	const grid = dayGrid([session('opening', null, 9, 10), session('expo', null, 9, 17), session('a', 'A', 10, 12), session('b', 'B', 10, 11), session('b2', 'B', 10, 11), session('lunch', null, 17, 18)], ['A', 'B', 'unused']);
	// The opening goes on during the exhibition too, and stays in the grid.
	expect(grid.alongside).toEqual(['expo']);
	expect(grid.columns).toEqual([{ trackId: 'A', lanes: 1 }, { trackId: 'B', lanes: 2 }]);
	expect(grid.rows.map(({ at, cells }) => [at, cells.map(({ session: id, rows, columns }) => `${id} ${rows}x${columns}`)])).toEqual([
		[9, ['opening 1x3']],
		[10, ['a 2x1', 'b 1x1', 'b2 1x1']],
		[11, ['null 1x1', 'null 1x1']],
		[12, ['null 1x1', 'null 1x1', 'null 1x1']],
		[17, ['lunch 1x3']],
	]);
});

test('whatever the sessions, each stands in the day once, and every row of the table is exactly as wide as its columns', () => {
	const some = fc.array(fc.record({ trackId: fc.constantFrom(null, 'A', 'B', 'C'), startsAt: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 8 }) }), { maxLength: 14 });
	fc.assert(
		fc.property(some, (drawn) => {
			const sessions = drawn.map(({ trackId, startsAt, length }, index) => session(String(index), trackId, startsAt, startsAt + length));
			const { alongside, columns, rows } = dayGrid(sessions, ['A', 'B', 'C']);
			const placed = [...alongside, ...rows.flatMap(({ cells }) => cells.flatMap(({ session: id }) => id ?? []))];
			expect([...placed].sort()).toEqual(sessions.map(({ id }) => id).sort());
			const width = columns.reduce((sum, { lanes }) => sum + lanes, 0);
			// Cells that reach down into later rows fill them.
			const filled = rows.map(() => 0);
			rows.forEach(({ cells }, row) => cells.forEach(({ rows: down, columns: across }) => { for (let each = row; each < row + down; each++) filled[each]! += across; }));
			expect(filled).toEqual(rows.map(() => width));
		}),
	);
});
