import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { listingByReference } from '#lib/server/listings/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { organisationsById } from '#lib/server/network/queries.ts';
import { listingInterestRules } from '../rules.ts';
import { namedListings } from '../queries.ts';
import { openInterestOf, publishedListingsOf, questionsOf, runningDockingAbout } from './queries.ts';

/**
 * What somebody needs to express interest in a listing: the listing, for which organisations, which own listings it could meet, what
 * its owner asks, and what stands already. Errors: not_found.
 */
export async function interestForm(db: Database, actor: Actor, reference: number) {
	const listing = await listingByReference(db, reference);
	const named = listing && (await namedListings(db, [listing.id])).get(listing.id);
	if (!listing || !named || listing.state === 'archived' || !isSignedIn(actor)) throw new ExpectedError('not_found', 'No such listing.');
	const published = listing.state === 'published';
	const writing = (await organisationsById(db, [...actor.organisations.keys()])).filter(({ id, state }) => state === 'admitted' && writesFor(actor, id));
	const organisations = writing.filter(({ id }) => listingInterestRules.express(actor, { organisationId: id, ownerOrganisationId: listing.organisationId, published: true }));
	const ids = organisations.map(({ id }) => id);
	const standing = await asActor(db, actor, async (tx) => Promise.all(ids.map((id) => openInterestOf(tx, listing.id, id))));
	const running = await asActor(db, operator('interest'), async (tx) => Promise.all(ids.map((id) => runningDockingAbout(tx, listing.id, id))));
	return {
		listing: named,
		published,
		own: writing.some(({ id }) => id === listing.organisationId),
		organisations: organisations.map(({ id, names }) => ({ id, names })),
		ownListings: await publishedListingsOf(db, ids, named.kind === 'offer' ? 'need' : 'offer'),
		questions: (await questionsOf(db, listing.organisationId)).map(({ id, question, language }) => ({ id, question, language })),
		standing: standing.find((each) => each !== undefined)?.id ?? null,
		/** Whatever is sent joins an interest that stands: who asks and the answers stand with that. */
		joins: standing.length > 0 && standing.every((each) => each !== undefined),
		docked: running.find((each) => each !== undefined)?.reference ?? null,
	};
}
