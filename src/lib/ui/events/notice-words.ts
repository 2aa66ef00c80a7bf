import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import type { Move, Whereabouts } from '#lib/events/whereabouts.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { countryName } from '../language-names.ts';
import { momentIn } from '../rooms/moment-in.ts';

/** The days of an event as a reader writes a range of dates. */
export const daysIn = (from: string, until: string, reader: Language): string => dateFormat(reader, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(new Date(from), new Date(until));

/** When and where, in one line. */
export function whereaboutsIn({ days, place, country }: Whereabouts, reader: Language): string {
	const where = [localTextFor(place, reader)?.text, country && countryName(country, reader)].filter(Boolean).join(', ');
	return [days && daysIn(days.from, days.until, reader), where].filter(Boolean).join(' · ');
}

type Told = { title: string; was: string; now: string };
const SENTENCES: Record<NoticeKind, (told: Told) => string> = {
	'session-moved': m.event_notice_session_moved,
	'session-cancelled': m.event_notice_session_cancelled,
	'session-removed': m.event_notice_session_removed,
	'day-moved': m.event_notice_day_moved,
	'day-cancelled': m.event_notice_day_cancelled,
	'event-moved': m.event_notice_event_moved,
	'event-cancelled': () => m.event_notice_event_cancelled(),
};

/** What a notice of an event tells, without the organisers' words. */
export function noticeWords({ kind, titles, wasAt, nowAt, moved }: { kind: NoticeKind; titles: readonly LocalText[]; wasAt: Date | null; nowAt: Date | null; moved: Move | null }, zone: string, reader: Language): string {
	const at = (moment: Date | null) => (moment ? momentIn(moment, zone, reader) : '');
	const hours = moved ? { was: whereaboutsIn(moved.was, reader), now: whereaboutsIn(moved.now, reader) } : { was: at(wasAt), now: at(nowAt) };
	return SENTENCES[kind]({ title: localTextFor(titles, reader)?.text ?? '', ...hours });
}
