import * as m from '#lib/paraglide/messages.js';
import { languageFor, type Message } from '#lib/events/audience.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { inGroups } from '#lib/server/registration/codes.ts';
import { formatDay } from '#lib/ui/language-names.ts';
import { machineNote } from '../letters.ts';
import type { EventRow } from '../queries.ts';

type LetterEvent = Pick<EventRow, 'id' | 'names' | 'startsOn' | 'endsOn'>;

/** What organisers wrote, in the language of the reader where it is written in it; to somebody invited with the way in. */
export function messageLetter(to: Recipient, event: LetterEvent, message: Message, code: string | null, baseUrl: string): NewMail {
	const language = languageFor(message, to.language);
	const said = (texts: Message['texts']) => texts.find((each) => each.language === language) ?? texts[0]!;
	return letter({ ...to, language }, baseUrl, (locale, link) => ({
		subject: said(message.subjects).text,
		parts: [said(message.texts).text, machineNote(said(message.texts)), m.event_message_why({ event: nameFor(event.names, locale) }), link(code ? `/events/${event.id}/register?code=${code}` : `/events/${event.id}`)],
	}));
}

/** Brings an invitation to mind. */
export function reminderLetter(to: Recipient, event: LetterEvent, code: string, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), from: formatDay(event.startsOn, locale), until: formatDay(event.endsOn, locale) };
		return { subject: m.event_mail_reminder_subject(about), parts: [m.event_mail_reminder(about), m.registration_mail_code({ code: inGroups(code) }), link(`/events/${event.id}/register?code=${code}`)] };
	});
}
