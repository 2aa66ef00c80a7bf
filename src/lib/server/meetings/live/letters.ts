import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { MeetingPlace } from '#lib/meetings/views.ts';
import type { EventRow } from '#lib/server/events/queries.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { CalendarPart, NewMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { Participant } from '#lib/server/registration/registrations.ts';
import { calendarEntry } from '#lib/server/rooms/meetings/calendar-entry.ts';
import { formatNumber, languageName } from '#lib/ui/language-names.ts';
import { placeWords } from '#lib/ui/meetings/place-words.ts';
import { momentIn } from '#lib/ui/rooms/moment-in.ts';

export interface LetterPlace {
	startsAt: Date;
	tableId: string | null;
	interpreterId: string | null;
}

/** What became of one meeting. */
export interface LetterChange {
	kind: 'new' | 'moved' | 'table' | 'interpreter' | 'off';
	meeting: { id: string; requestId: string; sequence: number; minutes: number; changedAt: Date };
	before: LetterPlace | null;
	after: LetterPlace | null;
}

/** What a letter about meetings needs to know. */
interface LetterGround {
	event: Pick<EventRow, 'id' | 'names' | 'timeZone'>;
	baseUrl: string;
	/** Whom calendars know as the organiser. */
	organiser: string;
	/** What the organisers say to it. */
	words: { text: string; language: Language } | null;
	place(tableId: string): MeetingPlace | null;
	/** Who meets by a request. */
	parties(requestId: string): readonly string[];
	/** Sessions that the reader has picked and that a meeting is in the way of, by their titles. */
	collides(meeting: { startsAt: Date; minutes: number }): readonly (readonly LocalText[])[];
	person(id: string): Pick<Participant, 'names' | 'worksAt'> | undefined;
}

function personWords(person: Pick<Participant, 'names' | 'worksAt'> | undefined, locale: Language): string {
	if (!person) return '';
	const worksAt = nameFor(person.worksAt, locale);
	return worksAt ? m.meetdesk_mail_person({ name: nameFor(person.names, locale), organisation: worksAt }) : nameFor(person.names, locale);
}

/** What changed in one person's meetings. */
export interface OwnChanges {
	to: Recipient & { registrationId: string };
	ground: LetterGround;
	changes: readonly LetterChange[];
}

/** What changed in somebody's meetings as parts of a letter, with the entry of each for the calendar. */
export function changesIn({ to, ground, changes }: OwnChanges, locale: Language, link: (path: string) => string): { parts: string[]; calendars: CalendarPart[] } {
	const { event } = ground;
	const name = nameFor(event.names, locale);
	const at = (moment: Date) => momentIn(moment, event.timeZone, locale);
	const inOrder = [...changes].sort((a, b) => (a.after ?? a.before)!.startsAt.getTime() - (b.after ?? b.before)!.startsAt.getTime());
	const lines = inOrder.map((change) => `- ${changeWords(change, withWhom(ground, change, to.registrationId, locale), at, whereOf(change, locale, ground))}`);
	const collisions = inOrder.flatMap(({ after, meeting }) => (after ? ground.collides({ startsAt: after.startsAt, minutes: meeting.minutes }) : []));
	const calendars = inOrder.map((change) => calendarOf(change, { summary: m.meetdesk_mail_calendar({ people: withWhom(ground, change, to.registrationId, locale), event: name }), location: [whereOf(change, locale, ground), name].filter(Boolean).join(', '), url: link(`/events/${event.id}/meetings`), organiser: { name, email: ground.organiser }, to }));
	return { parts: [m.meetdesk_mail_changes({ event: name }), lines.join('\n'), ...collisions.map((titles) => m.b2b_mail_collides({ session: nameFor(titles, locale) }))], calendars };
}

/** Everything that changed in one person's meetings, in one letter, with the entry of each for the calendar. */
export function changesLetter(own: OwnChanges): NewMail {
	const { to, ground, changes } = own;
	return letter(to, ground.baseUrl, (locale, link) => {
		const { event, words } = ground;
		const { parts, calendars } = changesIn(own, locale, link);
		const quoted = words ? [words.language !== locale && m.event_mail_words_language({ language: languageName(words.language, locale) }), words.text] : [];
		return { subject: m.meetdesk_mail_subject({ event: nameFor(event.names, locale), count: changes.length }), parts: [...parts, ...quoted, m.meetdesk_mail_agenda(), link(`/events/${event.id}/meetings`)], ...(calendars.length === 1 ? { calendar: calendars[0]! } : { calendars }) };
	});
}

