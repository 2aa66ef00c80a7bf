import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { visaLetters } from '#lib/server/registration/visa-letter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams.get('registration');
	return { letters: await visaLetters(event.locals.mitra, pageMember(event), { eventId: event.params.id, registrationId: asked === null ? null : idOfAddress(asked) }) };
};
