import type { Exclusion } from '#lib/engines/matching/types.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { CounterpartView } from './counterpart-view.ts';
import type { ListingCard, ListingSearchResult } from './types.ts';

/** A word's meaning in the pivot: an English stem, and the probability, 0 to 1, that it is meant. */
export interface Translation {
	stem: string;
	weight: number;
}

/** A run of the text as it was read. */
export interface ReadRun {
	text: string;
	start: number;
	end: number;
	translations: Translation[];
}

export interface ReadWord extends ReadRun {
	/** Function words are read and left out. */
	leftOut: boolean;
}

export interface NamedConcept {
	text: string;
	start: number;
	end: number;
	id: string;
	/** In the language of the page, or in English where it has none. */
	label: string;
	labelLanguage: Language;
}

/** One part of a listing's score: which words of the query asked for it, and what in the listing answered. */
export interface ScorePart {
	text: string;
	kind: ReadGroup['kind'];
	via: { kind: 'same-word' } | { kind: 'translation'; stem: string } | { kind: 'concept'; label: string };
	field: string;
	points: number;
}

export interface ScoredListing {
	card: ListingCard;
	parts: ScorePart[];
	/** The sum of the parts. */
	points: number;
	/** How much of what was asked the listing answers, 0 to 1: the sum is multiplied by it. */
	answered: number;
}

export interface ExplainedQuery {
	text: string;
	language: Language;
	/** What the detector says of the text, and how sure it is, 0 to 1. */
	detected: { language: Language; confidence: number };
	chosen: boolean;
	words: ReadWord[];
	phrases: ReadRun[];
	concepts: NamedConcept[];
	result: ListingSearchResult;
	scores: ScoredListing[];
}

/** A need and an offer, judged now, with the words of both. Public text only. */
export interface ExamplePair {
	need: ListingCard;
	offer: CounterpartView;
	exclusion: Exclusion | null;
}

/** What a person asked for by reference; empty where he asked for nothing. */
export interface PairAsked {
	need: string;
	offer: string;
}

/** What stands behind each language, counted now. */
export interface LanguageFigures {
	language: Language;
	listings: number;
	/** Words and phrases with translations; for English, words with paraphrases. */
	keys: number;
	labels: number;
	/** The share of concepts, 0 to 1, whose labels a native speaker has reviewed. */
	reviewed: number;
}

/** The figures of all languages, and of the whole. */
export interface EngineFigures {
	concepts: number;
	listings: number;
	languages: LanguageFigures[];
}
