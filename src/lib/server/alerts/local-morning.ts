import { dateFormat } from '#lib/text/kept-formats.ts';

/** The hour at which digests leave, on the person's clock. */
export const MORNING_HOUR = 7;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MONDAY = 1;

/** Minutes that a zone's clocks are ahead of UTC at an instant. */
function offsetMinutes(zone: string, at: Date): number {
	const parts = dateFormat('en', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
	}).formatToParts(at);
	const read = (type: string) => Number(parts.find((part) => part.type === type)!.value);
	const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
	return Math.round((local - Math.floor(at.getTime() / MINUTE) * MINUTE) / MINUTE);
}

/** The first seven o'clock in the zone after an instant: of any day, or of a Monday. Errors: RangeError for an unknown zone. */
export function nextMorning(zone: string, rhythm: 'daily' | 'weekly', after: Date): Date {
	const local = new Date(after.getTime() + offsetMinutes(zone, after) * MINUTE);
	const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
	for (let day = 0; ; day++) {
		const wall = midnight + day * DAY + MORNING_HOUR * 60 * MINUTE;
		if (rhythm === 'weekly' && new Date(wall).getUTCDay() !== MONDAY) continue;
		// The offset that holds at that time itself, should the clocks change before.
		const guess = new Date(wall - offsetMinutes(zone, new Date(wall)) * MINUTE);
		const instant = new Date(wall - offsetMinutes(zone, guess) * MINUTE);
		if (instant > after) return instant;
	}
}
