import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { AtMeetings } from '../with-meetings.ts';
import { partiesOfRequests } from './parties.ts';
import { openBetween, openOfSeveral, type RequestRow } from './queries.ts';

/** Whether a request still waits for its answer. */
export const waits = ({ state, expiresAt }: Pick<RequestRow, 'state' | 'expiresAt'>, now: Date): boolean => state === 'asked' && expiresAt > now;

/** `field`: where the form says it. */
export const alreadyTogether = (field = 'message') => new ExpectedError('conflict', 'They meet or are asked to already.', { field, detail: { code: 'asked_together' } });

/** The open request of several, another than one, that has all of some people, or whose people are all among them. Whoever asks has taken turns with them. */
export async function togetherAlready({ tx, frame, now }: Pick<AtMeetings, 'tx' | 'frame' | 'now'>, own: string, people: readonly string[], but?: string): Promise<RequestRow | undefined> {
	const open = (await openOfSeveral(tx, frame.eventId, own)).filter((request) => request.id !== but && (request.state === 'accepted' || waits(request, now)));
	const parties = await partiesOfRequests(tx, open);
	const those = new Set(people);
	return open.find(({ id }) => {
		const together = parties.get(id)!;
		const both = together.filter((each) => those.has(each)).length;
		return together.includes(own) && (both === those.size || both === together.length);
	});
}

/** The same people do not meet twice: neither where a meeting of several has them all, nor where these have all of another's. Errors: conflict. */
export async function assertNotTogether(meetings: Pick<AtMeetings, 'tx' | 'frame' | 'now'>, own: string, people: readonly string[]): Promise<void> {
	if (await togetherAlready(meetings, own, people)) throw alreadyTogether();
}

/** Whether those who remain of several, who may be two by now, meet or are asked to already. */
export async function isRestTogether(meetings: Pick<AtMeetings, 'tx' | 'frame' | 'now'>, { id, fromRegistrationId: from }: RequestRow, rest: readonly string[]): Promise<boolean> {
	const { tx, frame, now } = meetings;
	const two = rest.length === 2 ? await openBetween(tx, frame.eventId, rest[0]!, rest[1]!) : undefined;
	return (two !== undefined && (two.state === 'accepted' || waits(two, now))) || (await togetherAlready(meetings, from, rest, id)) !== undefined;
}

/** The same for those who remain of several. Errors: conflict. */
export async function assertRestNotTogether(meetings: Pick<AtMeetings, 'tx' | 'frame' | 'now'>, request: RequestRow, rest: readonly string[]): Promise<void> {
	if (await isRestTogether(meetings, request, rest)) throw alreadyTogether('answer');
}
