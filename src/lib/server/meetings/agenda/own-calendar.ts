import { personOfCalendarAddress, type CalendarAddress } from '#lib/server/events/calendar-address.ts';
import { addEvent, addSessions, chosenSessions, newCalendar, writtenCalendar, type CalendarWords } from '#lib/server/events/calendar.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { nameFor } from '#lib/server/platform/letter.ts';
import type { MeetingsContext } from '../context.ts';
import { seesMeetings } from '../with-meetings.ts';
import { addMeetings } from './agenda-calendar.ts';
import { viewAgenda } from './view-agenda.ts';

/**
 * The sessions that a person has picked at an event, and the person's meetings there, for a calendar program that follows a secret
 * address; where there are none yet, the event, for a calendar of nothing is none (RFC 5545, 3.6). `url`: of the event's page.
 * Errors: not_found (also for an address that was renewed).
 */
export async function ownCalendar(context: Pick<MeetingsContext, 'db' | 'clock'>, secret: string, address: CalendarAddress, words: CalendarWords): Promise<string> {
	const person = await personOfCalendarAddress(context, secret, address);
	const view = await viewEvent(context, person, address.eventId);
	const agenda = (await seesMeetings(context, person, address.eventId)) ? await viewAgenda(context, person, address.eventId) : null;
	const calendar = newCalendar(nameFor(view.event.names, words.language), words.url);
	if (view.picks.length > 0) addSessions(calendar, view, chosenSessions(view, view.picks), words);
	if (agenda) addMeetings(calendar, agenda, { ...words, url: `${words.url}/meetings` });
	if (calendar.length() === 0) addEvent(calendar, view, words);
	return writtenCalendar(calendar);
}
