import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { thesaurusDifference, type ThesaurusDifference } from '#lib/engines/thesaurus/difference.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { MatchingEngine } from '#lib/engines/matching/matching-engine.ts';
import type { MatchableListing } from '#lib/engines/matching/types.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import { RetrievalIndex, SnapshotError } from '#lib/engines/retrieval/index.ts';
import { memoryRetrieval } from '#lib/engines/retrieval/memory-retrieval.ts';
import type { CounterpartCard, ListingCard, ListingSearchRequest, ListingSearchResult } from '#lib/search/types.ts';
import { concernedListings } from './concerned-listings.ts';
import type { IndexSnapshot } from './index-snapshot.ts';
import { indexedDocument, LISTING_INDEX } from './listing-index.ts';
import { ListingSearch, type ExplainedSearch, type ListingSource } from './listing-search.ts';
import type { Named } from './field-values.ts';
import { matchSourceOver, type MatchSource } from './match-source.ts';
import { cardOf, matchableOf, type PublicListing } from './public-listing.ts';
import type { ListingCounts } from './search-service.ts';

/** Every published listing in memory: what lists show, what search and matching read. Public text only. */
export class ListingCatalogue {
	readonly #reader: TextReader;
	#index = new RetrievalIndex(LISTING_INDEX);
	readonly #listings = new Map<string, PublicListing>();
	readonly #idByReference = new Map<number, string>();
	readonly #matching: MatchingEngine;
	readonly #search: ListingSearch;
	/** Counted over every listing, so kept until one changes or the thesaurus does. */
	#counts: ListingCounts | undefined;

	/** `centres` are what a query may name with `centre:`; `shared` is searched in place of the index here, which matching asks. */
	constructor(reader: TextReader, centres: readonly Named[] = [], shared?: Retrieval, nearest?: ListingSource['nearest']) {
		this.#reader = reader;
		const names = {
			get thesaurus() {
				return reader.thesaurus;
			},
			centres,
			organisations: () => this.#organisations(),
		};
		this.#search = new ListingSearch(reader, { retrieval: shared ?? memoryRetrieval(() => this.#index), listing: (id) => this.#listings.get(id), names, ...(nearest ? { nearest } : {}) });
		this.#matching = new MatchingEngine(
			reader,
			(groups, kind, limit, exclude, among) =>
				this.#index.search({ groups, filters: { kind: [kind] }, limit, exclude: { ids: [exclude] }, ...(among ? { within: [...among] } : {}), countTotal: false }).hits,
			{ documents: () => this.#index.size, of: (key) => this.#index.termDocumentFrequency(key) },
		);
	}

