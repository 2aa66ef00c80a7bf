import type { Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { longDay } from '../events/event-times.ts';
import { countryName, formatDay } from '../language-names.ts';

/** Place and days of a certificate in words; made on the server, for browsers know fewer languages by themselves. */
export function certificateWords({ event, issuedOn }: { event: { place: LocalText[]; country: string }; issuedOn: string }, days: readonly string[], reader: Language): { place: string; days: string; issuedOn: string } {
	return {
		place: [localTextFor(event.place, reader)?.text, countryName(event.country, reader)].filter(Boolean).join(', '),
		days: days.map((day) => longDay(day, reader)).join(' · '),
		issuedOn: formatDay(issuedOn, reader),
	};
}
