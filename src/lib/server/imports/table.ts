export const IMPORT_FORMATS = ['csv', 'xlsx', 'jsonl'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Bytes that can be read from their beginning as often as wanted. */
export interface ByteSource {
	size: number;
	open(): AsyncIterable<Uint8Array>;
}

/** What stands in a cell: text from CSV; text, numbers, truth values from XLSX; any JSON from JSONL. */
export type Cell = unknown;

/** A cell whose formula failed in the spreadsheet, e.g. `#REF!`. */
export class FailedFormula {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

export interface TableRow {
	/** Counted from 1, without the header. */
	number: number;
	/** Where it begins in the file: a line of text, or a row of the sheet. */
	line: number;
	/** By position of the column; of a row with too many cells all of them. */
	cells: readonly Cell[];
	/** Why the row cannot be read at all. */
	problem?: RowProblem;
}

export interface RowProblem {
	code: 'not_json' | 'too_many_cells' | 'cell_too_long';
	column: string | null;
	limit?: number;
}

/** A file as a table. Reading it again begins at the first row again. */
export interface ImportTable {
	format: ImportFormat;
	columns: readonly string[];
	rows(): AsyncIterable<TableRow>;
}

/** Column names as they can be chosen from: none empty, none twice. */
export function distinctColumns(names: readonly string[]): string[] {
	const used = new Set<string>();
	return names.map((name, index) => {
		const wanted = name.replace(/\s+/g, ' ').trim().slice(0, 200) || `#${index + 1}`;
		let unique = wanted;
		for (let n = 2; used.has(unique); n++) unique = `${wanted} (${n})`;
		used.add(unique);
		return unique;
	});
}
