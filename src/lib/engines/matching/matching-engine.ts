import type { TextReader } from '../reading/text-reader.ts';
import type { QueryGroup, SearchHit } from '../retrieval/types.ts';
import { judge, topicScore } from './judge.ts';
import { nearDuplicate } from './near-duplicates.ts';
import { keptReadings, type KeptReadings } from './kept-readings.ts';
import { KeyNumbers } from './key-numbers.ts';
import { listingQuery } from './listing-query.ts';
import { CRITERION_WEIGHTS, LEAST_SCORE, LEAST_SUPPORT, LEAST_TOPIC, type CriterionWeights } from './matching-weights.ts';
import type { KeyFrequencies } from './rarity.ts';
import { readListing, type ReadListing } from './read-listing.ts';
import { READ_FIELDS, type MatchableListing, type MatchResult } from './types.ts';

/** Finds listings of one kind for a weighted query, of some alone where these are given: the retrieval index, seen from here. */
export type CandidateSearch = (groups: readonly QueryGroup[], kind: 'offer' | 'need', limit: number, exclude: string, among?: ReadonlySet<string>) => readonly SearchHit[];

/** Candidates that are judged for each counterpart asked, so that facts may reorder what words found. */
const CANDIDATES_PER_RESULT = 2;
const LEAST_CANDIDATES = 24;
const MOST_CANDIDATES = 200;

/** Same-kind listings that are compared with one to find near-duplicates. */
const DUPLICATE_CANDIDATES = 5;

