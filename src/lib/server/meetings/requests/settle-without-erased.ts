import { isLive } from '#lib/events/phase.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { findMeetings, peopleOf } from '../queries.ts';
import { participantsById } from '../standing/queries.ts';
import type { AtMeetings } from '../with-meetings.ts';
import { acceptRequest } from './accept-request.ts';
import { isRestTogether, waits } from './assert-not-together.ts';
import { isPossible } from './assert-possible.ts';
import { isIn, whoMeets } from './parties.ts';
import { partyRowsOf, updateParty, updateRequest, type PartyRow, type RequestRow } from './queries.ts';
import { whoCanBeLeftOut } from './with-request.ts';

const system = operator('meetings at events');

/** A request of several that all who remain have agreed to. */
interface Agreed {
	meetings: AtMeetings;
	request: RequestRow;
	mutual: boolean;
	parties: string[];
}

/**
 * Somebody of several is about to be erased: where all who remain have agreed, the meeting is agreed on, as when the last of them agrees;
 * where nobody is left who could answer, the request ends. The requests are locked, and the turns of their people taken. As the operator.
 */
export async function settleWithoutErased(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, tx: Transaction, requests: readonly RequestRow[], erased: readonly string[], now: Date): Promise<void> {
	const agreed: Agreed[] = [];
	for (const request of requests.filter((each) => waits(each, now))) {
		for (const registrationId of erased) await updateParty(tx, request.id, registrationId, { state: 'left_out' });
		agreed.push(...(await settle(tx, request, now)));
	}
	// The time of all of them at once: a second request would ask for it with seats of the first in hand.
	await participantsById(tx, agreed.flatMap(({ parties }) => parties), { lock: true });
	for (const { meetings, request, mutual } of agreed) await acceptRequest(context, meetings, system, request, { mutual, slotId: null });
}

/** Answers what all who remain agree on. Else who asked decides where it can go on without somebody; where nobody can answer either, it ends here. */
async function settle(tx: Transaction, request: RequestRow, now: Date): Promise<Agreed[]> {
	const asked = (await partyRowsOf(tx, [request.id])).filter(({ state }) => state !== 'left_out');
	const found = await findMeetings(tx, request.eventId, null, now);
	if (asked.length === 0 || asked.some(({ state }) => state === 'asked') || !found?.frame || !isLive(found.forRules)) return [];
	const meetings: AtMeetings = { ...found, frame: found.frame, tx, now };
	const parties = whoMeets(request, asked);
	const people = await peopleOf(tx, parties);
	if (whoCanBeLeftOut(asked, people).length > 0) return [];
	const isAgreed = asked.every(isIn) && parties.every((id) => people.get(id)?.state === 'approved') && (await isPossible(tx, parties)) && !(await isRestTogether(meetings, request, parties));
	if (isAgreed) return [{ meetings, request, mutual: asked.every(({ gladly }) => gladly), parties }];
	await endUnanswerable(meetings, request, asked);
	return [];
}

/** Declined where all who remain have declined, with the reason of the last of them; else those who remain cannot meet by it. */
async function endUnanswerable({ tx, row, now }: AtMeetings, { id }: RequestRow, asked: readonly PartyRow[]): Promise<void> {
	const [declined] = asked.some(isIn) ? [] : asked.toSorted((one, other) => Number(other.answeredAt) - Number(one.answeredAt));
	const { answerReason, answerWords, answerLanguage } = declined ?? {};
	await updateRequest(tx, id, declined ? { state: 'refused', answerReason, answerWords, answerLanguage, answeredAt: now } : { state: 'withdrawn', answeredAt: null });
	await recordAudit(tx, { actor: system, action: declined ? 'event.refuse-meeting' : 'event.withdraw-meeting-request', entity: 'event', entityId: row.id, detail: { requestId: id }, about: { centreId: row.centreId } });
}
