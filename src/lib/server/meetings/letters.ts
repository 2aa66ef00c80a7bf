import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingPlace } from '#lib/meetings/views.ts';
import type { RefusalReason } from '#lib/meetings/vocabulary.ts';
import { zoneOffset } from '#lib/rooms/zoned-time.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { calendarEntry } from '#lib/server/rooms/meetings/calendar-entry.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { longDay, spanIn } from '#lib/ui/events/event-times.ts';
import { formatDay, languageName } from '#lib/ui/language-names.ts';
import { REASON_WORDS } from '#lib/ui/meetings/meeting-words.ts';
import { placeWords } from '#lib/ui/meetings/place-words.ts';
import { momentIn, zoneName } from '#lib/ui/rooms/moment-in.ts';
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

/** That a meeting stands; that it goes on without one of several; to that one, that it does; that it is off. */
export type MeetingNews = 'fix' | 'fewer' | 'left' | 'cancel';

/** A person's name with the organisation, as the reader of a letter has them; of who is erased, that somebody has gone. */
export function calledIn({ names, organisation, worksAt }: Pick<MeetingPerson, 'names' | 'organisation' | 'worksAt'>, locale: Language): string {
	const of = nameFor(organisation?.names ?? worksAt, locale);
	const name = names.length === 0 ? m.b2b_person_gone() : nameFor(names, locale);
	return of === '' ? name : m.b2b_person_of({ name, organisation: of });
}

/** A moment on the event's clocks, and on the reader's own where these show another hour. */
function bothClocks(moment: Date, eventZone: string, ownZone: string, locale: Language): string {
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
	/** Whom the reader meets; for who interprets: all sides. */
	others: readonly MeetingPerson[];
	place: MeetingPlace | null;
	/** Who of several takes part no more, and what that one says to it. */
	left: MeetingPerson | null;
	words: { words: string; language: Language | null } | null;
	/** The sessions that the reader has picked at the same time, by their titles. */
	collides: readonly (readonly LocalText[])[];
	baseUrl: string;
	organiser: string;
}

/** That a meeting stands, goes on without somebody or is off, with the entry for the calendar. */
export function meetingLetter(to: Invited, { event, meeting, others, place, left, words: said, collides, baseUrl, organiser }: MeetingLetter, news: MeetingNews): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const url = link(`/events/${event.id}/meetings`);
		const about = { who: others.map((other) => calledIn(other, locale)).join(' · '), moment: bothClocks(meeting.startsAt, event.timeZone, to.timeZone, locale), event: nameFor(event.names, locale), left: left ? calledIn(left, locale) : '' };
		const words = {
			fix: { subject: m.b2b_mail_fixed_subject(about), text: m.b2b_mail_fixed(about) },
			fewer: { subject: m.b2b_mail_fewer_subject(about), text: m.b2b_mail_fewer(about) },
			left: { subject: m.b2b_mail_left_subject(about), text: m.b2b_mail_left(about) },
			cancel: { subject: m.b2b_mail_cancelled_subject(about), text: m.b2b_mail_cancelled(about) },
		}[news];
		const where = place ? placeWords(place, locale) : '';
		const off = news === 'cancel' || news === 'left';
		const quotes = news === 'cancel' ? quoted(meeting.cancelledWords, meeting.cancelledLanguage, locale) : news === 'fewer' && said ? quoted(said.words, said.language, locale) : [];
		return {
			subject: words.subject,
			parts: [words.text, !off && where, ...quotes, ...(off ? [] : collides.map((titles) => m.b2b_mail_collides({ session: nameFor(titles, locale) }))), !off && m.b2b_mail_calendar(), url],
			calendar: calendarEntry(
				{ ...meeting, summary: m.b2b_calendar_summary(about), location: [where, about.event].filter(Boolean).join(', '), url, organiser: { name: about.event, email: organiser }, attendee: { name: to.name, email: to.email } },
				off ? 'CANCEL' : 'REQUEST',
			),
		};
	});
}

/** What is new about a person's requests since the last letter. */
export interface RequestNews {
	/** Who asks, and who else was asked to the same meeting. */
	asked: readonly (readonly MeetingPerson[])[];
	accepted: readonly (readonly MeetingPerson[])[];
	refused: readonly (readonly MeetingPerson[])[];
	expired: readonly (readonly MeetingPerson[])[];
}

/** All that is new about somebody's requests, in one letter. */
export function requestsLetter(to: Recipient, event: MeetingEvent, news: RequestNews, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const list = (requests: readonly (readonly MeetingPerson[])[]) => requests.map((people) => `- ${people.map((person) => calledIn(person, locale)).join(' · ')}`).join('\n');
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

/** The organisers propose to meet some people, until a day. */
export function proposalsLetter(to: Recipient, event: MeetingEvent, { people, until }: { people: readonly MeetingPerson[]; until: Date }, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		return { subject: m.b2b_mail_proposed_subject(about), parts: [m.b2b_mail_proposed(about), people.map((person) => `- ${calledIn(person, locale)}`).join('\n'), m.b2b_mail_answer_until({ day: formatDay(until, locale) }), link(`/events/${event.id}/meetings/requests`)] };
	});
}

