const DAY = 86_400_000;
const asDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The ISO day so many days after another. */
export const daysAfter = (day: string, days: number): string => asDay(Date.parse(day) + days * DAY);

/**
 * The ISO day on which somebody is reminded of an end: so many days before it, but not before the middle of the time that began
 * on `from`, for who was told only yesterday needs no reminder today.
 */
export function reminderDay(from: string, until: string, daysBefore: number): string {
	const [start, end] = [Date.parse(from), Date.parse(until)];
	return asDay(Math.max(end - daysBefore * DAY, start + Math.ceil((end - start) / 2 / DAY) * DAY));
}
