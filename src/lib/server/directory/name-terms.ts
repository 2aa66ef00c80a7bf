import { foldWord, plainText, readNameWords } from '#lib/engines/organisations/read-name.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import { latinSkeleton, scriptSkeleton } from '#lib/engines/lexicon/name-skeleton.ts';
import { isLanguage } from '#lib/engines/text/language.ts';

/*
 * The words by which a name is found in the directory, each with what kind of word it is:
 *   w:  a word as it is compared, the same for a word, its abbreviation and its common translation ("w:university")
 *   b:  the beginning of a word as it is written, for words typed in part ("b:guan")
 *   m:  what a word means in English, or how it sounds where no dictionary has it ("m:aquacultur", "m:≈KNKS")
 */

/** A name or another way to call something; the language is null where nobody said it. */
export interface Naming {
	text: string;
	language: string | null;
}

const LONGEST_BEGINNING = 8;
const SHORTEST_BEGINNING = 2;
const MOST_TERMS = 400;
/** Least weight of a meaning: lower ones are the lexicon's last guesses. */
const LEAST_INDEXED = 0.35;
const LEAST_ASKED = 0.25;
/** Of the weight of a word's surest meaning, from which on another one counts as much. */
const OFTEN = 0.5;

/** What dictionaries say about entries, not what they mean: "see Kunming". */
const REFERENCES = new Set(['see', 'also', 'abbr', 'variant', 'give', 'call', 'name']);
const isName = (pivot: string) => !REFERENCES.has(pivot);

const HAN = /\p{Script=Han}/u;
const LATIN = /^[\p{Script=Latin}\p{M}\p{N}]+$/u;

/** All words of some names, once each. */
export function termsOfNames(names: readonly Naming[], reader: TextReader): string[] {
	const terms = new Set<string>();
	for (const { text, language } of names) {
		const plain = plainText(text);
		for (const { key, start, end, joining } of readNameWords(plain)) {
			if (joining) continue;
			terms.add(`w:${key}`);
			const written = foldWord(plain.slice(start, end));
			if (HAN.test(written)) continue;
			const letters = [...written];
			for (let length = SHORTEST_BEGINNING; length <= Math.min(LONGEST_BEGINNING, letters.length); length++) terms.add(`b:${letters.slice(0, length).join('')}`);
			const sound = LATIN.test(written) ? latinSkeleton(written) : '';
			if (sound) terms.add(`m:${sound}`);
		}
		const known = language && isLanguage(language) ? language : queryLanguage(plain, reader);
		for (const { pivot, weight } of reader.read(plain, known).pivots) if (weight >= LEAST_INDEXED && isName(pivot)) terms.add(`m:${pivot}`);
	}
	return [...terms].slice(0, MOST_TERMS);
}

/** One word of a search, and the words of a name that answer it, from the surest on. */
export interface AskedWord {
	exact: string[];
	beginning: string[];
	meaning: string[];
	/** What it means less often than half of the time that it means something else. */
	seldom: string[];
	/** What it seldom means and another word asks for already: of 老挝 万象 the second means Vientiane, and Laos is said. */
	repeated: string[];
	/** Words that look or sound alike, asked only where nothing else is found. */
	alike: string[];
}

const MOST_WORDS = 8;

/** What a search asks for: every word of it, in whatever language it is. */
export function wordsAsked(text: string, reader: TextReader): AskedWord[] {
	const plain = plainText(text).slice(0, 200);
	const words = readNameWords(plain).filter(({ joining }) => !joining).slice(0, MOST_WORDS);
	const language = queryLanguage(plain, reader);
	const { pivots } = reader.read(plain, language);
	const asked = words.map(({ key, start, end }) => {
		const written = foldWord(plain.slice(start, end));
		const letters = [...written];
		const begins = !HAN.test(written) && letters.length >= SHORTEST_BEGINNING;
		const isLatin = LATIN.test(written);
		const sound = isLatin ? latinSkeleton(written) : scriptSkeleton(written, language);
		const meant = pivots.filter((pivot) => pivot.start < end && pivot.end > start && pivot.weight >= LEAST_ASKED && !pivot.pivot.startsWith('≈') && isName(pivot.pivot));
		const surest = Math.max(0, ...meant.map(({ weight }) => weight));
		const terms = (often: boolean) => meant.filter(({ weight }) => weight >= surest * OFTEN === often).map(({ pivot }) => `m:${pivot}`);
		const meaning = terms(true);
		return {
			exact: [`w:${key}`],
			beginning: begins ? [`b:${letters.slice(0, LONGEST_BEGINNING).join('')}`] : [],
			// A word in another script may be a name that only sounds like one in Latin letters.
			meaning: [...new Set([...meaning, ...(sound && !isLatin ? [`m:${sound}`] : [])])].slice(0, 12),
			seldom: [...new Set(terms(false))].filter((term) => !meaning.includes(term)).slice(0, 12),
			alike: [...(sound ? [`m:${sound}`] : []), ...(begins && letters.length >= 5 ? [`b:${letters.slice(0, Math.min(LONGEST_BEGINNING, letters.length - 2)).join('')}`] : [])],
		};
	});
	return asked.map((word, at) => {
		const isAsked = (term: string) => asked.some((other, place) => place !== at && other.meaning.includes(term));
		return { ...word, seldom: word.seldom.filter((term) => !isAsked(term)), repeated: word.seldom.filter(isAsked) };
	});
}
