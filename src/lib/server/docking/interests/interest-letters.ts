import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { Recipient } from '../letters.ts';

/** What somebody is told of an interest. The letter names the listing by its number and nobody by name. */
export type InterestNews = 'screen' | 'answer' | 'remind_screen' | 'remind_answer' | 'refused' | 'withdrawn' | 'expired' | 'passed';

const WORDS: Record<InterestNews, { subject: (about: { number: string }) => string; text: (about: { number: string }) => string }> = {
	screen: { subject: m.docking_mail_screen_subject, text: m.docking_mail_screen_text },
	answer: { subject: m.docking_mail_answer_subject, text: m.docking_mail_answer_text },
	remind_screen: { subject: m.docking_mail_remind_screen_subject, text: m.docking_mail_remind_screen_text },
	remind_answer: { subject: m.docking_mail_remind_answer_subject, text: m.docking_mail_remind_answer_text },
	refused: { subject: m.docking_mail_refused_subject, text: m.docking_mail_refused_text },
	withdrawn: { subject: m.docking_mail_withdrawn_subject, text: m.docking_mail_withdrawn_text },
	expired: { subject: m.docking_mail_expired_subject, text: m.docking_mail_expired_text },
	passed: { subject: m.docking_mail_passed_subject, text: m.docking_mail_passed_text },
};

export function interestLetter(to: Recipient, { id, number, news, baseUrl }: { id: string; number: number; news: InterestNews; baseUrl: string }): NewMail {
	const locale: Language = isLanguage(to.language) ? to.language : 'en';
	return inLanguage(locale, () => {
		const about = { number: String(number) };
		return {
			to: to.email,
			language: locale,
			subject: WORDS[news].subject(about),
			text: [m.mail_greeting({ name: to.name }), WORDS[news].text(about), baseUrl + localizeHref(`/docking/interest/${id}`, { locale }), m.mail_closing()].join('\n\n'),
		};
	});
}
