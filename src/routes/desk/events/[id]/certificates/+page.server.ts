import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewCertificates } from '#lib/server/registration/certificate.ts';
import { listFilters } from '#lib/server/registration/view-desk.ts';
import { certificateWords } from '#lib/ui/registration/certificate-words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const view = await viewCertificates(event.locals.mitra, pageMember(event), event.params.id, listFilters(event.url.searchParams));
	return { view, words: view.certificates.map(({ days }) => certificateWords(view, days, event.locals.language)) };
};
