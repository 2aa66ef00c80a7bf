import { createHash } from 'node:crypto';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { missingForSubmission, parseContent } from '#lib/server/listings/input.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import type { RowError } from './row-errors.ts';
import { readRow, type ReadingContext, type RowReading } from './row-content.ts';
import type { TableRow } from './table.ts';

/** A row as a listing that may be published, or what is wrong with it. */
export type CheckedRow = { number: number; line: number } & (
	| { ok: true; kind: ListingKind; externalId: string; content: ListingContent }
	| { ok: false; errors: RowError[]; title: string }
);

/** The most characters of an external id. */
const EXTERNAL_ID_LIMIT = 200;

/** Checks the rows of one file, one after the other: a row whose listing stood in an earlier row is told so. */
export class RowChecker {
	readonly #context: ReadingContext;
	readonly #numberByExternalId = new Map<string, number>();

	constructor(context: ReadingContext) {
		this.#context = context;
	}

	check(row: TableRow): CheckedRow {
		const place = { number: row.number, line: row.line };
		if (row.problem) return { ...place, ok: false, title: '', errors: [{ field: null, ...row.problem }] };
		const reading = readRow(row, this.#context);
		const judged = judge(reading, this.#context);
		if ('errors' in judged) return { ...place, ok: false, title: String(reading.content.title ?? ''), errors: judged.errors };
		const externalId = reading.externalId || fallbackExternalId(judged.kind, judged.content);
		const earlier = this.#numberByExternalId.get(externalId);
		if (earlier !== undefined) {
			const error: RowError = { field: 'externalId', column: reading.values.columnOf('externalId'), code: 'duplicate_row', value: String(earlier) };
			return { ...place, ok: false, title: judged.content.title, errors: [error] };
		}
		this.#numberByExternalId.set(externalId, row.number);
		return { ...place, ok: true, kind: judged.kind, externalId, content: judged.content };
	}
}

function judge(reading: RowReading, context: ReadingContext): { kind: ListingKind; content: ListingContent } | { errors: RowError[] } {
	const { values, kind } = reading;
	const errors = values.errors;
	const hasError = (field: string) => errors.some((error) => error.field !== null && (error.field === field || error.field.startsWith(`${field}.`)));
	const add = (found: { field: string; code: RowError['code']; limit?: number; value?: string }) => {
		// "keywords.3" and "ip.rights.0.date" belong to the column of the list.
		const field = found.field.replace(/\.\d+.*$/, '');
		if (hasError(field) || errors.some((error) => error.field === field)) return;
		errors.push({ ...found, field, column: values.columnOf(field) ?? values.columnOf(field.split('.')[0]!) });
	};
	if (!kind && !hasError('kind')) add({ field: 'kind', code: 'required' });
	if ([...reading.externalId].length > EXTERNAL_ID_LIMIT) add({ field: 'externalId', code: 'too_long', limit: EXTERNAL_ID_LIMIT });
	const parsed = parseContent(reading.content);
	if ('errors' in parsed) for (const error of parsed.errors) add(error);
	// What is missing is said together with what is wrong, so that one round mends a row.
	const content = 'content' in parsed ? parsed.content : (reading.content as unknown as ListingContent);
	for (const error of missing(kind, content, context)) add(error);
	return errors.length > 0 || !kind || 'errors' in parsed ? { errors } : { kind, content: parsed.content };
}

/** What is missing; where a row does not say what it is, what either kind needs. */
function missing(kind: ListingKind | undefined, content: ListingContent, context: ReadingContext) {
	if (kind) return missingForSubmission(kind, content, context.areas.exists);
	const ofNeeds = new Set(missingForSubmission('need', content, context.areas.exists).map(({ field }) => field));
	return missingForSubmission('offer', content, context.areas.exists).filter(({ field }) => ofNeeds.has(field));
}

/** Stands for the external id of a row without one: the same title in the same language is the same listing. */
export function fallbackExternalId(kind: ListingKind, content: Pick<ListingContent, 'title' | 'language'>): string {
	const title = content.title.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
	return `title:${createHash('sha256').update(`${kind}\n${content.language}\n${title}`).digest('hex').slice(0, 32)}`;
}
