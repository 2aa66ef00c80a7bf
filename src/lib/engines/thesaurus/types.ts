import type { Language } from '../text/language.ts';

/** A concept of the thesaurus (SKOS): one meaning, its labels in every language, and its place among the others. */
export interface Concept {
	id: string;
	/** The area table it stands in: one of the ten priority areas, or `policy`. */
	area: string;
	broader: readonly string[];
	narrower: readonly string[];
	related: readonly string[];
	ipc: readonly string[];
	sdgs: readonly number[];
	/** The preferred label first, then the alternatives. */
	labels: Readonly<Record<Language, readonly string[]>>;
	notes: Readonly<Partial<Record<Language, string>>>;
	/** Languages whose labels a native speaker has reviewed; the others are drafts. */
	reviewed: ReadonlySet<Language>;
}

/** A concept found in a text: UTF-16 offsets of the words that name it. */
export interface ConceptMention {
	concept: string;
	start: number;
	end: number;
}
