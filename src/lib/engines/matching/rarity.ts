/** How often keys stand in the collection: the retrieval index, seen from here. */
export interface KeyFrequencies {
	/** Documents in the collection. */
	documents(): number;
	/** Documents that have the key. */
	of(key: string): number;
	/** Documents in one language: what a word of it is rare among. All documents unless given. */
	documentsIn?(language: string): number;
}

/** Below this many documents frequencies say nothing. */
const FEWEST_DOCUMENTS = 50;

/** What is left of a thing that nearly every listing says. */
const LEAST = 0.1;

/** A thing said in this share of the listings or fewer is as telling as can be. */
const RARE = 0.02;

/**
 * How telling a thing is by how few listings say it, 0..1: the logarithm of its frequency between RARE and all. A word's
 * frequency is that of what it means: its translations', by their probability, or its own among the listings of its language,
 * where that is more.
 */
export function rarityOf(meanings: readonly (readonly [key: string, share: number])[], frequencies: KeyFrequencies): number {
	const documents = frequencies.documents();
	const [own, ...others] = meanings;
	if (!own || documents < FEWEST_DOCUMENTS) return 1;
	let sum = 0;
	let seen = 0;
	if (!own[0].startsWith('c:'))
		for (const [key, share] of others) {
			sum += share * share * frequencies.of(key);
			seen += share * share;
		}
	const ofMeaning = seen > 0 ? sum / seen / documents : 0;
	const share = Math.min(1, Math.max(frequencies.of(own[0]) / documentsWith(own[0], frequencies), ofMeaning, 1 / documents));
	if (share <= RARE) return 1;
	return LEAST + (1 - LEAST) * (Math.log(share) / Math.log(RARE));
}

/** The documents that could have a key: those in its language, where it is a word of one. */
function documentsWith(key: string, frequencies: KeyFrequencies): number {
	const documents = frequencies.documents();
	const language = /^w:([a-z]+):/.exec(key)?.[1];
	const inLanguage = language === undefined ? documents : (frequencies.documentsIn?.(language) ?? documents);
	// Of a few documents in a language no word is common for certain.
	return Math.max(inLanguage, Math.min(documents, FEWEST_DOCUMENTS));
}
