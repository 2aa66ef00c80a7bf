import { foldDiacritics } from '../text/diacritics.ts';
import type { Language } from '../text/language.ts';
import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { Reading } from './text-reader.ts';

/** The key of a word of one language. English words are pivots, so that they need no key of their own. */
export function wordKey(language: Language, term: string): string {
	return language === 'en' ? pivotKey(term) : `w:${language}:${term}`;
}

/** The key of an English stem, which words of every language lead to. */
export function pivotKey(pivot: string): string {
	return `p:${pivot}`;
}

/** The key of a word without its diacritics, for those who type Vietnamese or Portuguese without them. */
export function foldedKey(language: Language, term: string): string {
	return `f:${language}:${foldDiacritics(term)}`;
}

/** The key of a concept: the term that all languages share. */
export function conceptKey(concept: string): string {
	return `c:${concept}`;
}

/** What a mention of a concept is worth for the concept above it, per step. */
const BROADER_SHARE = 0.4;

/** Translations less likely than this do not enter the index: they would make it large and answers silly. */
const LEAST_TRANSLATION = 0.08;

const FOLDED_LANGUAGES: ReadonlySet<Language> = new Set<Language>(['vi', 'pt']);

/** The terms of one text for the inverted index, with fractional frequencies where a term is only probable. */
export function indexTerms(reading: Reading, thesaurus: Thesaurus): Map<string, number> {
	const terms = new Map<string, number>();
	const add = (key: string, frequency: number) => terms.set(key, (terms.get(key) ?? 0) + frequency);
	const { language } = reading;
	if (language !== 'en') {
		for (const { term } of reading.words) {
			add(wordKey(language, term), 1);
			if (FOLDED_LANGUAGES.has(language)) add(foldedKey(language, term), 1);
		}
	}
	for (const { pivot, weight } of reading.pivots) if (weight >= LEAST_TRANSLATION) add(pivotKey(pivot), weight);
	for (const { concept } of reading.concepts) {
		add(conceptKey(concept), 1);
		for (const [above, share] of broaderShares(concept, thesaurus)) add(conceptKey(above), share);
	}
	return terms;
}

/** Concepts above one, each with the share of a mention that it gets: less with every step up. */
export function broaderShares(concept: string, thesaurus: Thesaurus): Map<string, number> {
	const shares = new Map<string, number>();
	let frontier = [concept];
	for (let share = BROADER_SHARE; frontier.length > 0 && share > 0.05; share *= BROADER_SHARE) {
		frontier = frontier.flatMap((id) => thesaurus.concept(id)?.broader ?? []).filter((id) => !shares.has(id));
		for (const id of frontier) shares.set(id, share);
	}
	return shares;
}
