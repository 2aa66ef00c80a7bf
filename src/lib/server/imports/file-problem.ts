import { ExpectedError } from '#lib/server/platform/errors.ts';

/** What can be wrong with a file as a whole; each is worded by the message `import_file_error_<code>`. */
export type FileProblemCode =
	| 'empty'
	| 'no_header'
	| 'no_rows'
	| 'too_large'
	| 'too_many_rows'
	| 'too_many_columns'
	| 'line_too_long'
	| 'broken_quotes'
	| 'unknown_encoding'
	| 'broken_archive'
	| 'archive_encrypted'
	| 'archive_bomb'
	| 'broken_workbook'
	| 'no_sheet'
	| 'unsupported'
	| 'broken_upload';

export interface FileProblemDetail {
	/** The line of the file, or the row of the sheet, counted from 1. */
	line?: number;
	/** The limit that was passed. */
	limit?: number;
}

const SENTENCES: Record<FileProblemCode, (detail: FileProblemDetail) => string> = {
	empty: () => 'The file is empty.',
	no_header: () => 'The first line of the file must name the columns.',
	no_rows: () => 'The file has a header, but no rows below it.',
	too_large: ({ limit }) => `The file is larger than ${Math.round((limit ?? 0) / 1024 / 1024)} MB.`,
	too_many_rows: ({ limit }) => `The file has more than ${limit} rows. Split it into several files.`,
	too_many_columns: ({ limit }) => `The file has more than ${limit} columns.`,
	line_too_long: ({ line, limit }) => `Line ${line} is longer than ${limit} characters. Is a quotation mark missing there?`,
	broken_quotes: ({ line }) => `The quotation marks in line ${line} do not fit: one is missing, or one stands inside a cell.`,
	unknown_encoding: () => 'The encoding of the text is not UTF-8, UTF-16 or GB 18030. Save the file as UTF-8.',
	broken_archive: () => 'The workbook is damaged: it cannot be unpacked. Save it again and retry.',
	archive_encrypted: () => 'The workbook is protected by a password. Save it without one.',
	archive_bomb: () => 'The workbook unpacks to far more than its size, so it was not opened.',
	broken_workbook: () => 'The workbook cannot be read: its sheet is not well-formed. Save it again as XLSX.',
	no_sheet: () => 'The workbook has no visible sheet.',
	unsupported: () => 'Only CSV, XLSX and JSONL files can be imported.',
	broken_upload: () => 'The upload broke off; nothing was stored.',
};

/** An expected error about the file as a whole: `detail.code` names it, and nothing of the file has been stored. */
export function fileProblem(code: FileProblemCode, detail: FileProblemDetail = {}, cause?: unknown): ExpectedError {
	const kind = code === 'too_large' ? 'too_large' : code === 'unsupported' ? 'unsupported_type' : 'invalid_input';
	return new ExpectedError(kind, SENTENCES[code](detail), { field: 'file', detail: { code, ...detail }, cause });
}
