import { eq, sql } from 'drizzle-orm';
import icaljs from 'ical.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { askOutcomes } from '#lib/server/meetings/follow-up/ask-outcomes.ts';
import { answerOutcome, viewOutcome } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { putForbiddenPair } from '#lib/server/meetings/host/queries.ts';
import type { AnswerInput } from '#lib/server/meetings/input.ts';
import { reportOwnMeeting } from '#lib/server/meetings/live/report-meeting.ts';
import { leaveMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { goOnWithout } from '#lib/server/meetings/requests/answer-of-several.ts';
import { answerRequest, withdrawRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { expireRequests, tellRequests } from '#lib/server/meetings/requests/tell-requests.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { partiesOfRequests } from '#lib/server/meetings/requests/parties.ts';
import { loadGround } from '#lib/server/meetings/schedules/ground.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import { followRegistrations } from '#lib/server/meetings/standing/follow-registrations.ts';
import { meetingFigures } from '#lib/server/meetings/statistics/figures.ts';
import { outcomeFacts, requestFacts } from '#lib/server/meetings/statistics/queries.ts';
import { meetingRequest } from '#lib/server/meetings/tables.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking' });
});

type Guest = Awaited<ReturnType<MeetingsNetwork['participant']>>;
const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
let count = 0;
const somebody = (who: string, options = {}): Promise<Guest> => network.participant(`${who}-${++count}`, options);
const three = async () => [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai')] as const;
const ask = (from: Guest, ...others: Guest[]) => sendRequest(network.context, from.actor, { eventId: EVENT, registrationId: others[0]!.id, request: { message: 'All of us at one table.', language: 'en', ownListingId: null, theirListingId: null, also: others.slice(1).map(({ id }) => id) } });
const requestsOf = async (actor: Actor) => (await viewRequests(network.context, actor, EVENT)).requests;
const YES: AnswerInput = { answer: 'yes', slotId: null };
const NO: AnswerInput = { answer: 'no', reason: 'topic', words: 'Not for us.', language: 'en' };
const answer = async ({ actor }: Guest, given: AnswerInput = YES) => answerRequest(network.context, actor, { eventId: EVENT, requestId: (await requestsOf(actor))[0]!.id, answer: given });
const goOn = async ({ actor }: Guest, without: Guest) => goOnWithout(network.context, actor, { eventId: EVENT, requestId: (await requestsOf(actor))[0]!.id, registrationId: without.id });
const agendaOf = async ({ actor }: Guest) => (await viewAgenda(network.context, actor, EVENT)).meetings;
const entryOf = (letter: { calendar: { content: string } | null }) => new icaljs.Component(icaljs.parse(letter.calendar!.content)).getFirstSubcomponent('vevent')!;
/** Three who have agreed to meet, the first asked. */
async function met() {
	const [an, bo, chai] = await three();
	await ask(an, bo, chai);
	await answer(bo);
	const { meeting } = (await answer(chai))!;
	return { an, bo, chai, meeting: meeting! };
}

describe('a request of several', () => {
	test('is agreed on once all have said yes, and all get the meeting, its table and its entry for the calendar', async () => {
		const [an, bo, chai] = await three();
		expect(await ask(an, bo, chai)).toEqual({ outcome: 'asked' });
		expect(await tellRequests(network.context, 100)).toBe(2);
		expect((await network.mailsTo(chai.actor))[0]!.text).toContain(bo.actor.name);
		expect(await answer(bo)).toEqual({ meeting: null, waitsFor: 'others' });
		await expect(answer(bo)).rejects.toMatchObject(forbidden);
		expect((await requestsOf(bo.actor))[0]).toMatchObject({ state: 'asked', agreed: true, several: true, slots: [], may: { answer: false } });
		expect((await viewAgenda(network.context, chai.actor, EVENT)).waiting.toAnswer).toBe(1);
		// Nobody is waited for after this one: it chooses among the slots that are free for all three.
		expect((await requestsOf(chai.actor))[0]!.slots.map(({ id }) => id)).toEqual(network.slots);
		const accepted = (await answer(chai, { answer: 'yes', slotId: network.slots[2]! }))!;
		for (const guest of [an, bo, chai]) {
			const [meeting] = await agendaOf(guest);
			expect(meeting).toMatchObject({ table: '1', words: [{ from: an.id, text: 'All of us at one table.' }], leavesOthers: guest !== an });
			expect(meeting!.others.map(({ id }) => id).sort()).toEqual([an, bo, chai].filter((each) => each !== guest).map(({ id }) => id).sort());
			const letter = (await network.mailsTo(guest.actor)).find(({ calendar }) => calendar)!;
			expect(entryOf(letter).getFirstPropertyValue('uid')).toBe(`${accepted.meeting!.id}@mitra`);
			expect(letter.text).toContain([an, bo, chai].find((each) => each !== guest)!.actor.name);
		}
		// The letter of the meeting has said it: no other one does.
		expect(await tellRequests(network.context, 100)).toBe(0);
	});

	test('is seen by its people alone, and answered by each for itself', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		const stranger = await somebody('stranger');
		const requestId = (await requestsOf(an.actor))[0]!.id;
		const give = (actor: Actor) => answerRequest(network.context, actor, { eventId: EVENT, requestId, answer: YES });
		await expect(give(stranger.actor)).rejects.toMatchObject(notFound);
		await expect(give(network.network.stranger)).rejects.toMatchObject(notFound);
		await expect(give(an.actor)).rejects.toMatchObject(forbidden);
		await expect(give(network.network.officer)).rejects.toMatchObject(forbidden);
		await expect(withdrawRequest(network.context, chai.actor, { eventId: EVENT, requestId })).rejects.toMatchObject(forbidden);
		const rowsFor = ({ actor }: Guest) => asActor(network.database.db, actor, async (tx) => Number((await tx.execute<{ all: string }>(sql`select (select count(*) from meeting_request) + (select count(*) from meeting_request_party) as all`)).rows[0]!.all));
		expect([await rowsFor(an), await rowsFor(bo), await rowsFor(chai), await rowsFor(stranger)]).toEqual([3, 3, 3, 0]);
	});

	test('is of four at most, of people who want meetings, and of nobody who is asked already', async () => {
		const [an, bo, chai] = await three();
		const [dao, eng, silent] = [await somebody('dao'), await somebody('eng'), await somebody('silent', { wants: false })];
		await expect(ask(an, bo, chai, dao, eng)).rejects.toMatchObject({ code: 'invalid_input', detail: { code: 'parties_limit', limit: 4 } });
		await expect(ask(an, bo, silent)).rejects.toMatchObject(notFound);
		await expect(ask(an, bo, an)).rejects.toMatchObject(notFound);
		await ask(an, bo, chai);
		const together = { code: 'conflict', detail: { code: 'asked_together' } };
		await expect(ask(an, chai)).rejects.toMatchObject(together);
		await expect(ask(chai, an)).rejects.toMatchObject(together);
		await expect(ask(an, bo, chai, dao)).rejects.toMatchObject(together);
		// Two groups may share people, as the schedule lets them.
		expect(await ask(an, chai, dao)).toEqual({ outcome: 'asked' });
		await expect(ask(an, bo, chai)).rejects.toMatchObject(together);
	});

	test('of which one declines is told to the others, and goes on without when who asked says so', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo, NO);
		for (const other of [an, chai]) expect((await network.mailsTo(other.actor))[0]!.text).toContain('Not for us.');
		expect(await network.mailsTo(bo.actor)).toEqual([]);
		expect(await answer(chai)).toEqual({ meeting: null, waitsFor: 'others' });
		expect((await requestsOf(an.actor))[0]!.others.map(({ answer: said, mayBeLeftOut }) => [said, mayBeLeftOut])).toEqual([['refused', true], ['accepted', false]]);
		await expect(goOn(chai, bo)).rejects.toMatchObject(forbidden);
		await expect(goOn(bo, bo)).rejects.toMatchObject(forbidden);
		await expect(goOn(an, chai)).rejects.toMatchObject(notFound);
		expect((await goOn(an, bo)).meeting).toMatchObject({ slotId: network.slots[0] });
		expect((await agendaOf(an))[0]!.others.map(({ id }) => id)).toEqual([chai.id]);
		expect(await agendaOf(bo)).toEqual([]);
		expect((await requestsOf(bo.actor))[0]).toMatchObject({ state: 'withdrawn', meeting: null });
	});

	test('that all decline is declined; one that is not answered in time ends, and who agreed is told', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo, NO);
		await answer(chai, NO);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'refused', may: { goOn: false } });
		await ask(an, bo, chai);
		await answer(bo);
		await tellRequests(network.context, 100);
		network.context.now = new Date('2027-03-06T03:00:01Z');
		await expect(goOn(an, chai)).rejects.toMatchObject(forbidden);
		expect(await expireRequests(network.context, 100)).toBe(1);
		await tellRequests(network.context, 100);
		for (const told of [an, bo]) expect((await network.mailsTo(told.actor)).some(({ text }) => text.includes(`in time:\n- ${chai.actor.name}`))).toBe(true);
		// Asked and told twice: no more.
		await expect(ask(an, bo, chai)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('goes on when one of them wants no meetings any more', async () => {
		await network.frame({ mode: 'collected' });
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo);
		expect(await answer(chai)).toEqual({ meeting: null, waitsFor: 'schedule' });
		await leaveMeetings(network.context, bo.actor, { eventId: EVENT });
		expect((await network.mailsTo(chai.actor)).some(({ text }) => text.includes(bo.actor.name))).toBe(true);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'accepted' });
		const parties = async () => network.read(async (tx) => (await loadGround(tx, (await frameOf(tx, EVENT))!)).ground.requests.map((request) => request.parties));
		expect(await parties()).toEqual([[an.id, chai.id]]);
		const before = { an: (await network.mailsTo(an.actor)).length, bo: (await network.mailsTo(bo.actor)).length };
		await leaveMeetings(network.context, chai.actor, { eventId: EVENT });
		expect(await parties()).toEqual([]);
		// Who asked hears once that nobody is left; who had gone before hears nothing.
		const told = await network.mailsTo(an.actor);
		expect(told).toHaveLength(before.an + 1);
		expect(told.some(({ text }) => text.includes(chai.actor.name) && text.includes('Nobody else is left'))).toBe(true);
		await tellRequests(network.context, 100);
		expect(await network.mailsTo(an.actor)).toHaveLength(before.an + 1);
		expect(await network.mailsTo(bo.actor)).toHaveLength(before.bo);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'withdrawn' });
	});

	test('is declined when the last who has not declined wants no meetings any more, and who asked is told once', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo, NO);
		const before = (await network.mailsTo(bo.actor)).length;
		await leaveMeetings(network.context, chai.actor, { eventId: EVENT });
		const alone = async () => (await network.mailsTo(an.actor)).filter(({ text }) => text.includes(chai.actor.name) && text.includes('Nobody else is left'));
		expect(await alone()).toHaveLength(1);
		await tellRequests(network.context, 100);
		expect(await alone()).toHaveLength(1);
		expect(await network.mailsTo(bo.actor)).toHaveLength(before);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'refused', may: { goOn: false } });
	});

	test('is made once where the same are asked in the same moment, by one or by two of them', async () => {
		const [an, bo, chai] = await three();
		const sent = await Promise.allSettled([ask(an, bo, chai), ask(an, bo, chai), ask(bo, chai, an), ask(chai, an, bo)]);
		expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const each of sent) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict', detail: { code: 'asked_together' } });
		const [dao, eng] = [await somebody('dao'), await somebody('eng')];
		// Two of three are not asked to meet alone at the same time.
		expect((await Promise.allSettled([ask(an, dao, eng), ask(an, dao)])).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	test('of four is made once, whoever of them asks, and whatever three of them ask in the same moment', async () => {
		const [an, bo, chai] = await three();
		const dao = await somebody('dao');
		const sent = await Promise.allSettled([ask(an, bo, chai, dao), ask(dao, an, bo, chai), ask(bo, chai, dao, an), ask(chai, dao, an), ask(an, bo, dao)]);
		const [made, ...more] = sent.filter(({ status }) => status === 'fulfilled');
		expect(made).toBeDefined();
		// Two requests of three people each, neither among the other's, may stand beside one another; with one of four, none may.
		// But whoever asks four, three of whom have a request without this one, does not learn of it by being refused.
		const open = await network.read(async (tx) => partiesOfRequests(tx, await tx.select().from(meetingRequest)));
		const sets = [...open.values()].map((those) => ({ asks: those[0]!, those: new Set(those) }));
		expect(sets).toHaveLength(1 + more.length);
		for (const one of sets) for (const other of sets) if (one !== other && one.those.has(other.asks)) expect(one.those.isSubsetOf(other.those)).toBe(false);
		for (const each of sent) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict', detail: { code: 'asked_together' } });
	});

	test('does not become a second one of the same people by going on without somebody', async () => {
		const [an, bo, chai] = await three();
		const [dao, eng] = [await somebody('dao'), await somebody('eng')];
		await ask(an, bo, chai, dao);
		await ask(an, bo, chai, eng);
		const requestOf = async (guest: Guest) => (await requestsOf(guest.actor))[0]!.id;
		const ids = [await requestOf(dao), await requestOf(eng)];
		await answer(dao, NO);
		await answer(eng, NO);
		const without = (requestId: string, guest: Guest) => goOnWithout(network.context, an.actor, { eventId: EVENT, requestId, registrationId: guest.id });
		// The two would both be of an, bo and chai; the other one has to be taken back first.
		const went = await Promise.allSettled([without(ids[0]!, dao), without(ids[1]!, eng)]);
		expect(went.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		await expect(without(ids[0]!, dao)).rejects.toMatchObject({ code: 'conflict', field: 'answer', detail: { code: 'asked_together' } });
		await withdrawRequest(network.context, an.actor, { eventId: EVENT, requestId: ids[1]! });
		expect((await without(ids[0]!, dao)).waitsFor).toBe('others');
		// Nor of two who are in a request of their own.
		const [fay, gil, hoa] = await three();
		await ask(fay, gil, hoa);
		const several = await requestOf(fay);
		await answer(hoa, NO);
		await network.read((tx) => tx.update(meetingRequest).set({ state: 'expired' }).where(eq(meetingRequest.id, several)));
		await ask(fay, gil);
		await network.read((tx) => tx.update(meetingRequest).set({ state: 'asked' }).where(eq(meetingRequest.id, several)));
		await expect(goOnWithout(network.context, fay.actor, { eventId: EVENT, requestId: several, registrationId: hoa.id })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'asked_together' } });
	});

	test('answers of two who agree in the same moment make one meeting', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		const results = await Promise.all([answer(bo), answer(chai)]);
		expect(results.filter((each) => each?.meeting)).toHaveLength(1);
		expect(await agendaOf(an)).toHaveLength(1);
	});

	test('is agreed on by nobody where the host keeps two of them apart by now, and nobody learns why', async () => {
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo);
		await network.read((tx) => putForbiddenPair(tx, { eventId: EVENT, people: [an.id, bo.id], reason: 'A lawsuit.', madeBy: null, madeAt: network.context.now }));
		const neutral = { code: 'conflict', message: 'Not possible.', detail: { code: 'not_possible' } };
		await expect(answer(chai)).rejects.toMatchObject(neutral);
		await expect(goOn(an, chai)).rejects.toMatchObject(neutral);
		// Nor of two, nor where the schedule would have to find a place.
		const [dao, eng] = [await somebody('dao'), await somebody('eng')];
		await ask(dao, eng);
		await network.read((tx) => putForbiddenPair(tx, { eventId: EVENT, people: [dao.id, eng.id], reason: 'Another.', madeBy: null, madeAt: network.context.now }));
		await network.frame({ mode: 'collected' });
		await expect(answer(eng)).rejects.toMatchObject(neutral);
		expect((await requestsOf(chai.actor))[0]).toMatchObject({ state: 'asked', may: { answer: true } });
		await answer(chai, NO);
	});

	test('stays for the rest where one of those who were asked is erased', async () => {
		const { an, bo, chai, meeting } = await met();
		const [dao, eng] = [await somebody('dao'), await somebody('eng')];
		await ask(dao, bo, eng);
		const erase = ({ id }: Guest) => network.read((tx) => tx.delete(eventRegistration).where(eq(eventRegistration.id, id)));
		await erase(bo);
		expect((await agendaOf(an))[0]).toMatchObject({ id: meeting.id, state: 'planned', others: [{ id: chai.id }] });
		expect((await answer(eng))!.meeting).not.toBeNull();
		await erase(chai);
		expect(await agendaOf(an)).toEqual([]);
		await network.read((tx) => tx.delete(eventRegistration));
		expect(await network.read((tx) => tx.$count(meetingRequest))).toBe(0);
	});

	test('goes to the schedule with all its people', async () => {
		await network.frame({ mode: 'collected' });
		const [an, bo, chai] = await three();
		await ask(an, bo, chai);
		await answer(bo, { answer: 'gladly', slotId: null });
		await answer(chai, { answer: 'gladly', slotId: null });
		const [request] = await network.read(async (tx) => (await loadGround(tx, (await frameOf(tx, EVENT))!)).ground.requests);
		expect(request!.parties).toEqual([an.id, bo.id, chai.id]);
		expect(request!.weight).toBeGreaterThan(1);
		await tellRequests(network.context, 100);
		for (const guest of [an, bo, chai]) expect((await network.mailsTo(guest.actor)).some(({ text }) => text.includes('agree to meet'))).toBe(true);
	});
});

