import { indexTerms } from '#lib/engines/reading/index-terms.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { READ_FIELDS, type ReadField } from '#lib/engines/matching/types.ts';
import type { IndexedDocument, IndexedField, IndexOptions } from '#lib/engines/retrieval/types.ts';
import { marketStageOf } from '#lib/listings/vocabulary.ts';
import { FACETS } from '#lib/search/types.ts';
import { readableTexts, type PublicListing } from './public-listing.ts';

/** How much a word counts where it stands, and how far long texts are held back (BM25F weight and b). */
const FIELD_OPTIONS: Record<ReadField, { weight: number; b: number }> = {
	title: { weight: 4, b: 0.4 },
	summary: { weight: 2, b: 0.5 },
	keywords: { weight: 2.5, b: 0.3 },
	description: { weight: 1, b: 0.6 },
	advantages: { weight: 0.8, b: 0.6 },
	benefitInFigures: { weight: 0.6, b: 0.5 },
	comparedWith: { weight: 0.4, b: 0.5 },
	sought: { weight: 1, b: 0.6 },
};

export const LISTING_INDEX: IndexOptions = {
	fields: READ_FIELDS.map((name) => ({ name, ...FIELD_OPTIONS[name] })),
	facets: FACETS,
};

/** A listing as the inverted index takes it in. */
export function indexedDocument(listing: PublicListing, reader: TextReader): IndexedDocument {
	const texts = readableTexts(listing.content);
	const fields: IndexedField[] = [];
	for (const field of READ_FIELDS) {
		const text = texts[field];
		if (!text) continue;
		const reading = reader.read(text, listing.content.language);
		fields.push({ field, terms: [...indexTerms(reading, reader.thesaurus)], length: reading.length });
	}
	return { id: listing.id, fields, facets: facetsOf(listing, reader) };
}

function facetsOf(listing: PublicListing, reader: TextReader): Record<string, string[]> {
	const { content, organisation } = listing;
	const areas = new Set(content.areas.flatMap((area) => [area, ...reader.thesaurus.ancestors(area)]));
	return {
		kind: [listing.kind],
		area: [...areas],
		country: [organisation.country],
		language: [content.language],
		stage: content.trl === null ? [] : [marketStageOf(content.trl)],
		cooperation: [...content.cooperation],
		ip: content.ip.status === null ? [] : [content.ip.status],
	};
}
