import { queryGroups, type ReadGroup } from '#lib/engines/reading/query-groups.ts';
import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import { askedUnits, coverage, SEARCH_WEIGHTS, searchGroups, type AskedUnit, type TermStatistics } from '#lib/engines/reading/search-groups.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { GroupExplanation, QueryGroup, SearchHit, SearchRequest } from '#lib/engines/retrieval/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { FACETS, type AlsoSearched, type Facet, type ListingSearchRequest, type ListingSearchResult } from '#lib/search/types.ts';
import { wantedTerms } from './highlights.ts';
import { EVERY_LISTING } from './listing-index.ts';
import { listingHit } from './listing-hits.ts';
import { membershipGroup } from './membership.ts';
import { excludedWordGroup, PhraseFinder } from './phrase-documents.ts';
import type { PublicListing } from './public-listing.ts';
import { understandQuery, type UnderstoodQuery } from './read-query.ts';
import type { FieldNames } from './field-values.ts';
import { widenGroups, type Correction } from './widen-query.ts';

/** Where listings are found and read from. */
export interface ListingSource {
	retrieval: Retrieval;
	listing(id: string): PublicListing | undefined;
	names: FieldNames;
	/** Listings near a text in a model's space, where one is configured. */
	nearest?(text: string): Promise<readonly { id: string }[]>;
}

/** A query's words as groups: what lights up in texts, and what the index scores. */
interface ReadWords {
	language: Language;
	read: ReadGroup[];
	scored: QueryGroup[];
	units: AskedUnit[];
	member: QueryGroup | null;
	corrections: Correction[];
}

/** What a query asks beside words; `not` are words left out. */
type Restrictions = Pick<SearchRequest, 'require' | 'within' | 'exclude'> & { not: QueryGroup[] };

interface FoundHits {
	total: number;
	hits: readonly SearchHit[];
	facets: Record<string, { value: string; count: number }[]>;
}

interface FoundAnswer {
	query: UnderstoodQuery;
	words: ReadWords;
	found: FoundHits;
}

/** A search with what its answers were scored by. */
export interface ExplainedSearch {
	result: ListingSearchResult;
	/** The words of the query, with all else blanked out; offsets of the groups point into it. */
	words: string;
	groups: readonly ReadGroup[];
	units: readonly AskedUnit[];
	/** By listing: what each of `groups`, by position, added to its score. */
	scored: ReadonlyMap<string, readonly GroupExplanation[]>;
	/** By listing: which of `units`, by position, it answers, and by which term. */
	answered: ReadonlyMap<string, readonly GroupExplanation[]>;
}

/** Labels shown of a concept that was also searched for. */
const LABELS_SHOWN = 4;
/** Documents of which the newest are taken: all of them. */
const EVERY = 5_000_000;

/** A group that every listing answers and that scores nothing. */
const EVERYTHING: QueryGroup = { alternatives: [{ term: EVERY_LISTING, weight: 1 }], weight: 0, occur: 'must' };

/** The search that people type into, over any index. */
export class ListingSearch {
	readonly #reader: TextReader;
	readonly #source: ListingSource;
	readonly #phrases: PhraseFinder;

	constructor(reader: TextReader, source: ListingSource) {
		this.#reader = reader;
		this.#source = source;
		this.#phrases = new PhraseFinder(source.retrieval, (id) => source.listing(id));
	}

	async search(request: ListingSearchRequest): Promise<ListingSearchResult> {
		const began = performance.now();
		return this.#resultOf(await this.#find(request), began);
	}

	/** The same search, with how its listings came to their places. */
	async explain(request: ListingSearchRequest): Promise<ExplainedSearch> {
		const began = performance.now();
		const answer = await this.#find(request);
		const { read, scored, units } = answer.words;
		const ids = answer.found.hits.map(({ id }) => id);
		const { retrieval } = this.#source;
		return {
			result: this.#resultOf(answer, began),
			words: answer.query.words,
			groups: read,
			units,
			scored: await retrieval.explain(ids, scored),
			answered: await retrieval.explain(ids, units.map(({ group }) => group)),
		};
	}

