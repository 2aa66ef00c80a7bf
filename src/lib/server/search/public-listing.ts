import { marketStageOf } from '#lib/listings/vocabulary.ts';
import type { MatchableListing, ReadField } from '#lib/engines/matching/types.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { LocalText, Provenance } from '#lib/text/local-text.ts';

/** A published listing with what everyone may read of it. */
export interface PublicListing {
	id: string;
	reference: number;
	kind: ListingKind;
	changeNumber: number;
	/** The public copy: sections above "public" are empty. */
	content: ListingContent;
	/** Where the text comes from; absent: its author wrote it. */
	provenance?: Provenance;
	publishedAt: string;
	validUntil: string;
	centreId: string;
	organisation: {
		slug: string;
		names: LocalText[];
		kind: string;
		size: string | null;
		country: string;
		place: string | null;
		isSample: boolean;
	};
}

export function cardOf(listing: PublicListing): ListingCard {
	const { content, organisation } = listing;
	return {
		id: listing.id,
		reference: listing.reference,
		kind: listing.kind,
		language: content.language,
		title: content.title,
		summary: content.summary,
		areas: content.areas,
		country: organisation.country,
		organisation: content.display === 'hidden' ? null : { slug: organisation.slug, names: organisation.names },
		organisationKind: organisation.kind,
		// In a small town a kind of organisation names the only one there is.
		place: content.display === 'hidden' ? null : organisation.place,
		trl: content.trl,
		stage: content.trl === null ? null : marketStageOf(content.trl),
		cooperation: content.cooperation,
		ipStatus: content.ip.status,
		state: 'published',
		publishedAt: listing.publishedAt,
		validUntil: listing.validUntil,
		isSample: organisation.isSample,
	};
}

/** The texts of a listing's content by field, keywords joined so that no word runs into the next. */
export function readableTexts(content: ListingContent): Partial<Record<ReadField, string>> {
	return {
		title: content.title,
		summary: content.summary,
		keywords: content.keywords.join(' · '),
		description: content.description,
		advantages: content.advantages,
		benefitInFigures: content.benefitInFigures,
		comparedWith: content.comparedWith,
		sought: content.sought,
	};
}

/** A listing as the matching engine compares it. */
export function matchableOf(
	listing: Pick<PublicListing, 'id' | 'kind' | 'content'> & { organisation: Pick<PublicListing['organisation'], 'kind' | 'size' | 'country'> & { slug?: string }; validUntil?: string },
): MatchableListing {
	const { content, organisation } = listing;
	return {
		id: listing.id,
		kind: listing.kind,
		language: content.language,
		texts: readableTexts(content),
		areas: content.areas,
		trl: content.trl,
		cooperation: content.cooperation,
		ipStatus: content.ip.status,
		country: organisation.country,
		countries: content.countries,
		organisationKind: organisation.kind,
		// Reasons quote the facts that they compare; how big a hidden owner is, is not told.
		organisationSize: content.display === 'hidden' ? null : organisation.size,
		partnerKinds: content.partner.kinds,
		price: content.price,
		budget: content.budget,
		date: content.relevantDate,
		organisation: organisation.slug ?? null,
		validUntil: listing.validUntil || null,
		exportRestriction: content.exportControl.startsWith('restricted:') ? content.exportControl.slice('restricted:'.length).trim() : null,
	};
}
