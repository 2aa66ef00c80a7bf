import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import type { AnswerInput } from '../input.ts';
import { peopleOf, reachable } from '../queries.ts';
import { noSuch, ownOf, type AtMeetings } from '../with-meetings.ts';
import { acceptRequest, type Accepted, type Agreeing } from './accept-request.ts';
import { assertRestNotTogether } from './assert-not-together.ts';
import { assertPossible } from './assert-possible.ts';
import { isIn, whoMeets } from './parties.ts';
import { lockOpenOf, partyRowsOf, updateParty, updateRequest, type RequestRow } from './queries.ts';
import { whoCanBeLeftOut, withRequest, type AtRequest } from './with-request.ts';

type Declining = Pick<Extract<AnswerInput, { answer: 'no' }>, 'reason' | 'words' | 'language'>;
type Telling = Pick<MeetingsContext, 'jobs' | 'baseUrl'>;

/** One of several agrees: the meeting is agreed on once all have. */
export async function acceptAsOne(context: MeetingsContext, meetings: AtMeetings, actor: Actor, { request }: AtRequest, how: Agreeing): Promise<Accepted> {
	const { tx, now, row } = meetings;
	const own = ownOf(meetings).id;
	await updateParty(tx, request.id, own, { state: 'accepted', gladly: how.mutual, answeredAt: now });
	const result = await acceptOnceAllAgree(context, meetings, actor, request, how.slotId);
	if (result.waitsFor === 'others') await recordAudit(tx, { actor, action: 'event.accept-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, meetingId: null }, about: { centreId: row.centreId } });
	return result;
}

async function acceptOnceAllAgree(context: MeetingsContext, meetings: AtMeetings, actor: Actor, request: RequestRow, slotId: string | null): Promise<Accepted> {
	const asked = await partyRowsOf(meetings.tx, [request.id]);
	if (asked.some(({ state }) => state === 'asked' || state === 'refused')) return { meeting: null, waitsFor: 'others' };
	await assertPossible(meetings.tx, whoMeets(request, asked), 'answer');
	return acceptRequest(context, meetings, actor, request, { mutual: asked.filter(isIn).every(({ gladly }) => gladly), slotId });
}

/** One of several declines: the others are told, and who asked may go on without. Where nobody else is left, the request is declined. */
export async function declineAsOne(context: Telling, meetings: AtMeetings, at: AtRequest, registrationId: string, { reason, words, language }: Declining): Promise<void> {
	const { tx, now } = meetings;
	const { request } = at;
	const answer = { answerReason: reason, answerWords: words, answerLanguage: words === '' ? null : language };
	await updateParty(tx, request.id, registrationId, { state: 'refused', ...answer, answeredAt: now });
	const left = at.asked.filter((each) => each.registrationId !== registrationId && isIn(each));
	if (left.length === 0) await updateRequest(tx, request.id, { state: 'refused', ...answer, answeredAt: now, answerToldAt: now });
	await tellOut(context, meetings, at, { registrationId, ...answer });
}

/** Tells the others of several that somebody does not take part. */
async function tellOut(context: Telling, { tx, row }: AtMeetings, { request, asked, people }: AtRequest, out: { registrationId: string } & Pick<RequestRow, 'answerReason' | 'answerWords' | 'answerLanguage'>): Promise<void> {
	const who = people.get(out.registrationId);
	const others = whoMeets(request, asked).filter((id) => id !== out.registrationId);
	if (!who) return;
	const { partyOutLetter } = await import('../letters.ts');
	for (const to of await reachable(tx, others)) {
		const rest = others.filter((id) => id !== to.registrationId).flatMap((id) => people.get(id) ?? []);
		await sendMail(tx, context.jobs, partyOutLetter(to, row, { who, rest, reason: out.answerReason, words: out.answerWords, language: out.answerLanguage, asked: to.registrationId === request.fromRegistrationId }, context.baseUrl));
	}
}

/** Takes one of several out: `toRegistrationId` is always one of those who are in. */
async function takeOut({ tx }: AtMeetings, request: RequestRow, registrationId: string, left: string): Promise<RequestRow> {
	await updateParty(tx, request.id, registrationId, { state: 'left_out' });
	return updateRequest(tx, request.id, request.toRegistrationId === registrationId ? { toRegistrationId: left, toListingId: null } : {});
}

/**
 * Goes on without somebody who has declined or does not answer; where the rest has agreed, the meeting is agreed on. Errors:
 * not_found, forbidden (two would not remain, or not who asked), conflict (the rest meets or is asked to already, or the host keeps two of
 * it apart by now).
 */
export async function goOnWithout(context: MeetingsContext, actor: Actor, input: { eventId: string; requestId: string; registrationId: string }): Promise<Accepted> {
	return withRequest(context, actor, { ...input, right: 'goOn', takesTurns: true }, async (meetings, { request, asked, people }) => {
		const { tx, row } = meetings;
		if (!whoCanBeLeftOut(asked, people).includes(input.registrationId)) throw noSuch('participant');
		await assertRestNotTogether(meetings, request, whoMeets(request, asked).filter((id) => id !== input.registrationId));
		const left = asked.find((each) => each.registrationId !== input.registrationId && isIn(each))!;
		const rest = await takeOut(meetings, request, input.registrationId, left.registrationId);
		await recordAudit(tx, { actor, action: 'event.leave-out-of-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id, registrationId: input.registrationId }, about: { centreId: row.centreId } });
		return acceptOnceAllAgree(context, meetings, actor, rest, null);
	});
}

/** Who wants no meetings any more ends the own requests and those of two; the others of several hear of it, and may go on where two remain. */
export async function endOpenRequests(context: Telling, meetings: AtMeetings, registrationId: string): Promise<void> {
	const { tx } = meetings;
	for (const request of await lockOpenOf(tx, registrationId)) {
		const asked = request.several ? await partyRowsOf(tx, [request.id]) : [];
		const own = asked.find((each) => each.registrationId === registrationId);
		if (!own) await updateRequest(tx, request.id, { state: 'withdrawn', answeredAt: null });
		else if (isIn(own)) await leaveSeveral(context, meetings, { request, asked, people: await peopleOf(tx, [request.fromRegistrationId, ...asked.map((each) => each.registrationId)]) }, registrationId);
	}
}

/** What several wait for is declined; what they have agreed on goes on with the others, or ends with the last of them. */
async function leaveSeveral(context: Telling, meetings: AtMeetings, at: AtRequest, registrationId: string): Promise<void> {
	const { request, asked } = at;
	if (request.state === 'asked') return declineAsOne(context, meetings, at, registrationId, { reason: 'other', words: '', language: request.messageLanguage });
	const other = asked.find((each) => each.registrationId !== registrationId && isIn(each));
	if (other) await takeOut(meetings, request, registrationId, other.registrationId);
	else await updateRequest(meetings.tx, request.id, { state: 'withdrawn', answeredAt: null });
	await tellOut(context, meetings, at, { registrationId, answerReason: null, answerWords: '', answerLanguage: null });
}