	#resultOf({ query, words, found }: FoundAnswer, began: number): ListingSearchResult {
		const wanted = wantedTerms(words.read);
		const hits = found.hits.flatMap(({ id, score }) => {
			const listing = this.#source.listing(id);
			return listing ? [listingHit(listing, score, query.text, wanted, this.#reader)] : [];
		});
		return {
			total: found.total,
			hits,
			facets: Object.fromEntries(FACETS.map((facet) => [facet, found.facets[facet] ?? []])) as Record<Facet, { value: string; count: number }[]>,
			language: words.language,
			didYouMean: corrected(query.text, words.corrections),
			alsoSearched: this.#alsoSearched(query.text, words),
			notes: query.notes,
			milliseconds: performance.now() - began,
		};
	}

	/**
	 * The ids of every listing that `search` finds on whichever of its pages; with `among`, of those only that are in it. One
	 * query of the index, and nothing is read of the listings.
	 */
	async answers(request: ListingSearchRequest, among?: ReadonlySet<string>): Promise<string[]> {
		if (among?.size === 0) return [];
		const { found } = await this.#find({ ...request, page: 1, pageSize: among?.size ?? EVERY }, among);
		return found.hits.flatMap(({ id }) => (among && !among.has(id) ? [] : [id]));
	}

	async #find(request: ListingSearchRequest, among?: ReadonlySet<string>): Promise<FoundAnswer> {
		const query = understandQuery(request.text, this.#source.names);
		const words = await this.#readWords(query, request);
		const restrictions = await this.#restrictions(query, words);
		const wordsAsked = /\S/.test(query.words);
		const restricted = restrictions.within !== undefined;
		// Words that are in no listing find nothing; beside a phrase that was found they only add nothing.
		const hopeless = query.impossible || (wordsAsked && !words.member && !restricted && words.read.length > 0) || (wordsAsked && words.read.length === 0 && !restricted);
		const found = hopeless ? await this.#nothing(request, query, words, restrictions) : await this.#run(request, words, restrictions, among);
		return { query, words, found };
	}

	async #readWords(query: UnderstoodQuery, request: ListingSearchRequest): Promise<ReadWords> {
		const text = query.words;
		const language = request.language ?? queryLanguage(/\S/.test(text) ? text : query.text, this.#reader);
		const { retrieval } = this.#source;
		const typing = !/\s$/.test(request.text) && /\S$/.test(text);
		const { groups: read, corrections } = await widenGroups(/\S/.test(text) ? queryGroups(this.#reader.read(text, language)) : [], { text, language, retrieval, typing });
		const statistics = await this.#statistics(read);
		return { language, read, corrections, scored: searchGroups(read, statistics), units: askedUnits(read, statistics), member: membershipGroup(read, statistics) };
	}

	async #statistics(groups: readonly ReadGroup[]): Promise<TermStatistics> {
		const frequencies = await this.#source.retrieval.documentFrequencies(groups.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)));
		return { documents: await this.#source.retrieval.size(), frequencyOf: (term) => frequencies.get(term) ?? 0 };
	}

	/** What the query asks beside words, as the index takes it. */
	async #restrictions(query: UnderstoodQuery, words: ReadWords): Promise<Restrictions> {
		let within: string[] | undefined;
		const keep = (ids: string[]) => {
			const among = new Set(ids);
			within = within ? within.filter((id) => among.has(id)) : ids;
		};
		for (const phrase of query.phrases) {
			const ids = await this.#phrases.withPhrase(phrase);
			if (ids.length === 0) query.notes.push({ kind: 'no-phrase', phrase });
			keep(ids);
		}
		for (const title of query.titles) keep(await this.#phrases.withTitle(title));
		const excluded: string[] = [];
		for (const phrase of query.excludedPhrases) excluded.push(...(await this.#phrases.withPhrase(phrase)));
		for (const title of query.excludedTitles) excluded.push(...(await this.#phrases.withTitle(title)));
		const not: QueryGroup[] = [];
		for (const word of query.excludedWords) {
			// Scripts without spaces are cut differently in every sentence: there the characters themselves are left out.
			if (/[\p{sc=Han}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u.test(word)) excluded.push(...(await this.#phrases.withPhrase(word)));
			not.push(await excludedWordGroup(word, words.language, this.#reader, this.#source.retrieval));
		}
		return {
			not,
			...(query.require.length > 0 ? { require: query.require } : {}),
			...(within ? { within } : {}),
			exclude: { ids: excluded, facets: query.excludedFacets },
		};
	}

	async #run(
		request: ListingSearchRequest,
		words: ReadWords,
		{ not, ...restrictions }: Restrictions,
		among?: ReadonlySet<string>,
	): Promise<FoundHits> {
		const newest = request.sort === 'newest';
		const member = restrictions.within ? null : words.member;
		// Among listings chosen by a phrase every one is an answer, whatever other words it has.
		const scored: QueryGroup[] = words.scored.length > 0 && !member ? [...words.scored, EVERYTHING] : words.scored;
		const found = await this.#source.retrieval.search({
			groups: [...scored, ...not, ...(member ? [member] : [])],
			filters: request.filters,
			...restrictions,
			// Which listings are an answer was decided above; this only spares the others.
			...(among ? { within: restrictions.within?.filter((id) => among.has(id)) ?? [...among] } : {}),
			limit: newest ? EVERY : Math.max(SEARCH_WEIGHTS.reranked, request.page * request.pageSize),
			facets: FACETS,
		});
		if (newest) return { ...found, hits: this.#newestOf(found.hits, request) };
		const from = (request.page - 1) * request.pageSize;
		const ranked = await this.#byCoverage(found.hits, words);
		const near = words.read.length > 0 ? ((await this.#source.nearest?.(request.text)) ?? []) : [];
		const { hits, added } = await this.#withNearest(ranked, near, { filters: request.filters, ...restrictions }, not, found.hits.length === found.total);
		return { ...found, total: found.total + added, hits: hits.slice(from, from + request.pageSize) };
	}

	/** The best are put in order anew: who answers more of what was asked comes before who answers one word well. */
	async #byCoverage(hits: readonly SearchHit[], { units }: ReadWords): Promise<readonly SearchHit[]> {
		if (units.length < 2) return hits;
		const first = hits.slice(0, SEARCH_WEIGHTS.reranked);
		const explained = await this.#source.retrieval.explain(first.map(({ id }) => id), units.map(({ group }) => group));
		const judged = first.map(({ id, score }) => ({ id, score: score * coverage(units, explained.get(id) ?? []) ** SEARCH_WEIGHTS.coverage }));
		return [...judged.sort((a, b) => b.score - a.score), ...hits.slice(SEARCH_WEIGHTS.reranked)];
	}

	/**
	 * Words and vectors each have their order; a listing gets 1 / (60 + its place) from each (reciprocal rank fusion, Cormack,
	 * Clarke and Büttcher, SIGIR 2009), and the sums give the order. The vectors' listings keep to every restriction too.
	 */
	async #withNearest(
		ranked: readonly SearchHit[],
		near: readonly { id: string }[],
		restrictions: Pick<SearchRequest, 'filters' | 'require' | 'within' | 'exclude'>,
		not: readonly QueryGroup[],
		complete: boolean,
	): Promise<{ hits: readonly SearchHit[]; added: number }> {
		if (near.length === 0) return { hits: ranked, added: 0 };
		const allowed = new Set(restrictions.within);
		const within = near.map(({ id }) => id).filter((id) => !restrictions.within || allowed.has(id));
		const passing = await this.#source.retrieval.search({ ...restrictions, within, groups: not, limit: near.length, countTotal: false });
		const kept = new Set(passing.hits.map(({ id }) => id));
		const scores = new Map(ranked.map(({ id }, place) => [id, 1 / (60 + place)]));
		const known = new Set(scores.keys());
		near.filter(({ id }) => kept.has(id)).forEach(({ id }, place) => scores.set(id, (scores.get(id) ?? 0) + 1 / (60 + place)));
		const hits = [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
		// Where more listings have the words than were ranked, one of the vectors' may be among those: it is counted already.
		return { hits, added: complete ? [...kept].filter((id) => !known.has(id)).length : 0 };
	}

	/**
	 * No listing has the words: what is near them remains, where there are vectors. Where parts of the query rule each other out,
	 * the facets count what the filters alone would leave, so that a way out is seen.
	 */
	async #nothing(request: ListingSearchRequest, query: UnderstoodQuery, words: ReadWords, { not, ...restrictions }: Restrictions): Promise<FoundHits> {
		if (!query.impossible) {
			const near = words.read.length > 0 ? ((await this.#source.nearest?.(request.text)) ?? []) : [];
			const { hits } = await this.#withNearest([], near, { filters: request.filters, ...restrictions }, not, true);
			const from = (request.page - 1) * request.pageSize;
			return { total: hits.length, hits: hits.slice(from, from + request.pageSize), facets: {} };
		}
		const { facets } = await this.#source.retrieval.search({ groups: [], filters: request.filters, limit: 0, facets: FACETS });
		return { total: 0, hits: [], facets };
	}

	#newestOf(hits: readonly SearchHit[], request: ListingSearchRequest): SearchHit[] {
		const published = (id: string) => this.#source.listing(id)?.publishedAt ?? '';
		const from = (request.page - 1) * request.pageSize;
		return [...hits].sort((a, b) => (published(a.id) < published(b.id) ? 1 : -1)).slice(from, from + request.pageSize);
	}

	/** Concepts that the words name, with what else they are called: listings were found by these names too. */
	#alsoSearched(text: string, { read, language }: ReadWords): AlsoSearched[] {
		const shown = new Map<string, AlsoSearched>();
		for (const group of read) {
			if (group.kind !== 'concept') continue;
			const concept = group.alternatives[0]!.term.slice(2);
			const typed = text.slice(group.start, group.end);
			const labels = this.#reader.thesaurus.concept(concept)?.labels[language] ?? [];
			const others = labels.filter((label) => label.toLowerCase() !== typed.toLowerCase()).slice(0, LABELS_SHOWN);
			if (!shown.has(concept)) shown.set(concept, { query: typed, concept, labels: others });
		}
		return [...shown.values()];
	}
}

/** The query with its unknown words put right; null where none was. */
function corrected(text: string, corrections: readonly Correction[]): string | null {
	let right = text;
	for (const { start, end, word } of [...corrections].sort((a, b) => b.start - a.start)) right = right.slice(0, start) + word + right.slice(end);
	return right === text ? null : right.trim();
}
