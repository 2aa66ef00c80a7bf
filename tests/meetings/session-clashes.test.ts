import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { eventDay, eventPick, eventSession } from '#lib/server/events/tables.ts';
import { makeRoomForSession } from '#lib/server/meetings/agenda/make-room-for-session.ts';
import { moveOwnMeeting } from '#lib/server/meetings/agenda/move-own-meeting.ts';
import { sessionClashes } from '#lib/server/meetings/agenda/session-clashes.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { paintTimes } from '#lib/server/meetings/availability/paint-times.ts';
import { joinMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { eventMeeting } from '#lib/server/meetings/tables.ts';
import { createMeetingsNetwork, EVENT, WISH, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking', requestLimit: 20 });
});

type Guest = Awaited<ReturnType<MeetingsNetwork['participant']>>;
const [notFound, forbidden] = [{ code: 'not_found' }, { code: 'forbidden' }];
let count = 0;
const somebody = (): Promise<Guest> => network.participant(`guest-${++count}`);

/** They meet, the first of them asks. */
async function meet(from: Guest, ...others: Guest[]) {
	await sendRequest(network.context, from.actor, { eventId: EVENT, registrationId: others[0]!.id, request: { message: 'Hello.', language: 'en', ownListingId: null, theirListingId: null, also: others.slice(1).map(({ id }) => id) } });
	let meeting = null;
	for (const { actor } of others) {
		const request = (await viewRequests(network.context, actor, EVENT)).requests.find(({ may }) => may.answer)!;
		meeting = (await answerRequest(network.context, actor, { eventId: EVENT, requestId: request.id, answer: { answer: 'yes', slotId: null } }))!.meeting;
	}
	return meeting!;
}

/** A session of the programme on the first day, in UTC. */
const session = (from: string, until: string) =>
	network.read(async (tx) => {
		const [day] = await tx.select().from(eventDay).where(eq(eventDay.day, '2027-03-15'));
		const [row] = await tx.insert(eventSession).values({ eventId: EVENT, dayId: day!.id, kind: 'parallel', titles: [{ language: 'en', text: 'Salt and soil', provenance: 'original' }], startsAt: new Date(`2027-03-15T${from}:00Z`), endsAt: new Date(`2027-03-15T${until}:00Z`) }).returning();
		return row!.id;
	});
const clashes = (actor: Actor, sessionId: string) => sessionClashes(network.context, actor, { eventId: EVENT, sessionId });
const move = (actor: Actor, meetingId: string, slotId: string | null) => moveOwnMeeting(network.context, actor, { eventId: EVENT, meetingId, slotId });
const slotOf = async (meetingId: string) => (await network.read((tx) => tx.select().from(eventMeeting).where(eq(eventMeeting.id, meetingId))))[0]!.slotId;

test('who picks a session hears of the own meetings at its time, and of the times to which each can move; nobody else does', async () => {
	const [an, bo] = [await somebody(), await somebody()];
	const { id } = await meet(an, bo);
	const during = await session('02:00', '02:45');
	// The second slot is in the session too; the other is not there in the third.
	await paintTimes(network.context, bo.actor, { eventId: EVENT, there: new Set([network.slots[0]!, network.slots[1]!, network.slots[3]!]) });
	expect(await clashes(an.actor, during)).toMatchObject([{ id, minutes: 30, byOrganisers: false, mayMove: true, others: [{ id: bo.id }], slots: [{ id: network.slots[3] }] }]);
	expect(await clashes(an.actor, await session('04:00', '05:00'))).toEqual([]);
	const third = await somebody();
	for (const actor of [third.actor, network.network.visitor, network.network.stranger, network.network.officer]) expect(await clashes(actor, during)).toEqual([]);
	// Nor does a meeting move into another session that was picked.
	const later = await session('03:30', '04:00');
	await network.read((tx) => tx.insert(eventPick).values({ eventId: EVENT, sessionId: later, userId: an.actor.userId, pickedAt: network.context.now }));
	expect((await clashes(an.actor, during))[0]!.slots).toEqual([]);
	await network.read((tx) => tx.update(eventSession).set({ state: 'cancelled' }).where(eq(eventSession.id, during)));
	expect(await clashes(an.actor, during)).toEqual([]);
});

