import { indexTerms } from '#lib/engines/reading/index-terms.ts';
import { queryGroups } from '#lib/engines/reading/query-groups.ts';
import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import type { Reading, TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** A term that stands for a text by less than this is left out: rooms are searched for what was said. */
const LEAST_SHARE = 0.25;
/** A word's translations below this are not asked for. */
const LEAST_ASKED = 0.3;
/** PostgreSQL takes lexemes of 2046 bytes. */
const LONGEST_TERM = 200;
/** Terms of one text; a page of a file has some hundred. */
const TERMS_MOST = 4000;

const usable = (term: string) => term.length > 2 && term.length <= LONGEST_TERM;

/** The keys that a text of a room is found by: its words, what they mean in the pivot, and the concepts it names. */
export function roomTerms(reader: TextReader, text: string, language: Language): string[] {
	return [...indexTerms(reader.read(text, language), reader.thesaurus)].filter(([term, share]) => share >= LEAST_SHARE && usable(term)).slice(0, TERMS_MOST).map(([term]) => term);
}

/** A query for rooms: every word must be answered, by itself, by what it means, or by the concept that it names with its neighbours. */
export interface RoomQuery {
	language: Language;
	/** One a word; each the keys that answer for it. */
	words: string[][];
}

/** Undefined where nothing is asked: blanks, signs, or function words only. */
export function readRoomQuery(typed: string, reader: TextReader): RoomQuery | undefined {
	const text = typed.trim();
	const language = queryLanguage(text, reader);
	const groups = queryGroups(reader.read(text, language));
	const wider = groups.filter(({ kind }) => kind !== 'word');
	const words = groups
		.filter(({ kind }) => kind === 'word')
		.map((word) => {
			const around = wider.filter((group) => group.start <= word.start && word.end <= group.end);
			return [...new Set([...word.alternatives, ...around.flatMap((group) => group.alternatives.map((each) => ({ ...each, weight: each.weight * Math.min(1, group.weight) })))].filter(({ term, weight }) => weight >= LEAST_ASKED && usable(term)).map(({ term }) => term))];
		})
		.filter((terms) => terms.length > 0);
	return words.length === 0 ? undefined : { language, words };
}

/** The query in PostgreSQL's writing of a tsquery. */
export function tsqueryOf({ words }: RoomQuery): string {
	const quoted = (term: string) => `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
	return words.map((terms) => `(${terms.map(quoted).join(' | ')})`).join(' & ');
}

/** Where the words of a text stand that answer a query: spans in the order of reading. */
export function answeringSpans(reader: TextReader, text: string, language: Language, query: RoomQuery): { start: number; end: number }[] {
	const asked = new Set(query.words.flat());
	const reading = reader.read(text, language);
	const spans = spansByTerm(reading).filter(({ term }) => asked.has(term));
	const merged: { start: number; end: number }[] = [];
	for (const { start, end } of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
		const last = merged.at(-1);
		if (last && start < last.end) last.end = Math.max(last.end, end);
		else merged.push({ start, end });
	}
	return merged;
}

function spansByTerm({ language, words, pivots, concepts }: Reading): { term: string; start: number; end: number }[] {
	return [
		...words.map(({ term, start, end }) => ({ term: language === 'en' ? `p:${term}` : `w:${language}:${term}`, start, end })),
		...pivots.filter(({ weight }) => weight >= LEAST_SHARE).map(({ pivot, start, end }) => ({ term: `p:${pivot}`, start, end })),
		...concepts.map(({ concept, start, end }) => ({ term: `c:${concept}`, start, end })),
	];
}
