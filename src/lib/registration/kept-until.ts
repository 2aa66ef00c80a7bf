/** The last day on which what was said for the stay at an event is kept: so many days after the event's last. */
export const keptUntil = (endsOn: string, keepDays: number): string => new Date(Date.parse(endsOn) + keepDays * 86_400_000).toISOString().slice(0, 10);
