import type { TextReader } from '../reading/text-reader.ts';
import type { QueryGroup, SearchHit } from '../retrieval/types.ts';
import { judge, topicScore } from './judge.ts';
import { KeyNumbers } from './key-numbers.ts';
import { listingQuery } from './listing-query.ts';
import { LEAST_SCORE, LEAST_TOPIC } from './matching-weights.ts';
import type { KeyFrequencies } from './rarity.ts';
import { readListing, type ReadListing } from './read-listing.ts';
import { READ_FIELDS, type MatchableListing, type MatchResult } from './types.ts';

/** Finds listings of one kind for a weighted query: the retrieval index, seen from here. */
export type CandidateSearch = (groups: readonly QueryGroup[], kind: 'offer' | 'need', limit: number, exclude: string) => readonly SearchHit[];

/** Candidates that are judged for each counterpart asked, so that facts may reorder what words found. */
const CANDIDATES_PER_RESULT = 4;
const LEAST_CANDIDATES = 30;
const MOST_CANDIDATES = 200;

/** At about 8 kB each. */
const READINGS_KEPT = 20_000;

/** Readings are renewed when the collection has grown or shrunk by this factor: then what is rare has changed. */
const OUTGROWN = 1.25;

/** Need <-> offer: candidates by a weighted query, then every criterion judged with its evidence. */
export class MatchingEngine {
	readonly #reader: TextReader;
	readonly #search: CandidateSearch;
	readonly #frequencies: KeyFrequencies | undefined;
	readonly #keys = new KeyNumbers();
	#readAmong = 0;
	readonly #listings = new Map<string, MatchableListing>();
	readonly #read = new Map<string, ReadListing>();

	/** With `frequencies`, what many listings of the collection say counts less, whatever their field. */
	constructor(reader: TextReader, search: CandidateSearch, frequencies?: KeyFrequencies) {
		this.#reader = reader;
		this.#search = search;
		this.#frequencies = frequencies;
	}

	put(listing: MatchableListing): void {
		this.#listings.set(listing.id, listing);
		this.#read.delete(listing.id);
	}

	remove(id: string): void {
		this.#listings.delete(id);
		this.#read.delete(id);
	}

	/**
	 * The best counterparts of a listing from the other side, best first: at most `limit`, fewer where no more share the
	 * topic, for a silly suggestion costs more trust than a missing one.
	 */
	counterparts(listing: MatchableListing, limit: number): MatchResult[] {
		this.#forgetOutgrown();
		const asked = this.#askedBy(listing);
		const wanted = Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, limit * CANDIDATES_PER_RESULT));
		return this.#search(listingQuery(asked), listing.kind === 'need' ? 'offer' : 'need', wanted, listing.id)
			.flatMap(({ id }) => {
				const other = this.#readOf(id);
				return other ? [judge(asked, other)] : [];
			})
			.filter(({ score, criteria }) => score >= LEAST_SCORE && topicScore(criteria) >= LEAST_TOPIC)
			.sort((a, b) => b.score - a.score)
			.slice(0, limit);
	}

	/** Judges one pair that a person has in mind, however weak; undefined where one of the two is not known. */
	judgePair(askedId: string, otherId: string): MatchResult | undefined {
		this.#forgetOutgrown();
		const asked = this.#readOf(askedId);
		const other = this.#readOf(otherId);
		return asked && other && asked.listing.kind !== other.listing.kind ? judge(asked, other) : undefined;
	}

	/** A listing that is known by its texts need not be read again, even where its facts are new. */
	#askedBy(listing: MatchableListing): ReadListing {
		const stored = this.#listings.get(listing.id);
		const known = stored && saysTheSame(stored, listing) ? this.#readOf(listing.id) : undefined;
		return known ? { ...known, listing } : readListing(listing, this.#reader, this.#keys, this.#frequencies);
	}

	/**
	 * Reads up to `count` listings that no one has asked for yet, so that the first who asks need not wait. Returns whether
	 * any are left: between calls other work can go on.
	 */
	readAhead(count: number): boolean {
		this.#forgetOutgrown();
		let left = count;
		for (const id of this.#listings.keys()) {
			if (this.#read.size >= READINGS_KEPT) return false;
			if (this.#read.has(id)) continue;
			if (left-- === 0) return true;
			this.#readOf(id);
		}
		return false;
	}

	/** Readings are kept while there is room: the same good listings are candidates again and again. */
	#readOf(id: string): ReadListing | undefined {
		const known = this.#read.get(id);
		if (known) return known;
		const listing = this.#listings.get(id);
		if (!listing) return undefined;
		const read = readListing(listing, this.#reader, this.#keys, this.#frequencies);
		if (this.#read.size >= READINGS_KEPT) this.#read.delete(this.#read.keys().next().value!);
		this.#read.set(id, read);
		return read;
	}

	#forgetOutgrown(): void {
		const documents = this.#frequencies?.documents() ?? 0;
		if (documents <= this.#readAmong * OUTGROWN && documents * OUTGROWN >= this.#readAmong) return;
		this.#read.clear();
		this.#readAmong = documents;
	}
}

function saysTheSame(a: MatchableListing, b: MatchableListing): boolean {
	return a.kind === b.kind && a.language === b.language && READ_FIELDS.every((field) => a.texts[field] === b.texts[field]);
}
