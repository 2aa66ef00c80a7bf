import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { DockingContext } from './context.ts';
import { ownersOfListing, stillIn } from './interests/queries.ts';
import { openDocking } from './open-docking.ts';
import { namedListings } from './queries.ts';

interface PairSide {
	listingId: string;
	organisationId: string;
	/** Who said that the introduction is of interest. */
	repliedBy: string | null;
}

/**
 * Opens the docking of a pair that an officer has introduced, when both owners are interested. Who replied and the contact people
 * of both listings are in it. Nothing opens where one of the listings has gone.
 */
export async function openDockingOfPair(context: Pick<DockingContext, 'jobs' | 'baseUrl' | 'clock'>, tx: Transaction, actor: Actor, pair: { pairId: string; need: PairSide; offer: PairSide }): Promise<void> {
	await asActor(tx, operator('docking'), async (tx) => {
		const listings = await namedListings(tx, [pair.need.listingId, pair.offer.listingId]);
		const offer = listings.get(pair.offer.listingId);
		if (!offer || !listings.has(pair.need.listingId)) return;
		const people = async ({ listingId, organisationId, repliedBy }: PairSide) => {
			const owners = (await ownersOfListing(tx, { listingId, organisationId })).map(({ id }) => id);
			return stillIn(tx, organisationId, [...(repliedBy ? [repliedBy] : []), ...owners]);
		};
		await openDocking(context, tx, actor, {
			pairId: pair.pairId,
			offerListingId: pair.offer.listingId,
			needListingId: pair.need.listingId,
			title: { text: offer.title, language: offer.language },
			organisations: { offering: pair.offer.organisationId, seeking: pair.need.organisationId },
			people: { offering: await people(pair.offer), seeking: await people(pair.need) },
			ball: 'seeking',
		});
	});
}
