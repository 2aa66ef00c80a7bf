import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewSignedUp } from '#lib/server/events/seats/view-seats.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewSignedUp(event.locals.mitra, pageMember(event), { eventId: event.params.id, sessionId: listingId(event.params.session) }) };
};
