import { DOCUMENT_LANGUAGES } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** The language in which people of a country are called at home, besides English and Chinese. */
const OF_COUNTRY: Readonly<Record<string, Language>> = { BN: 'ms', ID: 'id', KH: 'km', LA: 'lo', MM: 'my', MY: 'ms', PH: 'fil', TH: 'th', TL: 'pt', VN: 'vi' };

/** The languages in which a protocol sheet has names and titles: those of agreements first, then those of the event and of the parties. */
export function protocolLanguages(ofEvent: readonly Language[], countries: readonly string[]): Language[] {
	return [...new Set([...DOCUMENT_LANGUAGES, ...ofEvent, ...countries.flatMap((country) => OF_COUNTRY[country] ?? [])])];
}

/** A text in each of some languages that it is there in, in their order; as it is where it is there in none of them. */
export function inEach(texts: readonly LocalText[], languages: readonly Language[]): LocalText[] {
	const found = languages.flatMap((language) => texts.find((each) => each.language === language) ?? []);
	return found.length > 0 ? found : texts.slice(0, 1);
}
