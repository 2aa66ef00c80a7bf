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
	/** Single Chinese characters, under the same condition (see character-groups.ts). */
	characters: {
		/** What they weigh together, against all other groups together. */
		weight: number;
		/** What a mention in a query's title counts. */
		title: number;
		/** Mentions at which a character counts half of what it can. */
		saturation: number;
		/** A character counts by this power of its rarity in running text. */
		rarity: number;
	};
	/** What is left of a word that says nothing of a subject (see general-words.ts). */
	general: number;
	/** Groups asked at most, the heaviest, and as many characters. */
	mostGroups: number;
	/** How far documents are carried by their neighbours (see supported-scores.ts). */
	support: {
		/** Words of a document, on average, below which none is supported: whatever shares a word is a neighbour of a title. */
		fewestWords: number;
		/** What of a score comes from the neighbours, 0..1; 0 leaves them unasked. */
		share: number;
		/** Neighbours of a document that count. */
		neighbours: number;
		/** Groups of a document that its neighbours are looked for by. */
		mostGroups: number;
		/** Documents from the top that are supported. */
		depth: number;
		/** Documents from the top that may support. */
		pool: number;
	};
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
	characters: { weight: 0.6, title: 8, saturation: 50, rarity: 0.7 },
	general: 0.6,
	mostGroups: 400,
	support: { fewestWords: 20, share: 0.4, neighbours: 10, mostGroups: 60, depth: 100, pool: 1000 },
};
