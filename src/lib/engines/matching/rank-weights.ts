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
	/** A word, asked as the best of itself and its translations. */
	word: number;
	/** The surest translation of a word, relative to the word itself. */
	surestTranslation: number;
	/** A word found without its diacritics, relative to the word itself. */
	folded: number;
	/** A meaning: a pivot that words of the query may stand for, by the sum of its probabilities. */
	meaning: number;
	/** A concept of the thesaurus. */
	concept: number;
	/** Two neighbouring Chinese characters, where all documents are Chinese. */
	bigram: number;
	/** What is left of a word that says nothing of a subject (see general-words.ts). */
	general: number;
	/** Groups asked at most, the heaviest. */
	mostGroups: number;
}

/**
 * Tuned on the development half of `matching/technology-needs-zh`, on Cranfield, on the sample network, and on questions of
 * `crosslingual/xquad_r` in Thai, Vietnamese and Chinese that find their English and are found by it; one set of weights for
 * all, chosen where all are near their best.
 */
export const RANK_WEIGHTS: RankWeights = {
	documentTitle: { weight: 2.5, b: 0.4 },
	documentText: { weight: 1, b: 0.7 },
	k1: 1.5,
	queryTitle: 4,
	repetition: 0.6,
	word: 0.7,
	surestTranslation: 1,
	folded: 0.7,
	meaning: 0.8,
	concept: 1,
	bigram: 0.7,
	general: 0.6,
	mostGroups: 400,
};
