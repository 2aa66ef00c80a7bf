import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { eventTable } from '#lib/server/events/tables.ts';
import { markAway } from '#lib/server/meetings/live/away.ts';
import { answerRequest, bookRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { compileInput } from '#lib/server/meetings/schedules/compile-input.ts';
import { loadGround, placedOf } from '#lib/server/meetings/schedules/ground.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import { insertSoftWish, putForbiddenPair } from '#lib/server/meetings/host/queries.ts';
import { joinMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { meetingAvailability, meetingInterpreter } from '#lib/server/meetings/tables.ts';
import { ownRemedyLink } from '#lib/ui/meeting-desk/remedy-links.ts';
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

let count = 0;
const name = (who: string) => `${who}-${++count}`;
const REQUEST = { message: 'Let us talk about salt.', language: 'en' as const, ownListingId: null, theirListingId: null, also: [] };
const linesOf = async (actor: Actor) => (await viewRequests(network.context, actor, EVENT)).requests;
const accept = async (actor: Actor, slotId: string | null = null) => answerRequest(network.context, actor, { eventId: EVENT, requestId: (await linesOf(actor))[0]!.id, answer: { answer: 'yes', slotId } });
const interprets = (id: string, one: 'th' | 'vi', other: 'zh') => network.read((tx) => tx.insert(meetingInterpreter).values({ registrationId: id, eventId: EVENT, oneLanguage: one, otherLanguage: other }));
const absent = (id: string, slots: readonly string[]) => network.read((tx) => tx.insert(meetingAvailability).values(slots.map((slotId) => ({ registrationId: id, eventId: EVENT, slotId }))));
/** Somebody who speaks Chinese has asked somebody who speaks Thai. */
async function asked() {
	const an = await network.participant(name('an'), { languages: ['zh'] });
	const bo = await network.participant(name('bo'), { organisation: network.network.company, languages: ['th'] });
	await sendRequest(network.context, an.actor, { eventId: EVENT, registrationId: bo.id, request: REQUEST });
	return { an, bo };
}
/** Meetings that stand and that a schedule would not keep where they are. */
const notKept = () =>
	network.read(async (tx) => {
		const { ground, standing } = await loadGround(tx, (await frameOf(tx, EVENT))!);
		const kept = new Set(compileInput(ground, { fixed: standing.flatMap(placedOf) }).fixed!.map(({ request }) => request));
		return standing.filter(({ requestId }) => !kept.has(requestId));
	});

describe('people without a common language', () => {
	test('find a way by themselves at an event without any interpreter', async () => {
		const { bo } = await asked();
		expect((await accept(bo.actor))!.meeting).toMatchObject({ interpreterId: null });
		expect(await notKept()).toEqual([]);
	});

	test('book only times at which an interpreter is free, and read of how many more they are free alone', async () => {
		const { bo } = await asked();
		const between = await network.participant(name('between'), { languages: ['th', 'zh'], wants: false });
		await interprets(between.id, 'th', 'zh');
		await absent(between.id, network.slots.slice(0, 3));
		const [line] = await linesOf(bo.actor);
		expect(line!.slots.map(({ id }) => id)).toEqual([network.slots[3]]);
		expect(line!.uninterpreted).toEqual({ times: 3, languages: [['zh'], ['th']], between: true });
		await expect(accept(bo.actor, network.slots[0]!)).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'interpreter' } });
		expect((await accept(bo.actor))!.meeting).toMatchObject({ slotId: network.slots[3], interpreterId: between.id });
		expect(await notKept()).toEqual([]);
	});

	test('wait where nobody interprets between their languages, or who does comes no more', async () => {
		const { an, bo } = await asked();
		const other = await network.participant(name('other'), { languages: ['vi', 'zh'], wants: false });
		await interprets(other.id, 'vi', 'zh');
		const gone = await network.participant(name('gone'), { languages: ['th', 'zh'], wants: false, state: 'waiting' });
		await interprets(gone.id, 'th', 'zh');
		expect(await accept(bo.actor)).toEqual({ meeting: null, waitsFor: 'interpreter' });
		const [line] = await linesOf(an.actor);
		expect(line).toMatchObject({ slots: [], uninterpreted: { times: 4, between: false } });
		await expect(bookRequest(network.context, an.actor, { eventId: EVENT, requestId: line!.id, slotId: null })).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'interpreter' } });
	});

	test('wait for a time, not for an interpreter, where they are never free together', async () => {
		const { an, bo } = await asked();
		const between = await network.participant(name('between'), { languages: ['th', 'zh'], wants: false });
		await interprets(between.id, 'th', 'zh');
		await markAway(network.context, network.network.officer, { eventId: EVENT, registrationId: an.id, until: null });
		expect(await accept(bo.actor)).toEqual({ meeting: null, waitsFor: 'slot' });
		expect((await linesOf(bo.actor))[0]!.uninterpreted).toBeNull();
	});
});

