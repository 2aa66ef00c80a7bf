import { LABEL_LANGUAGES, isLabelLanguage, type LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import type { ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';

/** The columns of a table of the thesaurus, in their order (data/thesaurus/README.md). */
export const COLUMNS = ['concept', 'broader', 'related', 'ipc', 'sdg', ...LABEL_LANGUAGES, 'note_en', 'note_zh', 'reviewed'] as const;
export type Column = (typeof COLUMNS)[number];

/**
 * What a concept says, in pieces that are edited, compared, undone and recorded one by one: the columns of its table, with a
 * review mark for each language ('yes' or ''), its area, and `retired`: '' in use, '-' out of use, else what replaced it.
 */
export type Cell = Exclude<Column, 'concept' | 'reviewed'> | `reviewed:${LabelLanguage}` | 'area' | 'retired';
export type Cells = Record<Cell, string>;

export const reviewedCell = (language: LabelLanguage): Cell => `reviewed:${language}`;

export const CELLS: readonly Cell[] = [
	'area',
	'retired',
	'broader',
	'related',
	'ipc',
	'sdg',
	...LABEL_LANGUAGES,
	...LABEL_LANGUAGES.map(reviewedCell),
	'note_en',
	'note_zh',
];

export function isCell(name: string): name is Cell {
	return (CELLS as readonly string[]).includes(name);
}

export const wordsIn = (value: string): string[] => value.split(/\s+/).filter((word) => word !== '');

export const labelsIn = (value: string): string[] =>
	value
		.split('|')
		.map((label) => label.trim())
		.filter((label) => label !== '');

/** The language of a cell of labels; undefined for the others. */
export function labelLanguageOf(cell: Cell): LabelLanguage | undefined {
	return isLabelLanguage(cell) ? cell : undefined;
}

/** The language that a review mark is of. */
export function reviewedLanguageOf(cell: Cell): LabelLanguage | undefined {
	const tag = cell.startsWith('reviewed:') ? cell.slice('reviewed:'.length) : '';
	return isLabelLanguage(tag) ? tag : undefined;
}

export function emptyCells(): Cells {
	return Object.fromEntries(CELLS.map((cell) => [cell, ''])) as Cells;
}

/**
 * A cell as it is stored: NFC, one space between words, labels parted by ` | `. Invisible characters that a word processor
 * leaves at the edges go; joiners inside stay, for several scripts need them.
 */
export function tidyCell(cell: Cell, value: string): string {
	const text = value.normalize('NFC').replace(/[\uFEFF\u00AD\u2060]/g, '');
	if (cell === 'note_en' || cell === 'note_zh') return text.replace(/\r\n?/g, '\n').trim();
	if (labelLanguageOf(cell)) return labelsIn(text.replaceAll('｜', '|').replace(/[\r\n]+/g, ' | ').replace(/[\s\u200B]+/g, ' ')).join(' | ');
	if (cell === 'ipc') return [...new Set(wordsIn(text.toUpperCase().replace(/[,;|]/g, ' ')))].join(' ');
	if (cell === 'broader' || cell === 'related' || cell === 'sdg') return [...new Set(wordsIn(text.toLowerCase().replace(/[,;|]/g, ' ')))].join(' ');
	return text.trim();
}

export function cellsOfRow(row: ConceptRow): Cells {
	const cells = emptyCells();
	const reviewed = new Set(wordsIn(row.reviewed.replaceAll(',', ' ')));
	for (const language of LABEL_LANGUAGES) {
		cells[language] = row.labels[language] ?? '';
		cells[reviewedCell(language)] = reviewed.has(language) ? 'yes' : '';
	}
	Object.assign(cells, {
		area: row.area,
		retired: row.retired ? row.replacedBy || '-' : '',
		broader: row.broader,
		related: row.related,
		ipc: row.ipc,
		sdg: row.sdg,
		note_en: row.note_en,
		note_zh: row.note_zh,
	});
	for (const cell of CELLS) cells[cell] = tidyCell(cell, cells[cell]);
	return cells;
}

export function rowOfCells(concept: string, cells: Cells, modified?: string): ConceptRow {
	const labels = {} as Record<LabelLanguage, string>;
	for (const language of LABEL_LANGUAGES) labels[language] = cells[language];
	return {
		area: cells.area,
		concept,
		broader: cells.broader,
		related: cells.related,
		ipc: cells.ipc,
		sdg: cells.sdg,
		labels,
		note_en: cells.note_en,
		note_zh: cells.note_zh,
		reviewed: LABEL_LANGUAGES.filter((language) => cells[reviewedCell(language)] !== '').join(' '),
		...(cells.retired === '' ? {} : { retired: true, ...(cells.retired === '-' ? {} : { replacedBy: cells.retired }) }),
		...(modified === undefined ? {} : { modified }),
	};
}
