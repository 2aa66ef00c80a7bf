import type { Executor } from '#lib/server/platform/database.ts';
import { partyRowsOf, requestsOf, type PartyRow, type RequestRow } from './queries.ts';

/** What of a request tells who meets by it. */
export type WhoMeets = Pick<RequestRow, 'id' | 'fromRegistrationId' | 'toRegistrationId' | 'several'>;

/** Whether the organisers have proposed a request to two people, and neither has answered. */
export const isProposed = ({ state, fromAgreed }: Pick<RequestRow, 'state' | 'fromAgreed'>): boolean => state === 'asked' && !fromAgreed;

/** Whether one of several is still to meet with the others: asked, or agreed. */
export const isIn = ({ state }: Pick<PartyRow, 'state'>): boolean => state === 'asked' || state === 'accepted';

/** Who meets by a request: who asks first, then who was asked and has neither declined nor been left out. */
export function whoMeets({ several, fromRegistrationId, toRegistrationId }: WhoMeets, asked: readonly PartyRow[]): string[] {
	return [fromRegistrationId, ...(several ? asked.filter(isIn).map(({ registrationId }) => registrationId) : [toRegistrationId])];
}

/** Those who were asked, by the request; none for requests of two. Those of one request in the order in which they were named. */
export async function askedBy(tx: Executor, requests: readonly WhoMeets[]): Promise<(requestId: string) => readonly PartyRow[]> {
	const rows = await partyRowsOf(tx, requests.filter(({ several }) => several).map(({ id }) => id));
	const byRequest = Map.groupBy(rows, ({ requestId }) => requestId);
	return (requestId) => byRequest.get(requestId) ?? [];
}

/** The registrations of those who meet, by the request. */
export async function partiesOfRequests(tx: Executor, requests: readonly WhoMeets[]): Promise<Map<string, string[]>> {
	const asked = await askedBy(tx, requests);
	return new Map(requests.map((request) => [request.id, whoMeets(request, asked(request.id))]));
}

/** What stands between somebody and others, by the other's registration. */
export async function standingPairs(tx: Executor, registrationId: string): Promise<Map<string, { id: string; state: RequestRow['state']; sent: boolean }>> {
	const requests = (await requestsOf(tx, registrationId)).map(({ request }) => request);
	const parties = await partiesOfRequests(tx, requests);
	const pairs = new Map<string, { id: string; state: RequestRow['state']; sent: boolean }>();
	for (const request of requests) {
		const who = parties.get(request.id)!;
		if (!who.includes(registrationId)) continue;
		for (const other of who.filter((id) => id !== registrationId)) if (!pairs.has(other) || request.state === 'accepted') pairs.set(other, { id: request.id, state: request.state, sent: request.fromRegistrationId === registrationId });
	}
	return pairs;
}
