import type { Language } from '#lib/engines/text/language.ts';
import { countryName } from './language-names.ts';

/** A place with its country, "Kunming, China"; a city state once. */
export function placeWords(place: string | null, country: string, reader: Language): string {
	const name = countryName(country, reader);
	return place === null || place === '' || place === countryName(country, 'en') ? name : `${place}, ${name}`;
}
