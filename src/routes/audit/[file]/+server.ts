import { Readable } from 'node:stream';
import { error } from '@sveltejs/kit';
import { auditFilters } from '#lib/audit/filters.ts';
import { exportAudit } from '#lib/server/audit/view-audit.ts';
import type { EntryRow } from '#lib/server/audit/queries.ts';
import { csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

const COLUMNS: Record<string, (row: EntryRow) => string> = {
	number: ({ number }) => String(number ?? ''),
	at: ({ at }) => at.toISOString(),
	actor: ({ actorId }) => actorId ?? '',
	name: ({ actorName }) => actorName ?? '',
	action: ({ action }) => action,
	entity: ({ entity }) => entity,
	entityId: ({ entityId }) => entityId,
	detail: ({ detail }) => JSON.stringify(detail),
	before: ({ before }) => (before ? JSON.stringify(before) : ''),
	after: ({ after }) => (after ? JSON.stringify(after) : ''),
	place: ({ place }) => place ?? '',
	session: ({ sessionId }) => sessionId ?? '',
	apiKey: ({ apiKeyId }) => apiKeyId ?? '',
};

/** The entries that the page's address asks for, as `entries.csv` or `entries.json` (one entry a line). */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const format = /^entries\.(csv|json)$/.exec(params.file)?.[1];
	if (!format) error(404);
	const view = url.searchParams.get('view') === 'own' ? 'own' : 'log';
	const rows = exportAudit(locals.mitra.db, locals.actor, view, auditFilters(url.searchParams));
	// The first entry is asked for before the answer begins, so that a refusal is one.
	const first = await rows.next().catch((caught: unknown) => {
		if (isExpectedError(caught)) error(caught.status);
		throw caught;
	});
	return new Response(Readable.toWeb(Readable.from(linesOf(first, rows, format))) as ReadableStream, {
		headers: {
			'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
			'content-disposition': `attachment; filename="mitra-audit.${format}"`,
		},
	});
};

async function* linesOf(first: IteratorResult<EntryRow>, rest: AsyncGenerator<EntryRow>, format: string): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	const line = (row: EntryRow) =>
		encoder.encode(
			format === 'csv'
				? csvLine(Object.values(COLUMNS).map((cell) => cell(row)))
				: `${JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'cursor' && name !== 'actorPlace')))}\n`,
		);
	if (format === 'csv') yield encoder.encode(`\uFEFF${csvLine(Object.keys(COLUMNS))}`);
	if (!first.done) yield line(first.value);
	for await (const row of rest) yield line(row);
}
