import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { saveWordsOfListing } from '#lib/server/exhibition/save-shown-words.ts';
import { viewProduct } from '#lib/server/exhibition/view-exhibition.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A listing of the stand, for whoever may write about it; nobody else learns of the page. */
async function shownListing(event: RequestEvent | Parameters<PageServerLoad>[0]) {
	const { mitra, actor } = event.locals;
	const view = await viewProduct(mitra, actor, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), reference: Number(event.params.listing) }, (id) => mitra.search.card(id));
	if (!view.may.edit) throw gone('listing');
	return view;
}

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	pageMember(event);
	const { event: of, exhibitor, listing, said } = await shownListing(event);
	return { view: { event: of, exhibitor, said, listing: { reference: listing.reference, title: listing.title, summary: listing.summary, language: listing.language } } };
};

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			const { listing } = await shownListing(event);
			await saveWordsOfListing(event.locals.mitra, member, { eventId: event.params.id, id: idOfAddress(event.params.exhibitor), listingId: listing.id, form });
			return { done: 'saved' };
		}),
};
