import type { RequestLine } from '#lib/meetings/views.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { metPerson } from '../agenda/view-agenda.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, slotsOf } from '../queries.ts';
import { requestRules, REQUEST_RIGHTS, type RequestForRules, type RequestRight } from '../rules.ts';
import { bookedKinds, freePlaces } from '../standing/book-meeting.ts';
import { withMeetings } from '../with-meetings.ts';
import { countSent, requestsOf, type RequestRow } from './queries.ts';

/** Free slots offered with an answer: the first that suit both. More make nobody choose better. */
const SLOTS_OFFERED = 12;

/** Requests to and from somebody. Where answers book, with the slots that are free for both. Errors: not_found, forbidden. */
export async function viewRequests(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'view' }, async ({ tx, own, frame, now, forRules, row }) => {
		const rows = own ? await requestsOf(tx, own.id) : [];
		const people = await peopleOf(tx, rows.flatMap(({ request }) => [request.fromRegistrationId, request.toRegistrationId]));
		const books = bookedKinds(frame.mode).length > 0;
		const lines: RequestLine[] = [];
		const bookable: RequestRow[] = [];
		for (const { request, meeting } of rows) {
			const [from, to] = [people.get(request.fromRegistrationId), people.get(request.toRegistrationId)];
			if (!from || !to) continue;
			const sent = request.fromRegistrationId === own?.id;
			const placed = meeting !== null && meeting.state !== 'cancelled';
			const facts: RequestForRules = { ...forRules, state: request.state, lapsed: request.expiresAt <= now, from: from.personId, to: to.personId, bothCome: from.state === 'approved' && to.state === 'approved', placed };
			const may = Object.fromEntries(REQUEST_RIGHTS.map((right) => [right, requestRules[right](actor, facts)])) as Record<RequestRight, boolean>;
			if (books && (may.answer || may.book)) bookable.push(request);
			lines.push({
				id: request.id,
				sent,
				state: facts.lapsed && request.state === 'asked' ? ('expired' as const) : request.state,
				mutual: request.mutual,
				byHost: request.byHost,
				other: metPerson(sent ? to : from),
				message: { text: request.message, language: request.messageLanguage },
				answer: { reason: request.answerReason, text: request.answerWords, language: request.answerLanguage },
				createdAt: request.createdAt,
				expiresAt: request.expiresAt,
				meeting: placed ? { startsAt: meeting.startsAt, minutes: meeting.minutes } : null,
				may,
				slots: [],
			});
		}
		const places = await freePlaces(tx, { frame, requests: bookable, now }, { lock: false });
		const offered = lines.map((line) => ({ ...line, slots: (places.get(line.id) ?? []).slice(0, SLOTS_OFFERED).map(({ slot }) => slot) }));
		return { requests: offered, books, mode: frame.mode, timeZone: row.timeZone, hasSlots: (await slotsOf(tx, eventId)).length > 0, left: own ? Math.max(0, frame.requestLimit - (await countSent(tx, own.id))) : 0, limit: frame.requestLimit };
	});
}
export type RequestsView = Awaited<ReturnType<typeof viewRequests>>;
