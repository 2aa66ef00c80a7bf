import { DIGIT, KHMER, LETTER } from './character-classes.ts';
import type { Language } from './language.ts';
import { stemEnglish } from './stem-english.ts';
import { stemFilipino } from './stem-filipino.ts';
import { stemMalay } from './stem-malay.ts';
import { stemPortuguese } from './stem-portuguese.ts';
import { stemTamil } from './stem-tamil.ts';

const CACHE_LIMIT = 50_000;
const caches = new Map<Language, Map<string, string>>();

const LATIN = /^[\p{Script=Latin}\p{M}'’]+$/u;
const LATIN_LANGUAGES: ReadonlySet<Language> = new Set(['en', 'id', 'ms', 'fil', 'vi', 'pt']);

/** First digit of each run of decimal digits that the languages of the region write. */
const DIGIT_ZEROS = [0x0e50, 0x0ed0, 0x17e0, 0x1040, 0x0be6, 0x0660, 0x06f0, 0x0966];

function asciiDigits(word: string): string {
	return word.replace(/\p{Nd}/gu, (digit) => {
		const code = digit.charCodeAt(0);
		const zero = DIGIT_ZEROS.find((first) => code >= first && code < first + 10);
		return zero === undefined ? digit : String(code - zero);
	});
}

function computeTerm(surface: string, language: Language): string {
	if (!LATIN.test(surface)) return language === 'ta' ? stemTamil(surface) : surface;
	switch (language) {
		case 'id':
		case 'ms':
			return stemMalay(surface);
		case 'fil':
			return stemFilipino(surface);
		case 'pt':
			return stemPortuguese(surface);
		case 'vi':
			return surface;
		default:
			return stemEnglish(surface);
	}
}

/** The word as it is compared before stemming: lower case, ASCII digits, one spelling of Khmer's two like-looking coengs. */
export function surfaceOf(text: string, script: number): string {
	if (script === LETTER || script === DIGIT) {
		const lower = text.toLowerCase();
		return /^[\x00-\x7F]*$/.test(lower) ? lower : asciiDigits(lower).replace(/’/g, "'");
	}
	return script === KHMER ? text.replace(/\u17D2\u178A/g, '\u17D2\u178F') : text;
}

/**
 * The term under which a word is indexed: its stem in languages that inflect. Latin words within a language of another
 * script are stemmed as English, which they mostly are.
 */
export function termOf(surface: string, script: number, language: Language): string {
	if (script !== LETTER) return surface;
	let cache = caches.get(language);
	if (!cache) {
		cache = new Map();
		caches.set(language, cache);
	}
	const known = cache.get(surface);
	if (known !== undefined) return known;
	const term = computeTerm(surface, language) || surface;
	if (cache.size >= CACHE_LIMIT) cache.clear();
	cache.set(surface, term);
	return term;
}

/** Whether the language writes its words in Latin letters. */
export function isLatinLanguage(language: Language): boolean {
	return LATIN_LANGUAGES.has(language);
}
