import type { Language } from '../engines/text/language.ts';

export type Provenance = 'original' | 'human-translation' | 'machine-translation';

/** One human text in one language, and where it comes from. */
export interface LocalText {
	language: Language;
	text: string;
	provenance?: Provenance;
}

/** The text for a reader: the reader's language, else English, else the first (the original); undefined if there is none. */
export function localTextFor(texts: readonly LocalText[], reader: Language): LocalText | undefined {
	return texts.find((t) => t.language === reader) ?? texts.find((t) => t.language === 'en') ?? texts[0];
}
