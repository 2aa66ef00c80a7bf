import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/lib/engines/text/language.ts';
import { PRIORITY_AREAS } from '../../src/lib/engines/thesaurus/thesaurus.ts';
import { soundRows } from '../../src/lib/engines/thesaurus/sound-rows.ts';
import { LABEL_LANGUAGES } from '../../src/lib/engines/thesaurus/types.ts';
import { isInScript, LABEL_LIMIT } from '../../src/lib/server/thesaurus/check-cells.ts';
import { readThesaurus, rowsOfTable } from '../../src/lib/server/thesaurus/read-thesaurus.ts';
import { projectFolder } from './source-files.ts';

const folder = join(projectFolder, 'data', 'thesaurus');
const tables = readdirSync(folder).filter((name) => name.endsWith('.csv'));
type Row = Record<string, string>;
const rows = new Map<string, Row[]>(
	tables.map((table) => [table, parse(readFileSync(join(folder, table)), { columns: true, bom: true }) as Row[]]),
);
const ids = new Set([...rows.values()].flat().map((row) => row['concept']!));

/** The letters that a language is written in; an engineer's Latin abbreviation may stand in any. */
const SCRIPT: Partial<Record<(typeof LANGUAGES)[number], RegExp>> = {
	zh: /\p{Script=Han}/u,
	th: /\p{Script=Thai}/u,
	lo: /\p{Script=Lao}/u,
	km: /\p{Script=Khmer}/u,
	my: /\p{Script=Myanmar}/u,
	ta: /\p{Script=Tamil}/u,
};

describe.each(tables)('data/thesaurus/%s', (table) => {
	test('has no gap in any language, and labels in the language’s script', () => {
		const gaps: string[] = [];
		for (const row of rows.get(table)!)
			for (const language of LANGUAGES) {
				const cell = row[language]?.trim() ?? '';
				if (cell === '') gaps.push(`${row['concept']}: ${language} is empty`);
				const script = SCRIPT[language];
				if (script && !script.test(cell) && /[a-z]{4}/.test(cell)) gaps.push(`${row['concept']}: ${language} "${cell}"`);
			}
		expect(gaps).toEqual([]);
	});

	test('leads only to concepts that exist', () => {
		const dangling = rows.get(table)!.flatMap((row) =>
			`${row['broader']} ${row['related']}`.split(/\s+/).filter((id) => id !== '' && !ids.has(id)).map((id) => `${row['concept']} -> ${id}`),
		);
		expect(dangling).toEqual([]);
	});
});

test('the tables make a sound scheme: nothing of them has to be left out when the database takes them in', () => {
	const all = tables.flatMap((table) => rowsOfTable(basename(table, '.csv'), readFileSync(join(folder, table))));
	expect(soundRows(all).dropped.filter(({ why }) => why !== 'unknown')).toEqual([]);
});

test('labels fit the rules of the editor, so that nobody is asked to mend what was not touched', () => {
	const faults = [...rows.values()].flat().flatMap((row) =>
		LABEL_LANGUAGES.flatMap((language) => {
			const labels = (row[language] ?? '').split('|').map((label) => label.trim()).filter((label) => label !== '');
			const lower = labels.map((label) => label.toLowerCase());
			return labels.flatMap((label, index) => {
				if ([...label].length > LABEL_LIMIT) return [`${row['concept']}: ${language} "${label}" is too long`];
				if (!isInScript(label, language, index === 0)) return [`${row['concept']}: ${language} "${label}" is in another script`];
				return lower.indexOf(lower[index]!) !== index ? [`${row['concept']}: ${language} "${label}" stands twice`] : [];
			});
		}),
	);
	expect(faults).toEqual([]);
});

test('the ten priority areas stand with sub-areas, and no concept stands twice', async () => {
	const thesaurus = await readThesaurus(folder);
	expect(thesaurus.areas().map(({ id }) => id)).toEqual([...PRIORITY_AREAS]);
	for (const area of thesaurus.areas()) expect(area.narrower.length, area.id).toBeGreaterThanOrEqual(3);
	expect(thesaurus.size).toBe([...rows.values()].flat().length);
});