describe('a meeting of several', () => {
	test('is left by one who was asked, and called off by who asked', async () => {
		const { an, bo, chai, meeting } = await met();
		const cancel = ({ actor }: Guest) => cancelMeeting(network.context, actor, { eventId: EVENT, meetingId: meeting.id, words: 'I am ill.', language: 'en' });
		expect(await cancel(bo)).toBe('left');
		await expect(cancel(bo)).rejects.toMatchObject(notFound);
		expect((await agendaOf(chai))[0]).toMatchObject({ state: 'planned', others: [{ id: an.id }], leavesOthers: false });
		const [gone] = (await network.mailsTo(bo.actor)).filter(({ calendar }) => calendar?.method === 'CANCEL');
		expect(entryOf(gone!).getFirstPropertyValue('uid')).toBe(`${meeting.id}@mitra`);
		const [told] = (await network.mailsTo(chai.actor)).filter(({ text }) => text.includes('I am ill.'));
		expect(told!.calendar!.method).toBe('REQUEST');
		expect(entryOf(told!).getFirstPropertyValue('sequence')).toBe(1);
		expect(await cancel(an)).toBe('off');
		expect((await agendaOf(chai))[0]).toMatchObject({ state: 'cancelled' });
	});

	test('goes on when one of those who were asked comes no more, and is off when who asked does not', async () => {
		const { an, bo, chai } = await met();
		const withdraw = ({ id }: Guest) => network.read((tx) => tx.update(eventRegistration).set({ state: 'withdrawn' }).where(eq(eventRegistration.id, id)));
		await withdraw(chai);
		expect(await followRegistrations(network.context, 100)).toBe(1);
		expect(await followRegistrations(network.context, 100)).toBe(0);
		expect((await agendaOf(bo))[0]).toMatchObject({ state: 'planned', others: [{ id: an.id }] });
		await withdraw(an);
		await followRegistrations(network.context, 100);
		expect((await agendaOf(bo))[0]).toMatchObject({ state: 'cancelled' });
	});

	test('is held where one of three does not come, and counts for each who sat in it', async () => {
		const { an, bo, chai, meeting } = await met();
		network.context.now = new Date('2027-03-15T02:05:00Z');
		const report = ({ actor }: Guest, report: 'held' | 'late' | 'absent', who?: Guest) => reportOwnMeeting(network.context, actor, { eventId: EVENT, meetingId: meeting.id, report, who: who?.id ?? null });
		await expect(report(await somebody('stranger'), 'held')).rejects.toMatchObject(notFound);
		// Of several others it must be said who has not come.
		await expect(report(an, 'absent')).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(report(an, 'absent', an)).rejects.toMatchObject({ code: 'invalid_input' });
		await report(an, 'absent', chai);
		expect((await agendaOf(an))[0]).toMatchObject({ state: 'planned' });
		await report(bo, 'held');
		expect((await agendaOf(an))[0]).toMatchObject({ state: 'held' });
		await report(an, 'absent', bo);
		expect((await agendaOf(an))[0]).toMatchObject({ state: 'no_show' });
		await report(an, 'held');
		const facts = await network.read(async (tx) => meetingFigures(await requestFacts(tx, EVENT), await outcomeFacts(tx, EVENT), 3, network.context.now));
		expect(facts).toMatchObject({ meetings: 1, held: 1, meetingsEach: 1 });
		expect(facts.countries.map(({ key }) => key)).toEqual(['LA-LA']);
	});

	test('is asked about once of each, with all others named; what the others showed can be followed up', async () => {
		const { an, bo, chai, meeting } = await met();
		network.context.now = new Date('2027-03-15T04:00:00Z');
		expect(await askOutcomes({ ...network.context, secret: 'a secret' })).toBe(1);
		const letter = (await network.mailsTo(an.actor)).find(({ text }) => text.includes('?is='))!;
		expect(letter.text).toContain(`${bo.actor.name}`);
		expect(letter.text).toContain(`${chai.actor.name}`);
		expect(letter.text.match(/\?is=interest/g)).toHaveLength(1);
		await answerOutcome(network.context, chai.actor, { eventId: EVENT, meetingId: meeting.id, outcome: 'contact' });
		expect((await viewOutcome(network.context, chai.actor, { eventId: EVENT, meetingId: meeting.id })).others).toHaveLength(2);
		await expect(viewOutcome(network.context, (await somebody('stranger')).actor, { eventId: EVENT, meetingId: meeting.id })).rejects.toMatchObject(notFound);
	});
});