/** To who has not answered yet: each request that waits, and until when. */
export function remindLetter(to: Recipient, event: MeetingEvent, waiting: readonly { people: readonly MeetingPerson[]; until: Date }[], baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		const lines = waiting.map(({ people, until }) => `- ${m.b2b_mail_remind_line({ who: people.map((person) => calledIn(person, locale)).join(' · '), day: formatDay(until, locale) })}`);
		return { subject: m.b2b_mail_remind_subject(about), parts: [m.b2b_mail_remind(about), lines.join('\n'), link(`/events/${event.id}/meetings/requests`)] };
	});
}

/** A meeting of a day, or a session that one has picked. */
export interface DayEntry {
	startsAt: Date;
	minutes: number;
	/** Whom one meets; for who interprets: all sides. */
	with: readonly MeetingPerson[];
	place: MeetingPlace | null;
	interprets: boolean;
	interpreter: MeetingPerson | null;
	/** The titles of a session. */
	session: readonly LocalText[] | null;
}

/** On the eve of a day: its meetings, and the sessions that one has picked, in order of time. */
export function dayLetter(to: Recipient, event: MeetingEvent, { day, entries }: { day: string; entries: readonly DayEntry[] }, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), day: longDay(day, locale), zone: zoneName(event.timeZone, day) };
		const line = ({ startsAt, minutes, with: people, place, interprets, interpreter, session }: DayEntry) =>
			[
				spanIn(startsAt, new Date(startsAt.getTime() + minutes * 60_000), event.timeZone, locale),
				session ? `${m.b2b_agenda_session()}: ${nameFor(session, locale)}` : people.map((person) => calledIn(person, locale)).join(' · '),
				place ? placeWords(place, locale) : '',
				interprets ? m.b2b_you_interpret() : '',
				interpreter ? m.b2b_mail_eve_interpreter({ name: nameFor(interpreter.names, locale) }) : '',
			]
				.filter(Boolean)
				.join(' · ');
		const lines = entries.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime()).map((entry) => `- ${line(entry)}`);
		return { subject: m.b2b_mail_eve_subject(about), parts: [m.b2b_mail_eve(about), lines.join('\n'), m.b2b_mail_eve_agenda(), link(`/events/${event.id}/meetings`)] };
	});
}

/** Somebody of several who was asked, and does not take part. */
interface PartyOut {
	who: MeetingPerson;
	/** Whom the reader may meet still. */
	rest: readonly MeetingPerson[];
	reason: RefusalReason | null;
	words: string;
	language: Language | null;
	/** The reader asked for the meeting, and decides whether it goes on. */
	asked: boolean;
}

/** That one of several does not take part in the meeting that the reader asked for or was asked to. */
export function partyOutLetter(to: Recipient, event: MeetingEvent, { who, rest, reason, words, language, asked }: PartyOut, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), left: calledIn(who, locale), who: rest.map((other) => calledIn(other, locale)).join(' · ') };
		return {
			subject: m.b2b_mail_out_subject(about),
			parts: [
				rest.length > 0 ? m.b2b_mail_out(about) : m.b2b_mail_out_alone(about),
				reason !== null && m.b2b_request_because({ reason: REASON_WORDS[reason]() }),
				...quoted(words, language, locale),
				asked && rest.length > 0 && reason !== null && m.b2b_mail_out_go_on(),
				link(`/events/${event.id}/meetings/requests`),
			],
		};
	});
}

/** An invitation to somebody who is not registered. */
export interface Invite {
	who: MeetingPerson;
	listing: { reference: number; title: string };
	message: { text: string; language: Language };
	token: string;
	expiresAt: Date;
}

/** To the owner of a listing: somebody asks for a meeting at an event, and how to come. */
export function inviteLetter(to: Recipient, event: MeetingEvent, { who, listing, message, token, expiresAt }: Invite, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), who: calledIn(who, locale), listing: listing.title };
		return {
			subject: m.b2b_mail_invite_subject(about),
			parts: [m.b2b_mail_invite(about), ...quoted(message.text, message.language, locale), m.b2b_mail_invite_how({ day: formatDay(expiresAt, locale) }), link(`/events/${event.id}/meetings/invited/${token}`), m.b2b_mail_invite_why(about), link(`/listings/${listing.reference}`)],
		};
	});
}

/** Asks what came of a meeting: each answer is one link. */
export function outcomeLetter(to: Recipient, event: MeetingEvent, meetings: readonly { others: readonly MeetingPerson[]; token: string }[], baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale) };
		const choice = (token: string, is: string) => link(`/events/${event.id}/meetings/after/${token}?is=${is}`);
		return {
			subject: m.b2b_mail_outcome_subject(about),
			parts: [
				m.b2b_mail_outcome(about),
				...meetings.map(({ others, token }) => [others.map((other) => calledIn(other, locale)).join(' · '), `${m.b2b_outcome_interest()}: ${choice(token, 'interest')}`, `${m.b2b_outcome_contact()}: ${choice(token, 'contact')}`, `${m.b2b_outcome_nothing()}: ${choice(token, 'nothing')}`, `${m.b2b_outcome_not_held()}: ${choice(token, 'not_held')}`].join('\n')),
			],
		};
	});
}
