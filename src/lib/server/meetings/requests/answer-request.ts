import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import type { AnswerInput } from '../input.ts';
import { findMeetings, peopleOf } from '../queries.ts';
import { requestRules, type RequestForRules, type RequestRight } from '../rules.ts';
import { bookedKinds, bookMeeting } from '../standing/book-meeting.ts';
import { meetingOfRequest, type StandingRow } from '../standing/queries.ts';
import { tellMeeting } from '../standing/tell-meeting.ts';
import { noSuch, notAllowed, type AtMeetings } from '../with-meetings.ts';
import { requestById, updateRequest, type RequestRow } from './queries.ts';

/** What an accepted request led to: a meeting, none because nothing was free, or it waits for the schedule. */
export interface Accepted {
	meeting: StandingRow | null;
	waitsFor: 'schedule' | 'slot' | null;
}

/**
 * Does something with a request on behalf of one of its sides: locked, the right checked, then as the operator. Errors: not_found
 * (also to whom it does not concern), forbidden.
 */
async function withRequest<Result>(
	context: Pick<MeetingsContext, 'db' | 'clock'>,
	actor: Actor,
	input: { eventId: string; requestId: string; right: RequestRight },
	work: (meetings: AtMeetings, request: RequestRow) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findMeetings(tx, input.eventId, isSignedIn(actor) ? actor.userId : null, now);
		const { frame } = found ?? {};
		if (!found || !frame || !eventRules.view(actor, found.forRules)) throw noSuch('event');
		return asActor(tx, operator('meetings'), async (tx) => {
			const request = await requestById(tx, input.requestId, { lock: true });
			if (!request || request.eventId !== found.row.id) throw noSuch('request');
			const people = await peopleOf(tx, [request.fromRegistrationId, request.toRegistrationId]);
			const [from, to] = [people.get(request.fromRegistrationId), people.get(request.toRegistrationId)];
			const meeting = await meetingOfRequest(tx, request.id);
			const forRules: RequestForRules = { ...found.forRules, state: request.state, lapsed: request.expiresAt <= now, from: from?.personId ?? '', to: to?.personId ?? '', bothCome: from?.state === 'approved' && to?.state === 'approved', placed: meeting !== undefined && meeting.state !== 'cancelled' };
			if (!requestRules.view(actor, forRules)) throw noSuch('request');
			if (!requestRules[input.right](actor, forRules)) throw notAllowed();
			return work({ ...found, frame, tx, now }, request);
		});
	});
}

/** Books what was agreed on where the event books, and tells both; without a free slot it waits, and is told with other answers. */
async function bookAgreed(context: MeetingsContext, { tx, frame, row, now }: AtMeetings, request: RequestRow, slotId: string | null): Promise<Accepted> {
	if (bookedKinds(frame.mode).length === 0) return { meeting: null, waitsFor: 'schedule' };
	const meeting = await bookMeeting(tx, { frame, request, now, slotId });
	if (!meeting) return { meeting: null, waitsFor: frame.mode === 'both' && slotId === null ? 'schedule' : 'slot' };
	await tellMeeting(context, tx, row, meeting, 'fix');
	return { meeting, waitsFor: null };
}

/** Accepts a request that is locked already. A booked meeting is told by its own letter, everything else with other answers. */
export async function acceptRequest(context: MeetingsContext, meetings: AtMeetings, actor: Actor, request: RequestRow, how: { mutual: boolean; slotId: string | null }): Promise<Accepted> {
	const { tx, now, row } = meetings;
	const accepted = await updateRequest(tx, request.id, { state: 'accepted', mutual: request.mutual || how.mutual, answeredAt: now, answerReason: null, answerWords: '', answerLanguage: null });
	const result = await bookAgreed(context, meetings, accepted, how.slotId);
	if (how.slotId !== null && !result.meeting) throw new ExpectedError('conflict', 'The slot is not free any more.', { field: 'slot', detail: { code: 'slot_taken' } });
	if (result.meeting) await updateRequest(tx, request.id, { toldAt: request.toldAt ?? now, answerToldAt: now });
	await recordAudit(tx, { actor, action: 'event.accept-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, meetingId: result.meeting?.id ?? null }, about: { centreId: row.centreId } });
	return result;
}

/** Answers a request; the one who asked is told. Errors: not_found, forbidden (also too late), conflict (the slot is taken). */
export async function answerRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string; answer: AnswerInput }): Promise<Accepted | null> {
	const { answer } = input;
	return withRequest(context, actor, { ...input, right: 'answer' }, async (meetings, request) => {
		if (answer.answer !== 'no') return acceptRequest(context, meetings, actor, request, { mutual: answer.answer === 'gladly', slotId: answer.slotId });
		const { tx, now, row } = meetings;
		await updateRequest(tx, request.id, { state: 'refused', answerReason: answer.reason, answerWords: answer.words, answerLanguage: answer.words === '' ? null : answer.language, answeredAt: now, toldAt: request.toldAt ?? now });
		await recordAudit(tx, { actor, action: 'event.refuse-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, reason: answer.reason }, about: { centreId: row.centreId } });
		return null;
	});
}

/** Takes a request back before a meeting stands. Errors: not_found, forbidden. */
export async function withdrawRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string }): Promise<void> {
	await withRequest(context, actor, { ...input, right: 'withdraw' }, async ({ tx, row }, request) => {
		await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null, answerReason: null });
		await recordAudit(tx, { actor, action: 'event.withdraw-meeting-request', entity: 'event', entityId: row.id, detail: { requestId: request.id }, about: { centreId: row.centreId } });
	});
}

/** Takes a slot that is free by now for what was agreed on. Errors: not_found, forbidden, conflict (nothing is free). */
export async function bookRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string; slotId: string | null }): Promise<StandingRow> {
	return withRequest(context, actor, { ...input, right: 'book' }, async (meetings, request) => {
		const { meeting } = await bookAgreed(context, meetings, request, input.slotId);
		if (!meeting) throw new ExpectedError('conflict', 'No slot is free for both.', { field: 'slot', detail: { code: 'slot_taken' } });
		// The letter of the meeting says that it was agreed on.
		await updateRequest(meetings.tx, request.id, { answerToldAt: request.answerToldAt ?? meetings.now });
		await recordAudit(meetings.tx, { actor, action: 'event.book-meeting', entity: 'event', entityId: meetings.row.id, detail: { requestId: request.id, meetingId: meeting.id }, about: { centreId: meetings.row.centreId } });
		return meeting;
	});
}
