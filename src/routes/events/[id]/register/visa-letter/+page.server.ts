import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { visaLetters } from '#lib/server/registration/visa-letter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const asked = searchParams.get('registration');
	const letters = await visaLetters(event.locals.mitra, pageMember(event), { eventId: event.params.id, registrationId: asked === null ? null : idOfAddress(asked) });
	const chosen = letters.filter(({ language }) => language === searchParams.get('in'));
	return { letters: chosen.length > 0 ? chosen : letters, languages: letters.map(({ language }) => language), chosen: chosen[0]?.language ?? null, registration: asked };
};
