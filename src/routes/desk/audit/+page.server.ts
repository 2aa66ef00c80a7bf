import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { auditPage } from '#lib/server/audit/audit-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	return { log: await auditPage(event.locals.mitra.db, member, 'own', event.url) };
};
