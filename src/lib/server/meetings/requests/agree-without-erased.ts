import { operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { findMeetings, peopleOf } from '../queries.ts';
import { isLive } from '../rules.ts';
import { participantsById } from '../standing/queries.ts';
import type { AtMeetings } from '../with-meetings.ts';
import { acceptRequest } from './accept-request.ts';
import { isRestTogether, waits } from './assert-not-together.ts';
import { isPossible } from './assert-possible.ts';
import { whoMeets } from './parties.ts';
import { partyRowsOf, updateParty, type RequestRow } from './queries.ts';

const system = operator('meetings at events');

/** A request of several that all who remain have agreed to. */
interface Agreed {
	meetings: AtMeetings;
	request: RequestRow;
	mutual: boolean;
	parties: string[];
}

/**
 * Somebody of several is about to be erased: where all who remain have agreed, the meeting is agreed on, as when the last of them agrees.
 * The requests are locked, and the turns of their people taken. As the operator.
 */
export async function agreeWithoutErased(context: Pick<MeetingsContext, 'jobs' | 'baseUrl' | 'organiser'>, tx: Transaction, requests: readonly RequestRow[], erased: readonly string[], now: Date): Promise<void> {
	const agreed: Agreed[] = [];
	for (const request of requests.filter((each) => waits(each, now))) {
		for (const registrationId of erased) await updateParty(tx, request.id, registrationId, { state: 'left_out' });
		agreed.push(...(await agreedByRest(tx, request, now)));
	}
	// The time of all of them at once: a second request would ask for it with seats of the first in hand.
	await participantsById(tx, agreed.flatMap(({ parties }) => parties), { lock: true });
	for (const { meetings, request, mutual } of agreed) await acceptRequest(context, meetings, system, request, { mutual, slotId: null });
}

/** Nothing where somebody has not agreed or comes no more, where they may not meet, or do so already: who asked decides, or it lapses. */
async function agreedByRest(tx: Transaction, request: RequestRow, now: Date): Promise<Agreed[]> {
	const asked = (await partyRowsOf(tx, [request.id])).filter(({ state }) => state !== 'left_out');
	const found = await findMeetings(tx, request.eventId, null, now);
	if (asked.length === 0 || asked.some(({ state }) => state !== 'accepted') || !found?.frame || !isLive(found.forRules)) return [];
	const meetings: AtMeetings = { ...found, frame: found.frame, tx, now };
	const parties = whoMeets(request, asked);
	const people = await peopleOf(tx, parties);
	if (parties.some((id) => people.get(id)?.state !== 'approved') || !(await isPossible(tx, parties)) || (await isRestTogether(meetings, request, parties))) return [];
	return [{ meetings, request, mutual: asked.every(({ gladly }) => gladly), parties }];
}
