import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import { displayNames } from '#lib/text/kept-formats.ts';
import { languageName, OWN_NAME } from './language-names.ts';

/** The name, in itself, of a language that concepts have labels in. */
export function ownLabelName(language: LabelLanguage): string {
	return isLanguage(language) ? OWN_NAME[language] : 'Tetun';
}

/** Its name in the reader's language. */
export function labelLanguageName(language: LabelLanguage, reader: Language): string {
	if (isLanguage(language)) return languageName(language, reader);
	// Few runtimes know its name; then they answer with the tag.
	const name = displayNames(reader, 'language').of(language);
	return name === undefined || name === language ? 'Tetum' : name;
}
