import * as m from '#lib/paraglide/messages.js';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** Asks a visitor whether the stands that scanned the badge may have the contact. */
export function visitorLetter(to: Recipient, event: { id: string; names: readonly LocalText[] }, stands: readonly { exhibitor: readonly LocalText[]; stand: string | null }[], baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		const lines = stands.map(({ exhibitor, stand }) => `- ${stand === null ? nameFor(exhibitor, locale) : m.exhibition_mail_ask_stand({ exhibitor: nameFor(exhibitor, locale), stand })}`);
		return { subject: m.exhibition_mail_ask_subject(about), parts: [m.exhibition_mail_ask(about), lines.join('\n'), m.exhibition_mail_ask_answer(), link(`/events/${event.id}/exhibition/visits`)] };
	});
}
