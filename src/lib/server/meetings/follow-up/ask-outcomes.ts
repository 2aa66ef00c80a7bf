import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, reachable } from '../queries.ts';
import { markAsked, meetingsToAskAbout, type DueMeeting } from './queries.ts';
import { outcomeToken } from './outcome-link.ts';

/**
 * Asks the people of the meetings of a day that are over what came of each: once, in one letter a day and event. Answers how many
 * meetings. A second call finds none of them again, but those of the next day.
 */
export async function askOutcomes(context: MeetingsContext & { secret: string }): Promise<number> {
	return asActor(context.db, operator('outcomes of meetings'), async (tx) => {
		const now = context.clock();
		const due = await meetingsToAskAbout(tx, now);
		const { outcomeLetter } = await import('../letters.ts');
		for (const [eventId, meetings] of byEvent(due)) {
			const event = await findEvent(tx, eventId, now);
			if (!event) continue;
			const registrations = meetings.flatMap(({ parties }) => parties);
			const people = await peopleOf(tx, registrations);
			for (const to of await reachable(tx, registrations)) {
				const asked = meetings.filter(({ parties }) => parties.includes(to.registrationId)).flatMap(({ meetingId, parties }) => {
					const others = parties.filter((id) => id !== to.registrationId).flatMap((id) => people.get(id) ?? []);
					return others.length > 0 ? [{ others, token: outcomeToken(context.secret, { meetingId, registrationId: to.registrationId }) }] : [];
				});
				if (asked.length > 0) await sendMail(tx, context.jobs, outcomeLetter(to, event.row, asked, context.baseUrl));
			}
		}
		await markAsked(tx, due.map(({ meetingId }) => meetingId), now);
		return due.length;
	});
}

function byEvent(due: readonly DueMeeting[]): Map<string, DueMeeting[]> {
	const events = new Map<string, DueMeeting[]>();
	for (const each of due) events.set(each.eventId, [...(events.get(each.eventId) ?? []), each]);
	return events;
}
