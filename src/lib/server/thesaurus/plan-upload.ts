import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { restoredText } from '#lib/server/imports/spreadsheet-text.ts';
import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { changedCells, checkPlan, type CellProblem, type PlannedConcept } from './check-cells.ts';
import { COLUMNS, emptyCells, reviewedCell, reviewedLanguageOf, tidyCell, wordsIn, type Cell, type Column } from './cells.ts';
import { withConsequences } from './edit-concept.ts';
import { checkContext, storedConcepts, type StoredConcept } from './queries.ts';
import { thesaurusRules, type ThesaurusEditor } from './rules.ts';

/** What stands against a whole file. */
export interface FileProblem {
	code: 'no_table' | 'no_concept_column' | 'unknown_columns' | 'no_rows' | 'too_many_rows';
	value?: string;
	limit?: number;
}

/** What a row of an uploaded table would do. */
export interface PlannedRow {
	/** Line of the file's row, the header being line 1 (rows of several lines count once). */
	line: number;
	plan: PlannedConcept;
	problems: CellProblem[];
}

export interface UploadPlan {
	rows: PlannedRow[];
	/** Of what would be changed: a preview that others have overtaken has another. */
	digest: string;
}

export const UPLOAD_ROWS = 10_000;

type Record_ = Partial<Record<Column, string>>;

/** The rows of a table in the columns of data/thesaurus; columns that are missing leave their cells as they are. */
export function readUploadedTable(text: string): { rows: Record_[] } | { problem: FileProblem } {
	let lines: string[][];
	try {
		lines = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(text) });
	} catch {
		return { problem: { code: 'no_table' } };
	}
	const header = (lines[0] ?? []).map((name) => name.trim().toLowerCase());
	if (!header.includes('concept')) return { problem: { code: 'no_concept_column' } };
	const unknown = header.filter((name) => name !== '' && !(COLUMNS as readonly string[]).includes(name));
	if (unknown.length > 0) return { problem: { code: 'unknown_columns', value: unknown.join(', ') } };
	const body = lines.slice(1).filter((cells) => cells.some((cell) => cell.trim() !== ''));
	if (body.length === 0) return { problem: { code: 'no_rows' } };
	if (body.length > UPLOAD_ROWS) return { problem: { code: 'too_many_rows', limit: UPLOAD_ROWS } };
	return { rows: body.map((cells) => Object.fromEntries(header.map((name, index) => [name, restoredText(cells[index] ?? '')])) as Record_) };
}

/** Spreadsheets write semicolons where the comma is the decimal sign. */
function delimiterOf(text: string): string {
	const header = text.slice(0, text.search(/[\r\n]|$/));
	return [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length)[0]!;
}

/** What a table would change, row by row, with every problem at its cell. Stores nothing. */
export async function planUpload(db: Executor, editor: ThesaurusEditor, rows: readonly Record_[]): Promise<UploadPlan> {
	const stored = new Map((await storedConcepts(db, [...new Set(rows.map((row) => idOf(row)))])).map((each) => [each.id, each]));
	const planned = rows.map((row, index): PlannedRow => {
		const { plan, problems } = planRow(row, stored.get(idOf(row)), editor);
		return { line: index + 2, plan, problems };
	});
	const seen = new Set<string>();
	for (const { plan, problems } of planned) {
		if (seen.has(plan.id)) problems.push({ concept: plan.id, cell: 'concept', code: 'repeated', value: plan.id });
		seen.add(plan.id);
	}
	await checkTogether(db, planned);
	return { rows: planned, digest: digestOf(planned) };
}

const idOf = (row: Record_) => (row.concept ?? '').trim().toLowerCase();

function planRow(row: Record_, stored: StoredConcept | undefined, editor: ThesaurusEditor): { plan: PlannedConcept; problems: CellProblem[] } {
	const id = idOf(row);
	const before = stored?.cells ?? emptyCells();
	const after = { ...before };
	for (const column of COLUMNS) {
		const value = row[column];
		if (value === undefined || column === 'concept') continue;
		if (column === 'reviewed') {
			const reviewed = new Set(wordsIn(value.toLowerCase().replace(/[,;|]/g, ' ')));
			for (const language of LABEL_LANGUAGES) after[reviewedCell(language)] = reviewed.has(language) && after[language] !== '' ? 'yes' : '';
		} else after[column] = tidyCell(column, value);
	}
	const plan: PlannedConcept = { id, isNew: stored === undefined, before, after };
	const problems: CellProblem[] = [];
	if (plan.isNew && !thesaurusRules.addConcept(editor)) problems.push({ concept: id, cell: 'concept', code: 'not_yours' });
	else for (const cell of changedCells(plan)) if (!thesaurusRules.editCell(editor, cell)) problems.push({ concept: id, cell, code: 'not_yours' });
	return { plan, problems };
}


/**
 * Checks the good rows as one plan, for a row may name a concept that another row adds. Rows with problems go, which may leave
 * others without their broader concept: until none is left.
 */
async function checkTogether(db: Executor, rows: PlannedRow[]): Promise<void> {
	for (;;) {
		const good = rows.filter(({ problems }) => problems.length === 0);
		const known = await checkContext(db, good.map(({ plan }) => plan));
		const areas = new Map(known.active);
		for (const row of good) {
			row.plan = withConsequences(row.plan, { active: areas });
			if (row.plan.isNew) areas.set(row.plan.id, { area: row.plan.after.area, broader: [], related: [] });
		}
		const problems = checkPlan(good.map(({ plan }) => plan), known);
		if (problems.length === 0) return;
		for (const problem of problems) good.find(({ plan }) => plan.id === problem.concept)?.problems.push(problem);
	}
}

function digestOf(rows: readonly PlannedRow[]): string {
	const hash = createHash('sha256');
	for (const { plan, problems } of rows)
		if (problems.length === 0) hash.update(JSON.stringify([plan.id, plan.isNew, changedCells(plan).map((cell) => [cell, plan.before[cell], plan.after[cell]])]));
	return hash.digest('base64url').slice(0, 22);
}
