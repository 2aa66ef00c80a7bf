import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { headerKey } from './header-names.ts';

const languageCodes = new Map<string, Language>();
const countryCodes = new Map<string, string>();

const LANGUAGE_SYNONYMS: Readonly<Record<string, Language>> = { tagalog: 'fil', laotian: 'lo', cambodian: 'km', myanmar: 'my', mandarin: 'zh', 汉语: 'zh', 普通话: 'zh' };
const COUNTRY_SYNONYMS: Readonly<Record<string, string>> = {
	laopdr: 'LA', laos: 'LA', burma: 'MM', vietnam: 'VN', easttimor: 'TL', timorleste: 'TL', usa: 'US', uk: 'GB', korea: 'KR', prc: 'CN', prchina: 'CN', 文莱: 'BN', 缅甸: 'MM',
};

/** The language that a tag ("zh-CN") or a name in any of the twelve languages means. */
export function readLanguage(text: string): Language | undefined {
	if (languageCodes.size === 0) fillLanguages();
	const tag = text.trim().toLowerCase().split(/[-_]/)[0]!;
	return (LANGUAGES as readonly string[]).includes(tag) ? (tag as Language) : languageCodes.get(headerKey(text));
}

function fillLanguages(): void {
	for (const reader of LANGUAGES) {
		const names = new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' });
		for (const language of LANGUAGES) {
			const name = names.of(language);
			if (name) languageCodes.set(headerKey(name), language);
		}
	}
	for (const [name, language] of Object.entries(LANGUAGE_SYNONYMS)) languageCodes.set(headerKey(name), language);
}

/** The ISO 3166 code that a code or a name in any of the twelve languages means. */
export function readCountry(text: string): string | undefined {
	if (countryCodes.size === 0) fillCountries();
	return countryCodes.get(headerKey(text));
}

function fillCountries(): void {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	for (const reader of LANGUAGES) {
		const names = new Intl.DisplayNames([reader], { type: 'region', fallback: 'none' });
		for (const first of letters)
			for (const second of letters) {
				const code = first + second;
				const name = names.of(code);
				// What has no name of its own (ZZ, EU) is no country; neither are codes for private use.
				if (!name || code === 'ZZ' || code === 'EU' || code === 'UN' || code === 'EZ' || code.startsWith('X') && code !== 'XK') continue;
				countryCodes.set(headerKey(code), code);
				if (!countryCodes.has(headerKey(name))) countryCodes.set(headerKey(name), code);
			}
	}
	for (const [name, code] of Object.entries(COUNTRY_SYNONYMS)) countryCodes.set(headerKey(name), code);
}
