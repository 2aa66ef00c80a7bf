import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { inLanguage } from './in-language.ts';
import type { NewMail } from './mail.ts';

/** Who gets a letter; a mailbox has no name. */
export interface Recipient {
	name: string;
	email: string;
	language: string;
}

/** A name as the reader of a letter has it. */
export const nameFor = (names: readonly LocalText[], locale: Language): string => localTextFor(names, locale)?.text ?? '';

/** A letter in the language of its reader: greeting, parts, closing; with entries for calendars where there are any. `link` is the address of a page in that language. */
export function letter(
	to: Recipient,
	baseUrl: string,
	write: (locale: Language, link: (path: string) => string) => { subject: string; parts: (string | false | undefined)[] } & Pick<NewMail, 'calendar' | 'calendars'>,
): NewMail {
	const locale: Language = isLanguage(to.language) ? to.language : 'en';
	return inLanguage(locale, () => {
		const { subject, parts, ...more } = write(locale, (path) => baseUrl + localizeHref(path, { locale }));
		const text = [to.name !== '' && m.mail_greeting({ name: to.name }), ...parts, m.mail_closing()].filter((part): part is string => Boolean(part));
		return { to: to.email, language: locale, subject, text: text.join('\n\n'), ...more };
	});
}
