/*
 * The runtime's formatters, each made once. Making one costs up to a tenth of a millisecond, using it a hundredth of that, and a
 * page with a table asks for hundreds.
 */
const formats = new Map<string, unknown>();
/** Enough for every language with the zones and currencies of a region; a formatter is some ten kilobytes. */
const MOST = 1000;

function kept<Format>(kind: string, language: string, options: object | undefined, make: () => Format): Format {
	const key = `${kind} ${language} ${options ? JSON.stringify(options) : ''}`;
	const known = formats.get(key) as Format | undefined;
	if (known !== undefined) return known;
	const made = make();
	if (formats.size >= MOST) formats.delete(formats.keys().next().value!);
	formats.set(key, made);
	return made;
}

export const numberFormat = (language: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat => kept('number', language, options, () => new Intl.NumberFormat(language, options));

export const dateFormat = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => kept('date', language, options, () => new Intl.DateTimeFormat(language, options));

/** Names of countries or languages in a language, in English where it has none. Throws a RangeError when asked for a code that cannot be one. */
export const displayNames = (language: string, type: 'language' | 'region'): Intl.DisplayNames => kept(type, language, undefined, () => new Intl.DisplayNames([language, 'en'], { type }));
