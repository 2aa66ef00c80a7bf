import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';

/**
 * The concepts that words typed by a person name, in whichever languages: one for each piece between commas, the one with the
 * longest name. `unknown` are pieces that name none.
 */
export function namedConcepts(typed: string, reader: TextReader): { concepts: string[]; unknown: string[] } {
	const concepts: string[] = [];
	const unknown: string[] = [];
	for (const piece of typed.slice(0, 500).split(/[,;，、；،\n]/).map((part) => part.trim()).filter(Boolean)) {
		const mentions = reader.read(piece, queryLanguage(piece, reader)).concepts;
		const longest = [...mentions].sort((a, b) => b.end - b.start - (a.end - a.start))[0];
		if (longest) concepts.push(longest.concept);
		else unknown.push(piece);
	}
	return { concepts: [...new Set(concepts)], unknown };
}
