import { describe, expect, test } from 'vitest';
import { findOnBoard } from './find-on-board.ts';

const person = (id: string, name: string, worksAt = '') => ({ id, names: [{ language: 'en' as const, text: name }], worksAt: [{ language: 'en' as const, text: worksAt }] });
const board = {
	people: [person('an', 'Nguyễn An', 'Institute of Rice'), person('bo', 'Li Bo 李波', 'Institute of Rice'), person('chai', 'Chai', 'Power Company')],
	tables: ['A1', 'A10', 'A11', 'B1'].map((label) => ({ id: label, label })),
	meetings: [
		{ id: 1, tableId: 'A1', people: ['an', 'bo'] },
		{ id: 2, tableId: 'A10', people: ['an', 'chai'] },
	],
};
const found = (words: string) => {
	const { people, tables, more } = findOnBoard(words, board);
	return { people: people.map(({ id, meetings }) => [id, ...meetings.map((each) => each.id)]), tables: tables.map(({ id, meetings }) => [id, ...meetings.map((each) => each.id)]), more };
};

describe('on the live board', () => {
	test('somebody is found by parts of a name in any script, without its accents, or by whom one comes for', () => {
		expect(found('nguyen').people).toEqual([['an', 1, 2]]);
		expect(found('李波').people).toEqual([['bo', 1]]);
		expect(found('rice BO').people).toEqual([['bo', 1]]);
		expect(found('rice').people).toEqual([['an', 1, 2], ['bo', 1]]);
		expect(found('nobody')).toEqual({ people: [], tables: [], more: 0 });
	});

	test('a table is found by its label, and others that begin so only where none is called so', () => {
		expect(found('a1').tables).toEqual([['A1', 1]]);
		expect(found('a').tables).toEqual([['A1', 1], ['A10', 2], ['A11']]);
	});

	test('of many no more than a dozen are shown, and how many more there are', () => {
		const people = Array.from({ length: 20 }, (_, index) => person(String(index), `Guest ${index}`));
		const { people: shown, more } = findOnBoard('guest', { ...board, people, tables: [] });
		expect([shown.length, more]).toEqual([12, 8]);
	});
});
