import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { emptyContent, type ListingContent } from '#lib/server/listings/listing.ts';

/** A line of data/sample/listings: a listing's content with its owner's slug; what is absent is empty. */
export interface SampleListing extends Partial<Omit<ListingContent, 'relevantDate'>> {
	externalId: string;
	kind: ListingKind;
	language: ListingContent['language'];
	organisation: string;
	date?: string | null;
}

/** The content of a sample with every field present. Unchecked: `parseContent` judges it as it judges any input. */
export function sampleContent(sample: SampleListing): ListingContent {
	const { externalId: _externalId, kind: _kind, organisation: _organisation, date, ...content } = sample;
	return { ...emptyContent(sample.language), ...content, relevantDate: date ?? null };
}
