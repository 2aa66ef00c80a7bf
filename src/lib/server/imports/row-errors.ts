import type { FieldError } from '#lib/server/listings/input.ts';
import type { RowProblem } from './table.ts';

/** What can be wrong with a row beyond what can be wrong with a listing's field; worded by `import_row_error_<code>`. */
export type ImportOnlyCode =
	| RowProblem['code']
	| 'formula_failed'
	| 'not_money'
	| 'unknown_value'
	| 'unknown_country'
	| 'unknown_language'
	| 'no_area_found'
	| 'duplicate_row'
	| 'listing_closed'
	| 'other_kind';

export interface RowError {
	/** Null where the row as a whole is meant. */
	field: string | null;
	/** The column that the field was read from. */
	column: string | null;
	code: FieldError['code'] | ImportOnlyCode;
	limit?: number;
	value?: string;
}

const IMPORT_ONLY: ReadonlySet<string> = new Set<ImportOnlyCode>([
	'not_json',
	'too_many_cells',
	'cell_too_long',
	'formula_failed',
	'not_money',
	'unknown_value',
	'unknown_country',
	'unknown_language',
	'no_area_found',
	'duplicate_row',
	'listing_closed',
	'other_kind',
]);

/** The key of the message that words an error. */
export function messageOfError(error: RowError): `import_row_error_${string}` | `field_error_${string}` {
	return IMPORT_ONLY.has(error.code) ? `import_row_error_${error.code}` : `field_error_${error.code}`;
}

/** A value as an error may quote it. */
export function quotedValue(value: unknown): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
	const characters = [...text.trim()];
	return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('');
}
