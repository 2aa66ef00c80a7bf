/** A listing is valid for twelve months, and its owner is reminded fourteen days before the end. */
export const VALIDITY_MONTHS = 12;
export const REMINDER_DAYS = 14;

/** The calendar day (ISO, UTC) some months after an instant; the last day of the month where the month is shorter. */
export function dayAfterMonths(now: Date, months: number): string {
	const day = now.getUTCDate();
	const target = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
	const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
	target.setUTCDate(Math.min(day, lastDay));
	return target.toISOString().slice(0, 10);
}

/** The calendar day (ISO, UTC) some days after an instant. */
export function dayAfterDays(now: Date, days: number): string {
	return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
