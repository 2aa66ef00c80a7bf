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

/** When and where it was, and is now, as a letter or a notice says it. */
export function changeIn({ wasAt, nowAt, moved }: { wasAt?: Date | null | undefined; nowAt?: Date | null | undefined; moved?: Move | null | undefined }, zone: string, reader: Language): { was: string; now: string } {
	const line = (moment: Date | null | undefined, where: Whereabouts | undefined) => [moment && momentIn(moment, zone, reader), where && whereaboutsIn(where, reader)].filter(Boolean).join(' · ');
	return { was: line(wasAt, moved?.was), now: line(nowAt, moved?.now) };
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
export function noticeWords({ kind, titles, ...change }: { kind: NoticeKind; titles: readonly LocalText[]; wasAt: Date | null; nowAt: Date | null; moved: Move | null }, zone: string, reader: Language): string {
	return SENTENCES[kind]({ title: localTextFor(titles, reader)?.text ?? '', ...changeIn(change, zone, reader) });
}
