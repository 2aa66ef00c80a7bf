import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import { countryName } from './language-names.ts';

const region = new Set<string>(REGION_COUNTRIES);

/** Every country of the world by its name in the reader's language: those of the network first, the others in the order of their names. */
export function countryChoices(reader: Language): { value: string; label: string }[] {
	const named = (value: string) => ({ value, label: countryName(value, reader) });
	const { compare } = new Intl.Collator(reader);
	return [...REGION_COUNTRIES.map(named), ...COUNTRIES.filter((each) => !region.has(each)).map(named).sort((a, b) => compare(a.label, b.label))];
}
