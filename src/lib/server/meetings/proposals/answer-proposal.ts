import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Accepted } from '../requests/accept-request.ts';
import { updateRequest, type RequestRow } from '../requests/queries.ts';
import { ownOf, type AtMeetings } from '../with-meetings.ts';

/**
 * The first answer to what the organisers proposed makes it a request like any other: whoever agrees asks, whoever declines was asked.
 * The request is locked.
 */
export async function takeSide(tx: Transaction, request: RequestRow, own: string, side: 'from' | 'to'): Promise<void> {
	const { fromRegistrationId, toRegistrationId, fromListingId, toListingId } = request;
	const isThere = (side === 'from' ? fromRegistrationId : toRegistrationId) === own;
	const turned = { fromRegistrationId: toRegistrationId, toRegistrationId: fromRegistrationId, fromListingId: toListingId, toListingId: fromListingId };
	await updateRequest(tx, request.id, { fromAgreed: true, ...(isThere ? {} : turned) });
}

/** One of two agrees to what the organisers proposed: now the other is asked, who knows of it. */
export async function agreeFirst(meetings: AtMeetings, actor: Actor, request: RequestRow): Promise<Accepted> {
	const { tx, row } = meetings;
	await takeSide(tx, request, ownOf(meetings).id, 'from');
	await recordAudit(tx, { actor, action: 'event.accept-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, meetingId: null }, about: { centreId: row.centreId } });
	return { meeting: null, waitsFor: 'others' };
}
