import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewCertificate } from '#lib/server/registration/certificate.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { longDay } from '#lib/ui/events/event-times.ts';
import { countryName, formatDay } from '#lib/ui/language-names.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const asked = event.url.searchParams.get('registration');
	const view = await viewCertificate(event.locals.mitra, pageMember(event), { eventId: event.params.id, registrationId: asked === null ? null : idOfAddress(asked) });
	const { language } = event.locals;
	const place = [localTextFor(view.event.place, language)?.text, countryName(view.event.country, language)].filter(Boolean).join(', ');
	// In words here, for browsers know fewer languages by themselves than the server.
	return { view, words: { place, days: view.days.map((day) => longDay(day, language)).join(' · '), issuedOn: formatDay(view.issuedOn, language) } };
};
