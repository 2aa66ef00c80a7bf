import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { signedUpCsv, viewSignedUp } from '#lib/server/events/seats/view-seats.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { RequestHandler } from './$types';

/** Who signed up for a session, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
	const { mitra, language } = event.locals;
	const view = await viewSignedUp(mitra, pageMember(event), { eventId: event.params.id, sessionId: listingId(event.params.session) });
	return new Response(signedUpCsv(view, language), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${event.params.id}-places.csv"`, 'cache-control': 'private, no-store' } });
};
