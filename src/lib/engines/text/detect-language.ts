import type { Language } from './language.ts';
import { ENDINGS, INDONESIAN_WORDS, LATIN_WORDS, MALAY_WORDS } from './latin-language-signs.ts';

/** The likeliest language of a text, and how sure that is: 0 (a guess) to 1. */
export type DetectedLanguage = { readonly language: Language; readonly confidence: number };

type LatinLanguage = 'en' | 'id' | 'ms' | 'fil' | 'vi' | 'pt';

/** Longest part of a text that is read: more does not make the answer better. */
const READ_LIMIT = 4000;

const SCRIPTS: readonly (readonly [Language, RegExp])[] = [
	['zh', /[\p{Script=Han}]/gu],
	['th', /[\u0E01-\u0E5B]/g],
	['lo', /[\u0E81-\u0EDF]/g],
	['km', /[\u1780-\u17F9]/g],
	['my', /[\u1000-\u109F]/g],
	['ta', /[\u0B82-\u0BFA]/g]
];

/** Letters that only one of the Latin languages writes; those of Vietnamese are nearly proof. */
const VIETNAMESE_LETTERS = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/g;
const PORTUGUESE_LETTERS = /[ãõç]|[áéíóúâêôà]/g;

/** A Chinese, Thai, ... character says about as much as this many Latin letters. */
const SCRIPT_WEIGHT: Partial<Record<Language, number>> = { zh: 3 };

function countMatches(text: string, pattern: RegExp): number {
	return text.match(pattern)?.length ?? 0;
}

function latinScores(words: readonly string[], text: string): Map<LatinLanguage, number> {
	const scores = new Map<LatinLanguage, number>([
		['en', 0.3],
		['id', 0],
		['ms', 0],
		['fil', 0],
		['vi', 0],
		['pt', 0]
	]);
	const add = (language: LatinLanguage, weight: number): void => {
		scores.set(language, (scores.get(language) ?? 0) + weight);
	};
	for (const word of words) {
		for (const [language, weight] of LATIN_WORDS.get(word) ?? []) add(language, weight);
		for (const [ending, language, weight] of ENDINGS) {
			if (word.length > ending.length + 2 && word.endsWith(ending)) add(language, weight);
		}
		if (/^(?:me[mn]|peng|ber|diper)[a-z]{4}/.test(word)) {
			add('id', 0.5);
			add('ms', 0.5);
		}
		if (/^(?:nag|mag|pag|naka|maka|ipina|pina)[a-z]{4}/.test(word)) add('fil', 0.6);
		if (INDONESIAN_WORDS.has(word)) add('id', 2);
		if (MALAY_WORDS.has(word)) add('ms', 2);
	}
	add('vi', 1.5 * countMatches(text, VIETNAMESE_LETTERS));
	add('pt', 0.7 * countMatches(text, PORTUGUESE_LETTERS));
	return scores;
}

function detectLatin(text: string): DetectedLanguage {
	const lower = text.toLowerCase().normalize('NFC');
	const words = lower.match(/[\p{L}\p{M}]+/gu) ?? [];
	const ranked = [...latinScores(words, lower)].sort((a, b) => b[1] - a[1]);
	const [best, second] = ranked;
	if (!best || !second || best[1] <= 0.3) return { language: 'en', confidence: words.length > 0 ? 0.3 : 0 };
	const lead = (best[1] - second[1]) / best[1];
	const evidence = Math.min(1, best[1] / 3);
	return { language: best[0], confidence: Math.max(0.2, Math.min(1, lead * 1.5)) * (0.4 + 0.6 * evidence) };
}

/**
 * Detects which of the twelve languages a text is written in: by script, then, for Latin letters, by function words,
 * letters, and affixes; Indonesian and Malay are told apart by words that only one of them uses. A text without
 * letters answers English with confidence 0. Zawgyi counts as Burmese.
 */
export function detectLanguage(text: string): DetectedLanguage {
	const read = text.slice(0, READ_LIMIT);
	const latin = countMatches(read, /\p{Script=Latin}/gu);
	let best: { language: Language; count: number } | undefined;
	let total = latin;
	for (const [language, pattern] of SCRIPTS) {
		const count = countMatches(read, pattern) * (SCRIPT_WEIGHT[language] ?? 1);
		total += count;
		if (count > 0 && (!best || count > best.count)) best = { language, count };
	}
	// Technical text in another script quotes many Latin names, so a third of the letters decides.
	if (best && best.count * 2 >= latin) return { language: best.language, confidence: Math.min(1, (best.count / total) * 1.2) };
	return detectLatin(read);
}

export { detectZawgyi } from './zawgyi.ts';
