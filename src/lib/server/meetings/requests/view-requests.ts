import type { RequestLine, RequestPerson, SideWords } from '#lib/meetings/views.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { metPerson } from '../agenda/met-person.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, slotsOf, type MeetingPerson } from '../queries.ts';
import { requestRules, REQUEST_RIGHTS, type RequestRight } from '../rules.ts';
import { bookedKinds, freePlaces } from '../standing/book-meeting.ts';
import { withMeetings, type AtMeetings } from '../with-meetings.ts';
import { askedBy, isProposed } from './parties.ts';
import { countSent, requestsOf, type PartyRow, type RequestRow } from './queries.ts';
import { whyUnplaced } from './why-unplaced.ts';
import { requestForRules, whoCanBeLeftOut } from './with-request.ts';

/** Free slots offered with an answer: the first that suit all. More make nobody choose better. */
const SLOTS_OFFERED = 12;

type Found = Awaited<ReturnType<typeof requestsOf>>[number];
type People = ReadonlyMap<string, MeetingPerson>;

/** What each side wrote, in the order in which they did. */
export function wordsOf({ fromRegistrationId, toRegistrationId, message, messageLanguage, reply, replyLanguage }: RequestRow): SideWords[] {
	const said = [
		{ from: fromRegistrationId, text: message, language: messageLanguage },
		{ from: toRegistrationId, text: reply, language: replyLanguage },
	];
	return said.filter(({ text }) => text !== '');
}

/** Who is in a request beside whoever looks, and what each has said. */
function othersOf(request: RequestRow, asked: readonly PartyRow[], people: People, own: string, mayGoOn: boolean): RequestPerson[] {
	const dispensable = mayGoOn ? whoCanBeLeftOut(asked, people) : [];
	const said = request.several ? asked.map((each) => ({ ...each, answer: each.state })) : [{ registrationId: request.toRegistrationId, answer: null, answerReason: null, answerWords: '', answerLanguage: null }];
	const everybody = [{ registrationId: request.fromRegistrationId, answer: null, answerReason: null, answerWords: '', answerLanguage: null }, ...said];
	return everybody
		.filter(({ registrationId }) => registrationId !== own)
		.flatMap(({ registrationId, answer, answerReason, answerWords, answerLanguage }) => {
			const person = people.get(registrationId);
			return person ? [{ ...metPerson(person), answer, because: { reason: answerReason, text: answerWords, language: answerLanguage }, mayBeLeftOut: dispensable.includes(registrationId) }] : [];
		});
}

/** What a request is for whoever looks: one of several who has declined or was left out is in it no more. */
function stateFor(request: RequestRow, own: PartyRow | undefined, lapsed: boolean): RequestLine['state'] {
	if (own?.state === 'refused') return 'refused';
	if (own?.state === 'left_out') return 'withdrawn';
	return lapsed && request.state === 'asked' ? 'expired' : request.state;
}

function lineOf(actor: Actor, { forRules, now }: AtMeetings, { request, meeting }: Found, asked: readonly PartyRow[], people: People, own: string): RequestLine {
	const placed = meeting !== null && meeting.state !== 'cancelled';
	const facts = requestForRules(forRules, request, asked, people, { placed, now });
	const may = Object.fromEntries(REQUEST_RIGHTS.map((right) => [right, requestRules[right](actor, facts)])) as Record<RequestRight, boolean>;
	const mine = asked.find(({ registrationId }) => registrationId === own);
	const isIn = !request.several || request.fromRegistrationId === own || mine?.state === 'asked' || mine?.state === 'accepted';
	return {
		id: request.id,
		sent: request.fromRegistrationId === own && !isProposed(request),
		state: stateFor(request, mine, facts.lapsed),
		several: request.several,
		agreed: mine?.state === 'accepted' && request.state === 'asked',
		last: facts.toAnswer.length <= 1 && asked.every(({ state }) => state !== 'refused'),
		mutual: request.mutual,
		byHost: request.byHost,
		others: othersOf(request, asked, people, own, may.goOn),
		words: wordsOf(request),
		answer: { reason: request.answerReason, text: request.answerWords, language: request.answerLanguage },
		createdAt: request.createdAt,
		expiresAt: request.expiresAt,
		meeting: placed && isIn ? { startsAt: meeting.startsAt, minutes: meeting.minutes } : null,
		may,
		slots: [],
		uninterpreted: null,
		why: null,
	};
}

/** Requests to and from somebody. Where answers book, with the slots that are free for all. Errors: not_found, forbidden. */
export async function viewRequests(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'view' }, async (meetings) => {
		const { tx, own, frame, now, row } = meetings;
		const rows = own ? await requestsOf(tx, own.id) : [];
		const asked = await askedBy(tx, rows.map(({ request }) => request));
		const people = await peopleOf(tx, rows.flatMap(({ request }) => [request.fromRegistrationId, request.toRegistrationId, ...asked(request.id).map(({ registrationId }) => registrationId)]));
		const books = bookedKinds(frame.mode).length > 0;
		const found = rows.map((each) => ({ request: each.request, line: lineOf(actor, meetings, each, asked(each.request.id), people, own?.id ?? '') })).filter(({ line }) => line.others.length > 0);
		const bookable = found.filter(({ line: { may, last } }) => books && ((may.answer && last) || may.book)).map(({ request }) => request);
		const places = await freePlaces(tx, { frame, requests: bookable, now }, { lock: false });
		const waits = found.filter(({ line }) => line.may.book && (books ? (places.get(line.id)?.places.length ?? 0) === 0 : frame.publishedSchedule !== null)).map(({ line }) => line.id);
		const why = await whyUnplaced(tx, { frame, now, own: own?.id ?? '' }, waits);
		const requests = found.map(({ line }) => ({ ...line, slots: (places.get(line.id)?.places ?? []).slice(0, SLOTS_OFFERED).map(({ slot }) => slot), uninterpreted: places.get(line.id)?.uninterpreted ?? null, why: why?.reasons.get(line.id) ?? null }));
		return { requests, why, own: own?.id ?? '', books, mode: frame.mode, timeZone: row.timeZone, hasSlots: (await slotsOf(tx, eventId)).length > 0, left: own ? Math.max(0, frame.requestLimit - (await countSent(tx, own.id, now))) : 0, limit: frame.requestLimit };
	});
}
