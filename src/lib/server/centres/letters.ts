import * as m from '#lib/paraglide/messages.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { formatDay, formatNumber, languageName } from '#lib/ui/language-names.ts';

/** Who gets a letter; a mailbox has no name. */
export interface Recipient {
	name: string;
	email: string;
	language: string;
}

const nameFor = (names: readonly LocalText[], locale: Language) => localTextFor(names, locale)?.text ?? '';

function letter(to: Recipient, write: (locale: Language) => { subject: string; parts: (string | false)[] }): NewMail {
	const locale: Language = isLanguage(to.language) ? to.language : 'en';
	return inLanguage(locale, () => {
		const { subject, parts } = write(locale);
		const text = [to.name === '' ? false : m.mail_greeting({ name: to.name }), ...parts, m.mail_closing()].filter((part): part is string => Boolean(part));
		return { to: to.email, language: locale, subject, text: text.join('\n\n') };
	});
}

/** A message of the contact form. Its words stay in the sender's language. */
export function messageLetter(to: Recipient, facts: { centre: readonly LocalText[]; centreId: string; from: { name: string; email: string }; words: string; wordsLanguage: Language; baseUrl: string }): NewMail {
	return letter(to, (locale) => ({
		subject: m.centre_mail_message_subject({ centre: nameFor(facts.centre, locale), name: facts.from.name }),
		parts: [
			m.centre_mail_message_text({ name: facts.from.name, email: facts.from.email, language: languageName(facts.wordsLanguage, locale) }),
			facts.words,
			m.centre_mail_message_answer(),
			facts.baseUrl + localizeHref(`/centres/${facts.centreId}/edit/messages`, { locale }),
		],
	}));
}

/** Tells the officers of both centres that one was closed in favour of the other. */
export function closingLetter(to: Recipient, facts: { closed: readonly LocalText[]; into: readonly LocalText[]; centreId: string; moved: Record<string, number>; baseUrl: string }): NewMail {
	return letter(to, (locale) => ({
		subject: m.centre_mail_closed_subject({ centre: nameFor(facts.closed, locale) }),
		parts: [
			m.centre_mail_closed_text({ centre: nameFor(facts.closed, locale), into: nameFor(facts.into, locale), members: formatNumber(facts.moved.organisation ?? 0, locale), listings: formatNumber(facts.moved.listing ?? 0, locale) }),
			facts.baseUrl + localizeHref(`/centres/${facts.centreId}`, { locale }),
		],
	}));
}

/** Tells who served a closed centre's members meanwhile that it is open again. */
export function reopeningLetter(to: Recipient, facts: { opened: readonly LocalText[]; from: readonly LocalText[]; centreId: string; moved: Record<string, number>; baseUrl: string }): NewMail {
	return letter(to, (locale) => ({
		subject: m.centre_mail_reopened_subject({ centre: nameFor(facts.opened, locale) }),
		parts: [
			m.centre_mail_reopened_text({ centre: nameFor(facts.opened, locale), from: nameFor(facts.from, locale), members: formatNumber(facts.moved.organisation ?? 0, locale), listings: formatNumber(facts.moved.listing ?? 0, locale) }),
			facts.baseUrl + localizeHref(`/centres/${facts.centreId}`, { locale }),
		],
	}));
}

/** Actions of working groups that are due soon or overdue, for who owns them. */
export function actionsLetter(to: Recipient, facts: { actions: readonly { texts: readonly LocalText[]; dueOn: string; centreId: string; year: number; group: readonly LocalText[] }[]; today: string; baseUrl: string }): NewMail {
	return letter(to, (locale) => {
		const overdue = facts.actions.filter(({ dueOn }) => dueOn < facts.today).length;
		return {
			subject: overdue > 0 ? m.centre_mail_actions_overdue_subject({ count: formatNumber(overdue, locale) }) : m.centre_mail_actions_due_subject({ count: formatNumber(facts.actions.length, locale) }),
			parts: [
				m.centre_mail_actions_text(),
				...facts.actions.map(({ texts, dueOn, centreId, year, group }) =>
					[nameFor(texts, locale), (dueOn < facts.today ? m.centre_mail_actions_was_due : m.centre_mail_actions_is_due)({ day: formatDay(dueOn, locale) }), nameFor(group, locale), facts.baseUrl + localizeHref(`/working-groups/${centreId}/${year}`, { locale })].join('\n'),
				),
			],
		};
	});
}
