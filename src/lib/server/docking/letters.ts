import * as m from '#lib/paraglide/messages.js';
import type { DockingNews } from '#lib/docking/vocabulary.ts';
import { letter, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { NEWS_WORDS } from '#lib/ui/docking-words.ts';

/** Where in the record a piece of news stands. */
const PLACES: Partial<Record<DockingNews, string>> = {
	message: '/room',
	task: '/room',
	meeting: '/room',
	summary: '/room',
	file: '/files',
	nda: '/nda',
	nda_signed: '/nda',
	terms: '/terms',
	terms_accepted: '/terms',
	terms_refused: '/terms',
	terms_ending: '/terms',
	terms_expired: '/terms',
	milestone: '/outcome',
	report: '/outcome',
	outcome: '/outcome',
	story: '/outcome',
};

/** A letter says that there is something, and where; never what it is, nor between whom. */
export function dockingLetter(to: Recipient, { reference, kind, baseUrl }: { reference: string; kind: DockingNews; baseUrl: string }): NewMail {
	return letter(to, baseUrl, (_locale, link) => {
		const about = { reference, news: NEWS_WORDS[kind]() };
		return { subject: m.docking_mail_subject(about), parts: [m.docking_mail_text(about), `${m.docking_mail_link()}\n${link(`/docking/${reference}${PLACES[kind] ?? ''}`)}`] };
	});
}
