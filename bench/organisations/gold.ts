import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text that names organisations, and which. */
export interface GoldRow {
	text: string;
	ids: string[];
}

const FILES = { names: 'dataset_names.json', springer: 'dataset_affiliations_springer_2023_10_31.json', crossref: 'dataset_affiliations_crossref_2024_02_19.json' };
export type GoldSet = keyof typeof FILES;

/** A gold set, ids in their short form; undefined where the data are absent. */
export function readGold(data: string, set: GoldSet): GoldRow[] | undefined {
	const file = join(data, 'organisations', 'ror-affiliation-gold', FILES[set]);
	if (!existsSync(file)) return undefined;
	const rows = JSON.parse(readFileSync(file, 'utf8')) as { affiliation: string; ror_ids?: string[]; 'ror-id'?: string }[];
	return rows.map((row) => ({ text: row.affiliation, ids: (row.ror_ids ?? [row['ror-id']!]).map((id) => id.replace('https://ror.org/', '')) }));
}
