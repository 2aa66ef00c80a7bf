import { eq, sql } from 'drizzle-orm';
import icaljs from 'ical.js';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { requestWeight } from '#lib/meetings/weights.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { agendaCalendar } from '#lib/server/meetings/agenda/agenda-calendar.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { paintTimes, viewTimes } from '#lib/server/meetings/availability/paint-times.ts';
import type { AnswerInput } from '#lib/server/meetings/input.ts';
import { joinMeetings, leaveMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { viewPeople, viewPerson } from '#lib/server/meetings/participants/view-people.ts';
import { answerRequest, bookRequest, withdrawRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { expireRequests, tellRequests } from '#lib/server/meetings/requests/tell-requests.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { followRegistrations } from '#lib/server/meetings/standing/follow-registrations.ts';
import { eventMeeting, meetingAttendee, meetingInterpreter, meetingRequest } from '#lib/server/meetings/tables.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { createMeetingsNetwork, EVENT, WISH, type MeetingsNetwork, type Person } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking', requestDeadline: null, requestLimit: 3, dailyLimit: null });
});

const [notFound, forbidden] = [{ code: 'not_found' }, { code: 'forbidden' }];
let count = 0;
const name = (who: string) => `${who}-${++count}`;
const two = async () => [await network.participant(name('an')), await network.participant(name('bo'), { organisation: network.network.company })] as const;
const MESSAGE = { message: 'Let us talk about salt.', language: 'en' as const, ownListingId: null, theirListingId: null, also: [] };
const ask = (actor: Actor, registrationId: string) => sendRequest(network.context, actor, { eventId: EVENT, registrationId, request: MESSAGE });
const requestsOf = async (actor: Actor) => (await viewRequests(network.context, actor, EVENT)).requests;
const answer = async (actor: Actor, given: AnswerInput = { answer: 'yes', slotId: null }, at = 0) => answerRequest(network.context, actor, { eventId: EVENT, requestId: (await requestsOf(actor))[at]!.id, answer: given });
const agendaOf = async (actor: Actor) => (await viewAgenda(network.context, actor, EVENT)).meetings;
/** Two who have agreed to meet. */
async function met() {
	const [an, bo] = await two();
	await ask(an.actor, bo.id);
	const accepted = await answer(bo.actor);
	return { an, bo, meeting: accepted!.meeting! };
}
const NO_FILTERS = { words: '', country: null, area: null, kind: null };
const people = (actor: Actor, filters = {}) => viewPeople(network.context, actor, { eventId: EVENT, filters: { ...NO_FILTERS, ...filters }, page: 1 });
/** Whoever is not approved for the event, and does not organise it. */
const outsiders = async () => [network.network.visitor, network.network.stranger, network.network.thaiOfficer, network.network.reviewer, (await network.participant(name('waiting'), { state: 'waiting' })).actor];

