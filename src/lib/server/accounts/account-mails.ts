import * as m from '#lib/paraglide/messages.js';
import { isLanguage } from '#lib/engines/text/language.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail } from '#lib/server/platform/mail.ts';

/** Sends the link with which a person chooses a new password, in the person's language. */
export async function mailPasswordReset(
	db: Database,
	jobs: Jobs,
	to: { email: string; name: string; language: string },
	url: string,
): Promise<void> {
	const locale = isLanguage(to.language) ? to.language : 'en';
	await inTransaction(db, async (tx) => {
		await sendMail(tx, jobs, {
			to: to.email,
			language: locale,
			subject: m.mail_reset_subject({}, { locale }),
			text: [
				m.mail_greeting({ name: to.name }, { locale }),
				m.mail_reset_text({}, { locale }),
				url,
				m.mail_closing({}, { locale }),
			].join('\n\n'),
		});
	});
}
