import type { Exclusion, MatchableListing } from './types.ts';

/** One hard conflict: whether it keeps a need and an offer apart. `today` is an ISO day. */
type Conflict = (need: MatchableListing, offer: MatchableListing, today: string | undefined) => boolean;

const isOver = (listing: MatchableListing, today: string | undefined) =>
	today !== undefined && listing.validUntil !== null && listing.validUntil < today;

const refuses = (listing: MatchableListing, other: MatchableListing) =>
	listing.countries.length > 0 && other.country !== null && !listing.countries.includes(other.country);

/** The conflicts, each with its rule; the first that holds is the reason given. */
const CONFLICTS: Readonly<Record<Exclusion, Conflict>> = {
	/** Nobody is introduced to his own organisation. */
	'same-organisation': (need, offer) => need.organisation !== null && need.organisation === offer.organisation,
	/** The validity of either side is over. */
	expired: (need, offer, today) => isOver(need, today) || isOver(offer, today),
	/** The offer's owner states a restriction of its export, and the need is in another country: a broker must look first. */
	'export-restricted': (need, offer) =>
		offer.exportRestriction !== null && need.country !== null && offer.country !== null && need.country !== offer.country,
	/** Each side names the countries that it is interested in, and neither names the other's. */
	'countries-excluded': (need, offer) => refuses(need, offer) && refuses(offer, need),
};

/** The hard conflict that keeps a need and an offer apart; null where there is none. Without `today` nothing is expired. */
export function exclusionOf(need: MatchableListing, offer: MatchableListing, today?: string): Exclusion | null {
	for (const [exclusion, holds] of Object.entries(CONFLICTS)) if (holds(need, offer, today)) return exclusion as Exclusion;
	return null;
}
