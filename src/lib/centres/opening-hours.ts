/** A span of each of some days of the week (1 is Monday), in the centre's own time; it ends on the day on which it begins. */
export interface HoursSpan {
	days: number[];
	/** "08:30" */
	from: string;
	/** "12:00"; "24:00" is midnight. */
	to: string;
}

export interface WorkingHours {
	/** IANA name, e.g. Asia/Vientiane. */
	timeZone: string;
	hours: readonly HoursSpan[];
	/** Days on which the centre is closed whatever the week says, YYYY-MM-DD. */
	closedDays: readonly string[];
}

export type OpenState = { open: true; until: string } | { open: false; next: { day: string; from: string } | null };

/** How far ahead the next opening is looked for. */
const DAYS_AHEAD = 21;

/** A moment on the centre's calendar and clock. */
function localMoment(timeZone: string, now: Date): { day: string; time: string } {
	const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(now);
	const part = (type: string) => parts.find((each) => each.type === type)!.value;
	return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
const dayAfter = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function spansOf(day: string, { hours, closedDays }: WorkingHours): HoursSpan[] {
	if (closedDays.includes(day)) return [];
	return hours.filter(({ days }) => days.includes(weekday(day))).sort((a, b) => a.from.localeCompare(b.from));
}

/** Whether a centre is open at a moment, and until when, or when it opens next (null: not within three weeks). */
export function openState(working: WorkingHours, now: Date): OpenState {
	const { day, time } = localMoment(working.timeZone, now);
	const today = spansOf(day, working);
	const current = today.find(({ from, to }) => from <= time && time < to);
	if (current) return { open: true, until: endOf(current, today) };
	const later = today.find(({ from }) => from > time);
	if (later) return { open: false, next: { day, from: later.from } };
	for (let ahead = 1; ahead <= DAYS_AHEAD; ahead++) {
		const next = dayAfter(day, ahead);
		const [first] = spansOf(next, working);
		if (first) return { open: false, next: { day: next, from: first.from } };
	}
	return { open: false, next: null };
}

/** Spans that touch or overlap are one. */
function endOf(span: HoursSpan, today: readonly HoursSpan[]): string {
	let end = span.to;
	for (const each of today) if (each.from <= end && each.to > end) end = each.to;
	return end;
}

export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return name.includes('/') || name === 'UTC';
	} catch {
		return false;
	}
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
export const isSpan = ({ days, from, to }: HoursSpan): boolean =>
	days.length > 0 && days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7) && CLOCK.test(from) && (CLOCK.test(to) || to === '24:00') && from < to;
