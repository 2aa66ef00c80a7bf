import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { zoneOffset } from '#lib/rooms/zoned-time.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { calendarEntry } from '#lib/server/rooms/meetings/calendar-entry.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { languageName } from '#lib/ui/language-names.ts';
import { momentIn } from '#lib/ui/rooms/moment-in.ts';
import type { MeetingPerson } from './queries.ts';
import type { StandingRow } from './standing/queries.ts';

/** Who gets a letter about a meeting, and on whose clocks else it names times. */
export type Invited = Recipient & { timeZone: string };

/** What letters say of an event. */
export interface MeetingEvent {
	id: string;
	names: readonly LocalText[];
	timeZone: string;
}

export const MEETING_NEWS = ['fix', 'move', 'cancel'] as const;
export type MeetingNews = (typeof MEETING_NEWS)[number];

/** A person's name with the organisation, as the reader of a letter has them. */
export function calledIn({ names, organisation, worksAt }: Pick<MeetingPerson, 'names' | 'organisation' | 'worksAt'>, locale: Language): string {
	const of = nameFor(organisation?.names ?? worksAt, locale);
	return of === '' ? nameFor(names, locale) : m.b2b_person_of({ name: nameFor(names, locale), organisation: of });
}

/** A moment on the event's clocks, and on the reader's own where these show another hour. */
export function bothClocks(moment: Date, eventZone: string, ownZone: string, locale: Language): string {
	const there = momentIn(moment, eventZone, locale);
	return zoneOffset(ownZone, moment) === zoneOffset(eventZone, moment) ? there : m.b2b_both_clocks({ there, own: momentIn(moment, ownZone, locale) });
}

/** Words of a person, with a line before them where they are in another language than the letter. */
function quoted(words: string, language: Language | null, locale: Language): (string | false)[] {
	return words === '' ? [] : [language !== null && language !== locale && m.b2b_mail_words_language({ language: languageName(language, locale) }), words];
}

export interface MeetingLetter {
	event: MeetingEvent;
	meeting: StandingRow;
	/** Whom the reader meets; for who interprets: both sides. */
	others: readonly MeetingPerson[];
	table: string | null;
	baseUrl: string;
	organiser: string;
}

/** That a meeting stands, was moved or is off, with the entry for the calendar. */
export function meetingLetter(to: Invited, { event, meeting, others, table, baseUrl, organiser }: MeetingLetter, news: MeetingNews): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const url = link(`/events/${event.id}/meetings`);
		const about = { who: others.map((other) => calledIn(other, locale)).join(' · '), moment: bothClocks(meeting.startsAt, event.timeZone, to.timeZone, locale), event: nameFor(event.names, locale) };
		const words = {
			fix: { subject: m.b2b_mail_fixed_subject(about), text: m.b2b_mail_fixed(about) },
			move: { subject: m.b2b_mail_moved_subject(about), text: m.b2b_mail_moved(about) },
			cancel: { subject: m.b2b_mail_cancelled_subject(about), text: m.b2b_mail_cancelled(about) },
		}[news];
		const place = table === null ? null : m.b2b_table({ label: table });
		const off = news === 'cancel';
		return {
			subject: words.subject,
			parts: [words.text, !off && place !== null && place, ...(off ? quoted(meeting.cancelledWords, meeting.cancelledLanguage, locale) : []), !off && m.b2b_mail_calendar(), url],
			calendar: calendarEntry(
				{ ...meeting, summary: m.b2b_calendar_summary(about), location: [place, about.event].filter(Boolean).join(', '), url, organiser: { name: about.event, email: organiser }, attendee: { name: to.name, email: to.email } },
				off ? 'CANCEL' : 'REQUEST',
			),
		};
	});
}

/** What is new about a person's requests since the last letter. */
export interface RequestNews {
	/** Who asks. */
	asked: readonly MeetingPerson[];
	accepted: readonly MeetingPerson[];
	refused: readonly MeetingPerson[];
	expired: readonly MeetingPerson[];
}

/** All that is new about somebody's requests, in one letter. */
export function requestsLetter(to: Recipient, event: MeetingEvent, news: RequestNews, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const list = (people: readonly MeetingPerson[]) => people.map((person) => `- ${calledIn(person, locale)}`).join('\n');
		const about = { event: nameFor(event.names, locale) };
		return {
			subject: news.asked.length > 0 ? m.b2b_mail_asked_subject(about) : m.b2b_mail_answered_subject(about),
			parts: [
				news.asked.length > 0 && `${m.b2b_mail_asked(about)}\n${list(news.asked)}`,
				news.accepted.length > 0 && `${m.b2b_mail_accepted()}\n${list(news.accepted)}`,
				news.refused.length > 0 && `${m.b2b_mail_refused()}\n${list(news.refused)}`,
				news.expired.length > 0 && `${m.b2b_mail_expired()}\n${list(news.expired)}`,
				link(`/events/${event.id}/meetings/requests`),
			],
		};
	});
}

/** Asks what came of a meeting: each answer is one link. */
export function outcomeLetter(to: Recipient, event: MeetingEvent, meetings: readonly { other: MeetingPerson; token: string }[], baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		const choice = (token: string, is: string) => link(`/events/${event.id}/meetings/after/${token}?is=${is}`);
		return {
			subject: m.b2b_mail_outcome_subject(about),
			parts: [
				m.b2b_mail_outcome(about),
				...meetings.map(({ other, token }) => [calledIn(other, locale), `${m.b2b_outcome_interest()}: ${choice(token, 'interest')}`, `${m.b2b_outcome_contact()}: ${choice(token, 'contact')}`, `${m.b2b_outcome_nothing()}: ${choice(token, 'nothing')}`].join('\n')),
			],
		};
	});
}
