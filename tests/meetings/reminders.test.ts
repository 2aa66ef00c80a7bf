import { eq } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { sendAgendas } from '#lib/server/meetings/agenda/send-agendas.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { proposeMeeting } from '#lib/server/meetings/proposals/propose-meetings.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { remindOfRequests } from '#lib/server/meetings/requests/remind-of-requests.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { tellRequests } from '#lib/server/meetings/requests/tell-requests.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { event, eventDay, eventPick, eventRoom, eventSession } from '#lib/server/events/tables.ts';
import { eventMeeting, meetingInterpreter } from '#lib/server/meetings/tables.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { formOf } from '../events/events-network.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork, type Person } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking', answerDays: 5, requestLimit: 10 });
	await network.read((tx) => tx.update(event).set({ state: 'published', cancelledAt: null }).where(eq(event.id, EVENT)));
});

let count = 0;
const name = (who: string) => `${who}-${++count}`;
const guest = async (who: string, options: Parameters<MeetingsNetwork['participant']>[1] = {}) => {
	const called = name(who);
	return { ...(await network.participant(called, options)), name: called };
};
const ask = (actor: Actor, registrationId: string, also: string[] = []) => sendRequest(network.context, actor, { eventId: EVENT, registrationId, request: { message: 'Let us talk about salt.', language: 'en', ownListingId: null, theirListingId: null, also } });
const requestOf = async (actor: Actor) => (await viewRequests(network.context, actor, EVENT)).requests[0]!.id;
const agree = async (actor: Actor) => answerRequest(network.context, actor, { eventId: EVENT, requestId: await requestOf(actor), answer: { answer: 'yes', slotId: null } });
const at = (moment: string) => (network.context.now = new Date(moment));
const letters = async ({ actor }: { actor: Person }, words: string) => (await network.mailsTo(actor)).filter(({ subject }) => subject.includes(words));
const reminders = async (person: { actor: Person }) => letters(person, 'requests wait for your answer');
const agendas = async (person: { actor: Person }) => letters(person, 'your meetings tomorrow');

