import { belongsTo, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { Disclosure } from '#lib/listings/vocabulary.ts';
import { canHappen, type ListingLife } from './listing.ts';

/** What a rule needs to know of a listing. */
export interface ListingForRules extends ListingLife {
	organisationId: string;
	centreId: string;
	/** Null until a version has been published. */
	publishedVersionId: string | null;
}

const isOwner = (actor: Actor, listing: ListingForRules) => writesFor(actor, listing.organisationId);
const isInside = (actor: Actor, listing: ListingForRules) =>
	writesFor(actor, listing.organisationId) ||
	belongsTo(actor, listing.organisationId) ||
	servesCentre(actor, listing.centreId);

export const LISTING_RIGHTS = [
	'view',
	'viewWorkingVersion',
	'edit',
	'submit',
	'takeBack',
	'dropRevision',
	'review',
	'pause',
	'resume',
	'renew',
	'close',
	'archive',
	'attach',
] as const;
export type ListingRight = (typeof LISTING_RIGHTS)[number];

/**
 * Who may do what with a listing: one named predicate a right. Pages receive the answers (`listingRights`) and never work
 * them out again; use cases and the API ask the same table.
 */
export const listingRules: Record<ListingRight, (actor: Actor, listing: ListingForRules) => boolean> = {
	/** The page stands for everyone once published, also when paused, expired or closed after that; drafts only inside. */
	view: (actor, listing) =>
		(listing.publishedVersionId !== null && listing.state !== 'archived') || isInside(actor, listing),
	/** The version being written, before review. */
	viewWorkingVersion: isInside,
	edit: (actor, listing) =>
		isOwner(actor, listing) &&
		(listing.state === 'draft' ||
			listing.state === 'returned' ||
			listing.revision === 'draft' ||
			listing.revision === 'returned' ||
			canHappen(listing, { type: 'revise' })),
	submit: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'submit' }),
	takeBack: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'take-back' }),
	/** Review is the centre's, never the owner's: nobody publishes a listing of an organisation he or she writes for. */
	review: (actor, listing) =>
		servesCentre(actor, listing.centreId) &&
		(actor.kind === 'operator' || !belongsTo(actor, listing.organisationId)) &&
		canHappen(listing, { type: 'publish' }),
	dropRevision: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'drop-revision' }),
	pause: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'pause' }),
	resume: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'resume' }),
	renew: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'renew' }),
	close: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'close', reason: 'withdrawn' }),
	archive: (actor, listing) => isOwner(actor, listing) && canHappen(listing, { type: 'archive' }),
	/** What is attached is reviewed like what is written, so it is added while writing. */
	attach: (actor, listing) => listingRules.edit(actor, listing),
};

/** The rights of one actor on one listing, as pages receive them. */
export function listingRights(actor: Actor, listing: ListingForRules): Record<ListingRight, boolean> {
	const rights = {} as Record<ListingRight, boolean>;
	for (const right of LISTING_RIGHTS) rights[right] = listingRules[right](actor, listing);
	return rights;
}

/** How far a listing has been opened to somebody outside: as to a party, or also what is confidential, under an NDA. */
export type ListingOpening = 'parties' | 'confidential' | null;

/**
 * The most guarded disclosure an actor may read: public for a visitor, network when signed in, everything inside the
 * owner's organisation and its centre; and what has been `opened` to those who were introduced or are in a docking.
 */
export function readableDisclosures(actor: Actor, listing: ListingForRules, opened: ListingOpening = null): ReadonlySet<Disclosure> {
	if (isInside(actor, listing)) return new Set<Disclosure>(['public', 'network', 'parties', 'confidential']);
	if (!isSignedIn(actor)) return new Set<Disclosure>(['public']);
	if (opened === 'confidential') return new Set<Disclosure>(['public', 'network', 'parties', 'confidential']);
	if (opened === 'parties') return new Set<Disclosure>(['public', 'network', 'parties']);
	return new Set<Disclosure>(['public', 'network']);
}
