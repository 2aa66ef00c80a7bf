import ical, { ICalCalendarMethod, ICalEventStatus, type ICalCalendar } from 'ical-generator';
import type { Language } from '#lib/engines/text/language.ts';
import { roomLine } from '#lib/events/whereabouts.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { EventView, ShownSession } from './view-event.ts';

export interface CalendarWords {
	language: Language;
	/** The address of the event's page, in the reader's language. */
	url: string;
}

const textFor = (texts: Parameters<typeof localTextFor>[0], language: Language) => localTextFor(texts, language)?.text ?? '';

/** How often a calendar that follows the address may ask for it, in seconds. */
const ASK_AGAIN = 3600;

/** The sessions that a calendar is asked for: all, or only some. Errors: not_found (none of them is there, and a calendar of nothing is none: RFC 5545, 3.6). */
export function chosenSessions(view: Pick<EventView, 'sessions'>, asked: readonly string[] | null): ShownSession[] {
	if (!asked) return view.sessions;
	const sessions = view.sessions.filter(({ id }) => asked.includes(id));
	if (sessions.length === 0) throw new ExpectedError('not_found', 'None of these sessions is in the programme.');
	return sessions;
}

/** A calendar that programs may follow: how often they ask again stands in it (RFC 7986, 5.7, and as programs knew it before). */
export function newCalendar(name: string, url: string): ICalCalendar {
	return ical({ name, url, timezone: null, ttl: ASK_AGAIN, prodId: { company: 'Mitra', product: 'Mitra', language: 'EN' }, method: ICalCalendarMethod.PUBLISH });
}

/** A calendar as it is sent: each line ends, also the last (RFC 5545, 3.1). */
export const writtenCalendar = (calendar: ICalCalendar): string => `${calendar.toString().trimEnd()}\r\n`;

/** An event as one entry of whole days. */
export function addEvent(calendar: ICalCalendar, { event }: Pick<EventView, 'event'>, { language, url }: CalendarWords): void {
	calendar.createEvent({
		id: `${event.id}@mitra`,
		sequence: event.sequence,
		stamp: event.updatedAt,
		start: new Date(`${event.startsOn}T00:00:00Z`),
		// The day after the last, as whole days are written.
		end: new Date(Date.parse(event.endsOn) + 86_400_000),
		allDay: true,
		summary: textFor(event.names, language),
		description: [textFor(event.theme, language), url].filter(Boolean).join('\n'),
		location: textFor(event.place, language) || null,
		url,
		status: event.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
	});
}

/** Sessions of an event, with the ids that letters of changes carry. What was cancelled says so, so that calendars which follow take it out. */
export function addSessions(calendar: ICalCalendar, view: Pick<EventView, 'event' | 'rooms' | 'venues'>, sessions: readonly ShownSession[], { language, url }: CalendarWords): void {
	const { event } = view;
	for (const session of sessions) {
		const page = `${url}/sessions/${session.id}`;
		calendar.createEvent({
			id: `${session.id}@mitra`,
			sequence: session.sequence,
			stamp: session.changedAt,
			lastModified: session.changedAt,
			start: session.startsAt,
			end: session.endsAt,
			summary: textFor(session.titles, language),
			description: [textFor(event.names, language), textFor(session.about, language), page].filter(Boolean).join('\n\n'),
			location: [textFor(roomLine(session.roomId, view.rooms, view.venues), language), textFor(event.place, language)].filter(Boolean).join(', ') || null,
			url: page,
			status: session.state === 'cancelled' || event.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
		});
	}
}

/**
 * Sessions of an event for a calendar (RFC 5545). An event without a programme is one entry of whole days. Times are in UTC, which
 * every calendar shows on its reader's clock, without a table of zones that grows old.
 */
export function eventCalendar(view: EventView, sessions: readonly ShownSession[], words: CalendarWords): string {
	const calendar = newCalendar(textFor(view.event.names, words.language), words.url);
	if (view.sessions.length === 0) addEvent(calendar, view, words);
	addSessions(calendar, view, sessions, words);
	return writtenCalendar(calendar);
}