describe('a request that nobody answers', () => {
	test('is brought to mind once, two days before it ends, with all others that wait for the same person', async () => {
		const [an, bo, chai] = [await guest('an'), await guest('bo', { organisation: network.network.company }), await guest('chai')];
		await ask(an.actor, bo.id);
		await tellRequests(network.context, 100);
		at('2027-03-03T02:00:00Z');
		await ask(chai.actor, bo.id);
		await tellRequests(network.context, 100);
		expect(await remindOfRequests(network.context)).toBe(0);
		at('2027-03-04T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(1);
		expect(await remindOfRequests(network.context)).toBe(0);
		const [letter] = await reminders(bo);
		expect(letter!.text).toContain(an.name);
		expect(letter!.text).toContain(chai.name);
		expect(letter!.text).toContain(`/events/${EVENT}/meetings/requests`);
		for (const asker of [an, chai]) expect(await reminders(asker)).toEqual([]);
		at('2027-03-06T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(0);
	});

	test('is not brought to mind once answered, nor where the other comes no more, nor of an event that is off', async () => {
		const [an, bo, chai] = [await guest('an'), await guest('bo', { organisation: network.network.company }), await guest('chai')];
		await ask(an.actor, bo.id);
		await ask(chai.actor, an.id);
		await tellRequests(network.context, 100);
		await agree(bo.actor);
		await network.read((tx) => tx.update(eventRegistration).set({ state: 'withdrawn', badge: null }).where(eq(eventRegistration.id, chai.id)));
		at('2027-03-04T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(0);
		const dao = await guest('dao', { organisation: network.network.company });
		await ask(an.actor, dao.id);
		await tellRequests(network.context, 100);
		await network.read((tx) => tx.update(event).set({ state: 'cancelled', cancelledAt: network.context.now }).where(eq(event.id, EVENT)));
		at('2027-03-07T05:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(0);
		expect(await reminders(dao)).toEqual([]);
	});

	test('is brought to mind of each of several, and of both to whom the organisers proposed it', async () => {
		const [an, bo, chai] = [await guest('an'), await guest('bo', { organisation: network.network.company }), await guest('chai')];
		await ask(an.actor, bo.id, [chai.id]);
		await tellRequests(network.context, 100);
		await agree(bo.actor);
		const [dao, eng] = [await guest('dao'), await guest('eng', { organisation: network.network.company })];
		await proposeMeeting(network.context, network.network.officer, { eventId: EVENT, form: formOf({ person: dao.name, other_person: eng.name }), reader: 'en' });
		at('2027-03-04T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(3);
		expect((await reminders(chai))[0]!.text).toContain(`${an.name}`);
		expect(await reminders(bo)).toEqual([]);
		for (const person of [dao, eng]) expect(await reminders(person)).toHaveLength(1);
	});

	test('is brought to mind of both to whom the organisers proposed it, though one hears of another request earlier', async () => {
		const [an, bo, chai] = [await guest('an'), await guest('bo', { organisation: network.network.company }), await guest('chai', { organisation: network.network.company })];
		await ask(chai.actor, an.id);
		await tellRequests(network.context, 100);
		at('2027-03-03T02:00:00Z');
		await proposeMeeting(network.context, network.network.officer, { eventId: EVENT, form: formOf({ person: an.name, other_person: bo.name }), reader: 'en' });
		at('2027-03-04T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(1);
		expect(await reminders(bo)).toEqual([]);
		at('2027-03-06T04:00:00Z');
		expect(await remindOfRequests(network.context)).toBe(2);
		expect(await remindOfRequests(network.context)).toBe(0);
		expect((await reminders(bo))[0]!.text).toContain(an.name);
		expect((await reminders(an)).map(({ text }) => [text.includes(chai.name), text.includes(bo.name)]).sort()).toEqual([[false, true], [true, false]]);
	});
});

describe('on the eve of a day', () => {
	async function dayOfMeetings() {
		const an = await guest('an', { languages: ['zh'] });
		const bo = await guest('bo', { organisation: network.network.company, languages: ['th'] });
		const between = await guest('between', { wants: false });
		await network.read((tx) => tx.insert(meetingInterpreter).values({ registrationId: between.id, eventId: EVENT, oneLanguage: 'th', otherLanguage: 'zh' }));
		await ask(an.actor, bo.id);
		await agree(bo.actor);
		const idle = await guest('idle');
		return { an, bo, between, idle };
	}

	test('who meets or interprets gets its agenda once, with the sessions that one has picked', async () => {
		const { an, bo, between, idle } = await dayOfMeetings();
		await network.read(async (tx) => {
			const [day] = await tx.select().from(eventDay).where(eq(eventDay.eventId, EVENT)).orderBy(eventDay.day);
			const [room] = await tx.select().from(eventRoom).where(eq(eventRoom.eventId, EVENT));
			const [session] = await tx.insert(eventSession).values({ eventId: EVENT, dayId: day!.id, roomId: room!.id, kind: 'parallel', titles: [{ language: 'en', text: 'Salt and rice', provenance: 'original' }], startsAt: new Date('2027-03-15T06:00:00Z'), endsAt: new Date('2027-03-15T07:00:00Z') }).returning();
			await tx.insert(eventPick).values({ eventId: EVENT, sessionId: session!.id, userId: an.actor.userId, pickedAt: network.context.now });
		});
		for (const moment of ['2027-03-13T12:00:00Z', '2027-03-14T08:30:00Z']) {
			at(moment);
			expect(await sendAgendas(network.context)).toBe(0);
		}
		// Four in the afternoon in Vientiane.
		at('2027-03-14T09:05:00Z');
		expect(await sendAgendas(network.context)).toBe(3);
		expect(await sendAgendas(network.context)).toBe(0);
		const [own] = await agendas(an);
		expect(own!.text).toContain('Monday, March 15, 2027');
		expect(own!.text).toMatch(new RegExp(`09:00–09:30 · ${bo.name}.* · Table 1, Room · interpreter: ${between.name}`));
		expect(own!.text).toContain('13:00–14:00 · Session: Salt and rice · Room');
		expect((await agendas(bo))[0]!.text).not.toContain('Salt and rice');
		expect((await agendas(between))[0]!.text).toContain('You interpret');
		expect(await agendas(idle)).toEqual([]);
	});

	test('a meeting that was told on the eve of another day does not silence its new one, whose people hear once again', async () => {
		const { an, bo } = await dayOfMeetings();
		at('2027-03-14T09:05:00Z');
		expect(await sendAgendas(network.context)).toBe(3);
		await network.read((tx) => tx.update(eventMeeting).set({ startsAt: new Date('2027-03-16T02:00:00Z') }).where(eq(eventMeeting.eventId, EVENT)));
		at('2027-03-15T09:05:00Z');
		expect(await sendAgendas(network.context)).toBe(3);
		expect(await sendAgendas(network.context)).toBe(0);
		for (const person of [an, bo]) expect((await agendas(person)).filter(({ text }) => text.includes('Tuesday, March 16, 2027'))).toHaveLength(1);
	});

	test('what the letters of many say is read by no more queries than that of two', async () => {
		const meet = async () => {
			const [an, bo] = [await guest('an'), await guest('bo', { organisation: network.network.company })];
			await ask(an.actor, bo.id);
			await agree(bo.actor);
		};
		const sent = async () => {
			at('2027-03-14T09:05:00Z');
			const queries = vi.spyOn(pg.Client.prototype, 'query');
			const letters = await sendAgendas(network.context);
			const others = queries.mock.calls.length - letters;
			queries.mockRestore();
			return { letters, others };
		};
		await meet();
		const two = await sent();
		await network.read((tx) => tx.update(eventMeeting).set({ agendaToldAt: null }).where(eq(eventMeeting.eventId, EVENT)));
		for (let pair = 0; pair < 2; pair++) await meet();
		expect(two.letters).toBe(2);
		expect(await sent()).toEqual({ letters: 6, others: two.others });
	});

	test('nobody hears of a meeting that was called off, or of an event that is off', async () => {
		const { an, bo } = await dayOfMeetings();
		const [meeting] = (await viewAgenda(network.context, an.actor, EVENT)).meetings;
		await cancelMeeting(network.context, an.actor, { eventId: EVENT, meetingId: meeting!.id, words: '', language: 'en' });
		at('2027-03-14T09:05:00Z');
		expect(await sendAgendas(network.context)).toBe(0);
		at('2027-03-02T03:00:00Z');
		await ask(bo.actor, an.id);
		await agree(an.actor);
		await network.read((tx) => tx.update(event).set({ state: 'cancelled', cancelledAt: network.context.now }).where(eq(event.id, EVENT)));
		at('2027-03-14T09:05:00Z');
		expect(await sendAgendas(network.context)).toBe(0);
	});
});
