import { getLocale, localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';

/** The interface language of the page being rendered. */
export function reader(): Language {
	const locale = getLocale();
	return isLanguage(locale) ? locale : 'en';
}

/** A path of this site in the reader's language. */
export function href(path: string): string {
	return localizeHref(path);
}
