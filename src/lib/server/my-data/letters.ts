import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { COPY_DAYS } from '#lib/my-data/vocabulary.ts';
import { letter } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { formatDay, formatNumber } from '#lib/ui/language-names.ts';
import type { Addressee } from './queries.ts';

/** Where a letter leads: a page behind the sign-in, never the data itself. */
const PAGE = '/desk/my-data';

const nameOf = (names: readonly LocalText[] | null, locale: Language) => (names ? (localTextFor(names, locale)?.text ?? '') : null);

/** The copy can be fetched. */
export function copyReadyLetter(to: Addressee, about: { names: readonly LocalText[] | null; baseUrl: string }): NewMail {
	return letter(to, about.baseUrl, (locale, link) => {
		const name = nameOf(about.names, locale);
		const days = formatNumber(COPY_DAYS, locale);
		return { subject: m.mydata_mail_ready_subject(), parts: [name === null ? m.mydata_mail_ready({ days }) : m.mydata_mail_ready_organisation({ name, days }), link(PAGE)] };
	});
}

/** An erasure waits: when it was asked for (`begins`), and once more shortly before. */
export function erasureLetter(to: Addressee, about: { names: readonly LocalText[] | null; dueAt: Date; begins: boolean; baseUrl: string }): NewMail {
	return letter(to, about.baseUrl, (locale, link) => {
		const day = formatDay(about.dueAt, locale);
		const name = nameOf(about.names, locale);
		const subject = about.begins ? m.mydata_mail_erasure_subject({ day }) : m.mydata_mail_reminder_subject({ day });
		return { subject, parts: [name === null ? m.mydata_mail_erasure({ day }) : m.mydata_mail_erasure_organisation({ name, day }), m.mydata_mail_erasure_keep(), link(PAGE)] };
	});
}
