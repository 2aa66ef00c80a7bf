import type { DateShape } from './date-shapes.ts';

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

export type NumberFormat = Pick<Intl.NumberFormat, 'format'>;
export type ListFormat = Pick<Intl.ListFormat, 'format'>;
export type DisplayNames = Pick<Intl.DisplayNames, 'of'>;

export interface DateFormat {
	format(moment?: Date | number): string;
	formatRange(from: Date, to: Date): string;
	formatToParts(moment?: Date | number): Intl.DateTimeFormatPart[];
}

/** Makes the formatters of a language. */
export interface Formats {
	number(options?: Intl.NumberFormatOptions): NumberFormat;
	date(options: Intl.DateTimeFormatOptions): DateFormat;
	list(options: Intl.ListFormatOptions): ListFormat;
	names(type: 'language' | 'region'): DisplayNames;
}

const own = new Map<string, Formats>();

/** Has a language written by formatters of Mitra's own: in browsers that lack it, see hooks.client.ts. To be called before it is written. */
export function writeByOwn(language: string, theirs: Formats): void {
	own.set(language, theirs);
}

export const numberFormat = (language: string, options?: Intl.NumberFormatOptions): NumberFormat => kept('number', language, options, () => own.get(language)?.number(options) ?? new Intl.NumberFormat(language, options));

/** For reading parts off in English every option may be had; for readers it is one of the known shapes. */
export function dateFormat(language: 'en' | 'en-CA', options: Intl.DateTimeFormatOptions): DateFormat;
export function dateFormat(language: string, options: DateShape & { timeZone?: string }): DateFormat;
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): DateFormat {
	return kept('date', language, options, () => own.get(language)?.date(options) ?? new Intl.DateTimeFormat(language, options));
}

export const listFormat = (language: string, options: Intl.ListFormatOptions): ListFormat => kept('list', language, options, () => own.get(language)?.list(options) ?? new Intl.ListFormat(language, options));

/** Names of countries or languages in a language, in English where it has none. Throws a RangeError when asked for a code that cannot be one. */
export const displayNames = (language: string, type: 'language' | 'region'): DisplayNames => kept(type, language, undefined, () => own.get(language)?.names(type) ?? new Intl.DisplayNames([language, 'en'], { type }));
