import { unitKeys } from '#lib/engines/reading/exact-phrase.ts';
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
	summary: { weight: 2, b: 0.3 },
	keywords: { weight: 2.5, b: 0.3 },
	description: { weight: 1, b: 0.4 },
	advantages: { weight: 0.8, b: 0.4 },
	benefitInFigures: { weight: 0.6, b: 0.5 },
	comparedWith: { weight: 0.4, b: 0.5 },
	sought: { weight: 1, b: 0.4 },
};

/** Words as they are written, by which exact phrases are found; they never score. */
const EXACT_FIELD = 'exact';

/** Facets that a query may name and no page counts. */
const HIDDEN_FACETS = ['trl', 'organisation'] as const;

export const LISTING_INDEX: IndexOptions = {
	fields: [...READ_FIELDS.map((name) => ({ name, ...FIELD_OPTIONS[name] })), { name: EXACT_FIELD, weight: 0, b: 0 }],
	facets: [...FACETS, ...HIDDEN_FACETS],
};

/** A key of every listing, so that "all of these, those with more of the words first" can be asked. */
export const EVERY_LISTING = 's:\u0001';

/**
 * A listing as the inverted index takes it in. What a machine has translated is nobody's words: such a version is listed under
 * its facts, and no search for words answers with it as if someone had written them.
 */
export function indexedDocument(listing: PublicListing, reader: TextReader): IndexedDocument {
	const texts = listing.provenance === 'machine-translation' ? {} : readableTexts(listing.content);
	const fields: IndexedField[] = [];
	for (const field of READ_FIELDS) {
		const text = texts[field];
		if (!text) continue;
		const reading = reader.read(text, listing.content.language);
		fields.push({ field, terms: [...indexTerms(reading, reader.thesaurus)], length: reading.length });
	}
	fields.push({ field: EXACT_FIELD, terms: exactTerms(texts), length: 0 });
	return { id: listing.id, fields, facets: facetsOf(listing, reader) };
}

function exactTerms(texts: ReturnType<typeof readableTexts>): [string, number][] {
	const keys = new Set([EVERY_LISTING]);
	for (const text of Object.values(texts)) if (text) for (const key of unitKeys(text)) keys.add(key);
	return [...keys].map((key) => [key, 1]);
}

function facetsOf(listing: PublicListing, reader: TextReader): Record<string, string[]> {
	const { content, organisation } = listing;
	const areas = new Set(content.areas.flatMap((area) => [area, ...reader.thesaurus.ancestors(area)]));
	return {
		kind: [listing.kind],
		area: [...areas],
		country: [organisation.country],
		centre: [listing.centreId],
		language: [content.language],
		stage: content.trl === null ? [] : [marketStageOf(content.trl)],
		cooperation: [...content.cooperation],
		ip: content.ip.status === null ? [] : [content.ip.status],
		trl: content.trl === null ? [] : [String(content.trl)],
		// Who asked to stay hidden is found by no name.
		organisation: content.display === 'hidden' ? [] : [organisation.slug],
	};
}
