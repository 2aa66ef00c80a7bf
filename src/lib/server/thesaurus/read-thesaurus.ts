import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Thesaurus, type ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';

/** Reads every table of a folder (one CSV an area, UTF-8, with a header line) into one thesaurus. */
export async function readThesaurus(folder: string): Promise<Thesaurus> {
	const tables = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort();
	const rows: ConceptRow[] = [];
	for (const table of tables) {
		const area = basename(table, '.csv');
		const records: Record<string, string>[] = parse(await readFile(join(folder, table)), {
			columns: true,
			bom: true,
			skip_empty_lines: true,
			relax_column_count: true,
		});
		for (const record of records) rows.push(rowOf(area, record));
	}
	return new Thesaurus(rows);
}

function rowOf(area: string, record: Record<string, string>): ConceptRow {
	const cell = (column: string) => record[column] ?? '';
	const labels = {} as Record<Language, string>;
	for (const language of LANGUAGES) labels[language] = cell(language);
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
