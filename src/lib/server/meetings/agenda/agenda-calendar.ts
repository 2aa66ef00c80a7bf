import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { nameFor } from '#lib/server/platform/letter.ts';
import { calledIn } from '../letters.ts';
import type { Agenda } from './view-agenda.ts';

/** A person's meetings for a calendar (RFC 5545): the same ids and counts as in letters, so that nothing stands there twice. What is off says so. */
export function agendaCalendar({ event, meetings }: Pick<Agenda, 'event' | 'meetings'>, { language, url }: { language: Language; url: string }): string {
	const name = nameFor(event.names, language);
	const calendar = ical({ name, url, timezone: null, prodId: { company: 'Mitra', product: 'Mitra', language: 'EN' }, method: ICalCalendarMethod.PUBLISH });
	for (const { id, sequence, changedAt, startsAt, minutes, table, room, others, state } of meetings)
		calendar.createEvent({
			id: `${id}@mitra`,
			sequence,
			stamp: changedAt,
			lastModified: changedAt,
			start: startsAt,
			end: new Date(startsAt.getTime() + minutes * 60_000),
			summary: m.b2b_calendar_summary({ who: others.map((other) => calledIn(other, language)).join(' · ') }),
			description: `${name}\n\n${url}`,
			location: [table === null ? '' : m.b2b_table({ label: table }), nameFor(room, language), name].filter(Boolean).join(', '),
			url,
			status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
		});
	return `${calendar.toString().trimEnd()}\r\n`;
}
