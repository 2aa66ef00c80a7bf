import { IMPORT_FIELDS, type ImportField, type ImportPlan } from '#lib/server/imports/fields.ts';

/** The most characters of a value for empty cells: as many as the longest text of a listing has. */
const DEFAULT_LIMIT = 4000;

/** What the form of the columns says; a column that the file does not have is no column. */
export function planOfForm(form: FormData, columns: readonly string[]): ImportPlan {
	const mapping: ImportPlan['mapping'] = {};
	const defaults: ImportPlan['defaults'] = {};
	for (const field of IMPORT_FIELDS) {
		const column = form.get(`column:${field}`);
		if (typeof column === 'string' && columns.includes(column)) mapping[field] = column;
		const value = form.getAll(`default:${field}`).filter((each): each is string => typeof each === 'string').join('; ').trim();
		if (value !== '' && value !== '; ') defaults[field] = value.slice(0, DEFAULT_LIMIT);
	}
	return { mapping, defaults, cut: form.get('cut') !== null };
}

/** The fields that a listing needs, and those that most spreadsheets have; the others are folded away. */
export const FIRST_FIELDS: readonly ImportField[] = [
	'externalId',
	'kind',
	'language',
	'title',
	'summary',
	'description',
	'areas',
	'keywords',
	'cooperation',
	'partner.kinds',
	'benefitInFigures',
	'advantages',
	'trl',
	'ip.status',
	'exportControl',
	'sought',
];
