import * as m from '#lib/paraglide/messages.js';
import { letter, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';
import { NEWS_WORDS } from '#lib/ui/docking-words.ts';

export type OutcomeNews = 'milestone' | 'report' | 'outcome' | 'story';

/** A letter that says that there is something, with a link: for agreements that came of no docking. */
export function newsLetter(to: Recipient, { reference, news, baseUrl }: { reference: string; news: OutcomeNews; baseUrl: string }): NewMail {
	return letter(to, baseUrl, (_locale, link) => {
		const about = { reference, news: NEWS_WORDS[news]() };
		return { subject: m.outcomes_mail_subject(about), parts: [m.outcomes_mail_news(about), link(`/outcomes/${reference}${news === 'story' ? '/story' : ''}`)] };
	});
}

/**
 * The yearly question. Each link opens a page that asks before anything is kept; neither the letter nor that page says what the
 * agreement is about, or with whom.
 */
export function questionLetter(to: Recipient, question: { reference: string; year: number; token: string; baseUrl: string; until: string; reminder: boolean }): NewMail {
	const { token, baseUrl, until, reminder } = question;
	const about = { reference: question.reference, year: String(question.year) };
	return letter(to, baseUrl, (locale, link) => {
		const answer = (status: string) => `${link(`/outcomes/answer/${token}`)}?is=${status}`;
		return {
			subject: (reminder ? m.outcomes_mail_reminder_subject : m.outcomes_mail_question_subject)(about),
			parts: [
				m.outcomes_mail_question(about),
				`${m.outcomes_status_running()}: ${answer('running')}`,
				`${m.outcomes_status_completed()}: ${answer('completed')}`,
				`${m.outcomes_status_stopped()}: ${answer('stopped')}`,
				`${m.outcomes_status_not_begun()}: ${answer('not_begun')}`,
				m.outcomes_mail_link_help({ day: dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(until)) }),
			],
		};
	});
}

/** A milestone is due: that there is one, and where. */
export function milestoneLetter(to: Recipient, { reference, project, baseUrl }: { reference: string; project: number; baseUrl: string }): NewMail {
	return letter(to, baseUrl, (_locale, link) => ({ subject: m.outcomes_mail_due_subject({ reference }), parts: [m.outcomes_mail_due({ reference }), link(`/outcomes/${reference}/projects/${project}`)] }));
}
