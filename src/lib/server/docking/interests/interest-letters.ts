import * as m from '#lib/paraglide/messages.js';
import { letter, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';

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
	const about = { number: String(number) };
	return letter(to, baseUrl, (_locale, link) => ({ subject: WORDS[news].subject(about), parts: [WORDS[news].text(about), link(`/docking/interest/${id}`)] }));
}
