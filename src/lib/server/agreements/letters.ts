import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { AgreementPerson } from './queries.ts';

export type AgreementNews = 'begun' | 'moved' | 'review' | 'signed' | 'marks' | 'marks-ending';

/** A letter that says that there is something about an agreement, with a link: nothing of what it says, nor with whom. */
export function agreementLetter(to: AgreementPerson, { reference, baseUrl, news }: { reference: string; baseUrl: string; news: AgreementNews }): NewMail {
	const locale: Language = isLanguage(to.language) ? to.language : 'en';
	return inLanguage(locale, () => {
		const words = { begun: m.agreements_mail_begun, moved: m.agreements_mail_moved, review: m.agreements_mail_review, signed: m.agreements_mail_signed, marks: m.agreements_mail_marks, 'marks-ending': m.agreements_mail_marks_ending }[news]({ reference });
		const text = [m.mail_greeting({ name: to.name }), words, baseUrl + localizeHref(`/agreements/${reference}`, { locale }), m.mail_closing()].join('\n\n');
		return { to: to.email, language: locale, subject: m.agreements_mail_subject({ reference }), text };
	});
}
