import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { EventsContext } from '../context.ts';
import { messageLetter, reminderLetter } from './letters.ts';
import { markReminded, markWritten, remindersDue, takeLetters } from './queries.ts';

const AT_ONCE = 100;
type Context = Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

/**
 * Writes letters of organisers that are not written yet. That one is written stands in the same transaction as its mail, so that a
 * job that was killed goes on where it was, and nobody has two. Answers how many there were.
 */
export async function writeLetters(context: Context): Promise<number> {
	return asActor(context.db, operator('events'), async (tx) => {
		const letters = await takeLetters(tx, AT_ONCE);
		for (const { message, event, name, email, language, code } of letters) await sendMail(tx, context.jobs, messageLetter({ name: name ?? '', email, language }, event, message, code, context.baseUrl));
		await markWritten(tx, letters.map(({ id }) => id), context.clock());
		return letters.length;
	});
}

/** Brings invitations by address to mind that nobody has answered, once each, a week before their event. Answers how many there were. */
export async function remindInvited(context: Context): Promise<number> {
	const system = operator('events');
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const due = await remindersDue(tx, now, AT_ONCE);
		for (const { invitation, event, name, language } of due) await sendMail(tx, context.jobs, reminderLetter({ name: name ?? '', email: invitation.email!, language: language ?? event.languages[0]! }, event, invitation.code, context.baseUrl));
		await markReminded(tx, due.map(({ invitation }) => invitation.id), now);
		for (const [id, { event, letters }] of byEvent(due)) await recordAudit(tx, { actor: system, action: 'event.remind-invited', entity: 'event', entityId: id, detail: { letters }, about: { centreId: event.centreId } });
		return due.length;
	});
}

function byEvent<Event extends { id: string }>(due: readonly { event: Event }[]): Map<string, { event: Event; letters: number }> {
	const counts = new Map<string, { event: Event; letters: number }>();
	for (const { event } of due) counts.set(event.id, { event, letters: (counts.get(event.id)?.letters ?? 0) + 1 });
	return counts;
}
