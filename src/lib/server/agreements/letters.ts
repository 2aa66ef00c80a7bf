import * as m from '#lib/paraglide/messages.js';
import { letter } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { AgreementPerson } from './queries.ts';

export type AgreementNews = 'begun' | 'moved' | 'review' | 'signed' | 'marks' | 'marks-ending';

const WORDS: Record<AgreementNews, (about: { reference: string }) => string> = {
	begun: m.agreements_mail_begun,
	moved: m.agreements_mail_moved,
	review: m.agreements_mail_review,
	signed: m.agreements_mail_signed,
	marks: m.agreements_mail_marks,
	'marks-ending': m.agreements_mail_marks_ending,
};

/** A letter that says that there is something about an agreement, with a link: nothing of what it says, nor with whom. */
export function agreementLetter(to: AgreementPerson, { reference, baseUrl, news }: { reference: string; baseUrl: string; news: AgreementNews }): NewMail {
	return letter(to, baseUrl, (_locale, link) => ({ subject: m.agreements_mail_subject({ reference }), parts: [WORDS[news]({ reference }), link(`/agreements/${reference}`)] }));
}
