import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { isReachable, sendMail } from '#lib/server/platform/mail.ts';
import type { Change } from './change-event.ts';
import { recipientOf } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { minutesOf, speakingLetter } from './letters.ts';
import { pickersOf, speakersIn } from './people/queries.ts';
import { sessionsOf, type SessionRow } from './queries.ts';
import { raiseSequence } from './seats/queries.ts';
import { calendarFactsOf } from './tell.ts';

/** Who speaks in which of some sessions and has agreed to be named. */
export type Cast = Awaited<ReturnType<typeof speakersIn>>;

export async function castOf(tx: Transaction, eventId: string, sessionIds: readonly string[]): Promise<Cast> {
	if (sessionIds.length === 0) return [];
	return (await asActor(tx, operator('events'), (tx) => speakersIn(tx, eventId, sessionIds))).filter(({ consent }) => consent === 'given');
}

/** The same of one speaker, in all sessions. */
export async function castOfSpeaker(tx: Transaction, eventId: string, speakerId: string): Promise<Cast> {
	const cast = await castOf(tx, eventId, (await sessionsOf(tx, eventId)).map(({ id }) => id));
	return cast.filter(({ id }) => id === speakerId);
}

/** Those of a cast who are not in another. */
export const castWithout = (cast: Cast, other: Cast): Cast => cast.filter(({ id, sessionId }) => !other.some((each) => each.id === id && each.sessionId === sessionId));

/**
 * Tells speakers that they are put on sessions to come of a public programme, or taken off them: each once, but not whoever does it.
 * Calendars are told with a higher sequence, so that they follow also who comes and goes. Answers how many letters left.
 */
export async function tellSpeakers(context: Pick<EventsContext, 'jobs' | 'baseUrl' | 'organiser'>, actor: Actor, { tx, row, now }: Pick<Change, 'tx' | 'row' | 'now'>, cast: Cast, news: 'on' | 'off'): Promise<number> {
	if (row.state !== 'published' || cast.length === 0) return 0;
	const concerned = new Set(cast.map(({ sessionId }) => sessionId));
	const coming = (await sessionsOf(tx, row.id)).filter(({ id, state, startsAt }) => concerned.has(id) && state === 'on' && startsAt > now);
	// Taken hold of by id, as by whoever signs up for places; told in the order of the programme.
	const sessions: (SessionRow & { minutes: number })[] = [];
	for (const { id } of coming.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
		const session = await raiseSequence(tx, id, now);
		sessions.push({ ...session, minutes: minutesOf(session) });
	}
	sessions.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
	const picks = await asActor(tx, operator('events'), (tx) => pickersOf(tx, row.id, [...concerned]));
	const facts = await calendarFactsOf(context, tx, row);
	const people = new Map(cast.flatMap((each) => recipientOf(each) ?? []).map((to): [string, Recipient] => [to.email, to]));
	let told = 0;
	for (const to of people.values()) {
		const own = sessions.filter(({ id }) => cast.some((each) => each.sessionId === id && recipientOf(each)?.email === to.email));
		if (own.length === 0 || !isReachable(to.email) || (actor.kind === 'member' && actor.email === to.email)) continue;
		const picked = new Set(picks.filter(({ email, place }) => email === to.email && place !== 'waiting').map(({ sessionId }) => sessionId));
		await sendMail(tx, context.jobs, speakingLetter(to, facts, own, { news, picked }));
		told++;
	}
	return told;
}
