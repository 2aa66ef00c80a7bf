import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewContact, writeAboutVisit } from '#lib/server/exhibition/visits/contacts.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { mitra } = event.locals;
	const { id: eventId, exhibitor, visit } = event.params;
	return { view: await viewContact(mitra, pageMember(event), { eventId, id: idOfAddress(exhibitor), visit: idOfAddress(visit), cardOf: (id) => mitra.search.card(id) }) };
};

export const actions: Actions = {
	write: (event) =>
		memberForm(event, async (member, form) => {
			const { id: eventId, exhibitor, visit } = event.params;
			await writeAboutVisit(event.locals.mitra, member, { eventId, id: idOfAddress(exhibitor), visit: idOfAddress(visit), form });
			return { done: 'saved' };
		}),
};
