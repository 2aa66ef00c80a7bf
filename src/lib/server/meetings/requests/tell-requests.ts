import { isLive } from '#lib/events/phase.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, reachable } from '../queries.ts';
import { askedBy, whoMeets } from './parties.ts';
import { lapseRequests, markTold, toldSince, untoldParties, untoldRequests, type PartyRow, type RequestRow } from './queries.ts';

const HOUR = 3_600_000;

/** Ends requests that nobody answered in time; they block nothing from then on. Answers how many. */
export async function expireRequests(context: Pick<MeetingsContext, 'db' | 'clock'>, most: number): Promise<number> {
	return asActor(context.db, operator('requests for meetings'), async (tx) => (await lapseRequests(tx, context.clock(), most)).length);
}

/** Something that one person has not heard of yet: about whom, and where it is marked as told. */
interface News {
	to: string;
	kind: 'asked' | 'accepted' | 'refused' | 'expired';
	others: string[];
	mark: { requestId: string; party: string | null; of: 'asking' | 'answer' };
}

/**
 * Tells people what is new about their requests: all of it in one letter, and one letter an hour at most. What is told later waits
 * for the next turn. Answers how many letters left.
 */
export async function tellRequests(context: Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>, most: number): Promise<number> {
	return asActor(context.db, operator('requests for meetings'), async (tx) => {
		const now = context.clock();
		const [untold, ofSeveral] = [await untoldRequests(tx, most), await untoldParties(tx, most)];
		const requests = [...untold, ...ofSeveral.map(({ request }) => request)];
		const asked = await askedBy(tx, requests);
		let letters = 0;
		for (const eventId of new Set(requests.map((request) => request.eventId))) {
			const news = [...untold.filter((request) => request.eventId === eventId).map((request) => newsOf(request, asked(request.id))), ...ofSeveral.filter(({ request }) => request.eventId === eventId).map(({ request, party }) => newsOfParty(request, party, asked(request.id)))];
			letters += await tellOf(context, tx, eventId, news, now);
		}
		return letters;
	});
}

/** What a request says to the one side of two who was asked, or, once answered or too late, to who asked. */
function newsOf(request: RequestRow, asked: readonly PartyRow[]): News {
	const { id, state, fromRegistrationId, toRegistrationId } = request;
	if (state === 'asked') return { to: toRegistrationId, kind: 'asked', others: [fromRegistrationId], mark: { requestId: id, party: null, of: 'asking' } };
	const said = (answer: PartyRow['state']) => asked.filter((each) => each.state === answer).map(({ registrationId }) => registrationId);
	const others = request.several && state === 'expired' ? said('asked') : request.several && state === 'refused' ? said('refused') : whoMeets(request, asked).filter((each) => each !== fromRegistrationId);
	return { to: fromRegistrationId, kind: state === 'accepted' || state === 'refused' ? state : 'expired', others, mark: { requestId: id, party: null, of: 'answer' } };
}

function newsOfParty(request: RequestRow, { registrationId, state }: PartyRow, asked: readonly PartyRow[]): News {
	const others = whoMeets(request, asked).filter((each) => each !== registrationId);
	if (state === 'asked') return { to: registrationId, kind: 'asked', others, mark: { requestId: request.id, party: registrationId, of: 'asking' } };
	const silent = asked.filter((each) => each.state === 'asked').map((each) => each.registrationId);
	return { to: registrationId, kind: request.state === 'expired' ? 'expired' : 'accepted', others: request.state === 'expired' ? silent : others, mark: { requestId: request.id, party: registrationId, of: 'answer' } };
}

async function tellOf(context: Pick<MeetingsContext, 'jobs' | 'baseUrl'>, tx: Transaction, eventId: string, news: readonly News[], now: Date): Promise<number> {
	const event = await findEvent(tx, eventId, now);
	if (!event || !isLive(event.forRules)) {
		// Of an event that is over or off nobody needs to hear any more.
		await markTold(tx, news.map(({ mark }) => mark), now);
		return 0;
	}
	const byPerson = Map.groupBy(news, ({ to }) => to);
	const lately = await toldSince(tx, [...byPerson.keys()], new Date(now.getTime() - HOUR));
	const people = await peopleOf(tx, news.flatMap(({ others }) => others));
	const { requestsLetter } = await import('../letters.ts');
	let letters = 0;
	for (const to of await reachable(tx, [...byPerson.keys()].filter((id) => !lately.has(id)))) {
		const own = byPerson.get(to.registrationId)!;
		// Each request is a line, with all who are in it.
		const those = (kind: News['kind']) => own.filter((each) => each.kind === kind).map(({ others }) => others.flatMap((id) => people.get(id) ?? []));
		await sendMail(tx, context.jobs, requestsLetter(to, event.row, { asked: those('asked'), accepted: those('accepted'), refused: those('refused'), expired: those('expired') }, context.baseUrl));
		await markTold(tx, own.map(({ mark }) => mark), now);
		letters++;
	}
	return letters;
}
