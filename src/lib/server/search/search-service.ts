import type { ThesaurusDifference } from '#lib/engines/thesaurus/difference.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { VectorHealth } from '#lib/server/embeddings/nearest-listings.ts';
import type { CounterpartCard, ListingCard, ListingSearchRequest, ListingSearchResult } from '#lib/search/types.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { ExplainedSearch } from './listing-search.ts';
import type { MatchSource } from './match-source.ts';

/** How many listings are public, of each kind, in each area with those below it, and of each country. */
export interface ListingCounts {
	total: number;
	offers: number;
	needs: number;
	byArea: ReadonlyMap<string, number>;
	byCountry: ReadonlyMap<string, { readonly offers: number; readonly needs: number }>;
}

/**
 * Search and matching over every listing that is public, held in memory and kept in step with the database.
 * It holds public text only, so that no answer of it can leak; who may read more reads it from the database.
 */
export interface SearchService {
	/** Builds or loads the index; resolves when every published listing is in it. Reports progress from 0 to 1. */
	start(progress?: (done: number) => void): Promise<void>;
	stop(): Promise<void>;
	readonly ready: boolean;
	/** Brings one listing up to date at once, without waiting for the database's notice. */
	refresh(listingId: string): Promise<void>;
	/**
	 * Reads queries by an edited thesaurus at once, and every listing concerned anew; resolves with their ids when all are.
	 * Other requests are answered meanwhile.
	 */
	adoptThesaurus(thesaurus: Thesaurus): Promise<string[]>;
	/** The listings that may read differently under a change of the thesaurus. */
	concernedBy(difference: ThesaurusDifference): string[];
	search(request: ListingSearchRequest): Promise<ListingSearchResult>;
	/** The same, with what each of its listings was scored by. */
	explain(request: ListingSearchRequest): Promise<ExplainedSearch>;
	/** What queries and listings are read with, for who explains it. */
	readonly reader: TextReader;
	/** The ids of every listing that a search finds, on whichever page; with `among`, of those only that are in it. */
	answers(request: ListingSearchRequest, among?: ReadonlySet<string>): Promise<string[]>;
	/** Reads vectors that were stored since; they serve from now on. */
	refreshVectors(): Promise<void>;
	/** How the vectors do; undefined where none are configured. */
	vectorHealth(): VectorHealth | undefined;
	/** The best counterparts of a listing from the other side, best first; with `among`, of those only that are in it. */
	counterparts(listingId: string, limit: number, among?: ReadonlySet<string>): CounterpartCard[];
	/** The same for a listing that is not in the index (a draft), from the text its owner has so far. */
	counterpartsOf(listing: import('#lib/engines/matching/types.ts').MatchableListing, limit: number): CounterpartCard[];
	/** One pair judged with its evidence, however weak; undefined unless both are public and of different kinds. */
	judgePair(askedId: string, otherId: string): CounterpartCard | undefined;
	/** What the matching of stored pairs asks; the same engine as `counterparts`. */
	readonly matching: MatchSource;
	/** From now on tells when listings were read anew or left the index: once ready, and after each change. */
	onRefreshed(tell: () => void): void;
	card(listingId: string): ListingCard | undefined;
	cardByReference(reference: number): ListingCard | undefined;
	/** The newest published listings of a kind. */
	newest(kind: 'offer' | 'need' | undefined, limit: number): ListingCard[];
	/** Published listings counted from the index: in all, by kind, by area (with the areas above it), by country. */
	counts(): ListingCounts;
}
