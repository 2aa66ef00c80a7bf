import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Thesaurus, type ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import { LABEL_LANGUAGES, type LabelLanguage } from '#lib/engines/thesaurus/types.ts';

/** Reads every table of a folder (one CSV an area, UTF-8, with a header line) into one thesaurus. */
export async function readThesaurus(folder: string): Promise<Thesaurus> {
	const rows: ConceptRow[] = [];
	for (const table of await tableNames(folder)) rows.push(...rowsOfTable(basename(table, '.csv'), await readFile(join(folder, table))));
	return new Thesaurus(rows);
}

/** The tables of a folder, in the order of their names. */
export async function tableNames(folder: string): Promise<string[]> {
	return (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
}

/** The rows of one table. Throws where the bytes are no CSV. */
export function rowsOfTable(area: string, bytes: Uint8Array): ConceptRow[] {
	const records: Record<string, string>[] = parse(Buffer.from(bytes), { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true });
	return records.map((record) => rowOf(area, record));
}

function rowOf(area: string, record: Record<string, string>): ConceptRow {
	const cell = (column: string) => record[column] ?? '';
	const labels = {} as Record<LabelLanguage, string>;
	for (const language of LABEL_LANGUAGES) labels[language] = cell(language);
	return {
		area,
		concept: cell('concept'),
		broader: cell('broader'),
		related: cell('related'),
		ipc: cell('ipc'),
		sdg: cell('sdg'),
		labels,
		note_en: cell('note_en'),
		note_zh: cell('note_zh'),
		reviewed: cell('reviewed'),
	};
}
