import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { fileProblem } from './file-problem.ts';
import type { ImportLimits } from './limits.ts';
import { restoredText } from './spreadsheet-text.ts';
import { distinctColumns, type ByteSource, type ImportTable, type RowProblem, type TableRow } from './table.ts';
import { decodedText, detectEncoding, type TextEncoding } from './text-encoding.ts';

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** Characters of the beginning of a text that the delimiter is found in. */
const SAMPLE = 65_536;

/**
 * Opens comma-, semicolon- or tab-separated values with a header line (RFC 4180, quotes doubled inside quotes).
 * Errors: invalid_input, with the code and line of the problem; also while rows are read.
 */
export async function openCsv(source: ByteSource, limits: ImportLimits): Promise<ImportTable> {
	const encoding = await detectEncoding(source);
	const delimiter = await detectDelimiter(source, encoding);
	const first = await firstRecord(records(source, encoding, delimiter, limits));
	if (!first || first.cells.every((cell) => cell.trim() === '')) throw fileProblem('no_header');
	if (first.cells.length > limits.columns) throw fileProblem('too_many_columns', { limit: limits.columns });
	const columns = distinctColumns(first.cells.map(restoredText));
	return { format: 'csv', columns, rows: () => dataRows(records(source, encoding, delimiter, limits), columns, limits) };
}

async function firstRecord(all: AsyncIterable<CsvRecord>): Promise<CsvRecord | undefined> {
	for await (const record of all) return record;
	return undefined;
}

async function* dataRows(all: AsyncIterable<CsvRecord>, columns: string[], limits: ImportLimits): AsyncGenerator<TableRow> {
	let number = -1;
	for await (const { line, cells } of all) {
		number++;
		if (number === 0) continue;
		if (number > limits.rows) throw fileProblem('too_many_rows', { limit: limits.rows });
		const problem = problemOf(cells, columns, limits);
		yield { number, line, cells: cells.map(restoredText), ...(problem && { problem }) };
	}
}

function problemOf(cells: string[], columns: string[], limits: ImportLimits): RowProblem | undefined {
	if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
		return { code: 'too_many_cells', column: null, limit: columns.length };
	const long = cells.findIndex((cell) => cell.length > limits.cellCharacters);
	return long < 0 ? undefined : { code: 'cell_too_long', column: columns[long] ?? null, limit: limits.cellCharacters };
}

interface CsvRecord {
	line: number;
	cells: string[];
}

async function* records(
	source: ByteSource,
	encoding: TextEncoding,
	delimiter: Delimiter,
	limits: ImportLimits,
): AsyncGenerator<CsvRecord> {
	const parser = parse({
		delimiter,
		bom: true,
		info: true,
		relax_column_count: true,
		skip_empty_lines: true,
		max_record_size: limits.lineCharacters,
	});
	// A failure of either side reaches the loop below through the parser.
	pipeline(Readable.from(decodedText(source, encoding)), parser, () => undefined);
	let line = 1;
	try {
		for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
			yield { line, cells: record };
			line = info.lines + 1;
		}
	} catch (error) {
		throw csvProblem(error, limits);
	}
}

function csvProblem(error: unknown, limits: ImportLimits): unknown {
	if (!(error instanceof CsvError)) return error;
	const line = lineOf(error);
	if (error.code === 'CSV_MAX_RECORD_SIZE') return fileProblem('line_too_long', { line, limit: limits.lineCharacters }, error);
	return fileProblem('broken_quotes', { line }, error);
}

/** A quote that is never closed is told where it was opened, not where the file ends. */
function lineOf(error: CsvError): number {
	const opened = /opening quote at line (\d+)/.exec(error.message)?.[1];
	const { lines } = error as CsvError & { lines?: number };
	return opened ? Number(opened) : (lines ?? 1);
}

/** The delimiter that stands most often outside quotes in the first line; a comma where none does. */
async function detectDelimiter(source: ByteSource, encoding: TextEncoding): Promise<Delimiter> {
	let sample = '';
	for await (const text of decodedText(source, encoding)) {
		sample += text;
		if (sample.length >= SAMPLE) break;
	}
	const counts = new Map<string, number>();
	let quoted = false;
	for (const character of sample.slice(0, SAMPLE)) {
		if (character === '"') quoted = !quoted;
		else if (!quoted && (character === '\n' || character === '\r') && counts.size > 0) break;
		else if (!quoted && (DELIMITERS as readonly string[]).includes(character))
			counts.set(character, (counts.get(character) ?? 0) + 1);
	}
	const count = (delimiter: Delimiter) => counts.get(delimiter) ?? 0;
	return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best), ',' as Delimiter);
}
