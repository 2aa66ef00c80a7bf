import type { ImportField, ImportPlan } from './fields.ts';
import { quotedValue, type RowError } from './row-errors.ts';
import { FailedFormula, type Cell, type TableRow } from './table.ts';

/** The values of one row by field, with the defaults where a cell is empty, and the errors found on the way. */
export class RowValues {
	readonly errors: RowError[] = [];
	readonly #plan: ImportPlan;
	readonly #cells: readonly Cell[];
	readonly #positions: ReadonlyMap<string, number>;

	constructor(row: TableRow, plan: ImportPlan, positions: ReadonlyMap<string, number>) {
		this.#plan = plan;
		this.#cells = row.cells;
		this.#positions = positions;
	}

	/** What stands in the field's cell, else its default; an empty string where there is neither. */
	raw(field: ImportField): Cell {
		const position = this.#positions.get(this.#plan.mapping[field] ?? '');
		const cell = position === undefined ? '' : (this.#cells[position] ?? '');
		if (cell instanceof FailedFormula) {
			this.fail(field, { code: 'formula_failed', value: cell.text });
			return '';
		}
		const isEmpty = (typeof cell === 'string' && cell.trim() === '') || (Array.isArray(cell) && cell.length === 0);
		return isEmpty ? (this.#plan.defaults[field] ?? '') : cell;
	}

	text(field: ImportField): string {
		const value = this.raw(field);
		if (typeof value === 'string') return value;
		if (Array.isArray(value)) return value.map(plain).join('; ');
		return plain(value);
	}

	has(field: ImportField): boolean {
		return this.text(field).trim() !== '';
	}

	/** The items of a list: those of a JSON list as they are, else what `cut` makes of the text. */
	list(field: ImportField, cut: (text: string) => string[]): string[] {
		const listed = this.json(field);
		return Array.isArray(listed) ? listed.map(plain) : cut(this.text(field));
	}

	/** The value as JSON: as JSONL has it, or written into a cell. Undefined where the cell holds something else. */
	json(field: ImportField): object | undefined {
		const value = this.raw(field);
		if (typeof value === 'object' && value !== null) return value;
		if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
		try {
			const parsed: unknown = JSON.parse(value);
			return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
		} catch {
			return undefined;
		}
	}

	fail(field: ImportField | null, error: Pick<RowError, 'code' | 'limit' | 'value'>): void {
		this.errors.push({ field, column: this.columnOf(field), ...error });
	}

	failValue(field: ImportField, code: RowError['code'], value: unknown): void {
		this.fail(field, { code, value: quotedValue(value) });
	}

	columnOf(field: string | null): string | null {
		return field === null ? null : (this.#plan.mapping[field as ImportField] ?? null);
	}
}

function plain(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
