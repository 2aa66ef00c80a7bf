import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import icaljs from 'ical.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { user } from '#lib/server/accounts/tables.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { meetingForbiddenPair } from '#lib/server/meetings/host/tables.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { tellRequests } from '#lib/server/meetings/requests/tell-requests.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { followErasure } from '#lib/server/meetings/standing/follow-erasure.ts';
import { carryOutErasures } from '#lib/server/my-data/carry-out-erasures.ts';
import { openCopyStore } from '#lib/server/my-data/copy-store.ts';
import type { DataContext } from '#lib/server/my-data/data-context.ts';
import { insertErasure } from '#lib/server/my-data/queries.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
let folder: string;
beforeAll(async () => {
	network = await createMeetingsNetwork();
	folder = mkdtempSync(join(tmpdir(), 'mitra-erasure-'));
});
afterAll(async () => {
	await network.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking', requestLimit: 20 });
});

type Guest = Awaited<ReturnType<MeetingsNetwork['participant']>>;
let count = 0;
const somebody = (who: string, options = {}): Promise<Guest> => network.participant(`${who}-${++count}`, options);
const ask = (from: Guest, ...others: Guest[]) => sendRequest(network.context, from.actor, { eventId: EVENT, registrationId: others[0]!.id, request: { message: 'Salt?', language: 'en', ownListingId: null, theirListingId: null, also: others.slice(1).map(({ id }) => id) } });
const accept = async ({ actor }: Guest) => (await answerRequest(network.context, actor, { eventId: EVENT, requestId: (await viewRequests(network.context, actor, EVENT)).requests[0]!.id, answer: { answer: 'yes', slotId: null } }))!;
const decline = async ({ actor }: Guest) => void (await answerRequest(network.context, actor, { eventId: EVENT, requestId: (await viewRequests(network.context, actor, EVENT)).requests[0]!.id, answer: { answer: 'no', reason: 'other', words: '', language: 'en' } }));
const agendaOf = async ({ actor }: Guest) => (await viewAgenda(network.context, actor, EVENT)).meetings;
const data = (): DataContext => ({ ...network.context, files: openFileStore(folder), copies: openCopyStore(folder) });
const isDue = ({ actor }: Guest) => network.read((tx) => insertErasure(tx, { userId: actor.userId, askedBy: actor.userId, askedAt: new Date(network.context.now.getTime() - 14 * 86_400_000), dueAt: network.context.now }));
const lettersTo = async ({ actor }: Guest, method: string) => (await network.mailsTo(actor)).filter(({ calendar }) => calendar?.method === method);
const entryOf = (letter: { calendar: { content: string } | null }) => new icaljs.Component(icaljs.parse(letter.calendar!.content)).getFirstSubcomponent('vevent')!;
const isGone = async ({ actor }: Guest) => (await network.database.db.$count(user, eq(user.id, actor.userId))) === 0;

test('calls off the meetings ahead of who is erased: the others are told in their language, and their calendars, by letters that name nobody', async () => {
	const [an, bo] = [await somebody('zhanna'), await somebody('bo', { organisation: network.network.company })];
	await network.database.db.update(user).set({ language: 'zh' }).where(eq(user.id, bo.actor.userId));
	await ask(an, bo);
	const { meeting } = await accept(bo);
	const { id } = (await agendaOf(bo))[0]!;
	// What was sent has been read: the erasure takes it away.
	await network.read((tx) => tx.execute(sql`update mail set sent_at = now()`));
	await isDue(an);
	expect(await carryOutErasures(data())).toBe(1);
	expect(await isGone(an)).toBe(true);
	const [letter, ...more] = await lettersTo(bo, 'CANCEL');
	expect(more).toEqual([]);
	const entry = entryOf(letter!);
	expect([entry.getFirstPropertyValue('uid'), Number(entry.getFirstPropertyValue('sequence')), entry.getFirstPropertyValue('status')]).toEqual([`${id}@mitra`, meeting!.sequence + 1, 'CANCELLED']);
	expect(letter!.text).toContain('一位已离开本网络的参会者');
	expect(`${letter!.subject} ${letter!.text} ${letter!.calendar!.content}`).not.toContain(an.actor.name);
	expect(await agendaOf(bo)).toEqual([]);
	// The one who is erased is told nothing of it.
	expect(await network.mailsTo(an.actor)).toEqual([]);
	const chai = await somebody('chai');
	await ask(chai, bo);
	expect((await accept(bo)).meeting).toMatchObject({ slotId: meeting!.slotId });
});

