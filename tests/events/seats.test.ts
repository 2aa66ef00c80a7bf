import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { previewSession, saveSession } from '#lib/server/events/save-session.ts';
import { settleSeats } from '#lib/server/events/seats/settle-seats.ts';
import { signedUpCsv, viewSeats, viewSignedUp } from '#lib/server/events/seats/view-seats.ts';
import { sessionInput, type SessionInput } from '#lib/server/events/session-input.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { withdraw } from '#lib/server/registration/decide.ts';
import { registerAtDesk } from '#lib/server/registration/register-at-desk.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from './events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';

let network: RegistrationNetwork;
let people: Person[] = [];
beforeAll(async () => {
	network = await createRegistrationNetwork();
	people = await Promise.all(['one', 'two', 'three', 'four'].map((name) => network.person(name, {})));
});
afterAll(() => network.close());

/** A visit with so many places at an event where all four are approved. */
async function visit(name: string, seats: string) {
	const eventId = await network.open(name, { approval: null });
	for (const person of people) await network.comes(eventId, person, { works_at: 'Rice Institute' });
	return visitAt(eventId, seats);
}
async function visitAt(eventId: string, seats: string) {
	const { days } = await viewOrganised(network.events, network.officer, eventId);
	const input = (places: string, starts = '10:00', ends = '11:00') => sessionInput(formOf({ kind: 'field-visit', day: days[0]!.id, starts, ends, title_en: 'Bus', seats: places }), ['en', 'zh']);
	const { id: sessionId } = await saveSession(network.events, network.officer, { eventId, sessionId: null, expected: 0, session: input(seats), words: [] });
	const about = { eventId, sessionId };
	const save = async (session: SessionInput) => saveSession(network.events, network.officer, { ...about, expected: (await viewOrganised(network.events, network.officer, eventId)).sessions[0]!.version, session, words: [] });
	return {
		about,
		pick: (person: Person, pick = true) => pickSession(network.registration, person, { ...about, pick }),
		places: async () => Promise.all(people.map(async (person) => (await viewSeats(network.events, person, about))?.own?.place ?? null)),
		preview: (places: string) => previewSession(network.events, network.officer, { ...about, session: input(places) }),
		seats: (places: string) => save(input(places)),
		move: (starts: string, ends: string) => save(input(seats, starts, ends)),
	};
}
const told = async (person: Person, subject: string) => (await network.mailsTo(person)).filter((mail) => mail.subject === subject).length;

