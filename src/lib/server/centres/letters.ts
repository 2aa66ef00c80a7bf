import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { formatDay, formatNumber, languageName } from '#lib/ui/language-names.ts';

/** A message of the contact form. Its words stay in the sender's language. */
export function messageLetter(to: Recipient, facts: { centre: readonly LocalText[]; centreId: string; from: { name: string; email: string }; words: string; wordsLanguage: Language; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.centre_mail_message_subject({ centre: nameFor(facts.centre, locale), name: facts.from.name }),
		parts: [
			m.centre_mail_message_text({ name: facts.from.name, email: facts.from.email, language: languageName(facts.wordsLanguage, locale) }),
			facts.words,
			m.centre_mail_message_answer(),
			link(`/centres/${facts.centreId}/edit/messages`),
		],
	}));
}

/** Tells the officers of both centres that one was closed in favour of the other. */
export function closingLetter(to: Recipient, facts: { closed: readonly LocalText[]; into: readonly LocalText[]; centreId: string; moved: Record<string, number>; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.centre_mail_closed_subject({ centre: nameFor(facts.closed, locale) }),
		parts: [
			m.centre_mail_closed_text({ centre: nameFor(facts.closed, locale), into: nameFor(facts.into, locale), members: formatNumber(facts.moved.organisation ?? 0, locale), listings: formatNumber(facts.moved.listing ?? 0, locale) }),
			link(`/centres/${facts.centreId}`),
		],
	}));
}

/** Tells who served a closed centre's members meanwhile that it is open again. */
export function reopeningLetter(to: Recipient, facts: { opened: readonly LocalText[]; from: readonly LocalText[]; centreId: string; moved: Record<string, number>; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.centre_mail_reopened_subject({ centre: nameFor(facts.opened, locale) }),
		parts: [
			m.centre_mail_reopened_text({ centre: nameFor(facts.opened, locale), from: nameFor(facts.from, locale), members: formatNumber(facts.moved.organisation ?? 0, locale), listings: formatNumber(facts.moved.listing ?? 0, locale) }),
			link(`/centres/${facts.centreId}`),
		],
	}));
}

/** Actions of working groups that are due soon or overdue, for who owns them. */
export function actionsLetter(to: Recipient, facts: { actions: readonly { texts: readonly LocalText[]; dueOn: string; centreId: string; year: number; group: readonly LocalText[] }[]; today: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const overdue = facts.actions.filter(({ dueOn }) => dueOn < facts.today).length;
		return {
			subject: overdue > 0 ? m.centre_mail_actions_overdue_subject({ count: formatNumber(overdue, locale) }) : m.centre_mail_actions_due_subject({ count: formatNumber(facts.actions.length, locale) }),
			parts: [
				m.centre_mail_actions_text(),
				...facts.actions.map(({ texts, dueOn, centreId, year, group }) =>
					[nameFor(texts, locale), (dueOn < facts.today ? m.centre_mail_actions_was_due : m.centre_mail_actions_is_due)({ day: formatDay(dueOn, locale) }), nameFor(group, locale), link(`/working-groups/${centreId}/${year}`)].join('\n'),
				),
			],
		};
	});
}
