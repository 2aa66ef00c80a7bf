import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { contactsCsv } from '#lib/server/exhibition/visits/contacts-csv.ts';
import { contactFilters, viewContacts } from '#lib/server/exhibition/visits/contacts.ts';
import type { RequestHandler } from './$types';

/** The contacts of a stand with their filters, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
	const { mitra, language } = event.locals;
	const view = await viewContacts(mitra, pageMember(event), { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), filters: contactFilters(event.url.searchParams), cardOf: (id) => mitra.search.card(id) });
	return new Response(contactsCsv(view, language), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${event.params.id}-contacts.csv"`, 'cache-control': 'private, no-store' } });
};