/** A counterpart, with the better one that says the same; null where there is none. */
export interface Suggestion extends MatchResult {
	duplicateOf: string | null;
}

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
	#weights: CriterionWeights = CRITERION_WEIGHTS;
	#readAmong = 0;
	#readingsKept = READINGS_KEPT;
	readonly #perLanguage = new Map<string, number>();
	readonly #listings = new Map<string, MatchableListing>();
	readonly #read = new Map<string, ReadListing>();

	/** With `frequencies`, what many listings of the collection say counts less, whatever their field. */
	constructor(reader: TextReader, search: CandidateSearch, frequencies?: KeyFrequencies) {
		this.#reader = reader;
		this.#search = search;
		this.#frequencies = frequencies && {
			documents: () => frequencies.documents(),
			of: (key) => frequencies.of(key),
			documentsIn: (language) => this.#perLanguage.get(language) ?? 0,
		};
	}

	put(listing: MatchableListing): void {
		this.remove(listing.id);
		this.#listings.set(listing.id, listing);
		this.#perLanguage.set(listing.language, (this.#perLanguage.get(listing.language) ?? 0) + 1);
	}

	remove(id: string): void {
		const known = this.#listings.get(id);
		if (!known) return;
		this.#perLanguage.set(known.language, this.#perLanguage.get(known.language)! - 1);
		this.#listings.delete(id);
		this.#read.delete(id);
	}

	/** Keeps the readings of more or fewer listings than usual: at about 8 kB each, a matching of all with all has room for more. */
	keepReadings(count: number): void {
		this.#readingsKept = count;
	}

	/** From now on criteria count by these weights. */
	useWeights(weights: CriterionWeights): void {
		this.#weights = weights;
	}

	/**
	 * The best counterparts of a listing from the other side, best first: at most `limit`, fewer where no more share the
	 * topic, for a silly suggestion costs more trust than a missing one. Pairs with a hard conflict are left out, and so are
	 * counterparts that say the same as a better one. `today` is an ISO day; without it nothing is expired. With `among`, only
	 * listings that are in it are counterparts, however many others fit better.
	 */
	counterparts(listing: MatchableListing, limit: number, today?: string, among?: ReadonlySet<string>): MatchResult[] {
		return this.suggestions(listing, limit * 2, today, among)
			.filter(({ exclusion, duplicateOf }) => exclusion === null && duplicateOf === null)
			.slice(0, limit);
	}

	/** The same with what `counterparts` leaves out, for those who must see why: excluded pairs, and near-duplicates. */
	suggestions(listing: MatchableListing, limit: number, today?: string, among?: ReadonlySet<string>): Suggestion[] {
		this.#forgetOutgrown();
		const asked = this.#askedBy(listing);
		const wanted = Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, limit * CANDIDATES_PER_RESULT));
		const options = { weights: this.#weights, ...(today !== undefined && { today }) };
		const best = this.#search(listingQuery(asked), listing.kind === 'need' ? 'offer' : 'need', wanted, listing.id, among)
			.flatMap(({ id }) => {
				const other = this.#readOf(id);
				return other ? [{ other, match: judge(asked, other, options) }] : [];
			})
			.filter(({ match }) => isSuggestible(match))
			.sort((a, b) => b.match.score - a.match.score)
			.slice(0, limit);
		return best.map(({ other, match }, place) => ({
			...match,
			duplicateOf: best.slice(0, place).find((better) => nearDuplicate(better.other, other) !== null)?.match.id ?? null,
		}));
	}

	/** The listings of the same kind that say the same as one: published twice, translated, imported again. Likest first. */
	nearDuplicates(listing: MatchableListing): { id: string; likeness: number }[] {
		this.#forgetOutgrown();
		const asked = this.#askedBy(listing);
		return this.#search(listingQuery(asked), listing.kind, DUPLICATE_CANDIDATES, listing.id)
			.flatMap(({ id }) => {
				const other = this.#readOf(id);
				const likeness = other ? nearDuplicate(asked, other) : null;
				return likeness === null ? [] : [{ id, likeness }];
			})
			.sort((a, b) => b.likeness - a.likeness);
	}

	/** One pair judged, whatever its score; undefined where either is unknown or both are of one kind. */
	judgePair(askedId: string, otherId: string, today?: string): MatchResult | undefined {
		this.#forgetOutgrown();
		const asked = this.#readOf(askedId);
		const other = this.#readOf(otherId);
		if (!asked || !other || asked.listing.kind === other.listing.kind) return undefined;
		return judge(asked, other, { weights: this.#weights, ...(today !== undefined && { today }) });
	}

	/** A listing that is known by its texts need not be read again, even where its facts are new. */
	#askedBy(listing: MatchableListing): ReadListing {
		const stored = this.#listings.get(listing.id);
		const known = stored && saysTheSame(stored, listing) ? this.#readOf(listing.id) : undefined;
		return known ? { ...known, listing } : readListing(listing, this.#reader, this.#keys, this.#frequencies);
	}

	/**
	 * Reads up to `count` listings that no one has asked for yet, so that the first who asks need not wait. Returns how many
	 * it read, 0 when none are left: between calls other work can go on.
	 */
	readAhead(count: number): number {
		this.#forgetOutgrown();
		let done = 0;
		for (const id of this.#listings.keys()) {
			if (done === count || this.#read.size >= this.#readingsKept) break;
			if (this.#read.has(id)) continue;
			this.#readOf(id);
			done++;
		}
		return done;
	}

	/** What it has read so far of the listings that it holds; nothing changes it afterwards. */
	readings(): KeptReadings {
		return keptReadings(this.#read.values(), this.#keys, this.#readAmong);
	}

	/** Takes over what another engine read by the same lexicon and thesaurus, of listings that say the same; before it has read any. */
	restoreReadings({ among, keys, readings }: KeptReadings): void {
		for (const key of keys) this.#keys.numberOf(key);
		this.#readAmong = among;
		for (const { id, ...reading } of readings) {
			const listing = this.#listings.get(id);
			if (listing) this.#read.set(id, { ...reading, listing, keys: this.#keys });
		}
	}

	/** Readings are kept while there is room: the same good listings are candidates again and again. */
	#readOf(id: string): ReadListing | undefined {
		const known = this.#read.get(id);
		if (known) return known;
		const listing = this.#listings.get(id);
		if (!listing) return undefined;
		const read = readListing(listing, this.#reader, this.#keys, this.#frequencies);
		if (this.#read.size >= this.#readingsKept) this.#read.delete(this.#read.keys().next().value!);
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

/**
 * Whether a judged pair shares the topic by more than chance. Across languages, where likeness is less sure, what is not known
 * of a pair does not speak for it: bare texts must convince by their topic alone.
 */
export function isSuggestible({ score, known, criteria, sameLanguage }: Pick<MatchResult, 'score' | 'known' | 'criteria' | 'sameLanguage'>): boolean {
	if (score < LEAST_SCORE) return false;
	if (sameLanguage) return topicScore(criteria) >= LEAST_TOPIC.sameLanguage;
	return topicScore(criteria) >= LEAST_TOPIC.otherLanguage && score * known >= LEAST_SUPPORT;
}

function saysTheSame(a: MatchableListing, b: MatchableListing): boolean {
	return a.kind === b.kind && a.language === b.language && READ_FIELDS.every((field) => a.texts[field] === b.texts[field]);
}
