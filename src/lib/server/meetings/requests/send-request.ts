import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import { holdEvent } from '../frame/queries.ts';
import type { RequestInput } from '../input.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { noSuch, ownOf, withMeetings, type AtMeetings } from '../with-meetings.ts';
import { acceptRequest, type Accepted } from './accept-request.ts';
import { alreadyTogether, assertNotTogether, waits } from './assert-not-together.ts';
import { assertPossible } from './assert-possible.ts';
import { countAsked, countSent, insertParties, insertRequest, openBetween, takeTurns, updateRequest, type RequestRow } from './queries.ts';

type Context = MeetingsContext & { search: Pick<SearchService, 'judgePair'> };

const DAY = 86_400_000;
/** A refusal is an answer: it may be asked once more, and no more. */
const TIMES_ASKED = 2;

/** What became of a request: it waits for an answer, or the other had asked already and both meet. */
export type Sent = { outcome: 'asked' } | ({ outcome: 'mutual' } & Accepted);

/**
 * Asks another participant for a meeting, or several to one. Where the other one of two has asked already, both wish it: the request
 * is accepted as a mutual one, and keeps what both wrote. Errors: not_found (also who wants no meetings), forbidden, invalid_input (too
 * many), conflict (asked already, or too often), rate_limited (the limit).
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
		const { tx, frame } = meetings;
		const own = ownOf(meetings);
		const [mine] = await wantingMeetings(tx, frame.eventId, own.id);
		// Before any of them is looked up: a form may name thousands.
		if (input.request.also.length + 2 > MEETING_LIMITS.parties) throw new ExpectedError('invalid_input', 'Too many for one meeting.', { field: 'message', detail: { code: 'parties_limit', limit: MEETING_LIMITS.parties } });
		const others: Wanting[] = [];
		for (const id of new Set([input.registrationId, ...input.request.also])) others.push(...(await wantingMeetings(tx, frame.eventId, id)));
		if (!mine || others.length < 1 + input.request.also.length || others.some(({ id }) => id === own.id)) throw noSuch('participant');
		const people = [mine.id, ...others.map(({ id }) => id)];
		await holdEvent(tx, frame.eventId);
		await takeTurns(tx, people);
		await assertPossible(tx, people);
		return others.length === 1 ? askOne(context, actor, meetings, mine, others[0]!, input.request) : askSeveral(context, actor, meetings, mine, others, input.request);
	});
}

async function askOne(context: Context, actor: Actor, meetings: AtMeetings, mine: Wanting, other: Wanting, request: RequestInput): Promise<Sent> {
	const { tx, now, frame } = meetings;
	const standing = await openBetween(tx, frame.eventId, mine.id, other.id, { lock: true });
	// What was typed here is the answer of the second side: both have said why they want to meet.
	const reply = { reply: request.message, replyLanguage: request.language, toListingId: mine.listingIds.find((id) => id === request.ownListingId) ?? standing?.toListingId ?? null };
	if (standing && waits(standing, now) && standing.fromAgreed && standing.toRegistrationId === mine.id) return { outcome: 'mutual', ...(await acceptRequest(context, meetings, actor, standing, { mutual: true, slotId: null, own: reply })) };
	if (standing && (waits(standing, now) || standing.state === 'accepted')) throw new ExpectedError('conflict', 'The two have a request already.');
	// Nobody answered in time, though no job has said so yet.
	if (standing?.state === 'asked') await updateRequest(tx, standing.id, { state: 'expired' });
	await insertAsked(context, actor, meetings, mine, [other], request);
	return { outcome: 'asked' };
}

/** Asks several to one meeting: each answers, and it is agreed on once all have. */
async function askSeveral(context: Context, actor: Actor, meetings: AtMeetings, mine: Wanting, others: readonly Wanting[], request: RequestInput): Promise<Sent> {
	const { tx, now, frame } = meetings;
	// Only looked at, one after the other: nothing of it is changed here.
	for (const other of others) {
		const standing = await openBetween(tx, frame.eventId, mine.id, other.id);
		if (standing && (waits(standing, now) || standing.state === 'accepted')) throw alreadyTogether();
	}
	const { id } = await insertAsked(context, actor, meetings, mine, others, request);
	await insertParties(tx, others.map((other, index) => ({ requestId: id, registrationId: other.id, eventId: frame.eventId, position: index + 1 })));
	return { outcome: 'asked' };
}

async function insertAsked(context: Context, actor: Actor, meetings: AtMeetings, mine: Wanting, others: readonly Wanting[], request: RequestInput): Promise<RequestRow> {
	const { tx, now, frame, row } = meetings;
	const [first] = others;
	await assertNotTogether(meetings, mine.id, [mine.id, ...others.map(({ id }) => id)]);
	for (const other of others) if ((await countAsked(tx, mine.id, other.id)) >= TIMES_ASKED) throw new ExpectedError('conflict', 'Asked twice already.', { field: 'message', detail: { code: 'asked_twice' } });
	await assertBelowLimit(meetings, mine.id);
	const asked = await insertRequest(tx, {
		eventId: frame.eventId,
		fromRegistrationId: mine.id,
		toRegistrationId: first!.id,
		...chosenListings(request, mine, first!),
		several: others.length > 1,
		message: request.message,
		messageLanguage: request.language,
		suggestionScore: bestOf(others.map((other) => bestScore(context.search, mine, other))),
		// Of several each has a row of its own that says who was told.
		toldAt: others.length > 1 ? now : null,
		expiresAt: new Date(now.getTime() + frame.answerDays * DAY),
		createdAt: now,
	});
	await recordAudit(tx, { actor, action: 'event.ask-for-meeting', entity: 'event', entityId: row.id, detail: { requestId: asked.id, asked: others.length }, about: { centreId: row.centreId } });
	return asked;
}

const bestOf = (scores: readonly (number | null)[]): number | null => scores.reduce((best, score) => (best === null || (score !== null && score > best) ? score : best), null);

async function assertBelowLimit({ tx, frame, now }: AtMeetings, registrationId: string): Promise<void> {
	if ((await countSent(tx, registrationId, now)) >= frame.requestLimit) throw new ExpectedError('rate_limited', 'As many requests as one may have are open.', { field: 'message', detail: { code: 'request_limit', limit: frame.requestLimit } });
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
