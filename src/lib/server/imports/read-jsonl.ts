import { fileProblem } from './file-problem.ts';
import type { ImportLimits } from './limits.ts';
import type { ByteSource, ImportTable, TableRow } from './table.ts';
import { decodedText, detectEncoding, type TextEncoding } from './text-encoding.ts';

/**
 * Opens a file with one JSON object a line. Its columns are the names that occur anywhere in it, in the order of their
 * first occurrence. A line that is no object is a bad row, not a bad file. Errors: invalid_input.
 */
export async function openJsonl(source: ByteSource, limits: ImportLimits): Promise<ImportTable> {
	const encoding = await detectEncoding(source);
	const positions = new Map<string, number>();
	let lines = 0;
	for await (const { object } of objects(source, encoding, limits)) {
		if (++lines > limits.rows) throw fileProblem('too_many_rows', { limit: limits.rows });
		for (const name of Object.keys(object ?? {})) if (!positions.has(name)) positions.set(name, positions.size);
		if (positions.size > limits.columns) throw fileProblem('too_many_columns', { limit: limits.columns });
	}
	if (lines === 0) throw fileProblem('empty');
	const columns = [...positions.keys()];
	return { format: 'jsonl', columns, rows: () => rows(objects(source, encoding, limits), columns) };
}

type JsonObject = Record<string, unknown>;

async function* rows(all: AsyncIterable<{ line: number; object: JsonObject | undefined }>, columns: string[]): AsyncGenerator<TableRow> {
	let number = 0;
	for await (const { line, object } of all) {
		number++;
		if (!object) yield { number, line, cells: [], problem: { code: 'not_json', column: null } };
		else yield { number, line, cells: columns.map((name) => object[name] ?? '') };
	}
}

async function* objects(
	source: ByteSource,
	encoding: TextEncoding,
	limits: ImportLimits,
): AsyncGenerator<{ line: number; object: JsonObject | undefined }> {
	for await (const { line, text } of linesOf(source, encoding, limits)) {
		if (text.trim() !== '') yield { line, object: parsedObject(text) };
	}
}

async function* linesOf(
	source: ByteSource,
	encoding: TextEncoding,
	limits: ImportLimits,
): AsyncGenerator<{ line: number; text: string }> {
	let line = 0;
	let rest = '';
	const checked = (text: string, at: number) => {
		if (text.length > limits.lineCharacters) throw fileProblem('line_too_long', { line: at, limit: limits.lineCharacters });
		return text;
	};
	for await (const piece of decodedText(source, encoding)) {
		const parts = (rest + piece).split('\n');
		rest = checked(parts.pop() ?? '', line + parts.length + 1);
		for (const text of parts) {
			line++;
			yield { line, text: checked(text, line) };
		}
	}
	if (rest !== '') yield { line: line + 1, text: rest };
}

function parsedObject(text: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
	} catch {
		return undefined;
	}
}
