import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { listCsv } from '#lib/server/registration/desk/list-csv.ts';
import { listFilters, viewTable } from '#lib/server/registration/view-desk.ts';
import type { RequestHandler } from './$types';

/** The list with its filters, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
	const { mitra, language } = event.locals;
	const table = await viewTable(mitra, pageMember(event), event.params.id, listFilters(event.url.searchParams));
	return new Response(listCsv(table, language), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${event.params.id}-registrations.csv"`, 'cache-control': 'private, no-store' } });
};
