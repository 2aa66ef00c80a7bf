import type { Language } from '#lib/engines/text/language.ts';

/** A moment for who must know it to the minute, in UTC and saying so. */
export function momentText(moment: Date | string, reader: Language): string {
	const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false };
	return `${new Intl.DateTimeFormat(reader, { ...options, timeZone: 'UTC' }).format(new Date(moment))} UTC`;
}
