import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { CalendarPart } from '#lib/server/platform/mail.ts';

/** A meeting as a calendar is told of it. */
export interface CalendarMeeting {
	/** The same for as long as the meeting lives, in every calendar. */
	id: string;
	/** Higher with everything that calendars are told after the first time. */
	sequence: number;
	startsAt: Date;
	minutes: number;
	/** What it is called there: no word of what is negotiated, or with whom. */
	summary: string;
	/** Where people meet, where they do in one place. */
	location?: string | null;
	/** Where it stands. */
	url: string;
	organiser: { name: string; email: string };
	attendee: { name: string; email: string };
	changedAt: Date;
}

/**
 * A meeting for one person's calendar (RFC 5545, RFC 5546): a request, which is also how an entry with the same id is changed, or
 * that it is called off. Times are in UTC, which every calendar shows on its reader's clock.
 */
export function calendarEntry(meeting: CalendarMeeting, method: CalendarPart['method']): CalendarPart {
	const { organiser, attendee } = meeting;
	const calendar = ical({ prodId: { company: 'Mitra', product: 'Mitra', language: 'EN' }, method: ICalCalendarMethod[method] });
	calendar.createEvent({
		id: `${meeting.id}@mitra`,
		sequence: meeting.sequence,
		stamp: meeting.changedAt,
		created: null,
		lastModified: meeting.changedAt,
		start: meeting.startsAt,
		end: new Date(meeting.startsAt.getTime() + meeting.minutes * 60_000),
		summary: meeting.summary,
		description: meeting.url,
		location: meeting.location ?? null,
		url: meeting.url,
		organizer: { name: organiser.name, email: organiser.email },
		// Answers are given on the page; nobody reads what calendars would send back.
		attendees: [{ name: attendee.name, email: attendee.email, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.NEEDSACTION, rsvp: false }],
		status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
	});
	// Each line ends, also the last (RFC 5545, 3.1).
	return { method, content: `${calendar.toString().trimEnd()}\r\n` };
}
