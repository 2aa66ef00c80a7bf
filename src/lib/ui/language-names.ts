import { minorDigits } from '#lib/text/currency.ts';
import { dateFormat, displayNames, numberFormat } from '#lib/text/kept-formats.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** Each language's name in itself, as the switcher shows it. */
export const OWN_NAME: Record<Language, string> = {
	en: 'English',
	zh: '中文',
	th: 'ไทย',
	lo: 'ລາວ',
	km: 'ខ្មែរ',
	my: 'မြန်မာ',
	vi: 'Tiếng Việt',
	id: 'Bahasa Indonesia',
	ms: 'Bahasa Melayu',
	fil: 'Filipino',
	ta: 'தமிழ்',
	pt: 'Português',
};

/** A language's name in the reader's language; its own name where the runtime has none. */
export function languageName(language: Language, reader: Language): string {
	try {
		return displayNames(reader, 'language').of(language) ?? OWN_NAME[language];
	} catch {
		return OWN_NAME[language];
	}
}

/** A country's name in the reader's language. */
export function countryName(code: string, reader: Language): string {
	try {
		return displayNames(reader, 'region').of(code) ?? code;
	} catch {
		return code;
	}
}

/** A calendar day or an instant in the reader's way of writing dates, in UTC. */
export function formatDay(value: string | Date, reader: Language): string {
	const date = typeof value === 'string' ? new Date(value) : value;
	return dateFormat(reader, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

export function formatNumber(value: number, reader: Language): string {
	return numberFormat(reader).format(value);
}

/** Money in minor units with its currency, never converted. */
export function formatMoney(minor: number, currency: string, reader: Language): string {
	const format = numberFormat(reader, { style: 'currency', currency, currencyDisplay: 'code', maximumFractionDigits: 0 });
	return format.format(minor / 10 ** minorDigits(currency));
}
