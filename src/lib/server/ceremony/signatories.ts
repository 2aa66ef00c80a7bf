import { SIGNATORY_MOST } from '#lib/ceremony/vocabulary.ts';
import { DOCUMENT_LANGUAGES } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { textsInput } from '#lib/server/events/input.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** A line of an agreement as a text of one of its languages: what has Chinese characters is Chinese. */
export function asText(line: string): LocalText[] {
	if (line === '') return [];
	const language: Language = /\p{Script=Han}/u.test(line) ? 'zh' : 'en';
	return [{ language, text: line, provenance: 'original' }];
}

/** A signatory's name and title in both languages, from `name_<position>_<language>` and `title_<position>_<language>`. Errors: invalid_input. */
export function signatoryInput(form: FormData, position: number, before: { names: readonly LocalText[]; titles: readonly LocalText[] }): { names: LocalText[]; titles: LocalText[] } {
	const read = (field: string, texts: readonly LocalText[]) => textsInput(form, `${field}_${position}`, DOCUMENT_LANGUAGES, { limit: SIGNATORY_MOST, before: texts });
	return { names: read('name', before.names), titles: read('title', before.titles) };
}
