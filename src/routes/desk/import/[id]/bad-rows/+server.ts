import { Readable } from 'node:stream';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { badRowsCsv } from '#lib/server/imports/bad-rows-csv.ts';
import { BROWSER_LIMITS } from '#lib/server/imports/limits.ts';
import { openTable, storedSource } from '#lib/server/imports/open-table.ts';
import { importForActor } from '#lib/server/imports/steer-import.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import * as m from '#lib/paraglide/messages.js';
import { importFieldName } from '#lib/ui/import-field-words.ts';
import { rowErrorText } from '#lib/ui/import-words.ts';
import type { RequestHandler } from './$types';

/** The bad rows of an import as CSV, with their errors in the reader's language. */
export const GET: RequestHandler = async (event) => {
	const { db, files } = event.locals.mitra;
	const locale = event.locals.language;
	const { batch } = await importForActor(db, pageMember(event), listingId(event.params.id));
	const table = await openTable(await storedSource(files, batch.sha256), BROWSER_LIMITS);
	const lines = badRowsCsv(db, batch.id, table, {
		heading: m.import_errors_heading({}, { locale }),
		error(error) {
			const place = error.column ?? (error.field === null ? undefined : importFieldName(error.field, locale));
			return `${place === undefined ? '' : `${place}: `}${rowErrorText(error, locale)}`;
		},
	});
	const name = batch.fileName.replace(/\.[^.]*$/, '');
	return new Response(Readable.toWeb(Readable.from(lines).map((line: string) => Buffer.from(line))) as ReadableStream, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="bad-rows.csv"; filename*=UTF-8''${encodeURIComponent(`${name}-bad.csv`)}`,
		},
	});
};
