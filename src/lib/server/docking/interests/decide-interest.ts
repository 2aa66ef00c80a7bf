import type { RefusalReason } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingContext } from '../context.ts';
import { openDocking } from '../open-docking.ts';
import { namedListings } from '../queries.ts';
import { askersOf, changeInterest, moveInterest } from './change-interest.ts';
import { ownersOfListing, stillIn, type InterestRow } from './queries.ts';

interface Decision {
	id: string;
	/** The version that was seen. */
	expected: number;
}

/** The centre lets an interest go on: to the other side's centre, or to the owner. Errors: not_found, forbidden, conflict. */
export async function passInterest(context: DockingContext, actor: Actor, input: Decision): Promise<void> {
	await changeInterest(context, actor, { ...input, right: 'pass' }, (tx, row) => moveInterest(context, tx, actor, row, 'pass'));
}

/** A centre does not let it go on, or the owner refuses; with a reason and words. Errors: not_found, forbidden, conflict. */
export async function refuseInterest(context: DockingContext, actor: Actor, input: Decision & { by: 'centre' | 'owner'; reason: RefusalReason; words: string; language: Language }): Promise<void> {
	const right = input.by === 'centre' ? 'screenOut' : 'refuse';
	await changeInterest(context, actor, { id: input.id, expected: input.expected, right }, (tx, row) =>
		moveInterest(context, tx, actor, row, 'refuse', { reason: input.reason, words: input.words, wordsLanguage: input.language }),
	);
}

/** Who asked asks no longer. Errors: not_found, forbidden, conflict. */
export async function withdrawInterest(context: DockingContext, actor: Actor, input: Decision): Promise<void> {
	await changeInterest(context, actor, { ...input, right: 'withdraw' }, (tx, row) => moveInterest(context, tx, actor, row, 'withdraw'));
}

/**
 * The owner accepts: the docking opens, and both sides' contact people meet. Answers its reference.
 * Errors: not_found, forbidden, conflict (also where the listing is public no more).
 */
export async function acceptInterest(context: DockingContext, actor: Actor, input: Decision): Promise<string> {
	return changeInterest(context, actor, { ...input, right: 'accept' }, async (tx, row) => {
		await moveInterest(context, tx, actor, row, 'accept');
		const { reference } = await asActor(tx, operator('docking'), (tx) => openFor(context, tx, actor, row));
		return reference;
	});
}

async function openFor(context: DockingContext, tx: Transaction, actor: Actor, row: InterestRow) {
	const listings = await namedListings(tx, [row.listingId, ...(row.ownListingId ? [row.ownListingId] : [])]);
	const asked = listings.get(row.listingId);
	if (!asked) throw new ExpectedError('conflict', 'The listing is public no more.');
	const own = row.ownListingId ? listings.get(row.ownListingId) : undefined;
	const owners = (await ownersOfListing(tx, { listingId: row.listingId, organisationId: row.ownerOrganisationId })).map(({ id }) => id);
	const owning = await stillIn(tx, row.ownerOrganisationId, [...(actor.kind === 'member' ? [actor.userId] : []), ...owners]);
	const asking = (await askersOf(tx, row)).map(({ id }) => id);
	const offers = asked.kind === 'offer';
	return openDocking(context, tx, actor, {
		interestId: row.id,
		offerListingId: offers ? asked.id : (own?.id ?? null),
		needListingId: offers ? (own?.id ?? null) : asked.id,
		title: { text: asked.title, language: asked.language },
		organisations: offers ? { offering: row.ownerOrganisationId, seeking: row.organisationId } : { offering: row.organisationId, seeking: row.ownerOrganisationId },
		people: offers ? { offering: owning, seeking: asking } : { offering: asking, seeking: owning },
		ball: offers ? 'seeking' : 'offering',
	});
}
