import { findEvent } from '#lib/server/events/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { holdEvent } from '../frame/queries.ts';
import { tellOfErasedInterpreter } from '../live/interpreters-gone.ts';
import { isIn } from '../requests/parties.ts';
import { askedTogetherWith, partyRowsOf, takeTurns, updateRequest, type RequestRow } from '../requests/queries.ts';
import { settleWithoutErased } from '../requests/settle-without-erased.ts';
import { lockMeeting } from './lock-meeting.ts';
import { meetWithout } from './meet-without.ts';
import { eventsOf, lockRequestsLeft, meetingsAheadOf, registrationsOf } from './queries.ts';

/**
 * Before somebody is erased: the others of each meeting ahead are told that it is off, or goes on without, with what calendars take
 * in, and organisers of the meetings that rest on an interpreter; no letter names who is erased. In the transaction of the erasure, as the operator, so that no letter leaves without it.
 */
export async function followErasure(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, tx: Transaction, userId: string, now: Date): Promise<void> {
	const registrations = await registrationsOf(tx, userId);
	for (const event of await eventsOf(tx, registrations)) await holdEvent(tx, event);
	// Whoever asks this person in the same moment comes before, or finds nobody; and the rest of several may agree on a meeting.
	await takeTurns(tx, [...new Set([...registrations, ...(await askedTogetherWith(tx, registrations))])]);
	const left = await lockRequestsLeft(tx, registrations);
	await leadToOthers(tx, left, registrations);
	for (const { id, erased } of await meetingsAheadOf(tx, registrations, now)) {
		const locked = await lockMeeting(tx, id);
		const event = locked && (await findEvent(tx, locked.meeting.eventId, now));
		if (locked && event && locked.meeting.state !== 'cancelled') await meetWithout(context, tx, { ...locked, event }, [erased], { now, erased });
	}
	await settleWithoutErased(context, tx, left, registrations, now);
	await tellOfErasedInterpreter(context, tx, registrations, now);
}

/**
 * What several were asked to, and the meetings that they have held, are the others' too: such a request leads to one who stays, and stays
 * with it; where nobody else is in it, to one who has declined.
 */
async function leadToOthers(tx: Transaction, left: readonly RequestRow[], registrations: readonly string[]): Promise<void> {
	for (const request of left.filter(({ toRegistrationId }) => registrations.includes(toRegistrationId))) {
		const others = (await partyRowsOf(tx, [request.id])).filter(({ registrationId }) => !registrations.includes(registrationId));
		const other = others.find(isIn) ?? others.find(({ state }) => state === 'refused');
		if (other) await updateRequest(tx, request.id, { toRegistrationId: other.registrationId, toListingId: null });
	}
}