test('leaves a meeting of several to the rest where who is erased was asked, and calls it off where who is erased had asked', async () => {
	const [an, bo, chai, dao] = [await somebody('an'), await somebody('zhanna', { organisation: network.network.company }), await somebody('chai'), await somebody('dao')];
	await ask(an, bo, chai, dao);
	for (const each of [bo, chai, dao]) await accept(each);
	await isDue(bo);
	expect(await carryOutErasures(data())).toBe(1);
	for (const each of [an, chai, dao]) {
		const [letter] = (await lettersTo(each, 'REQUEST')).filter(({ text }) => text.includes('a participant who has left the network'));
		expect(Number(entryOf(letter!).getFirstPropertyValue('sequence'))).toBe(1);
		expect(letter!.text).not.toContain(bo.actor.name);
		expect((await agendaOf(each))[0]).toMatchObject({ state: 'planned' });
	}
	expect((await agendaOf(an))[0]!.others.map(({ id }) => id)).toEqual(expect.arrayContaining([chai.id, dao.id]));
	await isDue(an);
	expect(await carryOutErasures(data())).toBe(1);
	for (const each of [chai, dao]) {
		expect(await lettersTo(each, 'CANCEL')).toHaveLength(1);
		expect(await agendaOf(each)).toEqual([]);
	}
});

test('leaves to the others what several were asked to or have met for, where who is erased was one of those asked', async () => {
	const [an, bo, chai, dao, eng] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai'), await somebody('dao'), await somebody('eng')];
	await ask(an, bo, chai);
	for (const each of [bo, chai]) await accept(each);
	const [held] = await agendaOf(chai);
	await ask(dao, bo, eng);
	const before = network.context.now;
	network.context.now = new Date(held!.startsAt.getTime() + 3_600_000);
	await isDue(bo);
	expect(await carryOutErasures(data())).toBe(1);
	expect((await agendaOf(chai)).map(({ id, others }) => [id, others.map((other) => other.id)])).toEqual([[held!.id, [an.id]]]);
	network.context.now = before;
	expect((await viewRequests(network.context, eng.actor, EVENT)).requests).toMatchObject([{ state: 'asked', may: { answer: true } }]);
	expect((await accept(eng)).meeting).not.toBeNull();
	expect((await agendaOf(dao)).map(({ others }) => others.map(({ id }) => id))).toEqual([[eng.id]]);
});

test('where all who remain of several have agreed, their meeting is agreed on without who is erased, by letters that name nobody else', async () => {
	const [an, bo, chai, dao] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai'), await somebody('zhanna')];
	await ask(an, bo, chai, dao);
	for (const each of [bo, chai]) expect(await accept(each)).toEqual({ meeting: null, waitsFor: 'others' });
	await isDue(dao);
	expect(await carryOutErasures(data())).toBe(1);
	for (const each of [an, bo, chai]) {
		expect((await viewRequests(network.context, each.actor, EVENT)).requests).toMatchObject([{ state: 'accepted' }]);
		expect(await agendaOf(each)).toMatchObject([{ state: 'planned' }]);
		const [letter, ...more] = await lettersTo(each, 'REQUEST');
		expect(more).toEqual([]);
		expect(letter!.text).not.toContain(dao.actor.name);
	}
	expect((await agendaOf(an))[0]!.others.map(({ id }) => id).sort()).toEqual([bo.id, chai.id].sort());
});

