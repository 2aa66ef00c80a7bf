import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { addWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { viewPerson } from '#lib/server/meetings/participants/view-people.ts';
import { proposeMeeting, proposeSuggested } from '#lib/server/meetings/proposals/propose-meetings.ts';
import { viewProposals } from '#lib/server/meetings/proposals/view-proposals.ts';
import { forbidPair } from '#lib/server/meetings/host/forbidden-pairs.ts';
import { answerRequest, withdrawRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { expireRequests, tellRequests } from '#lib/server/meetings/requests/tell-requests.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { formOf } from '../events/events-network.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
let officer: Actor;
beforeAll(async () => {
	network = await createMeetingsNetwork();
	officer = network.network.officer;
	await network.suggest(network.need, network.offer);
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking', requestDeadline: null });
});

const [notFound, forbidden] = [{ code: 'not_found' }, { code: 'forbidden' }];
const at = (field: string, code: string) => ({ code: 'conflict', field, detail: { code } });
let count = 0;
const name = (who: string) => `${who}-${++count}`;
interface Named {
	actor: Actor;
	id: string;
	name: string;
}
const guest = async (who: string, options: Parameters<MeetingsNetwork['participant']>[1] = {}): Promise<Named> => {
	const called = name(who);
	return { ...(await network.participant(called, options)), name: called };
};
const two = async () => [await guest('an', { listings: [network.offer] }), await guest('bo', { organisation: network.network.company, listings: [network.need] })] as const;
const propose = (one: Named, other: Named, actor = officer) => proposeMeeting(network.context, actor, { eventId: EVENT, form: formOf({ person: one.name, other_person: other.name }), reader: 'en' });
const linesOf = async ({ actor }: Named) => (await viewRequests(network.context, actor, EVENT)).requests;
const answer = async (person: Named, given: 'yes' | 'no' = 'yes') => answerRequest(network.context, person.actor, { eventId: EVENT, requestId: (await linesOf(person))[0]!.id, answer: given === 'yes' ? { answer: 'yes', slotId: null } : { answer: 'no', reason: 'time', words: '', language: 'en' } });
const view = (actor = officer) => viewProposals({ ...network.context, thesaurus: network.thesaurus }, actor, { eventId: EVENT, most: 10, reader: 'en' });
const subjects = async ({ actor }: Named) => (await network.mailsTo(actor)).map(({ subject }) => subject);

test('two to whom the organisers propose to meet are both told and both asked; they meet once both agree, whoever is first', async () => {
	for (const first of [0, 1] as const) {
		await network.clear();
		const pair = await two();
		await propose(pair[0], pair[1]);
		for (const person of pair) {
			expect(await subjects(person)).toEqual(['Test Forum: the organisers propose meetings to you']);
			expect(await linesOf(person)).toMatchObject([{ sent: false, byHost: true, state: 'asked', may: { answer: true, withdraw: false } }]);
			expect((await viewAgenda(network.context, person.actor, EVENT)).waiting.toAnswer).toBe(1);
			const other = pair.find(({ id }) => id !== person.id)!;
			expect((await viewPerson(network.context, person.actor, { eventId: EVENT, registrationId: other.id })).request).toMatchObject({ state: 'asked', sent: true });
		}
		const [one, other] = [pair[first], pair[first === 0 ? 1 : 0]];
		expect(await answer(one)).toEqual({ meeting: null, waitsFor: 'others' });
		expect(await linesOf(one)).toMatchObject([{ sent: true, byHost: true, may: { answer: false, withdraw: true } }]);
		expect((await view()).proposals).toMatchObject([{ state: 'asked', fromAgreed: true }]);
		expect((await answer(other))!.meeting).toMatchObject({ slotId: network.slots[0] });
		expect(await linesOf(one)).toMatchObject([{ state: 'accepted', byHost: true }]);
	}
});

test('either of the two may decline; the other hears of it, and they are not proposed to each other again', async () => {
	for (const first of [0, 1] as const) {
		await network.clear();
		const pair = await two();
		await propose(pair[0], pair[1]);
		expect(await answer(pair[first], 'no')).toBeNull();
		await tellRequests(network.context, 100);
		const other = pair[first === 0 ? 1 : 0];
		expect(await linesOf(other)).toMatchObject([{ state: 'refused', answer: { reason: 'time' }, may: { answer: false } }]);
		expect(await subjects(other)).toContain('Test Forum: answers to your requests');
		expect(await subjects(pair[first])).toHaveLength(1);
		await expect(propose(pair[0], pair[1])).rejects.toMatchObject(at('other_person', 'has_declined'));
	}
});

test('one of two who asks the other meanwhile does not agree for both; what nobody answers ends without a word', async () => {
	const [an, bo] = await two();
	await propose(an, bo);
	for (const [one, other] of [[an, bo], [bo, an]] as const) await expect(sendRequest(network.context, one.actor, { eventId: EVENT, registrationId: other.id, request: { message: 'Hello.', language: 'en', ownListingId: null, theirListingId: null, also: [] } })).rejects.toMatchObject({ code: 'conflict' });
	network.context.now = new Date('2027-03-07T03:00:00Z');
	expect(await expireRequests(network.context, 10)).toBe(1);
	await tellRequests(network.context, 100);
	for (const person of [an, bo]) expect(await subjects(person)).toHaveLength(1);
	await propose(an, bo);
});

test('organisers alone propose, to people who want meetings, are not kept apart, and do not meet yet', async () => {
	const [an, bo] = await two();
	for (const actor of [network.network.thaiOfficer, an.actor]) await expect(propose(an, bo, actor)).rejects.toMatchObject(forbidden);
	await expect(propose(an, bo, network.network.visitor)).rejects.toMatchObject({ code: expect.stringMatching(/not_found|forbidden/) });
	await expect(view(network.network.thaiOfficer)).rejects.toMatchObject(notFound);
	await expect(propose(an, an)).rejects.toMatchObject({ code: 'invalid_input', field: 'other_person' });
	const silent = await guest('silent', { wants: false });
	await expect(propose(an, silent)).rejects.toMatchObject(at('other_person', 'wants_none'));
	const chai = await guest('chai', { organisation: network.network.company });
	await forbidPair(network.context, officer, { eventId: EVENT, form: formOf({ person: an.name, other_person: chai.name, reason: 'Rivals.' }), reader: 'en' });
	await expect(propose(an, chai)).rejects.toMatchObject(at('other_person', 'not_possible'));
	await propose(an, bo);
	await expect(propose(bo, an)).rejects.toMatchObject(at('other_person', 'asked_together'));
	await network.frame({ state: 'preparing' });
	await expect(propose(bo, chai)).rejects.toMatchObject(at('pair', 'draft'));
	await network.read((tx) => tx.execute(sql`delete from meeting_forbidden_pair`));
});

test('the best pairs are shown with score and reasons, and those that are ticked proposed: one letter a person', async () => {
	const [an, bo] = await two();
	const chai = await guest('chai', { organisation: network.network.company, listings: [network.need] });
	await guest('colleague', { organisation: network.network.company });
	const { suggested } = await view();
	expect(suggested.map(({ id }) => id).sort()).toEqual([`${bo.id} ${an.id}`, `${chai.id} ${an.id}`].sort());
	expect(suggested[0]).toMatchObject({ need: { id: network.need }, reasons: { score: expect.any(Number), card: { id: network.offer } } });
	expect(suggested[0]!.reasons.pairs.length).toBeGreaterThan(0);
	const send = (pair: string[], actor = officer) => proposeSuggested(network.context, actor, { eventId: EVENT, form: formOf({ pair }) });
	await expect(send([])).rejects.toMatchObject({ code: 'invalid_input', field: 'pair' });
	await expect(send(suggested.map(({ id }) => id), network.network.thaiOfficer)).rejects.toMatchObject(forbidden);
	expect(await send([...suggested.map(({ id }) => id), `${an.id} ${crypto.randomUUID()}`])).toEqual({ proposed: 2 });
	expect(await subjects(an)).toHaveLength(1);
	expect((await network.mailsTo(an.actor))[0]!.text).toContain(chai.name);
	expect((await view()).suggested).toEqual([]);
	expect((await view()).proposals).toHaveLength(2);
	expect(await send(suggested.map(({ id }) => id))).toEqual({ proposed: 0 });
});

test('two who come are suggested to each other and to the organisers where only others of the network were kept for their listings', async () => {
	const [an, bo] = await two();
	await guest('colleague', { listings: [network.offer] });
	await network.database.asOwner((client) => client.query('delete from suggested_pair'));
	const { search } = network.context;
	const elsewhere: typeof search = Object.create(search, { counterparts: { value: (id: string, limit: number, among?: ReadonlySet<string>) => (among ? search.counterparts(id, limit, among) : []) } });
	const context = { ...network.context, search: elsewhere, thesaurus: network.thesaurus };
	expect((await suggestPeople(context, bo.actor, { eventId: EVENT, reader: 'en' })).suggested).toMatchObject([{ by: 'listings', own: { id: network.need } }, { by: 'listings', own: { id: network.need } }]);
	expect((await suggestPeople(context, an.actor, { eventId: EVENT, reader: 'en' })).suggested).toMatchObject([{ by: 'listings', person: { id: bo.id }, own: { id: network.offer } }]);
	expect((await viewProposals(context, officer, { eventId: EVENT, most: 10, reader: 'en' })).suggested.map(({ id }) => id)).toContain(`${bo.id} ${an.id}`);
	await network.suggest(network.need, network.offer);
});

test('who agreed first may take it back, and a meeting agreed on at the spot settles the proposal', async () => {
	const [an, bo] = await two();
	await propose(an, bo);
	const [line] = await linesOf(an);
	await expect(withdrawRequest(network.context, an.actor, { eventId: EVENT, requestId: line!.id })).rejects.toMatchObject(forbidden);
	await addWalkIn(network.context, officer, { eventId: EVENT, reader: 'en', form: formOf({ person: an.name, other_person: bo.name, slot: network.slots[1]! }) });
	expect(await linesOf(bo)).toMatchObject([{ state: 'accepted', meeting: { minutes: 30 } }]);
});
