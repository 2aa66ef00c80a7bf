import * as m from '#lib/paraglide/messages.js';
import { letter, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { momentIn } from '#lib/ui/rooms/moment-in.ts';
import type { MeetingRow } from './queries.ts';
import { MEETING_EVENT_RULES, type MeetingEvent } from './meeting.ts';
import { calendarEntry } from './calendar-entry.ts';

/** Who gets a letter, and on whose clocks it names times. */
export type Invited = Recipient & { timeZone: string };

export interface MeetingLetter {
	reference: string;
	meeting: Pick<MeetingRow, 'id' | 'minutes' | 'changedAt' | 'sequence'> & { startsAt: Date };
	baseUrl: string;
	organiser: string;
}

/** That a meeting was fixed, moved or called off, with the entry for the calendar: when it is, and nothing of what it is about. */
export function meetingLetter(to: Invited, { reference, meeting, baseUrl, organiser }: MeetingLetter, event: MeetingEvent): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const url = link(`/docking/${reference}/room/meetings/${meeting.id}`);
		const about = { reference, moment: momentIn(meeting.startsAt, to.timeZone, locale) };
		const words = {
			fix: { subject: m.room_mail_fixed_subject(about), text: m.room_mail_fixed(about) },
			move: { subject: m.room_mail_moved_subject(about), text: m.room_mail_moved(about) },
			cancel: { subject: m.room_mail_cancelled_subject(about), text: m.room_mail_cancelled(about) },
		}[event];
		return {
			subject: words.subject,
			parts: [words.text, event !== 'cancel' && m.room_mail_calendar(), url],
			calendar: calendarEntry(
				{ ...meeting, summary: m.room_calendar_summary(about), url, organiser: { name: 'Mitra', email: organiser }, attendee: { name: to.name, email: to.email } },
				MEETING_EVENT_RULES[event].calendar,
			),
		};
	});
}
