import type { Texts } from '#lib/agreements/content.ts';
import type { AgreementKind } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import * as m from '#lib/paraglide/messages.js';
import { AGREEMENT_KIND_WORDS } from './agreement-words.ts';

/** A title for a reader: in the reader's language, in English, else in whatever it is written in. */
export function titleFor(titles: Texts, reader: Language): { text: string; language: Language } | undefined {
	const language = ([reader, 'en', ...Object.keys(titles)] as Language[]).find((each) => (titles[each] ?? '') !== '');
	return language && { text: titles[language]!, language };
}

/** What an entry of the public register is called, where its title may be hidden: by its kind, or as one without a title. */
export function entryTitle(entry: { titles: Texts | null; kind: AgreementKind | null }, reader: Language): { text: string; language?: Language } {
	return (entry.titles && titleFor(entry.titles, reader)) ?? { text: entry.kind ? AGREEMENT_KIND_WORDS[entry.kind]() : m.agreements_register_untitled() };
}

/** Headings of clauses in one line; those of documents are in English and Chinese. */
export const headings = (clauses: readonly Texts[], reader: Language): string => clauses.map((texts) => titleFor(texts, reader)?.text ?? '').join(reader === 'zh' ? '、' : ', ');
