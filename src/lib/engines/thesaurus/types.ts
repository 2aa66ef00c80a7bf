import { LANGUAGES, type Language } from '../text/language.ts';

/** The languages that concepts have labels in: the twelve that texts are read in, and Tetum, which is only shown. */
export const LABEL_LANGUAGES = [...LANGUAGES, 'tet'] as const;
export type LabelLanguage = (typeof LABEL_LANGUAGES)[number];

export function isLabelLanguage(tag: string): tag is LabelLanguage {
	return (LABEL_LANGUAGES as readonly string[]).includes(tag);
}

/** A concept of the thesaurus (SKOS): one meaning, its labels in every language, and its place among the others. */
export interface Concept {
	id: string;
	/** The area table it stands in: one of the ten priority areas, or `policy`. */
	area: string;
	broader: readonly string[];
	narrower: readonly string[];
	/** Symmetric, and never a concept above or below: SKOS S23 and S27. */
	related: readonly string[];
	ipc: readonly string[];
	sdgs: readonly number[];
	/** The preferred label first, then the alternatives. */
	labels: Readonly<Record<LabelLanguage, readonly string[]>>;
	notes: Readonly<Partial<Record<Language, string>>>;
	/** Languages whose labels a native speaker has reviewed; the others are drafts. */
	reviewed: ReadonlySet<LabelLanguage>;
	/** ISO 8601 instant of the last change; null where it is not known, as in a table read from a file. */
	modified: string | null;
}

/** A concept found in a text: UTF-16 offsets of the words that name it. */
export interface ConceptMention {
	concept: string;
	start: number;
	end: number;
}
