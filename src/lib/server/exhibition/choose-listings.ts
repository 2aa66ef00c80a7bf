import { LISTINGS_MOST } from '#lib/exhibition/vocabulary.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { misplaced } from './input.ts';

/** The listings that a form chooses to show: those that stand under the organisation's name, for one with a hidden owner would be given away. Errors: invalid_input. */
export async function chosenListings(tx: Transaction, organisationId: string, form: FormData): Promise<string[]> {
	const open = new Set(await openListingIdsOf(tx, organisationId, 1000));
	const listings = [...new Set(form.getAll('listing').map(String))].filter((id) => open.has(id));
	if (listings.length > LISTINGS_MOST) throw misplaced('listing', 'no_room', LISTINGS_MOST);
	return listings;
}
