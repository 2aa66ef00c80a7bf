import type { Lexicon, PivotTerm, WordsFound } from '../lexicon/lexicon.ts';
import { analyse, isStopWord, type Token } from '../text/analyse.ts';
import type { Language } from '../text/language.ts';
import { ConceptFinder } from '../thesaurus/concept-finder.ts';
import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { ConceptMention } from '../thesaurus/types.ts';

/** A text as every engine reads it: its words, what they mean in the pivot, and the concepts that it names. */
export interface Reading {
	language: Language;
	/** Words that carry meaning, in reading order; function words are left out. */
	words: readonly Token[];
	pivots: readonly PivotTerm[];
	concepts: readonly ConceptMention[];
	/** All words, function words included: the length that BM25F normalises by. */
	length: number;
}

/** Reads texts of twelve languages with one lexicon and one thesaurus: under one thesaurus a text always reads the same. */
export class TextReader {
	readonly #lexicon: Lexicon;
	#finder: ConceptFinder;
	#thesaurus: Thesaurus;

	constructor(lexicon: Lexicon, thesaurus: Thesaurus) {
		this.#lexicon = lexicon;
		this.#thesaurus = thesaurus;
		this.#finder = new ConceptFinder(thesaurus);
	}

	get thesaurus(): Thesaurus {
		return this.#thesaurus;
	}

	/** How many words and phrases of a language have translations. */
	keyCount(language: Language): number {
		return this.#lexicon.keyCount(language);
	}

	/** Words of a language that an English label may be put in, surest first: proposals for a person, who knows better. */
	proposals(english: string, language: Language, limit: number): WordsFound[] {
		const terms = analyse(english, 'en').map(({ term }) => term).filter((term) => !isStopWord(term, 'en'));
		return this.#lexicon.wordsFor(terms, language, limit);
	}

	/** Words of a language that mean about what each of some words means, by their pivots: see `Lexicon.sameMeaning`. */
	sameMeaning(meanings: readonly ReadonlyMap<string, number>[], language: Language, limit: number): WordsFound[][] {
		return this.#lexicon.sameMeaning(meanings, language, limit);
	}

	/** Reads by an edited thesaurus from now on. What was read before stays as it was read: the caller reads it again. */
	adopt(thesaurus: Thesaurus): void {
		this.#thesaurus = thesaurus;
		this.#finder = new ConceptFinder(thesaurus);
	}

	/** A reader with the same lexicon and another thesaurus. */
	withThesaurus(thesaurus: Thesaurus): TextReader {
		return new TextReader(this.#lexicon, thesaurus);
	}

	read(text: string, language: Language): Reading {
		const tokens = analyse(text, language);
		const byStart = new Map(tokens.map((token) => [token.start, token]));
		const words = tokens.filter((token) => !isStopWord(token.term, language));
		return {
			language,
			words,
			pivots: this.#lexicon.toPivot(tokens, language).filter((pivot) => !isStopWord(pivot.pivot, 'en')),
			concepts: this.#finder.find(tokens, language).filter((mention) => !isFunctionWord(mention, byStart.get(mention.start), text, language)),
			length: tokens.length,
		};
	}
}

/**
 * Whether a mention is a lone function word that only looks like a name: "its" is not ITS (intelligent transport systems), nor
 * Portuguese "sem" (without) the microscope. Written in capitals within other text it is the name.
 */
function isFunctionWord({ start, end }: ConceptMention, token: Token | undefined, text: string, language: Language): boolean {
	if (!token || token.end !== end) return false;
	if (!isStopWord(token.term, language) && !isStopWord(token.surface, language)) return false;
	const written = text.slice(start, end);
	return !(written.length > 1 && written === written.toUpperCase() && written !== written.toLowerCase());
}
