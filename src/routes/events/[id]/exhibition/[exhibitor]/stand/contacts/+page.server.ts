import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { contactFilters, viewContacts } from '#lib/server/exhibition/visits/contacts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { mitra } = event.locals;
	const filters = contactFilters(event.url.searchParams);
	return { view: await viewContacts(mitra, pageMember(event), { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), filters, cardOf: (id) => mitra.search.card(id) }), filters, search: event.url.search };
};
