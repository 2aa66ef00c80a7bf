import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import type { AnswerInput } from '../input.ts';
import { agreeFirst, takeSide } from '../proposals/answer-proposal.ts';
import { participantsById, type StandingRow } from '../standing/queries.ts';
import { ownOf, type AtMeetings } from '../with-meetings.ts';
import { acceptRequest, bookAgreed, notFree, type Accepted } from './accept-request.ts';
import { acceptAsOne, declineAsOne } from './answer-of-several.ts';
import { assertPossible } from './assert-possible.ts';
import { isProposed, whoMeets } from './parties.ts';
import { updateRequest } from './queries.ts';
import { withRequest } from './with-request.ts';

/**
 * Answers a request; the others are told. One of several answers for itself, and each of two to whom the organisers propose to meet.
 * Errors: not_found, forbidden (also too late), conflict (the slot is taken; the host keeps two of them apart by now; who answers interprets, or was invited from outside and does not take part in the meetings yet).
 */
export async function answerRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string; answer: AnswerInput }): Promise<Accepted | null> {
	const { answer } = input;
	return withRequest(context, actor, { ...input, right: 'answer' }, async (meetings, at) => {
		const { tx, now, row } = meetings;
		const { request } = at;
		if (answer.answer !== 'no') {
			await assertTakesPart(meetings);
			await assertPossible(tx, whoMeets(request, at.asked), 'answer');
			if (isProposed(request)) return agreeFirst(meetings, actor, request);
			const how = { mutual: answer.answer === 'gladly', slotId: answer.slotId };
			return request.several ? acceptAsOne(context, meetings, actor, at, how) : acceptRequest(context, meetings, actor, request, how);
		}
		if (isProposed(request)) await takeSide(tx, request, ownOf(meetings).id, 'to');
		if (request.several) await declineAsOne(context, meetings, at, ownOf(meetings).id, answer);
		else await updateRequest(tx, request.id, { state: 'refused', answerReason: answer.reason, answerWords: answer.words, answerLanguage: answer.words === '' ? null : answer.language, answeredAt: now, toldAt: request.toldAt ?? now });
		await recordAudit(tx, { actor, action: 'event.refuse-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, reason: answer.reason }, about: { centreId: row.centreId } });
		return null;
	});
}

/** Who interprets has no meetings of the own; who was invited and has registered says first what to show to others, and agrees to be seen. */
async function assertTakesPart(meetings: AtMeetings): Promise<void> {
	if (meetings.rules.own?.interprets) throw new ExpectedError('conflict', 'Who interprets has no meetings.', { field: 'answer', detail: { code: 'interprets' } });
	if ((await participantsById(meetings.tx, [ownOf(meetings).id], { lock: false })).length === 0) throw new ExpectedError('conflict', 'Who meets takes part in the meetings.', { field: 'answer', detail: { code: 'join_first' } });
}

/** Takes a request back before a meeting stands. Errors: not_found, forbidden. */
export async function withdrawRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string }): Promise<void> {
	await withRequest(context, actor, { ...input, right: 'withdraw' }, async ({ tx, row }, { request }) => {
		await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null, answerReason: null });
		await recordAudit(tx, { actor, action: 'event.withdraw-meeting-request', entity: 'event', entityId: row.id, detail: { requestId: request.id }, about: { centreId: row.centreId } });
	});
}

/** Takes a slot that is free by now for what was agreed on. Errors: not_found, forbidden, conflict (nothing is free, no interpreter is, or the host keeps two of them apart by now). */
export async function bookRequest(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string; slotId: string | null }): Promise<StandingRow> {
	return withRequest(context, actor, { ...input, right: 'book' }, async (meetings, { request, asked }) => {
		await assertPossible(meetings.tx, whoMeets(request, asked), 'answer');
		const booked = await bookAgreed(context, meetings, request, input.slotId);
		const { meeting } = booked;
		if (!meeting) throw notFree(booked);
		await recordAudit(meetings.tx, { actor, action: 'event.book-meeting', entity: 'event', entityId: meetings.row.id, detail: { requestId: request.id, meetingId: meeting.id }, about: { centreId: meetings.row.centreId } });
		return meeting;
	});
}
