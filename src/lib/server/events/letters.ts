import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import type { Move } from '#lib/events/whereabouts.ts';
import { changesIn, type OwnChanges } from '#lib/server/meetings/live/letters.ts';
import { calendarEntry } from '#lib/server/rooms/meetings/calendar-entry.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { CalendarPart, NewMail } from '#lib/server/platform/mail.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { longDay } from '#lib/ui/events/event-times.ts';
import { changeIn } from '#lib/ui/events/notice-words.ts';
import { formatDay, languageName } from '#lib/ui/language-names.ts';
import { momentIn } from '#lib/ui/rooms/moment-in.ts';
import type { SessionRow } from './queries.ts';

/** With those of the sessions in question that the person speaks in, has in the own programme or signs at, and the references of the agreements to be signed there. */
export type ConcernedPerson = Recipient & { sessions: ReadonlySet<string>; agreements: ReadonlySet<string> };

interface EventFacts {
	id: string;
	names: readonly LocalText[];
	timeZone: string;
	baseUrl: string;
}

/** The same where letters bring entries for calendars. */
export interface CalendarFacts extends EventFacts {
	/** Whom calendars know as the organiser. */
	organiser: string;
	/** The town. */
	place: readonly LocalText[];
	/** A room with its venue. */
	room(id: string | null): LocalText[];
}

/** A change that people are told of. */
export interface EventNews {
	kind: NoticeKind;
	/** The session's title; the event's name where it is all of it, none where it is a day. */
	titles: readonly LocalText[];
	wasAt?: Date | null;
	nowAt?: Date | null;
	/** Of the event as a whole; of a session, its room. */
	moved?: Move;
	/** What the organisers write to it. */
	words: readonly LocalText[];
	/** The sessions that it is about, as they will be. */
	sessions: readonly MovedSession[];
}

/** A session as calendars are told of it. */
export interface MovedSession {
	id: string;
	titles: readonly LocalText[];
	sequence: number;
	roomId: string | null;
	startsAt: Date;
	minutes: number;
	changedAt: Date;
}

/** Said below words that a machine wrote. */
export const machineNote = ({ provenance }: LocalText): string | false => provenance === 'machine-translation' && `(${m.event_machine()})`;

/** Words of organisers, with a line before them where they are in another language than the letter. */
export function quoted(words: readonly LocalText[], locale: Language): (string | false)[] {
	const shown = localTextFor(words, locale);
	return shown ? [shown.language !== locale && m.event_mail_words_language({ language: languageName(shown.language, locale) }), shown.text, machineNote(shown)] : [];
}

/** Of a day, which day it was. */
const titleOf = ({ kind, titles, wasAt }: EventNews, zone: string, locale: Language) => (wasAt && (kind === 'day-moved' || kind === 'day-cancelled') ? longDay(dayIn(zone, wasAt), locale) : nameFor(titles, locale));

const SUBJECTS: Record<NoticeKind, (about: { title: string; event: string }) => string> = {
	'session-moved': m.event_mail_moved_subject,
	'session-cancelled': m.event_mail_cancelled_subject,
	'session-removed': m.event_mail_cancelled_subject,
	'day-moved': m.event_mail_moved_subject,
	'day-cancelled': m.event_mail_cancelled_subject,
	'event-moved': ({ event }) => m.event_mail_event_moved_subject({ event }),
	'event-cancelled': ({ event }) => m.event_mail_event_cancelled_subject({ event }),
};
const MOVES: readonly NoticeKind[] = ['session-moved', 'day-moved', 'event-moved'];

/** What happened, in one sentence. */
function newsWords(event: EventFacts, news: EventNews, about: { title: string; event: string }, locale: Language): string {
	const change = changeIn(news, event.timeZone, locale);
	if (news.kind === 'event-moved') return m.event_mail_event_moved({ event: about.event, ...change });
	if (news.kind === 'event-cancelled') return m.event_mail_event_cancelled({ event: about.event });
	return MOVES.includes(news.kind) ? m.event_mail_moved({ ...about, ...change }) : m.event_mail_cancelled({ ...about, was: change.was });
}

/** The reader's own agreements that are to be signed there, each with its page, where it can be taken back. */
function signingWords({ agreements }: ConcernedPerson, { kind }: EventNews, link: (path: string) => string): string | false {
	const lines = [...agreements].map((reference) => `- ${reference} ${link(`/agreements/${reference}/ceremony`)}`);
	return lines.length > 0 && [MOVES.includes(kind) ? m.event_mail_signing() : m.event_mail_signing_off(), ...lines].join('\n');
}

/** How long a session is. */
export const minutesOf = ({ startsAt, endsAt }: Pick<SessionRow, 'startsAt' | 'endsAt'>): number => Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000);

/** A session in the calendar of whoever gets a letter; where it is, as in the calendar of the event: an entry without it would take it out. */
function entryOf(to: Recipient, event: CalendarFacts, session: MovedSession, { url, locale, method }: { url: string; locale: Language; method: CalendarPart['method'] }): CalendarPart {
	const location = [nameFor(event.room(session.roomId), locale), nameFor(event.place, locale)].filter(Boolean).join(', ') || null;
	return calendarEntry({ ...session, summary: nameFor(session.titles, locale), location, url, organiser: { name: nameFor(event.names, locale), email: event.organiser }, attendee: { name: to.name, email: to.email } }, method);
}

