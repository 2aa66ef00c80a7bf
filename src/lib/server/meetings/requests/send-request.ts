import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import type { RequestInput } from '../input.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { noSuch, ownOf, withMeetings, type AtMeetings } from '../with-meetings.ts';
import { acceptRequest, type Accepted } from './answer-request.ts';
import { countAsked, countSent, insertRequest, openBetween, updateRequest, type RequestRow } from './queries.ts';

type Context = MeetingsContext & { search: Pick<SearchService, 'judgePair'> };

const DAY = 86_400_000;
/** A refusal is an answer: it may be asked once more, and no more. */
const TIMES_ASKED = 2;

/** What became of a request: it waits for an answer, or the other had asked already and both meet. */
export type Sent = { outcome: 'asked' } | ({ outcome: 'mutual' } & Accepted);

/**
 * Asks another participant for a meeting. Where that one has asked already, both wish it: the request is accepted as a mutual one.
 * Errors: not_found (also who wants no meetings), forbidden, conflict (asked already, or too often), rate_limited (the limit).
 */
export async function sendRequest(context: Context, actor: Actor, input: { eventId: string; registrationId: string; request: RequestInput }): Promise<Sent> {
	try {
		return await send(context, actor, input);
	} catch (error) {
		// The other one asked in the same moment: now that stands, and this makes it mutual.
		if (violatedConstraint(error) !== 'meeting_request_once') throw error;
		return send(context, actor, input);
	}
}

async function send(context: Context, actor: Actor, input: { eventId: string; registrationId: string; request: RequestInput }): Promise<Sent> {
	return withMeetings(context, actor, { eventId: input.eventId, right: 'ask' }, async (meetings) => {
		const { tx, now, frame, row } = meetings;
		const own = ownOf(meetings);
		const [other] = await wantingMeetings(tx, frame.eventId, input.registrationId);
		const [mine] = await wantingMeetings(tx, frame.eventId, own.id);
		if (!other || !mine || other.id === own.id) throw noSuch('participant');
		const standing = await openBetween(tx, frame.eventId, own.id, other.id, { lock: true });
		if (standing && waits(standing, now) && standing.toRegistrationId === own.id) return { outcome: 'mutual', ...(await acceptRequest(context, meetings, actor, standing, { mutual: true, slotId: null })) };
		if (standing && (waits(standing, now) || standing.state === 'accepted')) throw new ExpectedError('conflict', 'The two have a request already.');
		// Nobody answered in time, though no job has said so yet.
		if (standing?.state === 'asked') await updateRequest(tx, standing.id, { state: 'expired' });
		if ((await countAsked(tx, own.id, other.id)) >= TIMES_ASKED) throw new ExpectedError('conflict', 'Asked twice already.', { field: 'message', detail: { code: 'asked_twice' } });
		await assertBelowLimit(meetings, own.id);
		const request = await insertRequest(tx, {
			eventId: frame.eventId,
			fromRegistrationId: own.id,
			toRegistrationId: other.id,
			...chosenListings(input.request, mine, other),
			message: input.request.message,
			messageLanguage: input.request.language,
			suggestionScore: bestScore(context.search, mine, other),
			expiresAt: new Date(now.getTime() + frame.answerDays * DAY),
			createdAt: now,
		});
		await recordAudit(tx, { actor, action: 'event.ask-for-meeting', entity: 'event', entityId: row.id, detail: { requestId: request.id }, about: { centreId: row.centreId } });
		return { outcome: 'asked' };
	});
}

/** Whether a request still waits for its answer. */
export const waits = ({ state, expiresAt }: Pick<RequestRow, 'state' | 'expiresAt'>, now: Date): boolean => state === 'asked' && expiresAt > now;

async function assertBelowLimit({ tx, frame }: AtMeetings, registrationId: string): Promise<void> {
	if ((await countSent(tx, registrationId)) >= frame.requestLimit) throw new ExpectedError('rate_limited', 'As many requests as one may have are open.', { field: 'message', detail: { code: 'request_limit', limit: frame.requestLimit } });
}

/** Of each side a listing that is shown; anything else is left out. */
function chosenListings({ ownListingId, theirListingId }: RequestInput, mine: Wanting, other: Wanting) {
	return { fromListingId: mine.listingIds.find((id) => id === ownListingId) ?? null, toListingId: other.listingIds.find((id) => id === theirListingId) ?? null };
}

/** How well the listings of two people fit: the best pair of them; null where there is none. */
export function bestScore(search: Pick<SearchService, 'judgePair'>, mine: Pick<Wanting, 'listingIds'>, other: Pick<Wanting, 'listingIds'>): number | null {
	const scores = mine.listingIds.flatMap((own) => other.listingIds.flatMap((theirs) => search.judgePair(own, theirs)?.score ?? []));
	return scores.length === 0 ? null : Math.min(1, Math.max(0, ...scores));
}
