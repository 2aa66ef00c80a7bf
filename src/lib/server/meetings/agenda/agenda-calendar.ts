import { ICalEventStatus, type ICalCalendar } from 'ical-generator';
import * as m from '#lib/paraglide/messages.js';
import { newCalendar, writtenCalendar, type CalendarWords } from '#lib/server/events/calendar.ts';
import { nameFor } from '#lib/server/platform/letter.ts';
import { placeWords } from '#lib/ui/meetings/place-words.ts';
import { calledIn } from '../letters.ts';
import type { Agenda } from './view-agenda.ts';

/** A person's meetings: the same ids and counts as in letters, so that nothing stands there twice. What is off says so. `url`: of the agenda. */
export function addMeetings(calendar: ICalCalendar, { event, meetings }: Pick<Agenda, 'event' | 'meetings'>, { language, url }: CalendarWords): void {
	const name = nameFor(event.names, language);
	for (const { id, sequence, changedAt, startsAt, minutes, others, state, ...place } of meetings)
		calendar.createEvent({
			id: `${id}@mitra`,
			sequence,
			stamp: changedAt,
			lastModified: changedAt,
			start: startsAt,
			end: new Date(startsAt.getTime() + minutes * 60_000),
			summary: m.b2b_calendar_summary({ who: others.map((other) => calledIn(other, language)).join(' · ') }),
			description: `${name}\n\n${url}`,
			location: [placeWords(place, language), name].filter(Boolean).join(', '),
			url,
			status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
		});
}

/** A person's meetings for a calendar (RFC 5545). */
export function agendaCalendar(agenda: Pick<Agenda, 'event' | 'meetings'>, words: CalendarWords): string {
	const calendar = newCalendar(nameFor(agenda.event.names, words.language), words.url);
	addMeetings(calendar, agenda, words);
	return writtenCalendar(calendar);
}