test('a booked meeting moves by either side to a time at which all are free: letters and calendars say so, and both keep their limits', async () => {
	const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
	// Each has as many meetings as wanted: the one that moves is not one more.
	for (const { actor } of [an, bo]) await joinMeetings(network.context, actor, { eventId: EVENT, wish: { ...WISH, maxMeetings: 1, maxPerDay: 1 } as never });
	const { id } = await meet(an, bo);
	for (const actor of [network.network.visitor, network.network.stranger, chai.actor]) await expect(move(actor, id, network.slots[2]!)).rejects.toMatchObject(notFound);
	await expect(move(network.network.officer, id, network.slots[2]!)).rejects.toMatchObject(forbidden);
	await paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set(network.slots.slice(0, 3)) });
	for (const wrong of [network.slots[3]!, network.slots[0]!, crypto.randomUUID(), null]) await expect(move(bo.actor, id, wrong)).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'slot_taken' } });
	await move(bo.actor, id, network.slots[2]!);
	expect(await slotOf(id)).toBe(network.slots[2]);
	for (const { actor } of [an, bo]) {
		const moved = (await network.mailsTo(actor)).filter(({ calendar }) => calendar?.content.includes('SEQUENCE:1'));
		expect(moved).toHaveLength(1);
		expect(moved[0]!.calendar).toMatchObject({ method: 'REQUEST', content: expect.stringContaining('DTSTART:20270315T030000Z') });
		expect((await viewAgenda(network.context, actor, EVENT)).meetings).toMatchObject([{ id, state: 'planned', startsAt: new Date('2027-03-15T03:00:00Z') }]);
	}
});

test('of two who move into the same slot with somebody in the same moment one has it', async () => {
	const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
	const [first, second] = [await meet(an, bo), await meet(chai, bo)];
	const moved = await Promise.allSettled([move(an.actor, first.id, network.slots[3]!), move(chai.actor, second.id, network.slots[3]!)]);
	expect(moved.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect([await slotOf(first.id), await slotOf(second.id)].filter((slot) => slot === network.slots[3])).toHaveLength(1);
});

test('a meeting does not move whose time the organisers set, which begins soon, or which another asked several to', async () => {
	const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
	const { id } = await meet(an, bo);
	const during = await session('02:00', '02:30');
	for (const values of [{ locked: true }, { locked: false, origin: 'scheduled' as const }]) {
		await network.read((tx) => tx.update(eventMeeting).set(values).where(eq(eventMeeting.id, id)));
		expect(await clashes(an.actor, during)).toMatchObject([{ byOrganisers: true, mayMove: false, slots: [] }]);
		await expect(move(an.actor, id, network.slots[2]!)).rejects.toMatchObject(forbidden);
	}
	await network.read((tx) => tx.update(eventMeeting).set({ origin: 'booked' }).where(eq(eventMeeting.id, id)));
	network.context.now = new Date('2027-03-15T01:00:01Z');
	expect(await clashes(an.actor, during)).toMatchObject([{ byOrganisers: false, mayMove: true, slots: [] }]);
	await expect(move(an.actor, id, network.slots[3]!)).rejects.toMatchObject({ code: 'conflict' });
	network.context.now = new Date('2027-03-15T02:31:00Z');
	expect(await clashes(an.actor, during)).toEqual([]);
	await expect(move(an.actor, id, network.slots[3]!)).rejects.toMatchObject(forbidden);

	network.context.now = new Date('2027-03-01T03:00:00Z');
	const [dao, eng] = [await somebody(), await somebody()];
	const several = await meet(chai, dao, eng);
	await expect(move(dao.actor, several.id, network.slots[3]!)).rejects.toMatchObject(forbidden);
	await move(chai.actor, several.id, network.slots[3]!);
	expect(await slotOf(several.id)).toBe(network.slots[3]);
});

test('a meeting makes room for a session that is picked with it: both or neither, and whoever has another meeting then is asked first', async () => {
	const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
	const [first, second] = [await meet(an, bo), await meet(an, chai)];
	const during = await session('02:00', '03:00');
	const picks = () => network.read((tx) => tx.$count(eventPick, eq(eventPick.sessionId, during)));
	const makeRoom = (actor: Actor, meetingId: string, slotId: string) => makeRoomForSession(network.context, actor, { eventId: EVENT, meetingId, slotId, sessionId: during });
	for (const actor of [network.network.visitor, network.network.stranger, chai.actor]) await expect(makeRoom(actor, first.id, network.slots[2]!)).rejects.toMatchObject(notFound);
	expect(await makeRoom(an.actor, first.id, network.slots[2]!)).toEqual({ picked: false });
	expect([await slotOf(first.id), await picks()]).toEqual([network.slots[2], 0]);
	await network.read((tx) => tx.update(eventSession).set({ state: 'cancelled' }).where(eq(eventSession.id, during)));
	await expect(makeRoom(an.actor, second.id, network.slots[3]!)).rejects.toMatchObject({ code: 'conflict' });
	expect(await slotOf(second.id)).toBe(network.slots[1]);
	expect((await network.mailsTo(chai.actor)).some(({ calendar }) => calendar?.content.includes('SEQUENCE:1'))).toBe(false);
	await network.read((tx) => tx.update(eventSession).set({ state: 'on' }).where(eq(eventSession.id, during)));
	expect(await makeRoom(an.actor, second.id, network.slots[3]!)).toEqual({ picked: true });
	expect([await slotOf(second.id), await picks()]).toEqual([network.slots[3], 1]);
});
