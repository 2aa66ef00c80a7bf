import { wordKey } from '#lib/engines/reading/index-terms.ts';
import { searchQuery } from '#lib/engines/matching/search-query.ts';
import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { MatchingEngine } from '#lib/engines/matching/matching-engine.ts';
import type { MatchableListing } from '#lib/engines/matching/types.ts';
import { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import {
	FACETS,
	type CounterpartCard,
	type Facet,
	type ListingCard,
	type ListingHit,
	type ListingSearchRequest,
	type ListingSearchResult,
} from '#lib/search/types.ts';
import { foundSpans, reasonsFrom, wantedTerms, type WantedTerms } from './highlights.ts';
import { indexedDocument, LISTING_INDEX } from './listing-index.ts';
import { membershipGroup } from './membership.ts';
import { cardOf, matchableOf, readableTexts, type PublicListing } from './public-listing.ts';
import { widenGroups, type Correction } from './widen-query.ts';

/** Reasons shown with a hit. */
const REASONS = 3;
/** Characters of a passage around its first match. */
const PASSAGE = 220;

/** Every published listing in memory: what lists show, what search and matching read. Public text only. */
export class ListingCatalogue {
	readonly #reader: TextReader;
	readonly #index = new RetrievalIndex(LISTING_INDEX);
	readonly #listings = new Map<string, PublicListing>();
	readonly #idByReference = new Map<number, string>();
	readonly #matching: MatchingEngine;

	constructor(reader: TextReader) {
		this.#reader = reader;
		this.#matching = new MatchingEngine(
			reader,
			(groups, kind, limit, exclude) =>
				this.#index.search({ groups, filters: { kind: [kind] }, limit, exclude: { ids: [exclude] }, countTotal: false }).hits,
			{ documents: () => this.#index.size, of: (key) => this.#index.termDocumentFrequency(key) },
		);
	}

	/** Reads listings for matching before anybody asks, some at a time; false when all are read. */
	readAhead(count: number): boolean {
		return this.#matching.readAhead(count);
	}

	put(listing: PublicListing): void {
		if (this.#listings.get(listing.id)?.changeNumber === listing.changeNumber) return;
		this.#listings.delete(listing.id);
		this.#listings.set(listing.id, listing);
		this.#idByReference.set(listing.reference, listing.id);
		this.#index.add(indexedDocument(listing, this.#reader));
		this.#matching.put(matchableOf(listing));
	}

	remove(id: string): void {
		const listing = this.#listings.get(id);
		if (!listing) return;
		this.#listings.delete(id);
		this.#idByReference.delete(listing.reference);
		this.#index.remove(id);
		this.#matching.remove(id);
	}

	/** Ids whose listing here is missing, older, or published no more. */
	outOfStep(current: ReadonlyMap<string, number>): string[] {
		const changed = [...current].filter(([id, number]) => this.#listings.get(id)?.changeNumber !== number).map(([id]) => id);
		const gone = [...this.#listings.keys()].filter((id) => !current.has(id));
		return [...changed, ...gone];
	}

	search(request: ListingSearchRequest): ListingSearchResult {
		const began = performance.now();
		const text = request.text.trim();
		const language = request.language ?? queryLanguage(text, this.#reader);
		const read = text === '' ? [] : searchQuery(this.#reader.read(text, language));
		const { groups, corrections } = widenGroups(read, { text, language, index: this.#index, typing: !/\s$/.test(request.text) });
		const member = membershipGroup(groups, this.#index);
		const newest = request.sort === 'newest';
		const found = this.#index.search({
			groups: member ? [...groups, member] : groups,
			filters: request.filters,
			limit: newest ? Number.MAX_SAFE_INTEGER : request.pageSize,
			offset: newest ? 0 : (request.page - 1) * request.pageSize,
			facets: FACETS,
		});
		const page = newest ? this.#newestOf(found.hits, request) : found.hits;
		const wanted = wantedTerms(groups);
		return {
			total: text !== '' && !member ? 0 : found.total,
			hits: text !== '' && !member ? [] : page.map(({ id, score }) => this.#hit(id, score, text, wanted)),
			facets: Object.fromEntries(FACETS.map((facet) => [facet, found.facets[facet] ?? []])) as Record<Facet, { value: string; count: number }[]>,
			language,
			didYouMean: this.#corrected(text, corrections, page.map(({ id }) => id)),
			milliseconds: performance.now() - began,
		};
	}

	#newestOf(hits: readonly { id: string; score: number }[], request: ListingSearchRequest): { id: string; score: number }[] {
		const published = (id: string) => this.#listings.get(id)?.publishedAt ?? '';
		const from = (request.page - 1) * request.pageSize;
		return [...hits].sort((a, b) => (published(a.id) < published(b.id) ? 1 : -1)).slice(from, from + request.pageSize);
	}

	#hit(id: string, score: number, query: string, wanted: WantedTerms): ListingHit {
		const listing = this.#listings.get(id)!;
		const { content } = listing;
		const spansOf = (text: string) => (wanted.size === 0 ? [] : foundSpans(text, content.language, wanted, this.#reader));
		const title = spansOf(content.title);
		const summary = spansOf(content.summary);
		const shown = [...reasonsFrom(query, content.title, title, REASONS), ...reasonsFrom(query, content.summary, summary, REASONS)];
		const passage = shown.length === 0 && wanted.size > 0 ? this.#passage(listing, wanted) : null;
		const reasons = shown.length > 0 || !passage ? shown : reasonsFrom(query, passage.text, passage.found, REASONS);
		return {
			card: cardOf(listing),
			score,
			highlights: { title: title.map(spanOf), summary: summary.map(spanOf) },
			passage: passage && { field: passage.field, text: passage.text, spans: passage.found.map(spanOf) },
			reasons: distinctReasons(reasons).slice(0, REASONS),
		};
	}

	/** The query with its unknown words put right, each as a listing found by it writes it; null where none was corrected. */
	#corrected(text: string, corrections: readonly Correction[], ids: readonly string[]): string | null {
		let corrected = text;
		for (const { start, end, term } of [...corrections].reverse()) {
			const word = this.#wordOf(term, ids);
			if (word === null) return null;
			corrected = corrected.slice(0, start) + word + corrected.slice(end);
		}
		return corrections.length > 0 ? corrected : null;
	}

	/** The index holds stems; this is the word that one of the listings has for it. */
	#wordOf(term: string, ids: readonly string[]): string | null {
		for (const id of ids) {
			const { content } = this.#listings.get(id)!;
			for (const text of Object.values(readableTexts(content))) {
				const word = this.#reader.read(text, content.language).words.find((each) => wordKey(content.language, each.term) === term);
				if (word) return word.surface;
			}
		}
		return null;
	}

	/** The part of another field around its first match. */
	#passage(listing: PublicListing, wanted: WantedTerms) {
		for (const [field, text] of Object.entries(readableTexts(listing.content))) {
			if (field === 'title' || field === 'summary' || !text) continue;
			const first = foundSpans(text, listing.content.language, wanted, this.#reader)[0];
			if (!first) continue;
			const from = Math.max(0, first.start - PASSAGE / 3);
			const cut = text.slice(from, from + PASSAGE);
			return { field, text: cut, found: foundSpans(cut, listing.content.language, wanted, this.#reader) };
		}
		return null;
	}

	counterparts(id: string, limit: number): CounterpartCard[] {
		const listing = this.#listings.get(id);
		return listing ? this.counterpartsOf(matchableOf(listing), limit) : [];
	}

	counterpartsOf(listing: MatchableListing, limit: number): CounterpartCard[] {
		return this.#matching.counterparts(listing, limit).flatMap((match) => {
			const card = this.card(match.id);
			return card ? [{ ...match, card }] : [];
		});
	}

	judgePair(askedId: string, otherId: string): CounterpartCard | undefined {
		const match = this.#matching.judgePair(askedId, otherId);
		const card = match && this.card(match.id);
		return match && card && { ...match, card };
	}

	card(id: string): ListingCard | undefined {
		const listing = this.#listings.get(id);
		return listing && cardOf(listing);
	}

	cardByReference(reference: number): ListingCard | undefined {
		const id = this.#idByReference.get(reference);
		return id === undefined ? undefined : this.card(id);
	}

	newest(kind: 'offer' | 'need' | undefined, limit: number): ListingCard[] {
		return [...this.#listings.values()]
			.filter((listing) => kind === undefined || listing.kind === kind)
			.sort((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1))
			.slice(0, limit)
			.map(cardOf);
	}

	counts() {
		const byArea = new Map<string, number>();
		const byCountry = new Map<string, { offers: number; needs: number }>();
		let offers = 0;
		for (const { kind, content, organisation } of this.#listings.values()) {
			if (kind === 'offer') offers++;
			const country = byCountry.get(organisation.country) ?? { offers: 0, needs: 0 };
			country[kind === 'offer' ? 'offers' : 'needs']++;
			byCountry.set(organisation.country, country);
			const areas = new Set(content.areas.flatMap((area) => [area, ...this.#reader.thesaurus.ancestors(area)]));
			for (const area of areas) byArea.set(area, (byArea.get(area) ?? 0) + 1);
		}
		return { total: this.#listings.size, offers, needs: this.#listings.size - offers, byArea, byCountry };
	}
}

const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });

function distinctReasons<R extends { query: string; found: string }>(reasons: R[]): R[] {
	const seen = new Set<string>();
	return reasons.filter(({ query }) => !seen.has(query) && seen.add(query));
}

