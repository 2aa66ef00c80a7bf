import { detectLanguage } from '../text/detect-language.ts';
import type { Language } from '../text/language.ts';
import type { TextReader } from './text-reader.ts';

/** Languages that two words in Latin letters may be in, when nothing but the words tells. */
const LATIN: readonly Language[] = ['en', 'id', 'ms', 'vi', 'fil', 'pt'];

/** Above this the detector is believed. */
const SURE = 0.7;

/**
 * The language of a query. Queries are short, and a few words in Latin letters without diacritics may be in any of six
 * languages; then the one in which most of the query names concepts is taken ("tuoi nho giot" names drip irrigation in
 * Vietnamese and nothing elsewhere), else the detector's guess.
 */
export function queryLanguage(text: string, reader: TextReader): Language {
	const { language, confidence } = detectLanguage(text);
	if (confidence >= SURE || !LATIN.includes(language)) return language;
	let best = { language, covered: named(text, language, reader) };
	for (const candidate of LATIN) {
		const covered = named(text, candidate, reader);
		if (covered > best.covered) best = { language: candidate, covered };
	}
	return best.language;
}

/** How many characters of a text name concepts when it is read in a language. */
function named(text: string, language: Language, reader: TextReader): number {
	let end = 0;
	let covered = 0;
	for (const mention of reader.read(text, language).concepts) {
		if (mention.start < end) continue;
		covered += mention.end - mention.start;
		end = mention.end;
	}
	return covered;
}
