import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { DockingNews } from '#lib/docking/vocabulary.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { NEWS_WORDS } from '#lib/ui/docking-words.ts';

/** Who gets a letter. */
export interface Recipient {
	name: string;
	email: string;
	language: string;
}

/** Where in the record a piece of news stands. */
const PLACES: Partial<Record<DockingNews, string>> = {
	message: '/room',
	task: '/room',
	meeting: '/room',
	summary: '/room',
	file: '/files',
	nda: '/nda',
	nda_signed: '/nda',
	terms: '/terms',
	terms_accepted: '/terms',
	terms_refused: '/terms',
	terms_ending: '/terms',
	terms_expired: '/terms',
	milestone: '/outcome',
	report: '/outcome',
	outcome: '/outcome',
	story: '/outcome',
};

/** A letter says that there is something, and where; never what it is, nor between whom. */
export function dockingLetter(to: Recipient, { reference, kind, baseUrl }: { reference: string; kind: DockingNews; baseUrl: string }): NewMail {
	const locale: Language = isLanguage(to.language) ? to.language : 'en';
	return inLanguage(locale, () => {
		const about = { reference, news: NEWS_WORDS[kind]() };
		const link = baseUrl + localizeHref(`/docking/${reference}${PLACES[kind] ?? ''}`, { locale });
		return {
			to: to.email,
			language: locale,
			subject: m.docking_mail_subject(about),
			text: [m.mail_greeting({ name: to.name }), m.docking_mail_text(about), `${m.docking_mail_link()}\n${link}`, m.mail_closing()].join('\n\n'),
		};
	});
}
