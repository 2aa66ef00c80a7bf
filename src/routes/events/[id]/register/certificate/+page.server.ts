import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewCertificate } from '#lib/server/registration/certificate.ts';
import { certificateWords } from '#lib/ui/registration/certificate-words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams.get('registration');
	const view = await viewCertificate(event.locals.mitra, pageMember(event), { eventId: event.params.id, registrationId: asked === null ? null : idOfAddress(asked) });
	return { view, words: certificateWords(view, view.certificate.days, event.locals.language) };
};
