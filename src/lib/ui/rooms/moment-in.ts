import type { Language } from '#lib/engines/text/language.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';

/** A moment on a zone's clocks, in the reader's way, with the day of the week and the zone's name. */
export function momentIn(moment: Date | string, zone: string, reader: Language): string {
	return dateFormat(reader, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone, timeZoneName: 'short' }).format(new Date(moment));
}

/** The day and hour alone, where the zone stands beside it. */
export function clockIn(moment: Date | string, zone: string, reader: Language): string {
	return dateFormat(reader, { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone }).format(new Date(moment));
}

/** A zone by its city, which reads the same in every language, and how far it is from UTC at a moment. */
export function zoneName(zone: string, moment: Date | string): string {
	const offset = dateFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(new Date(moment)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
	const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
	return zone === 'UTC' ? zone : `${city} (${offset.replace('GMT', 'UTC')})`;
}
