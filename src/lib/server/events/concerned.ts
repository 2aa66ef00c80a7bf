import { dayIn } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { whoSigns } from '#lib/server/ceremony/who-signs.ts';
import { applicationsOf } from '#lib/server/exhibition/applications/queries.ts';
import { exhibitorsOf } from '#lib/server/exhibition/queries.ts';
import { writersOfEach } from '#lib/server/membership/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { isReachable } from '#lib/server/platform/mail.ts';
import { registeredPeople } from '#lib/server/registration/registrations.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { EventsContext } from './context.ts';
import type { ConcernedPerson } from './letters.ts';
import { invitedRecipients } from './messages/queries.ts';
import { pickersOf, speakersIn } from './people/queries.ts';
import { findEvent, officersOfCentres, sessionsOf, type EventRow } from './queries.ts';
import { eventRules } from './rules.ts';

/** Who counts on an event, or may come. */
export interface Everybody {
	/** Who registered, whatever was decided so far. */
	registered: readonly Recipient[];
	/** Who writes for organisations that exhibit or have applied and wait; who was invited and has not answered. */
	others: readonly Recipient[];
}

/** How far a change reaches. */
export interface Reach {
	sessionIds: readonly string[];
	/** A whole day, or all of the event: then it concerns everybody. */
	everybody?: Everybody;
	/** Whose meetings move: told in any case, for their calendars must follow. */
	meeting?: readonly Recipient[];
	/** All of the event: then also the officers of the centres that organise it. */
	centres?: ReadonlySet<string>;
}

/** Whom a change concerns. */
export interface Concerned {
	/** Who speaks there, also who was only asked. */
	speakers: { names: LocalText[]; consent: string }[];
	/** How many people have them in their own programme. */
	picks: number;
	/** How many registered and count on coming, where it concerns them all. */
	registered: number;
	/** How many are in agreements that are to be signed there, of those that organisers know of: to which all parties have agreed. */
	signing: number;
	/** Who gets a letter, each once; without whoever makes the change, but for own meetings that move. */
	people: ConcernedPerson[];
}

/** How a speaker is written to: at the account, else at the address that organisers noted; null without any. */
export function recipientOf({ names, email, name, language, address }: Awaited<ReturnType<typeof speakersIn>>[number]): Recipient | null {
	if (email && name) return { name, email, language: language ?? 'en' };
	return address ? { name: names[0]!.text, email: address, language: names[0]!.language } : null;
}

/** Puts people together by their address, each once, with all that concerns them. */
class Letters {
	readonly #people = new Map<string, Recipient & { sessions: Set<string>; agreements: Set<string> }>();

	add({ name, email, language }: Recipient, session?: string, agreement?: string): void {
		const known = this.#people.get(email) ?? { name, email, language, sessions: new Set<string>(), agreements: new Set<string>() };
		if (session) known.sessions.add(session);
		if (agreement) known.agreements.add(agreement);
		this.#people.set(email, known);
	}

	/** All who have an address that letters reach, but this one. */
	without(address: string | null): ConcernedPerson[] {
		return [...this.#people.values()].filter(({ email }) => email !== address && isReachable(email));
	}
}

/** Everybody who counts on an event, or may come, today. */
export async function everybodyOf(tx: Transaction, { id, timeZone }: Pick<EventRow, 'id' | 'timeZone'>, now: Date): Promise<Everybody> {
	return asActor(tx, operator('events'), async (tx) => {
		const applying = (await applicationsOf(tx, id)).map(({ application }) => application).filter(({ state }) => state === 'waiting');
		const writers = await writersOfEach(tx, [...(await exhibitorsOf(tx, id)), ...applying].map(({ organisationId }) => organisationId));
		const invited = await invitedRecipients(tx, id, { category: null }, dayIn(timeZone, now));
		return {
			registered: await registeredPeople(tx, id),
			others: [...[...writers.values()].flat(), ...invited.map(({ name, email, language }) => ({ name: name ?? '', email: email!, language: language ?? 'en' }))],
		};
	});
}

/**
 * Who is concerned by a change: who speaks in its sessions and has not refused, who has put them into the own programme, whose
 * agreements are to be signed there, and as far as it reaches. What people picked is behind a wall also to organisers, who learn how many there are: so this looks as the operator.
 */
export async function concernedBy(tx: Transaction, actor: Actor, eventId: string, { sessionIds, everybody = { registered: [], others: [] }, meeting = [], centres }: Reach): Promise<Concerned> {
	return asActor(tx, operator('events'), async () => {
		const letters = new Letters();
		if (centres) for (const officer of await officersOfCentres(tx, centres)) letters.add(officer);
		for (const person of [...everybody.registered, ...everybody.others, ...meeting]) letters.add(person);
		const speaking = sessionIds.length > 0 ? await speakersIn(tx, eventId, sessionIds) : [];
		for (const each of speaking) {
			const to = recipientOf(each);
			if (to) letters.add(to, each.sessionId);
		}
		const picking = sessionIds.length > 0 ? await pickersOf(tx, eventId, sessionIds) : [];
		// Who only waits for a place is told, but has no entry in the calendar.
		for (const { sessionId, place, ...person } of picking) letters.add(person, place === 'waiting' ? undefined : sessionId);
		const toSign = await whoSigns(tx, sessionIds);
		for (const { sessionId, reference, people } of toSign) for (const person of people) letters.add(person, sessionId, reference);
		const speakers = new Map(speaking.map(({ id, names, consent }) => [id, { names, consent }]));
		return {
			speakers: [...speakers.values()],
			picks: new Set(picking.map(({ email }) => email)).size,
			registered: everybody.registered.length,
			signing: new Set(toSign.filter(({ agreed }) => agreed).flatMap(({ people }) => people.map(({ email }) => email))).size,
			people: letters.without(actor.kind === 'member' && !meeting.some(({ email }) => email === actor.email) ? actor.email : null),
		};
	});
}

/** All of an event. */
export async function wholeEvent(tx: Transaction, { row, now }: { row: EventRow; now: Date }, centres: ReadonlySet<string>): Promise<Reach> {
	return { sessionIds: (await sessionsOf(tx, row.id)).map(({ id }) => id), everybody: await everybodyOf(tx, row, now), centres };
}

/** Whom it concerns when the whole event is off; its organisers ask. Errors: not_found, forbidden. */
export async function concernedByEvent(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, eventId: string): Promise<Concerned> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findEvent(tx, eventId, now);
		if (!found || !eventRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
		if (!eventRules.cancel(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers cancel an event.');
		return concernedBy(tx, actor, eventId, await wholeEvent(tx, { row: found.row, now }, found.forRules.centres));
	});
}
