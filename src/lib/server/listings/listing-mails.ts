import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { contactsOf, type ListingRow } from './queries.ts';

interface MailContext {
	jobs: Jobs;
	baseUrl: string;
}

const languageOf = (tag: string): Language => (isLanguage(tag) ? tag : 'en');

/** Tells the contacts of a listing what its review decided, each in his or her language. */
export async function mailReviewDecision(
	tx: Transaction,
	context: MailContext,
	about: { listing: ListingRow; title: string; decision: 'publish' | 'return'; remark: string },
): Promise<void> {
	for (const contact of await contactsOf(tx, about.listing.id)) {
		const locale = languageOf(contact.language);
		const title = about.title;
		const published = about.decision === 'publish';
		const path = published ? `/listings/${about.listing.reference}` : `/desk/listings/${about.listing.id}`;
		await sendMail(tx, context.jobs, {
			to: contact.email,
			language: locale,
			subject: published ? m.mail_published_subject({ title }, { locale }) : m.mail_returned_subject({ title }, { locale }),
			text: letter(contact.name, locale, [
				published ? m.mail_published_text({ title }, { locale }) : m.mail_returned_text({ title }, { locale }),
				about.remark,
				context.baseUrl + localizeHref(path, { locale }),
			]),
		});
	}
}

/** Reminds the contacts of a listing that its validity ends soon. */
export async function mailValidityReminder(
	tx: Transaction,
	context: MailContext,
	about: { listing: ListingRow; title: string },
): Promise<void> {
	for (const contact of await contactsOf(tx, about.listing.id)) {
		const locale = languageOf(contact.language);
		const title = about.title;
		const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
			new Date(`${about.listing.validUntil}T00:00:00Z`),
		);
		await sendMail(tx, context.jobs, {
			to: contact.email,
			language: locale,
			subject: m.mail_reminder_subject({ title, day }, { locale }),
			text: letter(contact.name, locale, [
				m.mail_reminder_text({ title, day }, { locale }),
				context.baseUrl + localizeHref(`/desk/listings/${about.listing.id}`, { locale }),
			]),
		});
	}
}

function letter(name: string, locale: Language, paragraphs: string[]): string {
	return [m.mail_greeting({ name }, { locale }), ...paragraphs.filter((p) => p !== ''), m.mail_closing({}, { locale })].join('\n\n');
}
