import { TIME_ZONES } from '#lib/alerts/vocabulary.ts';
import { WORLD_ZONES } from '#lib/text/time-zones.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';

/** Wall clocks of zones (IANA) and instants. Pure; what a zone's clocks show is known by the runtime. */

const MINUTE = 60_000;

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. Errors: RangeError for an unknown zone. */
export function zoneOffset(zone: string, at: Date): number {
	const parts = dateFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
	const read = (type: string) => Number(parts.find((part) => part.type === type)!.value);
	const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
	return Math.round((local - at.getTime()) / MINUTE) * MINUTE;
}

/**
 * The instant at which a zone's clocks show `YYYY-MM-DDTHH:MM`, as a field of a form sends it; null for what is no such time, or
 * one that the clocks leave out when they are put forward. Of two instants that show the same the earlier is taken.
 */
export function instantOf(zone: string, local: string): Date | null {
	const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::00(?:\.0+)?)?$/.exec(local);
	if (!match) return null;
	const wall = Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:00Z`);
	if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 16) !== local.slice(0, 16)) return null;
	// The offsets that hold a day before and after it: one of them holds at that time.
	const offsets = [-1, 1].map((days) => zoneOffset(zone, new Date(wall + days * 1440 * MINUTE)));
	const instants = [...new Set(offsets)].map((offset) => new Date(wall - offset)).filter((instant) => instant.getTime() + zoneOffset(zone, instant) === wall);
	return instants.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** What a zone's clocks show at an instant, as a field of a form takes it: `YYYY-MM-DDTHH:MM`. */
export function wallClock(zone: string, at: Date): string {
	return new Date(at.getTime() + zoneOffset(zone, at)).toISOString().slice(0, 16);
}

/** The day on a zone's clocks at an instant. */
export const dayIn = (zone: string, at: Date): string => wallClock(zone, at).slice(0, 10);

/** The day so many days after another. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * 1440 * MINUTE).toISOString().slice(0, 10);

let zones: Set<string> | undefined;

/** Whether a zone is one, and written as it is: for each that was ever asked for, a formatter is kept. */
export function isTimeZone(zone: string): boolean {
	zones ??= new Set([...Intl.supportedValuesOf('timeZone'), ...WORLD_ZONES, ...TIME_ZONES.map((each) => each.zone), 'UTC']);
	return zones.has(zone);
}
