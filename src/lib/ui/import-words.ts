import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { formatNumber } from './language-names.ts';
import { reader } from './reader.ts';

interface Values {
	limit: string;
	value: string;
	line: string;
}
type Words = Readonly<Record<string, (values: Values, options: { locale: Language }) => string>>;

/** What can be wrong with a row: with a field of the listing, or with the row or cell itself. */
const ROW_ERRORS: Words = {
	required: m.field_error_required,
	too_long: m.field_error_too_long,
	too_many: m.field_error_too_many,
	not_allowed: m.field_error_not_allowed,
	not_a_date: m.field_error_not_a_date,
	not_a_number: m.field_error_not_a_number,
	out_of_range: m.field_error_out_of_range,
	unknown_area: m.field_error_unknown_area,
	not_an_address: m.field_error_not_an_address,
	min_above_max: m.field_error_min_above_max,
	wrong_language: m.field_error_wrong_language,
	not_json: m.import_row_error_not_json,
	too_many_cells: m.import_row_error_too_many_cells,
	cell_too_long: m.import_row_error_cell_too_long,
	formula_failed: m.import_row_error_formula_failed,
	not_money: m.import_row_error_not_money,
	unknown_value: m.import_row_error_unknown_value,
	unknown_country: m.import_row_error_unknown_country,
	unknown_language: m.import_row_error_unknown_language,
	no_area_found: m.import_row_error_no_area_found,
	duplicate_row: m.import_row_error_duplicate_row,
	listing_closed: m.import_row_error_listing_closed,
	other_kind: m.import_row_error_other_kind,
};

/** What can be wrong with a file, or with sending it. */
const FILE_PROBLEMS: Words = {
	empty: m.import_file_error_empty,
	no_header: m.import_file_error_no_header,
	no_rows: m.import_file_error_no_rows,
	too_large: m.import_file_error_too_large,
	too_many_rows: m.import_file_error_too_many_rows,
	too_many_columns: m.import_file_error_too_many_columns,
	line_too_long: m.import_file_error_line_too_long,
	broken_quotes: m.import_file_error_broken_quotes,
	unknown_encoding: m.import_file_error_unknown_encoding,
	broken_archive: m.import_file_error_broken_archive,
	archive_encrypted: m.import_file_error_archive_encrypted,
	archive_bomb: m.import_file_error_archive_bomb,
	broken_workbook: m.import_file_error_broken_workbook,
	no_sheet: m.import_file_error_no_sheet,
	unsupported: m.import_file_error_unsupported,
	forbidden: m.import_file_error_forbidden,
	internal: m.import_file_error_internal,
	no_file: m.import_file_error_no_file,
	no_organisation: m.import_file_error_no_organisation,
	broken_upload: m.import_file_error_broken_upload,
	not_found: m.import_file_error_no_organisation,
};

/** One error of a row in a sentence. The same texts stand in the CSV of bad rows, which is written outside of a page. */
export function rowErrorText(error: { code: string; limit?: number; value?: string }, locale: Language = reader()): string {
	const limit = error.limit === undefined ? '' : formatNumber(error.limit, locale);
	return ROW_ERRORS[error.code]?.({ limit, value: error.value ?? '', line: '' }, { locale }) ?? error.code;
}

/** What is wrong with a file, or with an upload, in a sentence. */
export function fileProblemText(problem: Readonly<Record<string, string | number | boolean>>): string {
	const { code, line, limit } = problem;
	const values = {
		line: line === undefined ? '' : formatNumber(Number(line), reader()),
		limit: limit === undefined ? '' : code === 'too_large' ? megabytes(Number(limit)) : formatNumber(Number(limit), reader()),
		value: '',
	};
	return (FILE_PROBLEMS[String(code)] ?? m.import_file_error_internal)(values, { locale: reader() });
}

export function megabytes(bytes: number): string {
	return `${formatNumber(Math.round(bytes / 1024 / 1024), reader())} MB`;
}
