import { isLive } from '#lib/events/phase.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { forbiddenAmong } from '../host/queries.ts';
import { findMeetings, interpretersAmong, wantingMeetings } from '../queries.ts';
import { togetherAlready } from '../requests/assert-not-together.ts';
import { insertRequest, openBetween, takeTurns } from '../requests/queries.ts';
import { dueInvitations, endInvitation, invitationById, type Due, type InvitationRow } from './queries.ts';

const DAY = 86_400_000;
const system = operator('invitations to meetings');

/**
 * Invitations stand as requests as soon as somebody of the invited organisation is approved for the event, and end when their time is
 * over; each in a transaction of its own. Answers how many.
 */
export async function followInvitations(context: Pick<MeetingsContext, 'db' | 'clock'>, most: number): Promise<number> {
	const now = context.clock();
	const due = await asActor(context.db, system, (tx) => dueInvitations(tx, now, most));
	for (const each of due) await asActor(context.db, system, (tx) => follow(tx, each, now));
	return due.length;
}

async function follow(tx: Transaction, { id, fromRegistrationId, registrationId }: Due, now: Date): Promise<void> {
	// With whoever asks one of the two in the same moment.
	if (registrationId !== null) await takeTurns(tx, [fromRegistrationId, registrationId]);
	const invitation = await invitationById(tx, id, { lock: true });
	if (invitation?.state !== 'open') return;
	const requestId = registrationId === null || invitation.expiresAt <= now ? null : await takeUp(tx, invitation, registrationId, now);
	await endInvitation(tx, id, requestId === null ? { state: 'expired', endedAt: now } : { state: 'taken', requestId, endedAt: now });
}

/** The request that an invitation becomes, or that stands between the two already; null where who asked comes or wants meetings no more, where who was asked interprets, or where the host keeps the two apart. */
async function takeUp(tx: Transaction, invitation: InvitationRow, to: string, now: Date): Promise<string | null> {
	const { eventId, fromRegistrationId: from } = invitation;
	const [event, meetings] = [await findEvent(tx, eventId, now), await findMeetings(tx, eventId, null, now)];
	const [asker] = await wantingMeetings(tx, eventId, from);
	if (!event || !meetings?.frame || !asker || from === to || (await interpretersAmong(tx, [to])).has(to) || !isLive(event.forRules)) return null;
	if ((await forbiddenAmong(tx, [from, to]))(from, to)) return null;
	const standing = await openBetween(tx, eventId, from, to, { lock: true });
	if (standing?.state === 'asked' || standing?.state === 'accepted') return standing.id;
	const together = await togetherAlready({ tx, frame: meetings.frame, now }, from, [from, to]);
	if (together) return together.id;
	const { message, messageLanguage, suggestionScore } = invitation;
	const expiresAt = new Date(now.getTime() + meetings.frame.answerDays * DAY);
	const { id } = await insertRequest(tx, { eventId, fromRegistrationId: from, toRegistrationId: to, fromListingId: invitation.ownListingId, toListingId: invitation.listingId, message, messageLanguage, suggestionScore, expiresAt, createdAt: now });
	await recordAudit(tx, { actor: system, action: 'event.ask-for-meeting', entity: 'event', entityId: eventId, detail: { requestId: id, invitationId: invitation.id }, about: { centreId: event.row.centreId } });
	return id;
}