test('a booking takes the table at which the host would rather have one of them received, or one of the zone, while it is free', async () => {
	const [first, second] = network.tables as [string, string];
	await network.read((tx) => tx.update(eventTable).set({ zone: 'Quiet' }).where(eq(eventTable.id, second)));
	const [room] = await network.read((tx) => tx.select({ id: eventTable.roomId }).from(eventTable).where(eq(eventTable.id, second)));
	const wish = async (registrationId: string, place: { tableId: string } | { roomId: string; zone: string }) => network.read((tx) => insertSoftWish(tx, { eventId: EVENT, kind: 'place', registrationId, ...place, madeAt: network.context.now }));
	const booked = async (place?: Parameters<typeof wish>[1]) => {
		const { bo } = await asked();
		if (place) await wish(bo.id, place);
		return (await accept(bo.actor, network.slots[0]))!.meeting!.tableId;
	};
	expect(await booked({ tableId: second })).toBe(second);
	// It is taken now: a wish costs nobody the time.
	expect(await booked({ tableId: second })).toBe(first);
	await network.clear();
	await network.frame({ state: 'open', mode: 'booking' });
	expect(await booked({ roomId: room!.id, zone: 'Quiet' })).toBe(second);
	expect(await booked()).toBe(first);
	await network.read((tx) => tx.update(eventTable).set({ zone: '' }).where(eq(eventTable.id, second)));
});

describe('what all have agreed to and found no time for', () => {
	const whyOf = async ({ actor, id }: { actor: Actor; id: string }, request: string) => {
		const view = await viewRequests(network.context, actor, EVENT);
		const why = view.requests.find((line) => line.id === request)!.why!;
		return { ...why, links: Object.fromEntries(why.detail.remedies.map((remedy) => [remedy.remedy, ownRemedyLink(remedy, { base: '/m', own: id, ...view.why! })])) };
	};
	const agree = async (one: Awaited<ReturnType<typeof asked>>['an'], other: typeof one) => {
		await sendRequest(network.context, one.actor, { eventId: EVENT, registrationId: other.id, request: REQUEST });
		const { id } = (await linesOf(other.actor)).find(({ may }) => may.answer)!;
		return { id, ...(await answerRequest(network.context, other.actor, { eventId: EVENT, requestId: id, answer: { answer: 'yes', slotId: null } }))! };
	};
	const people = async () => [await network.participant(name('an')), await network.participant(name('bo'), { organisation: network.network.company }), await network.participant(name('cy'), { organisation: network.network.company })] as const;

	test('says why, and leads each to what that one can do: the own times', async () => {
		const [an, bo] = await people();
		await absent(an.id, network.slots);
		const { id, meeting } = await agree(an, bo);
		expect(meeting).toBeNull();
		expect(await whyOf(an, id)).toMatchObject({ reason: 'never-together', links: { 'be-there': `/m/times#slot-${network.slots[0]}` } });
		expect(await whyOf(bo, id)).toMatchObject({ reason: 'never-together', links: { 'be-there': null } });
	});

	test('the own limit, and the own meeting that stands in its place, which others do not learn of; not what the host limits', async () => {
		const [an, bo, cy] = await people();
		await joinMeetings(network.context, an.actor, { eventId: EVENT, wish: { ...WISH, maxMeetings: 1 } });
		const { meeting } = await agree(an, cy);
		const { id } = await agree(an, bo);
		expect(await whyOf(an, id)).toMatchObject({ reason: 'limit-reached', links: { 'raise-limit': '/m/wish#max_meetings', drop: `/m#meeting-${meeting!.id}` } });
		expect(await whyOf(bo, id)).toMatchObject({ reason: 'limit-reached', links: { 'raise-limit': null } });
		expect((await whyOf(bo, id)).links).not.toHaveProperty('drop');
		await joinMeetings(network.context, an.actor, { eventId: EVENT, wish: WISH });
		await network.frame({ dailyLimit: 1 });
		expect((await whyOf(an, id)).links).toMatchObject({ 'raise-limit': null });
		await network.frame({ dailyLimit: null });
		expect((await linesOf(an.actor)).find((line) => line.id === id)).toMatchObject({ why: null });
	});

	test('waits for the schedule without a reason until one is published; of those whom the host keeps apart nothing is said', async () => {
		const [an, bo] = await people();
		await absent(an.id, network.slots);
		await network.frame({ mode: 'collected' });
		const { id } = await agree(an, bo);
		const line = async () => (await linesOf(an.actor)).find((each) => each.id === id)!;
		expect((await line()).why).toBeNull();
		await network.frame({ mode: 'booking' });
		expect((await line()).why).not.toBeNull();
		await network.read((tx) => putForbiddenPair(tx, { eventId: EVENT, people: [an.id, bo.id], reason: 'Rivals.', madeBy: null, madeAt: network.context.now }));
		expect((await line()).why).toBeNull();
	});
});
