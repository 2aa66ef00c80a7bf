import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import type { WishInput } from '../input.ts';
import { endOpenRequests } from '../requests/answer-of-several.ts';
import { notAllowed, ownOf, withMeetings } from '../with-meetings.ts';
import { dropParticipant, putParticipant, putShownListings, showableListings, shownListings } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** What somebody says of the meetings wanted, for the form. Errors: not_found, forbidden. */
export async function viewWish(context: Context, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'view' }, async ({ tx, own, participant, frame }) => {
		if (!own || !isSignedIn(actor)) return null;
		return {
			joined: participant !== null,
			seeks: participant?.seeks ?? '',
			seeksLanguage: participant?.seeksLanguage ?? null,
			maxMeetings: participant?.maxMeetings ?? null,
			maxPerDay: participant?.maxPerDay ?? frame.dailyLimit,
			shown: participant ? await shownListings(tx, own.id) : [],
			listings: await showableListings(tx, [...actor.organisations.keys()]),
		};
	});
}

/** Says that one wants meetings, and so is found by others who do; again to change it. Errors: not_found, forbidden. */
export async function joinMeetings(context: Context, actor: Actor, input: { eventId: string; wish: WishInput }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'join' }, async (meetings) => {
		const { tx, now, participant } = meetings;
		const own = ownOf(meetings);
		if (!isSignedIn(actor)) throw notAllowed();
		const { listingIds, seeks, seeksLanguage, ...limits } = input.wish;
		const mayShow = new Set((await showableListings(tx, [...actor.organisations.keys()])).map(({ id }) => id));
		await putParticipant(tx, { registrationId: own.id, eventId: input.eventId, seeks, seeksLanguage: seeks === '' ? null : seeksLanguage, ...limits, joinedAt: participant?.joinedAt ?? now, changedAt: now });
		await putShownListings(tx, own.id, listingIds.filter((id) => mayShow.has(id)));
		await recordAudit(tx, { actor, action: participant ? 'event.change-meeting-wish' : 'event.join-meetings', entity: 'event', entityId: input.eventId, about: { centreId: meetings.row.centreId } });
	});
}

/** Takes it back: nobody finds one any more, and open requests end. Meetings that stand stay until they are called off. Errors: not_found, forbidden. */
export async function leaveMeetings(context: MeetingsContext, actor: Actor, input: { eventId: string }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'leave' }, async (meetings) => {
		const own = ownOf(meetings);
		await endOpenRequests(context, meetings, own.id);
		await dropParticipant(meetings.tx, own.id);
		await recordAudit(meetings.tx, { actor, action: 'event.leave-meetings', entity: 'event', entityId: input.eventId, about: { centreId: meetings.row.centreId } });
	});
}