/** The other sides; all sides for who interprets. */
function withWhom(ground: LetterGround, { meeting }: LetterChange, own: string, locale: Language): string {
	const others = ground.parties(meeting.requestId).filter((id) => id !== own).map((id) => personWords(ground.person(id), locale));
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(others.filter(Boolean));
}

function changeWords({ kind, before, after }: LetterChange, people: string, at: (moment: Date) => string, where: string): string {
	const now = after ? [at(after.startsAt), where].filter(Boolean).join(' · ') : '';
	switch (kind) {
		case 'new':
			return m.meetdesk_mail_new({ people, now });
		case 'moved':
			return m.meetdesk_mail_moved({ people, was: at(before!.startsAt), now });
		case 'table':
		case 'interpreter':
			return m.meetdesk_mail_table({ people, now });
		case 'off':
			return m.meetdesk_mail_off({ people, was: at(before!.startsAt) });
	}
}

/** The table and its room, as the letter of a booked meeting has them: an entry without them would take them out of calendars. */
function whereOf({ after }: LetterChange, locale: Language, ground: LetterGround): string {
	const place = after?.tableId ? ground.place(after.tableId) : null;
	return place ? placeWords(place, locale) : '';
}

function calendarOf({ kind, meeting, before, after }: LetterChange, about: { summary: string; location: string; url: string; organiser: { name: string; email: string }; to: { name: string; email: string } }) {
	const { startsAt } = (after ?? before)!;
	return calendarEntry({ id: meeting.id, sequence: meeting.sequence, startsAt, minutes: meeting.minutes, summary: about.summary, location: about.location, url: about.url, organiser: about.organiser, attendee: about.to, changedAt: meeting.changedAt }, kind === 'off' ? 'CANCEL' : 'REQUEST');
}

/** To somebody who met on the spot and had not wanted meetings before: that one takes part by it now, and how to leave. */
export function joinedLetter(to: Recipient, about: { event: LetterGround['event']; baseUrl: string }): NewMail {
	return letter(to, about.baseUrl, (locale, link) => {
		const event = nameFor(about.event.names, locale);
		return { subject: m.meetdesk_mail_joined_subject({ event }), parts: [m.meetdesk_mail_joined({ event }), link(`/events/${about.event.id}/meetings/wish`)] };
	});
}

/** To the organisers: interpreters interpret no more, and meetings that stand rest on them. No names: one who is erased. */
export function interpreterGoneLetter(to: Recipient, about: { event: LetterGround['event']; baseUrl: string; interpreters: readonly { names: Participant['names']; meetings: number }[] }): NewMail {
	return letter(to, about.baseUrl, (locale, link) => {
		const event = nameFor(about.event.names, locale);
		const lines = about.interpreters.map(({ names, meetings }) => `- ${m.meetdesk_mail_gone_interpreter({ name: nameFor(names, locale) || m.b2b_person_gone(), count: meetings })}`);
		return { subject: m.meetdesk_mail_gone_subject({ event }), parts: [m.meetdesk_mail_gone({ event }), lines.join('\n'), m.meetdesk_mail_gone_repair(), link(`/desk/events/${about.event.id}/meetings/live`)] };
	});
}

/** To the organisers: since the schedule was published people have called meetings off or agreed on others, and wishes wait. */
export function repairDueLetter(to: Recipient, { event, baseUrl, freed, agreed, waiting }: { event: LetterGround['event']; baseUrl: string; freed: number; agreed: number; waiting: number }): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), freed: formatNumber(freed, locale), agreed: formatNumber(agreed, locale), waiting: formatNumber(waiting, locale) };
		return { subject: m.meetdesk_mail_freed_subject(about), parts: [m.meetdesk_mail_freed(about), m.meetdesk_mail_freed_repair(), link(`/desk/events/${event.id}/meetings/live`)] };
	});
}
