import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Texts } from '#lib/agreements/content.ts';
import { AGREEMENT_KINDS, type AgreementKind, type DocumentLanguage } from '#lib/agreements/vocabulary.ts';
import { CONDITIONS, type Condition } from './conditions.ts';

/** One paragraph of the templates (data/templates/agreements/README.md). */
export interface ClauseRow {
	clause: string;
	kinds: ReadonlySet<AgreementKind>;
	when: Condition;
	heading: Record<DocumentLanguage, string>;
	text: Record<DocumentLanguage, string>;
	/** A lawyer has read it. */
	reviewed: boolean;
}

let kept: Promise<ClauseRow[]> | undefined;

/** The network's templates; read once. */
export function clauseRows(folder = join(process.cwd(), 'data', 'templates', 'agreements')): Promise<ClauseRow[]> {
	return (kept ??= readFile(join(folder, 'clauses.csv')).then(rowsOf));
}

/** The rows of the table. Errors: a kind or condition that nothing knows, a text that one language lacks. */
export function rowsOf(bytes: Uint8Array): ClauseRow[] {
	const records: Record<string, string>[] = parse(Buffer.from(bytes), { columns: true, bom: true, skip_empty_lines: true });
	return records.map((record, index) => {
		const cell = (column: string): string => {
			const value = (record[column] ?? '').trim();
			if (value === '' && column !== 'reviewed') throw new Error(`clauses.csv, row ${index + 2}: "${column}" is empty`);
			return value;
		};
		const kinds = cell('kinds') === '*' ? AGREEMENT_KINDS : cell('kinds').split(/\s+/).map((kind) => known(AGREEMENT_KINDS, kind, index));
		const when = known(Object.keys(CONDITIONS) as Condition[], cell('when'), index);
		return { clause: cell('clause'), kinds: new Set(kinds), when, heading: { en: cell('heading_en'), zh: cell('heading_zh') }, text: { en: cell('text_en'), zh: cell('text_zh') }, reviewed: cell('reviewed') !== '' };
	});
}

/** What clauses are called in documents; one that the templates have no longer, as it was named there. */
export const headingsOf = (clauses: readonly string[], rows: readonly ClauseRow[]): Texts[] => clauses.map((clause) => rows.find((row) => row.clause === clause)?.heading ?? { en: clause });

function known<T extends string>(words: readonly T[], word: string, index: number): T {
	const found = words.find((each) => each === word);
	if (!found) throw new Error(`clauses.csv, row ${index + 2}: "${word}" is unknown; expected one of ${words.join(', ')}`);
	return found;
}