test('what several have agreed on waits for the schedule where the event makes one, and is told with other answers', async () => {
	await network.frame({ mode: 'collected' });
	const [an, bo, chai] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('zhanna')];
	await ask(an, bo, chai);
	await accept(bo);
	await isDue(chai);
	expect(await carryOutErasures(data())).toBe(1);
	expect((await viewRequests(network.context, an.actor, EVENT)).requests).toMatchObject([{ state: 'accepted' }]);
	await tellRequests(network.context, 100);
	expect((await network.mailsTo(an.actor)).filter(({ text }) => text.includes('bo-'))).toHaveLength(1);
});

test('the rest of several is not brought together where somebody has declined, or whom the host keeps apart', async () => {
	const [an, bo, chai, dao] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai'), await somebody('dao')];
	await ask(an, bo, chai, dao);
	await accept(bo);
	await decline(chai);
	const [eng, fon] = [await somebody('eng'), await somebody('fon', { organisation: network.network.company })];
	await ask(eng, fon, dao);
	await accept(fon);
	await network.read((tx) => tx.insert(meetingForbiddenPair).values({ eventId: EVENT, registrationId: [eng.id, fon.id].sort()[0]!, otherRegistrationId: [eng.id, fon.id].sort()[1]!, reason: 'A suit.', madeAt: network.context.now }));
	await isDue(dao);
	expect(await carryOutErasures(data())).toBe(1);
	const { requests } = await viewRequests(network.context, an.actor, EVENT);
	expect(requests).toMatchObject([{ state: 'asked', may: { goOn: true } }]);
	// Nobody can answer this one, nor go on with it.
	expect((await viewRequests(network.context, eng.actor, EVENT)).requests).toMatchObject([{ state: 'withdrawn' }]);
	for (const each of [an, eng]) expect(await agendaOf(each)).toEqual([]);
});

test.each(['last', 'first'] as const)('a request of several is declined where all others had declined and who is erased was left, asked %s; who asked hears it once, of those', async (place) => {
	const [an, bo, chai, gone] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai'), await somebody('zhanna')];
	await (place === 'last' ? ask(an, bo, chai, gone) : ask(an, gone, bo, chai));
	for (const each of [bo, chai]) await decline(each);
	await isDue(gone);
	expect(await carryOutErasures(data())).toBe(1);
	expect((await viewRequests(network.context, an.actor, EVENT)).requests).toMatchObject([{ state: 'refused', others: [{ id: bo.id }, { id: chai.id }] }]);
	for (const each of [bo, chai]) expect((await viewRequests(network.context, each.actor, EVENT)).requests).toMatchObject([{ state: 'refused' }]);
	await tellRequests(network.context, 100);
	const [letter, ...more] = (await network.mailsTo(an.actor)).filter(({ text }) => text.includes('They would rather not meet:'));
	expect(more).toEqual([]);
	for (const each of [bo, chai]) expect(letter!.text).toContain(each.actor.name);
	expect(letter!.text).not.toContain(gone.actor.name);
});

test('tells nobody of a meeting that was held or is off, nor when the erasure comes to nothing', async () => {
	const [an, bo] = [await somebody('an'), await somebody('bo', { organisation: network.network.company })];
	await ask(an, bo);
	await accept(bo);
	await expect(
		network.read(async (tx) => {
			await followErasure(network.context, tx, an.actor.userId, network.context.now);
			throw new Error('The erasure fails.');
		}),
	).rejects.toThrow('The erasure fails.');
	expect(await lettersTo(bo, 'CANCEL')).toEqual([]);
	expect((await agendaOf(bo))[0]).toMatchObject({ state: 'planned' });
	network.context.now = new Date('2027-03-15T03:00:00Z');
	await isDue(an);
	expect(await carryOutErasures(data())).toBe(1);
	expect(await lettersTo(bo, 'CANCEL')).toEqual([]);
});
