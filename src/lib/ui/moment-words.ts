import type { Language } from '#lib/engines/text/language.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';

/** A moment for who must know it to the minute, in UTC and saying so. */
export function momentText(moment: Date | string, reader: Language): string {
	return `${dateFormat(reader, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'UTC' }).format(new Date(moment))} UTC`;
}
