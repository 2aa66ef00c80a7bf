import { isOneOf, SIDES } from '#lib/brokering/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { findCounterparts } from '#lib/server/brokering/find-counterparts.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams.get('for');
	const side = isOneOf(SIDES, asked) ? asked : 'need';
	const words = (event.url.searchParams.get('q') ?? '').slice(0, 300);
	if (asksToSignIn(event)) return { side, words, result: null, pairId: event.params.id };
	const member = pageMember(event);
	return { side, words, pairId: event.params.id, result: await findCounterparts(event.locals.mitra, member, { pairId: listingId(event.params.id), side, words }) };
};
