import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Language } from '../../src/lib/engines/text/language.ts';

const FOLDER = fileURLToPath(new URL('../../data/thesaurus/', import.meta.url));

/** Labels of one concept: preferred first. */
export type ConceptLabels = { readonly source: readonly string[]; readonly english: readonly string[] };

function labels(cell: string | undefined): string[] {
	return (cell ?? '')
		.split('|')
		.map((label) => label.trim())
		.filter((label) => label !== '');
}

/** The thesaurus' labels of a language beside the English ones, one row a concept, from every table there is. */
export function readThesaurus(language: Language): ConceptLabels[] {
	if (!existsSync(FOLDER)) return [];
	const concepts: ConceptLabels[] = [];
	for (const file of readdirSync(FOLDER).sort()) {
		if (!file.endsWith('.csv')) continue;
		const rows = parse(readFileSync(FOLDER + file), {
			columns: true,
			bom: true,
			relax_column_count: true
		}) as Record<string, string>[];
		for (const row of rows) {
			const source = labels(row[language]);
			const english = labels(row['en']);
			if (source.length > 0 && english.length > 0) concepts.push({ source, english });
		}
	}
	return concepts;
}
