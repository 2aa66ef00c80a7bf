import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { bookedKinds, bookMeeting } from '../standing/book-meeting.ts';
import type { StandingRow } from '../standing/queries.ts';
import { tellMeeting } from '../standing/tell-meeting.ts';
import type { AtMeetings } from '../with-meetings.ts';
import { markPartiesTold, updateRequest, type RequestRow } from './queries.ts';

type Telling = Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>;

/** What an accepted request led to: a meeting; none because nothing was free, or no interpreter then, or it waits for the schedule or for others who were asked. */
export interface Accepted {
	meeting: StandingRow | null;
	waitsFor: 'schedule' | 'slot' | 'interpreter' | 'others' | null;
}

/** Books what was agreed on where the event books, and tells all; without a free slot it waits, and is told with other answers. */
export async function bookAgreed(context: Telling, { tx, frame, row, now }: AtMeetings, request: RequestRow, slotId: string | null): Promise<Accepted> {
	if (bookedKinds(frame.mode).length === 0) return { meeting: null, waitsFor: 'schedule' };
	const meeting = await bookMeeting(tx, { frame, request, now, slotId });
	if (typeof meeting === 'string') return { meeting: null, waitsFor: frame.mode === 'both' && slotId === null ? 'schedule' : meeting };
	await tellMeeting(context, tx, row, meeting, 'fix');
	// The letter of the meeting says that it was agreed on.
	await updateRequest(tx, request.id, { toldAt: request.toldAt ?? now, answerToldAt: request.answerToldAt ?? now });
	if (request.several) await markPartiesTold(tx, request.id, now);
	return { meeting, waitsFor: null };
}

/** That the time that was chosen cannot be had, and why. */
export const notFree = ({ waitsFor }: Accepted) => new ExpectedError('conflict', 'That time cannot be booked.', { field: 'slot', detail: { code: waitsFor === 'interpreter' ? 'interpreter' : 'slot_taken' } });

/** What one who agrees says besides. */
export interface Agreeing {
	mutual: boolean;
	slotId: string | null;
	/** Of who had asked for the same: what that one wrote, and the listing to talk about. */
	own?: Pick<RequestRow, 'reply' | 'replyLanguage' | 'toListingId'>;
}

/** Accepts a request that is locked already, once everybody has agreed. A booked meeting is told by its own letter, everything else with other answers. */
export async function acceptRequest(context: Telling, meetings: AtMeetings, actor: Actor, request: RequestRow, how: Agreeing): Promise<Accepted> {
	const { tx, now, row } = meetings;
	const accepted = await updateRequest(tx, request.id, { state: 'accepted', mutual: request.mutual || how.mutual, answeredAt: now, answerReason: null, answerWords: '', answerLanguage: null, ...how.own });
	const result = await bookAgreed(context, meetings, accepted, how.slotId);
	if (how.slotId !== null && !result.meeting) throw notFree(result);
	await recordAudit(tx, { actor, action: 'event.accept-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, meetingId: result.meeting?.id ?? null }, about: { centreId: row.centreId } });
	return result;
}
