import { bigramKey, hanBigrams, hanCharacters } from '../reading/han-bigrams.ts';
import { indexTerms } from '../reading/index-terms.ts';
import type { TextReader } from '../reading/text-reader.ts';
import { RetrievalIndex } from '../retrieval/index.ts';
import type { IndexedField } from '../retrieval/types.ts';
import { detectLanguage } from '../text/detect-language.ts';
import type { Language } from '../text/language.ts';
import { rankQuery } from './rank-query.ts';
import { supportedScores } from './supported-scores.ts';
import { RANK_WEIGHTS, type RankWeights } from './rank-weights.ts';

/** A text to be ranked, or to rank by. Without a language it is detected. */
export interface RankText {
	id: string;
	language?: Language;
	title?: string;
	text: string;
}

export interface RankedDocument {
	document: string;
	/** Above 0; comparable within a query, not between queries. */
	score: number;
}

/**
 * Ranks texts of twelve languages for texts of twelve languages, without a database: BM25F over words, their translations in
 * the pivot, concepts of the thesaurus, and Chinese characters by one and two; then the first answers are supported by the
 * documents most like them. Of a document its text and its place in the index are kept; queries are independent of each other.
 * Pure: no clock, no file, no randomness.
 */
export class Ranker {
	readonly #reader: TextReader;
	readonly #weights: RankWeights;
	readonly #index: RetrievalIndex;
	readonly #documents = new Map<string, RankText>();
	readonly #neighbours = new Map<string, readonly RankedDocument[]>();
	readonly #languages = new Map<string, Language>();
	readonly #perLanguage = new Map<Language, number>();
	readonly #lengths = new Map<string, number>();
	#words = 0;

	constructor(reader: TextReader, weights: RankWeights = RANK_WEIGHTS) {
		this.#reader = reader;
		this.#weights = weights;
		this.#index = new RetrievalIndex({
			fields: [
				{ name: 'title', ...weights.documentTitle },
				{ name: 'text', ...weights.documentText },
			],
			k1: weights.k1,
			facets: [],
		});
	}

	/** Number of documents. */
	get size(): number {
		return this.#index.size;
	}

	has(id: string): boolean {
		return this.#index.has(id);
	}

	/** Adds a document; one with the same id is replaced. */
	add(document: RankText): void {
		const language = languageOf(document);
		const fields: IndexedField[] = [];
		let words = 0;
		for (const [field, text] of [
			['title', document.title ?? ''],
			['text', document.text],
		] as const) {
			if (text === '') continue;
			const reading = this.#reader.read(text, language);
			const terms = indexTerms(reading, this.#reader.thesaurus);
			for (const [bigram, times] of hanBigrams(text)) terms.set(bigramKey(bigram), times);
			for (const [character, times] of hanCharacters(text)) terms.set(bigramKey(character), times);
			words += reading.length;
			fields.push({ field, terms: [...terms], length: reading.length });
		}
		this.#index.add({ id: document.id, fields, facets: {} });
		this.#documents.set(document.id, document);
		this.#neighbours.clear();
		this.#count(document.id, language, words);
	}

	#count(id: string, language: Language, words: number): void {
		this.#words += words - (this.#lengths.get(id) ?? 0);
		this.#lengths.set(id, words);
		const before = this.#languages.get(id);
		if (before) this.#perLanguage.set(before, this.#perLanguage.get(before)! - 1);
		this.#languages.set(id, language);
		this.#perLanguage.set(language, (this.#perLanguage.get(language) ?? 0) + 1);
	}

	/**
	 * The documents that share anything with the query, best first, at most `top`. Equal scores in the order of adding.
	 * The first ones are supported by their neighbours: documents that say the same should score alike (see
	 * supported-scores.ts); not so in a collection of mere titles.
	 */
	rank(query: RankText, top: number): RankedDocument[] {
		const { depth, pool, fewestWords } = this.#weights.support;
		const share = this.#words < fewestWords * this.size ? 0 : this.#weights.support.share;
		const found = this.#score(query, share > 0 ? Math.max(top, pool) : top);
		const supported = share > 0 ? supportedScores(found, { depth, share, neighbours: (id) => this.#neighboursOf(id) }) : found;
		return supported.slice(0, top);
	}

	/** The documents most like one, itself left out, with their likeness, 0..1. */
	#neighboursOf(id: string): readonly RankedDocument[] {
		const known = this.#neighbours.get(id);
		if (known) return known;
		const document = this.#documents.get(id);
		if (!document) return [];
		const { neighbours: wanted, mostGroups } = this.#weights.support;
		const found = this.#score(document, wanted + 1, mostGroups);
		const own = found.find((other) => other.document === id)?.score ?? found[0]?.score ?? 1;
		const neighbours = found.filter((other) => other.document !== id).map((other) => ({ ...other, score: Math.min(1, other.score / own) }));
		this.#neighbours.set(id, neighbours);
		return neighbours;
	}

	#score(query: RankText, top: number, mostGroups = this.#weights.mostGroups): RankedDocument[] {
		const language = languageOf(query);
		const parts = [
			{ text: query.title ?? '', share: this.#weights.queryTitle, isTitle: true },
			{ text: query.text, share: 1, isTitle: false },
		].flatMap((part) => (part.text === '' ? [] : [{ ...part, reading: this.#reader.read(part.text, language) }]));
		const ownShare = (this.#perLanguage.get(language) ?? 0) / Math.max(1, this.size);
		const groups = rankQuery(parts, this.#weights, ownShare, mostGroups);
		// An index that is asked for nothing answers the newest: nothing shared is nothing found.
		if (groups.length === 0) return [];
		const { hits } = this.#index.search({ groups, limit: top, countTotal: false });
		return hits.map(({ id, score }) => ({ document: id, score }));
	}
}

function languageOf({ language, title = '', text }: RankText): Language {
	return language ?? detectLanguage(`${title}\n${text}`).language;
}
