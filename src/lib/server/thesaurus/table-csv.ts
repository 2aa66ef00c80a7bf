import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';
import type { Concept } from '#lib/engines/thesaurus/types.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { COLUMNS } from './cells.ts';

/** A table with its header line, as data/thesaurus has it; spreadsheets read it as UTF-8. */
export function csvOfTable(rows: readonly (readonly string[])[]): string {
	return BYTE_ORDER_MARK + [COLUMNS, ...rows].map((row) => csvLine(row).replace(/\r\n$/, '\n')).join('');
}

/** Concepts as the rows of a table. Only what a table states: narrower concepts follow from broader ones. */
export function csvOfConcepts(concepts: Iterable<Concept>): string {
	return csvOfTable([...concepts].map(rowOf));
}

function rowOf(concept: Concept): string[] {
	return [
		concept.id,
		concept.broader.join(' '),
		concept.related.join(' '),
		concept.ipc.join(' '),
		concept.sdgs.join(' '),
		...LABEL_LANGUAGES.map((language) => concept.labels[language].join(' | ')),
		concept.notes.en ?? '',
		concept.notes.zh ?? '',
		LABEL_LANGUAGES.filter((language) => concept.reviewed.has(language)).join(' '),
	];
}
