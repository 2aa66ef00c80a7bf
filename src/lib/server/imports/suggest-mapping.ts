import { IMPORT_FIELDS, isImportField, type ImportField } from './fields.ts';
import { HEADER_NAMES, headerKey } from './header-names.ts';

/**
 * Which column probably fills which field, by the columns' names: the names of Mitra's own exports first, then what
 * spreadsheets call the fields in the languages of the network. No column is suggested twice, except that a lone text
 * column serves the summary as well as the description where the other is not there.
 */
export function suggestMapping(columns: readonly string[]): Partial<Record<ImportField, string>> {
	const mapping: Partial<Record<ImportField, string>> = {};
	const used = new Set<string>();
	const take = (field: ImportField, column: string) => {
		mapping[field] = column;
		used.add(column);
	};
	for (const column of columns) if (isImportField(column)) take(column, column);
	if (!mapping.relevantDate && columns.includes('date')) take('relevantDate', 'date');
	// The rank of a name in its list decides between columns; equal ranks go to the column that stands first.
	const candidates = IMPORT_FIELDS.flatMap((field) =>
		columns.map((column) => ({ field, column, rank: (HEADER_NAMES[field] ?? []).indexOf(headerKey(column)) })),
	)
		.filter(({ rank }) => rank >= 0)
		.sort((a, b) => a.rank - b.rank);
	for (const { field, column } of candidates)
		if (!mapping[field] && !used.has(column) && !isCovered(field, mapping)) take(field, column);
	if (!mapping.description && mapping.summary) mapping.description = mapping.summary;
	if (!mapping.summary && mapping.description) mapping.summary = mapping.description;
	return mapping;
}

/** A composite field and its parts exclude each other. */
function isCovered(field: ImportField, mapping: Partial<Record<ImportField, string>>): boolean {
	const [whole, part] = field.split('.') as [ImportField, string | undefined];
	if (part !== undefined) return mapping[whole] !== undefined;
	return Object.keys(mapping).some((other) => other.startsWith(`${field}.`));
}