/** The entries of a letter: where there are several, a file each. */
const entriesOf = (entries: CalendarPart[]): Pick<NewMail, 'calendar' | 'calendars'> => (entries.length === 1 ? { calendar: entries[0]! } : entries.length > 1 ? { calendars: entries } : {});

/** That a session, a day or the event was moved or cancelled, with entries for the calendar of those of its sessions that the person speaks in, picked or signs at, and of own meetings that moved along. */
export function newsLetter(to: ConcernedPerson, event: CalendarFacts, news: EventNews, own?: OwnChanges): NewMail {
	return letter(to, event.baseUrl, (locale, link) => {
		const about = { title: titleOf(news, event.timeZone, locale), event: nameFor(event.names, locale) };
		const page = (session: MovedSession) => link(`/events/${event.id}${news.kind === 'session-removed' ? '' : `/sessions/${session.id}`}`);
		const url = news.kind.startsWith('session-') ? page(news.sessions[0]!) : link(`/events/${event.id}`);
		const method = MOVES.includes(news.kind) ? 'REQUEST' : 'CANCEL';
		const entries = news.sessions
			.filter(({ id }) => to.sessions.has(id))
			.map((session) => entryOf(to, event, session, { url: page(session), locale, method }));
		const meetings = own && changesIn(own, locale, link);
		return { subject: SUBJECTS[news.kind](about), parts: [newsWords(event, news, about, locale), ...quoted(news.words, locale), signingWords(to, news, link), ...(meetings?.parts ?? []), url], ...entriesOf([...entries, ...(meetings?.calendars ?? [])]) };
	});
}

/** That somebody who waited has a place in a session now, or that there are fewer places and the person waits again. */
export function seatLetter(to: Recipient, event: CalendarFacts, session: Pick<SessionRow, 'id' | 'titles' | 'sequence' | 'roomId' | 'startsAt' | 'endsAt' | 'changedAt'>, news: 'given' | 'lost'): NewMail {
	return letter(to, event.baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), title: nameFor(session.titles, locale), at: [momentIn(session.startsAt, event.timeZone, locale), nameFor(event.room(session.roomId), locale)].filter(Boolean).join(' · ') };
		const url = link(`/events/${event.id}/sessions/${session.id}`);
		const calendar = entryOf(to, event, { ...session, minutes: minutesOf(session) }, { url, locale, method: news === 'given' ? 'REQUEST' : 'CANCEL' });
		return news === 'given' ? { subject: m.event_mail_place_given_subject(about), parts: [m.event_mail_place_given(about), url], calendar } : { subject: m.event_mail_place_lost_subject(about), parts: [m.event_mail_place_lost(about), url], calendar };
	});
}

/** That somebody is put on sessions of a programme, or taken off them; with entries for the calendar, but of those that the person `picked`, which stay. */
export function speakingLetter(to: Recipient, event: CalendarFacts, sessions: readonly MovedSession[], { news, picked }: { news: 'on' | 'off'; picked: ReadonlySet<string> }): NewMail {
	return letter(to, event.baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		const page = ({ id }: MovedSession) => link(`/events/${event.id}/sessions/${id}`);
		const lines = sessions.map((session) => `- ${[nameFor(session.titles, locale), momentIn(session.startsAt, event.timeZone, locale), nameFor(event.room(session.roomId), locale)].filter(Boolean).join(' · ')}\n${page(session)}`);
		const isOn = news === 'on';
		const entries = sessions.filter(({ id }) => isOn || !picked.has(id)).map((session) => entryOf(to, event, session, { url: page(session), locale, method: isOn ? 'REQUEST' : 'CANCEL' }));
		return { subject: isOn ? m.event_mail_speaks_subject(about) : m.event_mail_speaks_no_more_subject(about), parts: [isOn ? m.event_mail_speaks(about) : m.event_mail_speaks_no_more(about), lines.join('\n')], ...entriesOf(entries) };
	});
}

/** Asks somebody with an account whether he may be named as a speaker. */
export function askSpeakerLetter(to: Recipient, event: EventFacts & { startsOn: string; endsOn: string }, asker: string): NewMail {
	return letter(to, event.baseUrl, (locale, link) => {
		const name = nameFor(event.names, locale);
		return { subject: m.event_mail_speaker_subject({ event: name }), parts: [m.event_mail_speaker({ event: name, asker, from: formatDay(event.startsOn, locale), until: formatDay(event.endsOn, locale) }), m.event_mail_speaker_answer(), link('/desk/events')] };
	});
}

/** What became of it, for the organisers. */
export function speakerAnsweredLetter(to: Recipient, event: EventFacts, speaker: string, consent: 'given' | 'refused'): NewMail {
	return letter(to, event.baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), speaker };
		return { subject: m.event_mail_answered_subject(about), parts: [consent === 'given' ? m.event_mail_answered_yes(about) : m.event_mail_answered_no(about), link(`/desk/events/${event.id}/people`)] };
	});
}
