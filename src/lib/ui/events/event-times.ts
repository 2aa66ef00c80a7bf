import type { Language } from '#lib/engines/text/language.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';

/** An hour on a zone's clocks: 14:30. */
export const hourIn = (moment: Date, zone: string, reader: Language): string => dateFormat(reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(moment);

/** From when until when on a zone's clocks, with the day where the zone is on another one than `day`. */
export function spanIn(startsAt: Date, endsAt: Date, zone: string, reader: Language, day?: string): string {
	const local = dateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(startsAt);
	const elsewhere = day !== undefined && local !== day ? `${dateFormat(reader, { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone }).format(startsAt)} ` : '';
	return `${elsewhere}${hourIn(startsAt, zone, reader)}–${hourIn(endsAt, zone, reader)}`;
}

/** A calendar day with its day of the week. */
export const longDay = (day: string, reader: Language): string => dateFormat(reader, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));
export const shortDay = (day: string, reader: Language): string => dateFormat(reader, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));