describe('a session with so many places', () => {
	test('has the last for one of two who come at once; the other waits, and moves up when it is given up', async () => {
		const { about, pick, places } = await visit('Scarce', '2');
		const [one, two, three, four] = people as [Person, Person, Person, Person];
		await pick(one);
		await Promise.all([pick(two), pick(three)]);
		const after = await places();
		expect(after[0]).toBe('taken');
		expect([after[1], after[2]].sort()).toEqual(['taken', 'waiting']);
		await pick(four);
		expect(await viewSeats(network.events, four, about)).toMatchObject({ seats: 2, taken: 2, waiting: 2, own: { place: 'waiting', before: 1 } });
		// Picked again, nothing changes; whoever waits does not have it in the own programme.
		await pick(four);
		expect((await viewEvent(network.events, four, about.eventId)).picks).toEqual([]);
		expect((await viewEvent(network.events, one, about.eventId)).picks).toEqual([about.sessionId]);
		const [placed, waits] = after[1] === 'taken' ? [two, three] : [three, two];
		await pick(one, false);
		expect([await told(waits, 'You have a place: Bus (Scarce)'), await told(four, 'You have a place: Bus (Scarce)')]).toEqual([1, 0]);
		expect((await viewSeats(network.events, waits, about))!.own).toEqual({ place: 'taken', before: 0 });
		// Whoever stops waiting takes nobody's place.
		await pick(four, false);
		expect(await viewSeats(network.events, placed, about)).toMatchObject({ taken: 2, waiting: 0 });
	});

	test('asks before it has fewer than are taken: the last wait again and are told; more places go to those who wait', async () => {
		const { about, pick, places, preview, seats } = await visit('Shrunk', '3');
		const [one, two, three, four] = people as [Person, Person, Person, Person];
		for (const person of [one, two, three, four]) await pick(person);
		expect((await preview('3')).displaced).toBe(0);
		expect(await preview('1')).toMatchObject({ displaced: 2, affected: null });
		await seats('1');
		expect(await places()).toEqual(['taken', 'waiting', 'waiting', 'waiting']);
		expect(await Promise.all([one, two, three, four].map((person) => told(person, 'You are waiting for a place again: Bus (Shrunk)')))).toEqual([0, 1, 1, 0]);
		await seats('3');
		expect(await places()).toEqual(['taken', 'taken', 'taken', 'waiting']);
		await seats('');
		expect(await viewSeats(network.events, one, about)).toBeNull();
		expect((await viewEvent(network.events, four, about.eventId)).picks).toEqual([about.sessionId]);
	});

	test('counts for more in the calendar with each place that is given or lost', async () => {
		const { pick, seats } = await visit('Again', '2');
		const [one, two] = people as [Person, Person];
		await pick(one);
		await pick(two);
		await seats('1');
		await seats('2');
		const [given, lost] = (await network.mailsTo(two)).filter(({ subject }) => subject.endsWith('Bus (Again)')).map(({ calendar }) => calendar!);
		expect([lost!.method, given!.method]).toEqual(['CANCEL', 'REQUEST']);
		const sequence = ({ content }: { content: string }) => Number(/^SEQUENCE:(\d+)/m.exec(content)![1]);
		expect(sequence(given!)).toBeGreaterThan(sequence(lost!));
	});

	test('tells also who waits that it is moved, but comes into the calendar of those alone who have a place', async () => {
		const { pick, move } = await visit('Later', '1');
		const [one, two] = people as [Person, Person];
		await pick(one);
		await pick(two);
		await move('11:00', '12:00');
		const entries = await Promise.all([one, two].map(async (person) => (await network.mailsTo(person)).filter(({ subject }) => subject === 'Moved: Bus (Later)').map(({ calendar }) => calendar?.method ?? null)));
		expect(entries).toEqual([['REQUEST'], [null]]);
	});

	test('is not for who has a place in another at that hour, unless instead of that one; who waits keeps the turn until then', async () => {
		const { about, pick, places } = await visit('Two buses', '2');
		const other = await visitAt(about.eventId, '1');
		const [one, two, three, four] = people as [Person, Person, Person, Person];
		const instead = (person: Person) => pickSession(network.registration, person, { ...other.about, pick: true, instead: true });
		const placeThen = { code: 'conflict', field: 'place', detail: { code: 'place_then' } };
		// At the same moment one of the two is taken, never both.
		const both = await Promise.allSettled([pick(one), other.pick(one)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		if ((await places())[0] === null) {
			await other.pick(one, false);
			await pick(one);
		}
		await expect(other.pick(one)).rejects.toMatchObject(placeThen);
		expect(await viewSeats(network.events, one, other.about)).toMatchObject({ held: [{ id: about.sessionId }], isFull: false, own: null });
		expect(await viewSeats(network.events, two, other.about)).toMatchObject({ held: [] });
		// Waiting in one list with a place in the other: the one who can come is before.
		await other.pick(two);
		await other.pick(three);
		await pick(three);
		await other.pick(four);
		expect([await places(), await other.places()]).toEqual([['taken', null, 'taken', null], [null, 'taken', 'waiting', 'waiting']]);
		// None is given up for a place that is not free.
		await expect(instead(one)).rejects.toMatchObject(placeThen);
		await other.pick(two, false);
		expect(await other.places()).toEqual([null, null, 'waiting', 'taken']);
		expect(await settleSeats(network.events)).toBe(false);
		await other.pick(four, false);
		expect(await settleSeats(network.events)).toBe(false);
		expect((await viewSeats(network.events, one, other.about))!.isFull).toBe(false);
		await instead(one);
		expect([await places(), await other.places()]).toEqual([[null, null, 'taken', null], ['taken', null, 'waiting', null]]);
		// Whoever gives the place up that was in the way is the next again.
		await other.pick(one, false);
		await pick(three, false);
		expect(await settleSeats(network.events)).toBe(true);
		expect(await other.places()).toEqual([null, null, 'taken', null]);
	});

	test('is for those whose registration is approved; whoever withdraws loses the place to the next', async () => {
		const { about, pick, places } = await visit('Kept', '1');
		const [one, two] = people as [Person, Person];
		expect(await viewSeats(network.events, network.owner, about)).toMatchObject({ maySignUp: false });
		await expect(pick(network.owner as Person)).rejects.toMatchObject({ code: 'forbidden' });
		await pick(one);
		await pick(two);
		expect(await settleSeats(network.events)).toBe(false);
		await withdraw(network.registration, one, { eventId: about.eventId });
		const [first, second] = await Promise.all([settleSeats(network.events), settleSeats(network.events)]);
		expect(first || second).toBe(true);
		expect(await settleSeats(network.events)).toBe(false);
		expect((await places()).slice(0, 2)).toEqual([null, 'taken']);
		expect(await told(two, 'You have a place: Bus (Kept)')).toBe(1);
	});

	test('keeps its places at an event that registers nobody, also once somebody was registered at the desk', async () => {
		const eventId = await network.draft('Unregistered');
		await publishEvent(network.events, network.officer, { eventId, expected: await network.version(eventId) });
		const { about, pick, places } = await visitAt(eventId, '2');
		const [one, two, three] = people as [Person, Person, Person];
		await pick(one);
		const walkIn = formOf({ draw: crypto.randomUUID(), name: 'Somchai', country: 'TH', category: 'delegate', language: 'th', email: three.email });
		await registerAtDesk(network.registration, network.officer, { eventId, form: walkIn, language: 'en', door: 'Desk' });
		expect(await settleSeats(network.events)).toBe(false);
		expect(await viewSeats(network.events, two, about)).toMatchObject({ taken: 1, maySignUp: true });
		await pick(two);
		await pick(three);
		expect((await places()).slice(0, 3)).toEqual(['taken', 'taken', 'waiting']);
		await withdraw(network.registration, three, { eventId });
		expect(await settleSeats(network.events)).toBe(true);
		expect((await places()).slice(0, 3)).toEqual(['taken', 'taken', null]);
		await expect(pick(three)).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('tells its organisers who signed up, and nobody else; what is merely in a programme it tells nobody', async () => {
		const { about, pick, seats } = await visit('Listed', '');
		const [one, two] = people as [Person, Person];
		await pick(one);
		await seats('5');
		await pick(two);
		const view = await viewSignedUp(network.events, network.officer, about);
		expect(view.people.map(({ name, place }) => [name, place])).toEqual([['two', 'taken']]);
		expect(signedUpCsv(view, 'en').split('\r\n')[1]).toMatch(/^taken,two,Rice Institute,/);
		for (const actor of [network.visitor, network.owner, two, network.thaiOfficer]) await expect(viewSignedUp(network.events, actor, about)).rejects.toMatchObject({ code: 'not_found' });
		const seenBy = (actor: Person) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select from event_pick where session_id = ${about.sessionId}`)).rowCount);
		expect([await seenBy(network.officer as Person), await seenBy(network.thaiOfficer as Person), await seenBy(one)]).toEqual([1, 0, 1]);
	});
});