	/** What the matching of stored pairs asks. */
	get matching(): MatchSource {
		return matchSourceOver(this.#matching, (id) => this.#listings.get(id));
	}

	/** Reads listings for matching before anybody asks, some at a time; answers how many, 0 when all are read. */
	readAhead(count: number): number {
		return this.#matching.readAhead(count);
	}

	put(listing: PublicListing): void {
		if (this.#listings.get(listing.id)?.changeNumber === listing.changeNumber) return;
		this.#counts = undefined;
		this.#listings.delete(listing.id);
		this.#listings.set(listing.id, listing);
		this.#idByReference.set(listing.reference, listing.id);
		this.#index.add(indexedDocument(listing, this.#reader));
		this.#matching.put(matchableOf(listing));
	}

	/** Everything that is held, as a snapshot keeps it; nothing changes it afterwards. */
	content(): IndexSnapshot {
		return { listings: [...this.#listings.values()], readings: this.#matching.readings(), index: this.#index.toSnapshot() };
	}

	/** Takes over what a snapshot holds, into an empty catalogue. Throws SnapshotError, and changes nothing, on a damaged index. */
	restore({ listings, readings, index }: IndexSnapshot): void {
		const restored = RetrievalIndex.fromSnapshot(index);
		if (restored.size !== listings.length || !listings.every(({ id }) => restored.has(id))) throw new SnapshotError('The index and the listings of the snapshot do not belong together');
		this.#index = restored;
		this.#counts = undefined;
		for (const listing of listings) {
			this.#listings.set(listing.id, listing);
			this.#idByReference.set(listing.reference, listing.id);
			this.#matching.put(matchableOf(listing));
		}
		this.#matching.restoreReadings(readings);
	}

	remove(id: string): void {
		const listing = this.#listings.get(id);
		if (!listing) return;
		this.#counts = undefined;
		this.#listings.delete(id);
		this.#idByReference.delete(listing.reference);
		this.#index.remove(id);
		this.#matching.remove(id);
	}

	/**
	 * Reads by an edited thesaurus from now on. Answers the listings whose reading may be another under it: until each was
	 * read again (`reread`) it is found by what it said before.
	 */
	adopt(thesaurus: Thesaurus): string[] {
		const difference = thesaurusDifference(this.#reader.thesaurus, thesaurus);
		const concerned = this.concernedBy(difference);
		this.#reader.adopt(thesaurus);
		this.#counts = undefined;
		return concerned;
	}

	/** Listings that name a concept of the difference, stand in its area, or have every word of one of its labels. */
	concernedBy(difference: ThesaurusDifference): string[] {
		return concernedListings(difference, this.#index, this.#listings);
	}

	/** Reads a listing anew, though nothing in it has changed. */
	reread(id: string): void {
		const listing = this.#listings.get(id);
		if (!listing) return;
		this.#index.add(indexedDocument(listing, this.#reader));
		this.#matching.put(matchableOf(listing));
	}

	/** Ids whose listing here is missing, older, or published no more. */
	outOfStep(current: ReadonlyMap<string, number>): string[] {
		const changed = [...current].filter(([id, number]) => this.#listings.get(id)?.changeNumber !== number).map(([id]) => id);
		const gone = [...this.#listings.keys()].filter((id) => !current.has(id));
		return [...changed, ...gone];
	}

	/** Ids of listings that show their organisation otherwise than it now is. */
	withOtherOrganisations(current: ReadonlyMap<string, PublicListing['organisation']>): string[] {
		const written = new Map([...current].map(([slug, organisation]) => [slug, JSON.stringify(organisation)]));
		return [...this.#listings.values()].filter(({ organisation }) => written.get(organisation.slug) !== JSON.stringify(organisation)).map(({ id }) => id);
	}

	search(request: ListingSearchRequest): Promise<ListingSearchResult> {
		return this.#search.search(request);
	}

	explain(request: ListingSearchRequest): Promise<ExplainedSearch> {
		return this.#search.explain(request);
	}

	answers(request: ListingSearchRequest, among?: ReadonlySet<string>): Promise<string[]> {
		return this.#search.answers(request, among);
	}

	/** Organisations that show their name, each once for each of its listings' versions of it. */
	*#organisations(): Generator<Named> {
		const seen = new Set<string>();
		for (const { content, organisation } of this.#listings.values()) {
			if (content.display === 'hidden' || seen.has(organisation.slug)) continue;
			seen.add(organisation.slug);
			yield { id: organisation.slug, names: organisation.names };
		}
	}

	counterparts(id: string, limit: number, among?: ReadonlySet<string>): CounterpartCard[] {
		const listing = this.#listings.get(id);
		return listing ? this.counterpartsOf(matchableOf(listing), limit, among) : [];
	}

	counterpartsOf(listing: MatchableListing, limit: number, among?: ReadonlySet<string>): CounterpartCard[] {
		return this.#matching.counterparts(listing, limit, undefined, among).flatMap((match) => {
			const card = this.card(match.id);
			return card ? [{ ...match, card }] : [];
		});
	}

	judgePair(askedId: string, otherId: string): CounterpartCard | undefined {
		const match = this.#matching.judgePair(askedId, otherId);
		const card = match && this.card(match.id);
		return match && card && { ...match, card };
	}

	listing(id: string): PublicListing | undefined {
		return this.#listings.get(id);
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

	counts(): ListingCounts {
		return (this.#counts ??= this.#count());
	}

	#count(): ListingCounts {
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
