import { SIGNATORY_MOST } from '#lib/ceremony/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { textsInput } from '#lib/server/events/input.ts';
import { languageOfScript } from '#lib/text/language-of-script.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** A line of an agreement as a text of the language that its script tells, else of English. */
export function asText(line: string): LocalText[] {
	return line === '' ? [] : [{ language: languageOfScript(line), text: line, provenance: 'original' }];
}

/** A signatory's name and title in each of some languages, from `name_<position>_<language>` and `title_<position>_<language>`; in others it stays as it was. Errors: invalid_input. */
export function signatoryInput(form: FormData, position: number, languages: readonly Language[], before: { names: readonly LocalText[]; titles: readonly LocalText[] }): { names: LocalText[]; titles: LocalText[] } {
	const read = (field: string, texts: readonly LocalText[]) => [...textsInput(form, `${field}_${position}`, languages, { limit: SIGNATORY_MOST, before: texts }), ...texts.filter(({ language }) => !languages.includes(language))];
	return { names: read('name', before.names), titles: read('title', before.titles) };
}
