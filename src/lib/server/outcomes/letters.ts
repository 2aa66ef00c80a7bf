import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { NEWS_WORDS } from '#lib/ui/docking-words.ts';

export type OutcomeNews = 'milestone' | 'report' | 'outcome' | 'story';

export interface Recipient {
	name: string;
	email: string;
	language: string;
}

const localeOf = (to: Recipient): Language => (isLanguage(to.language) ? to.language : 'en');

/** A letter that says that there is something, with a link: for agreements that came of no docking. */
export function newsLetter(to: Recipient, { reference, news, baseUrl }: { reference: string; news: OutcomeNews; baseUrl: string }): NewMail {
	const locale = localeOf(to);
	return inLanguage(locale, () => {
		const about = { reference, news: NEWS_WORDS[news]() };
		const link = baseUrl + localizeHref(`/outcomes/${reference}${news === 'story' ? '/story' : ''}`, { locale });
		return { to: to.email, language: locale, subject: m.outcomes_mail_subject(about), text: [m.mail_greeting({ name: to.name }), m.outcomes_mail_news(about), link, m.mail_closing()].join('\n\n') };
	});
}

/**
 * The yearly question. Each link opens a page that asks before anything is kept; neither the letter nor that page says what the
 * agreement is about, or with whom.
 */
export function questionLetter(to: Recipient, question: { reference: string; year: number; token: string; baseUrl: string; until: string; reminder: boolean }): NewMail {
	const locale = localeOf(to);
	const { reference, year, token, baseUrl, until, reminder } = question;
	return inLanguage(locale, () => {
		const link = (status: string) => `${baseUrl}${localizeHref(`/outcomes/answer/${token}`, { locale })}?is=${status}`;
		const day = new Intl.DateTimeFormat(locale === 'fil' ? 'fil' : locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(until));
		return {
			to: to.email,
			language: locale,
			subject: (reminder ? m.outcomes_mail_reminder_subject : m.outcomes_mail_question_subject)({ reference, year: String(year) }),
			text: [
				m.mail_greeting({ name: to.name }),
				m.outcomes_mail_question({ reference, year: String(year) }),
				`${m.outcomes_status_running()}: ${link('running')}`,
				`${m.outcomes_status_completed()}: ${link('completed')}`,
				`${m.outcomes_status_stopped()}: ${link('stopped')}`,
				`${m.outcomes_status_not_begun()}: ${link('not_begun')}`,
				m.outcomes_mail_link_help({ day }),
				m.mail_closing(),
			].join('\n\n'),
		};
	});
}

/** A milestone is due: that there is one, and where. */
export function milestoneLetter(to: Recipient, { reference, project, baseUrl }: { reference: string; project: number; baseUrl: string }): NewMail {
	const locale = localeOf(to);
	return inLanguage(locale, () => ({
		to: to.email,
		language: locale,
		subject: m.outcomes_mail_due_subject({ reference }),
		text: [m.mail_greeting({ name: to.name }), m.outcomes_mail_due({ reference }), baseUrl + localizeHref(`/outcomes/${reference}/projects/${project}`, { locale }), m.mail_closing()].join('\n\n'),
	}));
}
