import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { ListingHit } from '#lib/search/types.ts';
import { foundSpans, reasonsFrom, type WantedTerms } from './highlights.ts';
import { cardOf, readableTexts, type PublicListing } from './public-listing.ts';

/** Reasons shown with a hit. */
const REASONS = 3;
/** Characters of a passage around its first match. */
const PASSAGE = 220;

/** A listing found, with the words that answer the query marked and the strongest of them as reasons. */
export function listingHit(listing: PublicListing, score: number, query: string, wanted: WantedTerms, reader: TextReader): ListingHit {
	const { content } = listing;
	const spansOf = (text: string) => (wanted.size === 0 ? [] : foundSpans(text, content.language, wanted, reader));
	const title = spansOf(content.title);
	const summary = spansOf(content.summary);
	const shown = [...reasonsFrom(query, content.title, title, REASONS), ...reasonsFrom(query, content.summary, summary, REASONS)];
	const passage = shown.length === 0 && wanted.size > 0 ? passageOf(listing, wanted, reader) : null;
	const reasons = shown.length > 0 || !passage ? shown : reasonsFrom(query, passage.text, passage.found, REASONS);
	return {
		card: cardOf(listing),
		score,
		highlights: { title: title.map(spanOf), summary: summary.map(spanOf) },
		passage: passage && { field: passage.field, text: passage.text, spans: passage.found.map(spanOf) },
		reasons: distinctReasons(reasons).slice(0, REASONS),
	};
}

/** The part of another field around its first match. */
function passageOf(listing: PublicListing, wanted: WantedTerms, reader: TextReader) {
	const { language } = listing.content;
	for (const [field, text] of Object.entries(readableTexts(listing.content))) {
		if (field === 'title' || field === 'summary' || !text) continue;
		const first = foundSpans(text, language, wanted, reader)[0];
		if (!first) continue;
		const from = cutBetweenCharacters(text, Math.max(0, first.start - PASSAGE / 3));
		const cut = text.slice(from, cutBetweenCharacters(text, from + PASSAGE));
		return { field, text: cut, found: foundSpans(cut, language, wanted, reader) };
	}
	return null;
}

/** A place at or before `at` that parts neither a pair of surrogates nor a letter and its marks. */
function cutBetweenCharacters(text: string, at: number): number {
	let place = Math.min(text.length, Math.floor(at));
	while (place > 0 && place < text.length && /[\p{M}\uDC00-\uDFFF]/u.test(text[place]!)) place--;
	return place;
}

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });

function distinctReasons<Reason extends { query: string }>(reasons: Reason[]): Reason[] {
	const seen = new Set<string>();
	return reasons.filter(({ query }) => !seen.has(query) && seen.add(query));
}
