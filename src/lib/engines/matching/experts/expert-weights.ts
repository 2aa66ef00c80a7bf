/** What the ranking of experts weighs by, by name, so that `npm run eval` (part e) can tune it. */
export interface ExpertWeights {
	/** What a mention in a title counts, against one in the text below it. */
	title: number;
	/** A pair of neighbouring words, against a word. */
	pair: number;
	/** Translations less likely than this are left out. */
	leastMeaning: number;
	/** Paraphrases of English words less likely than this are left out: the words themselves are there. */
	leastParaphrase: number;
	/** What is left of a word that says nothing of a subject (general-words.ts). */
	general: number;
	/** Texts of the collection most like the request that widen it, and what they add (Rocchio, 1971). */
	neighbours: number;
	widening: number;
	/** An expert's texts that count, from the best on. */
	depth: number;
	/** Years after which a publication counts half. */
	halfLife: number;
}

/** Chosen with all the people of `matching/experts-self-rated` in view: there is no figure on people unseen. */
export const EXPERT_WEIGHTS: ExpertWeights = {
	title: 2,
	pair: 1,
	leastMeaning: 0.08,
	leastParaphrase: 0.5,
	general: 1,
	neighbours: 10,
	widening: 0.5,
	depth: 12,
	halfLife: 20,
};

/** What each criterion counts in the total of a suggestion. A criterion that says nothing counts nothing. */
export const SUGGESTION_WEIGHTS = { topic: 0.7, language: 0.12, availability: 0.1, offer: 0.05, country: 0.03 } as const;
