import type { Texts } from '#lib/agreements/content.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** A title for a reader: in the reader's language, in English, else in whatever it is written in. */
export function titleFor(titles: Texts, reader: Language): { text: string; language: Language } | undefined {
	const language = ([reader, 'en', ...Object.keys(titles)] as Language[]).find((each) => (titles[each] ?? '') !== '');
	return language && { text: titles[language]!, language };
}

/** Headings of clauses in one line; those of documents are in English and Chinese. */
export const headings = (clauses: readonly Texts[], reader: Language): string => clauses.map((texts) => titleFor(texts, reader)?.text ?? '').join(reader === 'zh' ? '、' : ', ');
