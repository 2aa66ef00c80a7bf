import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { sampleAddresses } from '#lib/server/accounts/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import type { PageServerLoad } from './$types';

const PAGE = 30;

/**
 * Letters of an installation without a mail server, for its secretariat. A letter to a real account may hold a link that opens
 * it, so those links are shown for sample accounts only.
 */
export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { mitra } = event.locals;
	if (mitra.configuration.smtpUrl) throw new ExpectedError('not_found', 'Letters leave by the mail server.');
	// Letters speak of listings of every centre, so only those may read them who serve every centre.
	if (![...member.centres.values()].includes('secretariat')) throw new ExpectedError('forbidden', 'The outbox is for the secretariat.');
	const page = Math.min(10_000, Math.max(1, Math.trunc(Number(event.url.searchParams.get('page'))) || 1));
	const mails = await listMails(mitra.db, { limit: PAGE + 1, offset: (page - 1) * PAGE });
	const samples = await sampleAddresses(mitra.db, mails.map(({ to }) => to));
	return {
		page,
		more: mails.length > PAGE,
		mails: mails.slice(0, PAGE).map(({ id, to, subject, text, language, createdAt }) => {
			const shown = samples.has(to) ? text : text.replaceAll(RESET_LINK, '…');
			return { id, to, subject, language, createdAt, guarded: shown !== text, text: shown };
		}),
	};
};

const RESET_LINK = /https?:\/\/\S*\/reset-password\?\S*/g;
