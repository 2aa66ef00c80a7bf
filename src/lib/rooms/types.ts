import type { DockingStand } from '../docking/vocabulary.ts';
import type { Language } from '../engines/text/language.ts';
import type { Provenance } from '../text/local-text.ts';

/** A term of the thesaurus in a text: UTF-16 offsets, and its label for the reader. */
export interface MarkedTerm {
	start: number;
	end: number;
	concept: string;
	label: string;
	labelLanguage: Language;
}

/** A text with its terms of the thesaurus. */
export interface MarkedText {
	text: string;
	language: Language;
	terms: MarkedTerm[];
}

/** A translation of a message, never without where it comes from. */
export interface MessageTranslation extends MarkedText {
	provenance: Exclude<Provenance, 'original'>;
	/** Of a machine. */
	engine: string | null;
	/** Of a person. */
	called: string;
	at: Date;
}

export interface RoomMessage extends MarkedText {
	id: number;
	side: DockingStand;
	called: string;
	own: boolean;
	at: Date;
	/** What it answers. */
	answers: { id: number; called: string; beginning: string; language: Language } | null;
	/** Into the reader's language; people's first. */
	translations: MessageTranslation[];
}

/** A word of a message with words of the reader's language that mean about the same; no translation. */
export interface WordListEntry {
	/** As it stands in the message, the first time. */
	text: string;
	start: number;
	/** Words of the reader's language, the likest first. */
	meanings: string[];
	/** For a term of the thesaurus: its concept. */
	concept: string | null;
}

export interface WordList {
	/** Of what the meanings are: the reader's language, or English stems where it has no words. */
	language: Language;
	entries: WordListEntry[];
}
