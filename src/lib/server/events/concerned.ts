import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { registeredPeople } from '#lib/server/registration/registrations.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { EventsContext } from './context.ts';
import type { Recipient } from './letters.ts';
import { pickersOf, speakersIn } from './people/queries.ts';
import { findEvent, officersOfCentres, sessionsOf } from './queries.ts';
import { eventRules } from './rules.ts';

/** Whom a change of some sessions concerns. */
export interface Concerned {
	/** Who speaks there, also who was only asked. */
	speakers: { names: LocalText[]; consent: string }[];
	/** How many people have them in their own programme. */
	picks: number;
	/** Who gets a letter, each once. */
	people: Recipient[];
}

/**
 * Who is concerned by a change of some sessions: who speaks there and has not refused, and who has put them into the own
 * programme. What people picked is behind a wall also to organisers, who learn how many there are: so this looks as the operator.
 */
export async function concernedBy(tx: Transaction, eventId: string, sessionIds: readonly string[]): Promise<Concerned> {
	if (sessionIds.length === 0) return { speakers: [], picks: 0, people: [] };
	return asActor(tx, operator('events'), async () => {
		const speaking = await speakersIn(tx, eventId, sessionIds);
		const pickers = await pickersOf(tx, eventId, sessionIds);
		const people = new Map<string, Recipient>();
		for (const { names, email, name, language, address } of speaking) {
			if (email && name) people.set(email, { name, email, language: language ?? 'en' });
			else if (address) people.set(address, { name: names[0]!.text, email: address, language: names[0]!.language });
		}
		for (const { email, name, language } of pickers) if (!people.has(email)) people.set(email, { name, email, language });
		return { speakers: speaking.map(({ names, consent }) => ({ names, consent })), picks: pickers.length, people: [...people.values()] };
	});
}

/** Whom the event as a whole concerns: the officers who organise it, and everybody who registered and counts on coming. */
export async function peopleOfEvent(tx: Transaction, eventId: string, centres: ReadonlySet<string>): Promise<Recipient[]> {
	const registered = await asActor(tx, operator('events'), () => registeredPeople(tx, eventId));
	return [...(await officersOfCentres(tx, centres)), ...registered];
}

/** Whom it concerns when the whole event is off; its organisers ask. Errors: not_found, forbidden. */
export async function concernedByEvent(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, eventId: string): Promise<Concerned> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, eventId, context.clock());
		if (!found || !eventRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
		if (!eventRules.cancel(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers cancel an event.');
		const concerned = await concernedBy(tx, eventId, (await sessionsOf(tx, eventId)).map(({ id }) => id));
		const own = actor.kind === 'member' ? actor.email : '';
		const people = await peopleOfEvent(tx, eventId, found.forRules.centres);
		return { ...concerned, people: [...new Map([...people, ...concerned.people].map((each) => [each.email, each])).values()].filter(({ email }) => email !== own) };
	});
}
