import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { moveOwnMeeting } from '#lib/server/meetings/agenda/move-own-meeting.ts';
import { saveInterpreterTimes, viewInterpreterTimes } from '#lib/server/meetings/availability/interpreter-times.ts';
import { paintTimes, viewTimes } from '#lib/server/meetings/availability/paint-times.ts';
import { addInterpreter } from '#lib/server/meetings/frame/interpreters.ts';
import { answerOutcome } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { suggestOwners } from '#lib/server/meetings/invitations/suggest-owners.ts';
import { reportOwnMeeting } from '#lib/server/meetings/live/report-meeting.ts';
import { recordWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { joinMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { viewPeople } from '#lib/server/meetings/participants/view-people.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { goOnWithout } from '#lib/server/meetings/requests/answer-of-several.ts';
import { answerRequest, bookRequest, withdrawRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { meetingInterpreter } from '#lib/server/meetings/tables.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { formOf } from '../events/events-network.ts';
import { createMeetingsNetwork, EVENT, WISH, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking' });
});

const [notFound, forbidden] = [{ code: 'not_found' }, { code: 'forbidden' }];
let count = 0;
const name = (who: string) => `${who}-${++count}`;
const REQUEST = { message: 'Let us talk about salt.', language: 'en' as const, ownListingId: null, theirListingId: null, also: [] };
const ask = (actor: Actor, registrationId: string) => sendRequest(network.context, actor, { eventId: EVENT, registrationId, request: REQUEST });
const linesOf = async (actor: Actor) => (await viewRequests(network.context, actor, EVENT)).requests;
const makeInterpreter = (registration: string, actor: Actor = network.network.officer) => addInterpreter(network.context, actor, { eventId: EVENT, form: formOf({ registration, one: 'zh', other: 'th' }) });
const there = async (actor: Actor) => (await viewTimes(network.context, actor, EVENT)).days.flatMap(({ slots }) => slots.filter((slot) => slot.there).map(({ id }) => id));
const peopleFor = async (actor: Actor) => (await viewPeople(network.context, actor, { eventId: EVENT, filters: { words: '', country: null, area: null, kind: null }, page: 1 })).people.map(({ id }) => id);
async function interpreter() {
	const between = await network.participant(name('between'), { languages: ['th', 'zh'], wants: false });
	await makeInterpreter(between.id);
	return between;
}

test('who interprets says when, and is booked at no other time', async () => {
	const between = await interpreter();
	await paintTimes(network.context, between.actor, { eventId: EVENT, there: new Set([network.slots[2]!]) });
	expect(await there(between.actor)).toEqual([network.slots[2]]);
	const an = await network.participant(name('an'), { languages: ['zh'] });
	const bo = await network.participant(name('bo'), { organisation: network.network.company, languages: ['th'] });
	await ask(an.actor, bo.id);
	const booked = await answerRequest(network.context, bo.actor, { eventId: EVENT, requestId: (await linesOf(bo.actor))[0]!.id, answer: { answer: 'yes', slotId: null } });
	expect(booked!.meeting).toMatchObject({ slotId: network.slots[2], interpreterId: between.id });
	// What one interprets already stays until it is off.
	await paintTimes(network.context, between.actor, { eventId: EVENT, there: new Set() });
	expect((await viewTimes(network.context, between.actor, EVENT)).days[0]!.slots.map(({ there, taken }) => there || taken)).toEqual([false, false, true, false]);
	const idle = await network.participant(name('idle'), { wants: false });
	await expect(viewTimes(network.context, idle.actor, EVENT)).rejects.toMatchObject(forbidden);
	await network.read((tx) => tx.update(eventRegistration).set({ state: 'waiting', badge: null, waitingSince: network.context.now }).where(eq(eventRegistration.id, between.id)));
	await expect(paintTimes(network.context, between.actor, { eventId: EVENT, there: new Set() })).rejects.toMatchObject(notFound);
});

test('organisers say it for who interprets, and for nobody else', async () => {
	const between = await interpreter();
	const save = (registrationId: string | null, actor: Actor = network.network.officer) => saveInterpreterTimes(network.context, actor, { eventId: EVENT, registrationId, there: new Set([network.slots[0]!]) });
	const view = (registrationId: string | null, actor: Actor = network.network.officer) => viewInterpreterTimes(network.context, actor, { eventId: EVENT, registrationId });
	await save(between.id);
	expect(await there(between.actor)).toEqual([network.slots[0]]);
	expect((await view(between.id)).times.days[0]!.slots.map((slot) => slot.there)).toEqual([true, false, false, false]);
	const an = await network.participant(name('an'));
	for (const id of [an.id, crypto.randomUUID(), null]) {
		await expect(save(id)).rejects.toMatchObject(notFound);
		await expect(view(id)).rejects.toMatchObject(notFound);
	}
	for (const actor of [network.network.thaiOfficer, between.actor]) {
		await expect(save(between.id, actor)).rejects.toMatchObject(forbidden);
		await expect(view(between.id, actor)).rejects.toMatchObject(notFound);
	}
});

test('who interprets is not in the catalogue, is not asked, joins no meetings, and reads why', async () => {
	const [an, bo] = [await network.participant(name('an')), await network.participant(name('bo'), { organisation: network.network.company })];
	expect(await peopleFor(an.actor)).toEqual([bo.id]);
	await makeInterpreter(bo.id);
	expect(await peopleFor(an.actor)).toEqual([]);
	await expect(ask(an.actor, bo.id)).rejects.toMatchObject(notFound);
	await expect(ask(bo.actor, an.id)).rejects.toMatchObject(forbidden);
	await expect(joinMeetings(network.context, bo.actor, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(forbidden);
	expect(await viewAgenda(network.context, bo.actor, EVENT)).toMatchObject({ interprets: true, may: { join: false, paint: true, leave: true } });
	expect((await viewAgenda(network.context, an.actor, EVENT)).interprets).toBe(false);
});

test('nobody becomes an interpreter whose requests or meetings would leave the schedule silently', async () => {
	await network.frame({ mode: 'collected' });
	const [an, bo] = [await network.participant(name('an')), await network.participant(name('bo'), { organisation: network.network.company })];
	await ask(an.actor, bo.id);
	const refused = { code: 'conflict', field: 'registration', detail: { code: 'has_meetings', limit: 1 } };
	for (const { id } of [an, bo]) await expect(makeInterpreter(id)).rejects.toMatchObject(refused);
	const [line] = await linesOf(an.actor);
	await answerRequest(network.context, bo.actor, { eventId: EVENT, requestId: line!.id, answer: { answer: 'yes', slotId: null } });
	await expect(makeInterpreter(bo.id)).rejects.toMatchObject(refused);
	await withdrawRequest(network.context, an.actor, { eventId: EVENT, requestId: line!.id });
	await makeInterpreter(bo.id);
	expect(await network.read((tx) => tx.$count(meetingInterpreter, sql`true`))).toBe(1);
});

test('what was asked of somebody before that one interpreted is not agreed to any more', async () => {
	const [an, bo] = [await network.participant(name('an')), await network.participant(name('bo'), { organisation: network.network.company })];
	await ask(an.actor, bo.id);
	await network.read((tx) => tx.insert(meetingInterpreter).values({ registrationId: bo.id, eventId: EVENT, oneLanguage: 'th', otherLanguage: 'zh' }));
	const [line] = await linesOf(bo.actor);
	await expect(answerRequest(network.context, bo.actor, { eventId: EVENT, requestId: line!.id, answer: { answer: 'yes', slotId: null } })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'interprets' } });
});

test('who interprets a meeting reads when and where it is, and does nothing else with it, its request or its people', async () => {
	const between = await interpreter();
	const [an, bo] = [await network.participant(name('an'), { languages: ['zh'] }), await network.participant(name('bo'), { organisation: network.network.company, languages: ['th'] })];
	await ask(an.actor, bo.id);
	const requestId = (await linesOf(bo.actor))[0]!.id;
	const meetingId = (await answerRequest(network.context, bo.actor, { eventId: EVENT, requestId, answer: { answer: 'yes', slotId: null } }))!.meeting!.id;
	const [own] = (await viewAgenda(network.context, between.actor, EVENT)).meetings;
	expect(own).toMatchObject({ id: meetingId, role: 'interpreter', words: [], may: { cancel: false, conclude: false, takeBack: false } });
	const at = { eventId: EVENT, meetingId };
	const search = { ...network.context, thesaurus: network.thesaurus };
	const refusedAhead = [
		[() => cancelMeeting(network.context, between.actor, { ...at, words: '', language: 'en' }), forbidden],
		[() => moveOwnMeeting(network.context, between.actor, { ...at, slotId: network.slots[3]! }), forbidden],
		[() => answerRequest(network.context, between.actor, { eventId: EVENT, requestId, answer: { answer: 'yes', slotId: null } }), notFound],
		[() => withdrawRequest(network.context, between.actor, { eventId: EVENT, requestId }), notFound],
		[() => bookRequest(network.context, between.actor, { eventId: EVENT, requestId, slotId: null }), notFound],
		[() => goOnWithout(network.context, between.actor, { eventId: EVENT, requestId, registrationId: bo.id }), notFound],
		[() => peopleFor(between.actor), forbidden],
		[() => suggestPeople(search, between.actor, { eventId: EVENT, reader: 'en' }), forbidden],
		[() => suggestOwners(search, between.actor, { eventId: EVENT, reader: 'en' }), forbidden],
		[() => makeInterpreter(an.id, between.actor), forbidden],
	] as const;
	for (const [tries, refusal] of refusedAhead) await expect(tries(), String(tries)).rejects.toMatchObject(refusal);
	expect(await linesOf(between.actor)).toEqual([]);
	// In its slot, and after it.
	network.context.now = new Date('2027-03-15T02:05:00Z');
	await expect(reportOwnMeeting(network.context, between.actor, { ...at, report: 'held' })).rejects.toMatchObject(notFound);
	await expect(recordWalkIn({ ...network.context, secret: 'secret' }, between.actor, { eventId: EVENT, form: formOf({ badge: 'any' }) })).rejects.toMatchObject(forbidden);
	network.context.now = new Date('2027-03-15T06:00:00Z');
	await expect(answerOutcome(network.context, between.actor, { ...at, outcome: 'contact' })).rejects.toMatchObject(notFound);
});