describe('the catalogue', () => {
	test('shows who wants meetings to who wants some, with the listings that each shows; nobody who did not say so is in it', async () => {
		const an = await network.participant(name('an'), { listings: [network.offer, network.need] });
		const bo = await network.participant(name('bo'), { organisation: network.network.company, listings: [network.need] });
		const silent = await network.participant(name('silent'), { wants: false });
		const seen = await people(bo.actor);
		// What another organisation published is not hers to show.
		expect(seen.people.map(({ id, cards }) => ({ id, cards: cards.map((card) => card.id) }))).toEqual([{ id: an.id, cards: [network.offer] }]);
		expect((await people(an.actor, { kind: 'need' })).people.map(({ id }) => id)).toEqual([bo.id]);
		expect((await people(an.actor, { kind: 'offer' })).count).toBe(0);
		expect((await people(an.actor, { area: 'agriculture', country: 'LA', words: 'SALINE soil' })).count).toBe(1);
		expect((await people(an.actor, { words: 'nothing of the kind' })).count).toBe(0);
		await expect(people(silent.actor)).rejects.toMatchObject(forbidden);
		await expect(viewPerson(network.context, an.actor, { eventId: EVENT, registrationId: silent.id })).rejects.toMatchObject(notFound);
		for (const actor of await outsiders()) await expect(people(actor)).rejects.toMatchObject(notFound);
		expect((await people(network.network.officer)).count).toBe(2);
		await leaveMeetings(network.context, an.actor, { eventId: EVENT });
		expect((await people(bo.actor)).count).toBe(0);
		await expect(people(an.actor)).rejects.toMatchObject(forbidden);
	});

	test('is joined only by who is approved, while the meetings are open, and in person', async () => {
		const silent = await network.participant(name('silent'), { wants: false });
		for (const actor of await outsiders()) await expect(joinMeetings(network.context, actor, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(notFound);
		await expect(joinMeetings(network.context, { ...silent.actor, scopes: ['listings.write'] } as Person, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(forbidden);
		await expect(joinMeetings(network.context, network.network.officer, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(forbidden);
		await network.frame({ state: 'closed' });
		await expect(joinMeetings(network.context, silent.actor, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(forbidden);
		await network.frame({ state: 'preparing' });
		await expect(joinMeetings(network.context, silent.actor, { eventId: EVENT, wish: WISH })).rejects.toMatchObject(notFound);
	});

	test('is left at any time, also when nobody can join any more', async () => {
		await network.frame({ mode: 'collected' });
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		await answer(bo.actor);
		await network.frame({ mode: 'booking', state: 'closed' });
		const leave = (actor: Actor) => leaveMeetings(network.context, actor, { eventId: EVENT });
		for (const actor of await outsiders()) await expect(leave(actor)).rejects.toMatchObject(notFound);
		await expect(leave(network.network.officer)).rejects.toMatchObject(forbidden);
		await leave(an.actor);
		expect((await people(bo.actor)).count).toBe(0);
		await expect(leave(an.actor)).rejects.toMatchObject(forbidden);
		// Agreed on without a place yet: nobody books it any more.
		expect(await requestsOf(bo.actor)).toMatchObject([{ state: 'withdrawn', may: { book: false } }]);
	});

	test('is behind walls: the database has no wish, request or meeting for whom they do not concern', async () => {
		const { an } = await met();
		const rowsFor = (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute<{ all: string | number }>(sql`select (select count(*) from meeting_participant) + (select count(*) from meeting_request) + (select count(*) from event_meeting) + (select count(*) from meeting_attendee) as all`)).rows[0]!.all);
		for (const actor of await outsiders()) expect(Number(await rowsFor(actor))).toBe(0);
		const third = await network.participant(name('third'));
		// The three who want meetings, and nothing of what two of them agreed on.
		expect(Number(await rowsFor(third.actor))).toBe(3);
		expect(Number(await rowsFor(an.actor))).toBe(3 + 1 + 1 + 2);
	});

	test('leads to suggestions: whose listing fits one of one’s own, with the words that say why', async () => {
		const an = await network.participant(name('an'), { listings: [network.offer] });
		const bo = await network.participant(name('bo'), { organisation: network.network.company, listings: [network.need] });
		const suggest = (actor: Actor) => suggestPeople({ ...network.context, thesaurus: network.thesaurus }, actor, { eventId: EVENT, reader: 'en' });
		const { suggested } = await suggest(an.actor);
		expect(suggested).toMatchObject([{ by: 'listings', person: { id: bo.id }, own: { id: network.offer }, shows: { own: true, theirs: true } }]);
		const [{ reasons }] = suggested as [Extract<(typeof suggested)[number], { by: 'listings' }>];
		expect(reasons.pairs.length).toBeGreaterThan(0);
		expect(reasons.criteria.length).toBeGreaterThan(0);
		await ask(an.actor, bo.id);
		const [row] = await network.read((tx) => tx.select().from(meetingRequest));
		expect(row!.suggestionScore).toBeGreaterThan(0.3);
		expect((await suggest(an.actor)).suggested).toEqual([]);
		for (const actor of await outsiders()) await expect(suggest(actor)).rejects.toMatchObject(notFound);
	});
});

describe('a request', () => {
	test('is sent by who wants meetings, to who does, within the limits', async () => {
		const [an, bo] = await two();
		const silent = await network.participant(name('silent'), { wants: false });
		await expect(ask(silent.actor, bo.id)).rejects.toMatchObject(forbidden);
		await expect(ask(an.actor, silent.id)).rejects.toMatchObject(notFound);
		await expect(ask(an.actor, an.id)).rejects.toMatchObject(notFound);
		for (const actor of await outsiders()) await expect(ask(actor, bo.id)).rejects.toMatchObject(notFound);
		await expect(ask(network.network.officer, bo.id)).rejects.toMatchObject(forbidden);
		expect(await ask(an.actor, bo.id)).toEqual({ outcome: 'asked' });
		await expect(ask(an.actor, bo.id)).rejects.toMatchObject({ code: 'conflict' });
		for (const who of ['c', 'd']) await ask(an.actor, (await network.participant(name(who))).id);
		await expect(ask(an.actor, (await network.participant(name('e'))).id)).rejects.toMatchObject({ code: 'rate_limited', detail: { limit: 3 } });
		await network.frame({ requestDeadline: network.context.now });
		await expect(ask(bo.actor, (await network.participant(name('f'))).id)).rejects.toMatchObject(forbidden);
	});

	test('is answered by who was asked alone, with a reason where it is declined', async () => {
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		const { id } = (await requestsOf(bo.actor))[0]!;
		const no: AnswerInput = { answer: 'no', reason: 'colleague', words: 'Ask Ms C.', language: 'en' };
		const give = (actor: Actor) => answerRequest(network.context, actor, { eventId: EVENT, requestId: id, answer: no });
		for (const actor of await outsiders()) await expect(give(actor)).rejects.toMatchObject(notFound);
		await expect(give((await network.participant(name('third'))).actor)).rejects.toMatchObject(notFound);
		await expect(give(an.actor)).rejects.toMatchObject(forbidden);
		await expect(give(network.network.officer)).rejects.toMatchObject(forbidden);
		await give(bo.actor);
		await expect(give(bo.actor)).rejects.toMatchObject(forbidden);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'refused', answer: { reason: 'colleague', text: 'Ask Ms C.' } });
		expect(await agendaOf(an.actor)).toEqual([]);
		// Once more, and no more.
		await ask(an.actor, bo.id);
		await answer(bo.actor, no);
		await expect(ask(an.actor, bo.id)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('of each to the other is one mutual wish, which weighs more', async () => {
		await network.frame({ mode: 'collected' });
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		expect(await sendRequest(network.context, bo.actor, { eventId: EVENT, registrationId: an.id, request: { ...MESSAGE, message: '我们也想谈谈。', language: 'zh' } })).toMatchObject({ outcome: 'mutual', meeting: null, waitsFor: 'schedule' });
		// Both have said why, and both read it.
		for (const { actor } of [an, bo]) expect((await requestsOf(actor))[0]!.words).toEqual([{ from: an.id, text: MESSAGE.message, language: 'en' }, { from: bo.id, text: '我们也想谈谈。', language: 'zh' }]);
		const [row, ...more] = await network.read((tx) => tx.select().from(meetingRequest));
		expect(more).toEqual([]);
		expect(row).toMatchObject({ state: 'accepted', mutual: true });
		expect(requestWeight(row!)).toBeGreaterThan(requestWeight({ ...row!, mutual: false }));
		expect(requestWeight(row!, { mutual: 0 })).toBe(requestWeight({ ...row!, mutual: false }));
	});

	test('sent by both in the same moment is still one', async () => {
		const [an, bo] = await two();
		const sent = await Promise.all([ask(an.actor, bo.id), ask(bo.actor, an.id)]);
		expect(sent.map(({ outcome }) => outcome).sort()).toEqual(['asked', 'mutual']);
		expect(await network.read((tx) => tx.$count(meetingRequest))).toBe(1);
		expect(await agendaOf(an.actor)).toHaveLength(1);
	});

	test('that nobody answers ends by itself and blocks nothing', async () => {
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		network.context.now = new Date('2027-03-06T03:00:01Z');
		await expect(answer(bo.actor)).rejects.toMatchObject(forbidden);
		expect(await expireRequests(network.context, 100)).toBe(1);
		expect(await expireRequests(network.context, 100)).toBe(0);
		expect((await requestsOf(an.actor))[0]).toMatchObject({ state: 'expired' });
		await ask(an.actor, bo.id);
		await answer(bo.actor);
		expect(await agendaOf(bo.actor)).toHaveLength(1);
	});

	test('that nobody answered in time is asked again before any job has run', async () => {
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		network.context.now = new Date('2027-03-06T03:00:01Z');
		expect(await ask(an.actor, bo.id)).toEqual({ outcome: 'asked' });
		expect((await requestsOf(an.actor)).map(({ state }) => state).sort()).toEqual(['asked', 'expired']);
	});

	test('among many is shown with the slots that are free for both, by no more queries than one alone', async () => {
		const bo = await network.participant(name('bo'));
		const askBo = async (who: string) => ask((await network.participant(name(who))).actor, bo.id);
		await askBo('a');
		const queries = vi.spyOn(pg.Client.prototype, 'query');
		const looked = async () => {
			queries.mockClear();
			const lines = await requestsOf(bo.actor);
			return { lines, count: queries.mock.calls.length };
		};
		const alone = await looked();
		for (const who of ['b', 'c', 'd']) await askBo(who);
		const many = await looked();
		queries.mockRestore();
		expect(alone.count).toBeGreaterThan(0);
		expect(many.count).toBe(alone.count);
		expect(many.lines.map(({ slots }) => slots.map(({ id }) => id))).toEqual([1, 2, 3, 4].map(() => network.slots));
	});

	test('is taken back by who sent it alone, until a meeting stands', async () => {
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		const { id } = (await requestsOf(an.actor))[0]!;
		const withdraw = (actor: Actor) => withdrawRequest(network.context, actor, { eventId: EVENT, requestId: id });
		await expect(withdraw(bo.actor)).rejects.toMatchObject(forbidden);
		for (const actor of await outsiders()) await expect(withdraw(actor)).rejects.toMatchObject(notFound);
		await withdraw(an.actor);
		await expect(answer(bo.actor)).rejects.toMatchObject(forbidden);
		const { an: other } = await met();
		await expect(withdrawRequest(network.context, other.actor, { eventId: EVENT, requestId: (await requestsOf(other.actor))[0]!.id })).rejects.toMatchObject(forbidden);
	});

	test('is told in one letter an hour, with all that is new', async () => {
		const bo = await network.participant(name('bo'));
		const first = await network.participant(name('first'));
		const second = await network.participant(name('second'));
		await ask(first.actor, bo.id);
		await ask(second.actor, bo.id);
		expect(await tellRequests(network.context, 100)).toBe(1);
		expect(await tellRequests(network.context, 100)).toBe(0);
		const [letter] = await network.mailsTo(bo.actor);
		expect(letter!.text).toContain(first.actor.name);
		expect(letter!.text).toContain(second.actor.name);
		await ask((await network.participant(name('third'))).actor, bo.id);
		network.context.now = new Date('2027-03-01T03:30:00Z');
		expect(await tellRequests(network.context, 100)).toBe(0);
		await answer(bo.actor, { answer: 'no', reason: 'topic', words: '', language: 'en' }, (await requestsOf(bo.actor)).findIndex(({ others }) => others[0]!.id === first.id));
		// Nobody else has had one in this hour.
		expect(await tellRequests(network.context, 100)).toBe(1);
		network.context.now = new Date('2027-03-01T04:00:01Z');
		// The third one who asks, and to the first that it is declined.
		expect(await tellRequests(network.context, 100)).toBe(1);
		expect(await network.mailsTo(bo.actor)).toHaveLength(2);
		expect(await network.mailsTo(first.actor)).toHaveLength(1);
	});
});

describe('a meeting', () => {
	test('is booked on acceptance into the first slot that is free for both, with a table, and stands in both calendars', async () => {
		const [an, bo] = await two();
		await paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set(network.slots.slice(1)) });
		await ask(an.actor, bo.id);
		const accepted = await answer(bo.actor);
		expect(accepted!.meeting).toMatchObject({ slotId: network.slots[1], tableId: network.tables[0], sequence: 0 });
		for (const { actor } of [an, bo]) {
			const [letter] = await network.mailsTo(actor);
			expect(letter!.calendar!.method).toBe('REQUEST');
			const [entry] = new icaljs.Component(icaljs.parse(letter!.calendar!.content)).getAllSubcomponents('vevent');
			expect(entry!.getFirstPropertyValue('uid')).toBe(`${accepted!.meeting!.id}@mitra`);
			expect(String(entry!.getFirstPropertyValue('dtstart'))).toBe('2027-03-15T02:30:00Z');
			const agenda = await viewAgenda(network.context, actor, EVENT);
			const saved = new icaljs.Component(icaljs.parse(agendaCalendar(agenda, { language: 'en', url: 'http://mitra.example/x' }))).getAllSubcomponents('vevent');
			expect(saved.map((each) => each.getFirstPropertyValue('uid'))).toEqual([`${accepted!.meeting!.id}@mitra`]);
		}
		expect((await viewTimes(network.context, an.actor, EVENT)).days[0]!.slots.map(({ there, taken }) => [there, taken])).toEqual([[false, false], [true, true], [true, false], [true, false]]);
	});

	test('is seen, and called off, by its two sides alone; calendars are told with a higher number', async () => {
		const { an, bo, meeting } = await met();
		const cancel = (actor: Actor) => cancelMeeting(network.context, actor, { eventId: EVENT, meetingId: meeting.id, words: 'My flight is late.', language: 'en' });
		for (const actor of await outsiders()) await expect(cancel(actor)).rejects.toMatchObject(notFound);
		const third = await network.participant(name('third'));
		await expect(cancel(third.actor)).rejects.toMatchObject(notFound);
		expect(await agendaOf(third.actor)).toEqual([]);
		await expect(cancel(network.network.officer)).rejects.toMatchObject(forbidden);
		await cancel(an.actor);
		await expect(cancel(bo.actor)).rejects.toMatchObject(forbidden);
		const letter = (await network.mailsTo(bo.actor)).find(({ calendar }) => calendar?.method === 'CANCEL')!;
		expect(letter.text).toContain('My flight is late.');
		expect(letter.calendar!.content).toMatch(/SEQUENCE:1\r\n/);
		expect((await agendaOf(bo.actor))[0]).toMatchObject({ state: 'cancelled', table: null });
		// Both are free again, in the same slot and at the same table.
		await ask(bo.actor, an.id);
		expect((await answer(an.actor))!.meeting).toMatchObject({ slotId: network.slots[0], tableId: network.tables[0] });
	});

	test('is in the agenda of who interprets, without what the two wrote', async () => {
		const an = await network.participant(name('an'), { languages: ['zh'] });
		const bo = await network.participant(name('bo'), { organisation: network.network.company, languages: ['th'] });
		const between = await network.participant(name('between'), { languages: ['th', 'zh'], wants: false });
		await network.read((tx) => tx.insert(meetingInterpreter).values({ registrationId: between.id, eventId: EVENT, oneLanguage: 'th', otherLanguage: 'zh' }));
		await ask(an.actor, bo.id);
		await answer(bo.actor);
		expect(await agendaOf(between.actor)).toMatchObject([{ role: 'interpreter', words: [] }]);
		expect((await agendaOf(between.actor))[0]!.others.map(({ id }) => id).sort()).toEqual([an.id, bo.id].sort());
		expect(await agendaOf(bo.actor)).toMatchObject([{ role: 'party', words: [{ from: an.id, text: MESSAGE.message }] }]);
	});

	test('never puts anybody into two places, however many accept at once', async () => {
		const bo = await network.participant(name('bo'));
		const others = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((who) => network.participant(name(who), { organisation: network.network.company })));
		for (const { actor } of others) await ask(actor, bo.id);
		const ids = (await requestsOf(bo.actor)).map(({ id }) => id);
		const accepted = await Promise.all(ids.map((requestId) => answerRequest(network.context, bo.actor, { eventId: EVENT, requestId, answer: { answer: 'yes', slotId: null } })));
		// Four slots, so four meetings; the fifth is agreed and waits.
		expect(accepted.filter((each) => each!.meeting !== null)).toHaveLength(4);
		expect(accepted.filter((each) => each!.waitsFor === 'slot')).toHaveLength(1);
		expect(new Set(accepted.flatMap((each) => each!.meeting?.slotId ?? [])).size).toBe(4);
		const waiting = (await requestsOf(bo.actor)).find(({ meeting }) => meeting === null)!;
		await expect(bookRequest(network.context, bo.actor, { eventId: EVENT, requestId: waiting.id, slotId: null })).rejects.toMatchObject({ code: 'conflict', field: 'slot' });
		await cancelMeeting(network.context, bo.actor, { eventId: EVENT, meetingId: accepted.find((each) => each!.meeting)!.meeting!.id, words: '', language: 'en' });
		expect((await bookRequest(network.context, bo.actor, { eventId: EVENT, requestId: waiting.id, slotId: null })).state).toBe('planned');
		// The letter of the meeting has told it: no other one says that it was agreed on.
		expect((await network.read((tx) => tx.select().from(meetingRequest).where(eq(meetingRequest.id, waiting.id))))[0]!.answerToldAt).not.toBeNull();
	});

	test('never puts two meetings at a table: pairs who share nobody accept at once', async () => {
		const pairs = await Promise.all([0, 1, 2].map(() => two()));
		for (const [an, bo] of pairs) {
			await paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set(network.slots.slice(0, 2)) });
			await ask(an.actor, bo.id);
		}
		const accepted = await Promise.all(pairs.map(([, bo]) => answer(bo.actor)));
		const places = accepted.map((each) => `${each!.meeting!.slotId} ${each!.meeting!.tableId}`);
		expect(new Set(places).size).toBe(3);
		await expect(network.read((tx) => tx.insert(meetingAttendee).values({ meetingId: accepted[0]!.meeting!.id, registrationId: pairs[1]![0].id, eventId: EVENT, slotId: accepted[1]!.meeting!.slotId }))).rejects.toThrow();
	});

	test('keeps to the limits that a person set, of a day and in all', async () => {
		const bo = await network.participant(name('bo'));
		const wish = (limits: Partial<typeof WISH> & { maxMeetings?: number | null; maxPerDay?: number | null }) => joinMeetings(network.context, bo.actor, { eventId: EVENT, wish: { ...WISH, ...limits } as typeof WISH });
		await wish({ maxPerDay: 1 as never });
		for (const who of ['a', 'b']) await ask((await network.participant(name(who))).actor, bo.id);
		expect((await answer(bo.actor))!.meeting).not.toBeNull();
		expect((await answer(bo.actor))!.waitsFor).toBe('slot');
		await wish({ maxMeetings: 1 as never });
		const waiting = (await requestsOf(bo.actor)).find(({ meeting }) => meeting === null)!;
		await expect(bookRequest(network.context, bo.actor, { eventId: EVENT, requestId: waiting.id, slotId: null })).rejects.toMatchObject({ code: 'conflict' });
		await wish({});
		await bookRequest(network.context, bo.actor, { eventId: EVENT, requestId: waiting.id, slotId: network.slots[3]! });
		expect((await agendaOf(bo.actor)).map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual(['02:00', '03:30']);
	});

	test('of collected wishes waits for the schedule; of both kinds only slots to book are booked', async () => {
		await network.frame({ mode: 'collected' });
		const [an, bo] = await two();
		await ask(an.actor, bo.id);
		expect(await answer(bo.actor)).toEqual({ meeting: null, waitsFor: 'schedule' });
		expect((await viewAgenda(network.context, bo.actor, EVENT)).waiting).toEqual({ toAnswer: 0, agreed: 1 });
		await network.frame({ mode: 'both' });
		await network.read((tx) => tx.execute(sql`update meeting_slot set kind = case when id = ${network.slots[2]} then 'booking' else 'collected' end`));
		const [first, second] = [await met(), await two()];
		expect(first.meeting.slotId).toBe(network.slots[2]);
		await ask(second[0].actor, first.bo.id);
		expect(await answer(first.bo.actor)).toEqual({ meeting: null, waitsFor: 'schedule' });
		await network.read((tx) => tx.execute(sql`update meeting_slot set kind = 'booking'`));
	});

	test('is called off by itself when one of the two comes no more, and the other is told', async () => {
		const { an, bo } = await met();
		await network.read((tx) => tx.update(eventRegistration).set({ state: 'withdrawn' }).where(eq(eventRegistration.id, an.id)));
		expect(await followRegistrations(network.context, 100)).toBe(1);
		expect(await followRegistrations(network.context, 100)).toBe(0);
		expect((await network.mailsTo(bo.actor)).some(({ calendar }) => calendar?.method === 'CANCEL')).toBe(true);
		expect(await network.read((tx) => tx.$count(eventMeeting, eq(eventMeeting.state, 'cancelled')))).toBe(1);
	});

	test('is nowhere where one said not to be: times are painted by oneself alone', async () => {
		const [an, bo] = await two();
		for (const actor of await outsiders()) await expect(paintTimes(network.context, actor, { eventId: EVENT, there: new Set() })).rejects.toMatchObject(notFound);
		await expect(paintTimes(network.context, network.network.officer, { eventId: EVENT, there: new Set() })).rejects.toMatchObject(forbidden);
		await paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set() });
		await ask(an.actor, bo.id);
		expect(await answer(bo.actor)).toEqual({ meeting: null, waitsFor: 'slot' });
	});
});
