import { bigramKey, hanBigrams } from '../reading/han-bigrams.ts';
import { indexTerms } from '../reading/index-terms.ts';
import { queryGroups, type QueryWeights } from '../reading/query-groups.ts';
import type { TextReader } from '../reading/text-reader.ts';
import { RetrievalIndex } from '../retrieval/index.ts';
import type { IndexedField, QueryGroup } from '../retrieval/types.ts';
import { detectLanguage } from '../text/detect-language.ts';
import type { Language } from '../text/language.ts';

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

/** What the ranker weighs by, by name, so that `npm run eval` can tune it. */
export interface RankWeights {
	/** Weight and length normalisation of a document's parts (BM25F), and saturation. */
	documentTitle: { weight: number; b: number };
	documentText: { weight: number; b: number };
	k1: number;
	/** What a mention in a query's title counts, against one in its text. */
	queryTitle: number;
	/** Mentions count by this power of their number. */
	repetition: number;
	groups: QueryWeights;
	/** Two neighbouring Chinese characters, against a word. */
	bigram: number;
	/** Groups asked; the heaviest by weight and rarity stay. */
	mostGroups: number;
}

/**
 * Tuned on the development half of `matching/technology-needs-zh` and checked on Cranfield and the sample network
 * (`npm run eval`): the same weights serve all.
 */
export const RANK_WEIGHTS: RankWeights = {
	documentTitle: { weight: 2, b: 0.4 },
	documentText: { weight: 1, b: 0.7 },
	k1: 1.2,
	queryTitle: 3,
	repetition: 0.5,
	groups: { word: 1, phrase: 0.6, concept: 0.8, surestTranslation: 0.9, folded: 0.7 },
	bigram: 0.5,
	mostGroups: 400,
};

/**
 * Ranks texts of twelve languages for texts of twelve languages, without a database: BM25F over words, their translations in
 * the pivot, concepts of the thesaurus, and pairs of Chinese characters. Documents are read once and only their index is
 * kept, so that many fit; queries are independent of each other.
 */
export class Ranker {
	readonly #reader: TextReader;
	readonly #weights: RankWeights;
	readonly #index: RetrievalIndex;

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
		for (const [field, text] of [
			['title', document.title ?? ''],
			['text', document.text],
		] as const) {
			if (text === '') continue;
			const reading = this.#reader.read(text, language);
			const terms = indexTerms(reading, this.#reader.thesaurus);
			for (const [bigram, times] of hanBigrams(text)) terms.set(bigramKey(bigram), times);
			fields.push({ field, terms: [...terms], length: reading.length });
		}
		this.#index.add({ id: document.id, fields, facets: {} });
	}

	/** The documents that share anything with the query, best first, at most `top`. Equal scores in the order of adding. */
	rank(query: RankText, top: number): RankedDocument[] {
		const groups = this.#groupsOf(query);
		if (groups.length === 0) return [];
		const { hits } = this.#index.search({ groups, limit: top, countTotal: false });
		return hits.map(({ id, score }) => ({ document: id, score }));
	}

	#groupsOf(query: RankText): QueryGroup[] {
		const language = languageOf(query);
		const mentions = new Map<string, { group: QueryGroup; weight: number; times: number }>();
		const add = (key: string, group: QueryGroup, times: number) => {
			const known = mentions.get(key);
			if (known) known.times += times;
			else mentions.set(key, { group, weight: group.weight, times });
		};
		const { repetition, bigram, queryTitle, mostGroups } = this.#weights;
		for (const [text, share] of [
			[query.title ?? '', queryTitle],
			[query.text, 1],
		] as const) {
			if (text === '') continue;
			const unit = { ...this.#weights.groups };
			for (const group of queryGroups(this.#reader.read(text, language), unit)) {
				const key = group.alternatives.map(({ term }) => term).join('\n');
				add(`${group.kind}\n${key}`, group, share);
			}
			for (const [pair, times] of hanBigrams(text))
				add(
					bigramKey(pair),
					{ alternatives: [{ term: bigramKey(pair), weight: 1 }], weight: bigram, occur: 'should' },
					share * times,
				);
		}
		return [...mentions.values()]
			.map(({ group, weight, times }) => ({ ...group, weight: weight * times ** repetition }))
			.sort((a, b) => b.weight - a.weight)
			.slice(0, mostGroups);
	}
}

function languageOf({ language, title = '', text }: RankText): Language {
	return language ?? detectLanguage(`${title}\n${text}`).language;
}
