import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, reachable } from '../queries.ts';
import { lapseRequests, markTold, toldSince, untoldRequests, type RequestRow } from './queries.ts';

const HOUR = 3_600_000;

/** Ends requests that nobody answered in time; they block nothing from then on. Answers how many. */
export async function expireRequests(context: Pick<MeetingsContext, 'db' | 'clock'>, most: number): Promise<number> {
	return asActor(context.db, operator('requests for meetings'), async (tx) => (await lapseRequests(tx, context.clock(), most)).length);
}

/**
 * Tells people what is new about their requests: all of it in one letter, and one letter an hour at most. What is told later waits
 * for the next turn. Answers how many letters left.
 */
export async function tellRequests(context: Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>, most: number): Promise<number> {
	return asActor(context.db, operator('requests for meetings'), async (tx) => {
		const now = context.clock();
		const untold = await untoldRequests(tx, most);
		let letters = 0;
		for (const eventId of new Set(untold.map((request) => request.eventId))) letters += await tellOf(context, tx, eventId, untold.filter((request) => request.eventId === eventId), now);
		return letters;
	});
}

async function tellOf(context: Pick<MeetingsContext, 'jobs' | 'baseUrl'>, tx: Transaction, eventId: string, untold: readonly RequestRow[], now: Date): Promise<number> {
	const event = await findEvent(tx, eventId, now);
	const isLive = event?.forRules.phase === 'announced' || event?.forRules.phase === 'running';
	const news = new Map<string, { asked: RequestRow[]; answered: RequestRow[] }>();
	const of = (registration: string) => news.get(registration) ?? news.set(registration, { asked: [], answered: [] }).get(registration)!;
	for (const request of untold) {
		if (request.state === 'asked') of(request.toRegistrationId).asked.push(request);
		else of(request.fromRegistrationId).answered.push(request);
	}
	if (!event || !isLive) {
		// Of an event that is over or off nobody needs to hear any more.
		for (const { asked, answered } of news.values()) await markTold(tx, asked.map(({ id }) => id), answered.map(({ id }) => id), now);
		return 0;
	}
	const lately = await toldSince(tx, [...news.keys()], new Date(now.getTime() - HOUR));
	const people = await peopleOf(tx, untold.flatMap(({ fromRegistrationId, toRegistrationId }) => [fromRegistrationId, toRegistrationId]));
	const { requestsLetter } = await import('../letters.ts');
	let letters = 0;
	for (const to of await reachable(tx, [...news.keys()].filter((id) => !lately.has(id)))) {
		const { asked, answered } = news.get(to.registrationId)!;
		const others = (state: RequestRow['state']) => answered.filter((request) => request.state === state).flatMap(({ toRegistrationId }) => people.get(toRegistrationId) ?? []);
		const told = { asked: asked.flatMap(({ fromRegistrationId }) => people.get(fromRegistrationId) ?? []), accepted: others('accepted'), refused: others('refused'), expired: others('expired') };
		await sendMail(tx, context.jobs, requestsLetter(to, event.row, told, context.baseUrl));
		await markTold(tx, asked.map(({ id }) => id), answered.map(({ id }) => id), now);
		letters++;
	}
	return letters;
}
