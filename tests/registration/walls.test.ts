import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ownRegistration, participantsOf } from '#lib/server/registration/registrations.ts';
import { eventRegistration, eventRegistrationWishes } from '#lib/server/registration/tables.ts';
import type { Person } from '../centres/centres-network.ts';
import { createEventsNetwork, type EventsNetwork } from '../events/events-network.ts';

/** What the database gives out of registrations, whatever the application forgets. */

let network: EventsNetwork;
let eventId: string;
const idOf = (actor: Actor) => (actor as Person).userId;

beforeAll(async () => {
	network = await createEventsNetwork();
	eventId = await network.draft('Walls');
	await publishEvent(network.events, network.officer, { eventId, expected: await network.version(eventId) });
	await asActor(network.events.db, operator('test'), async (tx) => {
		const people = [
			{ actor: network.owner, state: 'approved', listed: true },
			{ actor: network.reader, state: 'approved', listed: false },
			{ actor: network.editor, state: 'asked', listed: true },
		] as const;
		for (const [index, { actor, state, listed }] of people.entries()) {
			const at = new Date(network.events.now.getTime() + index);
			const [row] = await tx
				.insert(eventRegistration)
				.values({ eventId, personId: idOf(actor), organisationId: network.institute, state, listed, category: 'delegate', names: [{ language: 'en', text: 'A person' }], country: 'LA', languages: ['lo', 'en'], badge: `ABCD000${index}`, createdAt: at, updatedAt: at })
				.returning({ id: eventRegistration.id });
			await tx.insert(eventRegistrationWishes).values({ registrationId: row!.id, eventId, dietNote: 'CANARY' });
		}
	});
});
afterAll(() => network.close());

const seen = (actor: Actor) => asActor(network.events.db, actor, async (tx) => (await participantsOf(tx, eventId)).map(({ personId }) => personId));
const wishes = (actor: Actor) => asActor(network.events.db, actor, async (tx) => (await tx.select().from(eventRegistrationWishes)).length);

test('organisers see all who come, in order, with organisation and languages', async () => {
	expect(await seen(network.officer)).toEqual([idOf(network.owner), idOf(network.reader)]);
	const [first] = await asActor(network.events.db, network.officer, (tx) => participantsOf(tx, eventId));
	expect(first).toMatchObject({ country: 'LA', languages: ['lo', 'en'], organisation: { id: network.institute, slug: 'test-institute' } });
});

test('participants see whoever lets others find him, and themselves', async () => {
	expect(await seen(network.owner)).toEqual([idOf(network.owner)]);
	expect(await seen(network.reader)).toEqual([idOf(network.owner), idOf(network.reader)]);
});

test('who is not approved, comes from elsewhere or is nobody sees nobody', async () => {
	for (const actor of [network.editor, network.stranger, network.thaiOfficer, network.authority, network.visitor]) expect(await seen(actor)).toEqual([]);
});

test('wishes are read by the person and the organisers alone', async () => {
	expect(await wishes(network.officer)).toBe(3);
	expect(await wishes(network.owner)).toBe(1);
	for (const actor of [network.stranger, network.thaiOfficer, network.visitor]) expect(await wishes(actor)).toBe(0);
});

test('a person finds the own registration in any state, and nobody else’s', async () => {
	const own = (actor: Actor, of: Actor) => asActor(network.events.db, actor, (tx) => ownRegistration(tx, eventId, idOf(of)));
	expect(await own(network.editor, network.editor)).toMatchObject({ state: 'asked' });
	expect(await own(network.stranger, network.editor)).toBeUndefined();
});
