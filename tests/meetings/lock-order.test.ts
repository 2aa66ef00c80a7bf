import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, ne } from 'drizzle-orm';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { moveOwnMeeting } from '#lib/server/meetings/agenda/move-own-meeting.ts';
import { cancelDay, moveDay } from '#lib/server/events/change-days.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventDay, eventTable } from '#lib/server/events/tables.ts';
import { removePlace } from '#lib/server/meetings/frame/remove-place.ts';
import { paintTimes } from '#lib/server/meetings/availability/paint-times.ts';
import type { Removal } from '#lib/server/meetings/schedules/schedule.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { settleMeetings } from '#lib/server/meetings/live/settle-meetings.ts';
import { goOnWithout } from '#lib/server/meetings/requests/answer-of-several.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { followErasure } from '#lib/server/meetings/standing/follow-erasure.ts';
import { followRegistrations } from '#lib/server/meetings/standing/follow-registrations.ts';
import { eventMeeting, meetingAvailability, meetingRequest, meetingSlot } from '#lib/server/meetings/tables.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

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
let count = 0;
const somebody = (who: string, options = {}): Promise<Guest> => network.participant(`${who}-${++count}`, options);
const ask = (from: Guest, ...others: Guest[]) => sendRequest(network.context, from.actor, { eventId: EVENT, registrationId: others[0]!.id, request: { message: 'Salt?', language: 'en', ownListingId: null, theirListingId: null, also: others.slice(1).map(({ id }) => id) } });
/** Two who have agreed to meet. */
async function met() {
	const [an, bo] = [await somebody('an'), await somebody('bo', { organisation: network.network.company })];
	await ask(an, bo);
	const requestId = (await viewRequests(network.context, bo.actor, EVENT)).requests[0]!.id;
	const { meeting } = (await answerRequest(network.context, bo.actor, { eventId: EVENT, requestId, answer: { answer: 'yes', slotId: null } }))!;
	return { an, bo, requestId, meeting: meeting! };
}

const lock = (client: pg.Client, table: 'meeting_request' | 'event_meeting', id: string) => client.query(`select 1 from ${table} where id = $1 for update nowait`, [id]);

/** Whether somebody waits for what a transaction holds. */
async function isWaitedFor(client: pg.Client): Promise<boolean> {
	await client.query('select pg_stat_clear_snapshot()');
	return (await client.query('select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))')).rowCount !== 0;
}

/**
 * Another transaction holds one row and, once the work waits for it, takes the next ones: where the work took any of them before, both
 * would wait for each other, and the database would have to end one. Here it is refused at once instead.
 */
async function isTakenAfter(work: () => Promise<unknown>, first: readonly [Parameters<typeof lock>[1], string], ...then: (readonly [Parameters<typeof lock>[1], string])[]): Promise<void> {
	await network.database.asOwner(async (client) => {
		await client.query('begin');
		await lock(client, ...first);
		let ended = false;
		const running = work().finally(() => (ended = true));
		running.catch(() => undefined);
		try {
			while (!(await isWaitedFor(client))) {
				if (ended) throw new Error('The work never waited.');
				await wait(10);
			}
			for (const each of then) await lock(client, ...each);
		} finally {
			await client.query('rollback');
		}
		await running;
	});
}

test('who calls a meeting off takes its request first, as who answers does', async () => {
	const { an, requestId, meeting } = await met();
	await isTakenAfter(() => cancelMeeting(network.context, an.actor, { eventId: EVENT, meetingId: meeting.id, words: '', language: 'en' }), ['meeting_request', requestId], ['event_meeting', meeting.id]);
	const [row] = await network.read((tx) => tx.select().from(eventMeeting).where(eq(eventMeeting.id, meeting.id)));
	expect(row!.state).toBe('cancelled');
});

test('what becomes of registrations takes requests first too, and each meeting by itself', async () => {
	const { an, requestId, meeting } = await met();
	await network.read((tx) => tx.update(eventRegistration).set({ state: 'withdrawn' }).where(eq(eventRegistration.id, an.id)));
	await isTakenAfter(() => followRegistrations(network.context, 100), ['meeting_request', requestId], ['event_meeting', meeting.id]);
	const [before, after] = [await met(), await met()];
	for (const other of [before, after]) await network.read((tx) => tx.update(eventRegistration).set({ state: 'withdrawn' }).where(eq(eventRegistration.id, other.an.id)));
	// The later one is waited for with nothing of the earlier one in hand.
	await isTakenAfter(() => followRegistrations(network.context, 100), ['meeting_request', after.requestId], ['event_meeting', after.meeting.id], ['meeting_request', before.requestId], ['event_meeting', before.meeting.id]);
});

test('an erasure takes requests first', async () => {
	const { an, requestId, meeting } = await met();
	await isTakenAfter(() => network.read((tx) => followErasure(network.context, tx, an.actor.userId, network.context.now)), ['meeting_request', requestId], ['event_meeting', meeting.id]);
});

test('organisers who settle several meetings take requests by their ids, then meetings, in whatever order these are named', async () => {
	const both = [await met(), await met()].sort((a, b) => (a.requestId < b.requestId ? -1 : 1));
	const [first, second] = [both[0]!, both[1]!];
	const settle = (requestIds: string[]) => () =>
		network.read(async (tx) => {
			const { row } = (await findEvent(tx, EVENT, network.context.now))!;
			return settleMeetings(network.context, { tx, row, now: network.context.now }, { place: [], callOff: requestIds });
		});
	for (const ids of [[first.requestId, second.requestId], [second.requestId, first.requestId]])
		await isTakenAfter(settle(ids), ['meeting_request', first.requestId], ['meeting_request', second.requestId], ['event_meeting', first.meeting.id], ['event_meeting', second.meeting.id]);
	// Both at once, the other way round: each ends.
	await Promise.all([settle([first.requestId, second.requestId])(), settle([second.requestId, first.requestId])()]);
});

test('who asks several holds no request while looking at another', async () => {
	const an = await somebody('an');
	const [bo, chai] = [await somebody('bo', { organisation: network.network.company }), await somebody('chai')];
	await ask(bo, an);
	await ask(chai, an);
	const held = await network.read((tx) => tx.select({ id: meetingRequest.id }).from(meetingRequest));
	await network.database.asOwner(async (client) => {
		await client.query('begin');
		for (const { id } of held) await lock(client, 'meeting_request', id);
		await expect(ask(an, bo, chai)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'asked_together' } });
		await client.query('rollback');
	});
});

test('who goes on without somebody waits for the turns of all before holding the request', async () => {
	const [an, bo, chai] = [await somebody('an'), await somebody('bo', { organisation: network.network.company }), await somebody('chai')];
	await ask(an, bo, chai);
	const requestId = (await viewRequests(network.context, an.actor, EVENT)).requests[0]!.id;
	await network.database.asOwner(async (client) => {
		await client.query('begin');
		await client.query(`select pg_advisory_xact_lock(hashtextextended('meeting request|' || $1, 0))`, [chai.id]);
		const running = goOnWithout(network.context, an.actor, { eventId: EVENT, requestId, registrationId: bo.id });
		while (!(await isWaitedFor(client))) await wait(10);
		await lock(client, 'meeting_request', requestId);
		await client.query('rollback');
		expect((await running).waitsFor).toBe('others');
	});
});

/** Does something while another transaction has changed rows, which ends once that is waited for. */
async function whileChanged<Result>(change: string, values: unknown[], work: () => Promise<Result>): Promise<Result> {
	return network.database.asOwner(async (client) => {
		await client.query('begin');
		const { rowCount } = await client.query(change, values);
		expect(rowCount).toBe(1);
		const running = work();
		running.catch(() => undefined);
		while (!(await isWaitedFor(client))) await wait(10);
		await client.query('commit');
		return running;
	});
}

test('who books, or moves, a meeting while its table is taken away gets another table, or is asked to choose again', async () => {
	const [table, other] = network.tables;
	const takeAway = `with held as (select id from event_table where id = $1 for update) update event_table set gone_at = $2 where id in (select id from held)`;
	const back = () => network.read((tx) => tx.update(eventTable).set({ goneAt: null }).where(eq(eventTable.id, table!)));
	const { meeting } = await whileChanged(takeAway, [table, network.context.now], met);
	await back();
	expect(meeting.tableId).toBe(other);
	const { an, meeting: own } = await met();
	const move = () => moveOwnMeeting(network.context, an.actor, { eventId: EVENT, meetingId: own.id, slotId: network.slots[2]! });
	await expect(whileChanged(takeAway, [table, network.context.now], move)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'slot_taken' } });
	await back();
});

/**
 * Stops something at its first letter, with all that it holds, does another thing at the same time, and lets the first go on once the
 * other waits for it.
 */
async function halfway<First, Second>(first: (context: MeetingsNetwork['context']) => Promise<First>, second: () => Promise<Second>): Promise<[First, Promise<Second>]> {
	const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const enqueue: typeof network.context.jobs.enqueue = async () => {
		reached.resolve();
		await released.promise;
		return crypto.randomUUID();
	};
	const running = first({ ...network.context, jobs: { ...network.context.jobs, enqueue } });
	await Promise.race([reached.promise, running]);
	let ended = false;
	const other = second().finally(() => (ended = true));
	other.catch(() => undefined);
	await network.database.asOwner(async (client) => {
		const waits = async () => (await client.query('select 1 from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0')).rowCount !== 0;
		while (!ended && !(await waits())) await wait(10);
	});
	const waited = !ended;
	released.resolve();
	await Promise.allSettled([running, other]);
	expect(waited, 'the second has to wait for the first').toBe(true);
	return [await running, other];
}

const slotAt = (minutes: number) => network.read(async (tx) => (await tx.insert(meetingSlot).values({ eventId: EVENT, dayId: await dayOf(tx), startsAt: new Date(Date.UTC(2027, 2, 15, 2, minutes)), minutes: 30, kind: 'booking' }).returning())[0]!.id);
const dayOf = async (tx: Transaction) => (await tx.select().from(meetingSlot).where(eq(meetingSlot.id, network.slots[0]!)))[0]!.dayId;
const freeTable = () =>
	network.read(async (tx) => {
		const [{ roomId }] = (await tx.select().from(eventTable).where(eq(eventTable.id, network.tables[0]!))) as [typeof eventTable.$inferSelect];
		return (await tx.insert(eventTable).values({ eventId: EVENT, roomId, label: '0', position: 0 }).returning())[0]!.id;
	});
const remove = (removal: Removal, seen: readonly string[], context = network.context) => removePlace(context, network.network.officer, { eventId: EVENT, ...removal, seen, how: 'call-off', proposal: null, words: null });
/** Two of whom one has asked the other: whoever is asked books by answering. */
async function asked() {
	const [an, bo] = [await somebody('an'), await somebody('bo', { organisation: network.network.company })];
	await ask(an, bo);
	const { id: requestId } = (await viewRequests(network.context, bo.actor, EVENT)).requests[0]!;
	return { an, bo, book: (slotId: string | null, context = network.context) => answerRequest(context, bo.actor, { eventId: EVENT, requestId, answer: { answer: 'yes', slotId } }) };
}
const MORE_CONCERNED = { code: 'conflict', field: 'place', detail: { code: 'more_concerned' } };
const standsIn = (slotId: string) => network.read((tx) => tx.$count(eventMeeting, eq(eventMeeting.slotId, slotId)));

test('who takes a slot, its day or a table away while somebody books there is told so, and asked about that one', async () => {
	for (const of of ['slot', 'day', 'table'] as const) {
		const [slot, table] = [await slotAt(120), of === 'table' ? await freeTable() : null];
		const { book } = await asked();
		const removal: Removal = { of, id: table ?? (of === 'slot' ? slot : await network.read(dayOf)) };
		const [booked, removed] = await halfway((context) => book(slot, context), () => remove(removal, []));
		await expect(removed).rejects.toMatchObject(MORE_CONCERNED);
		expect(await standsIn(slot)).toBe(1);
		if (table) expect(booked!.meeting!.tableId).toBe(table);
		// Shown whom it concerns, the organiser calls it off, and both are told.
		if (of !== 'day') expect(await remove(removal, [booked!.meeting!.id])).toMatchObject({ calledOff: 1, told: 2 });
		await network.clear();
		await network.read((tx) => tx.delete(meetingSlot).where(eq(meetingSlot.id, slot)));
	}
});

test('who books a slot, or paints the own times, while the slot is taken away is told that it is free no more, or left as one was', async () => {
	const [slot, { bo: other, book: bookFirst }, { an, book }] = [await slotAt(120), await asked(), await asked()];
	const first = (await bookFirst(slot))!.meeting!;
	const [settled, booked] = await halfway((context) => remove({ of: 'slot', id: slot }, [first.id], context), () => book(slot));
	expect(settled).toMatchObject({ calledOff: 1 });
	await expect(booked).rejects.toMatchObject({ code: 'conflict', field: 'slot', detail: { code: 'slot_taken' } });
	const again = await slotAt(150);
	const { book: bookAgain } = await asked();
	const second = (await bookAgain(again))!.meeting!;
	const [, painted] = await halfway((context) => remove({ of: 'slot', id: again }, [second.id], context), () => paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set(network.slots) }));
	await painted;
	expect(await network.read((tx) => tx.$count(meetingAvailability, eq(meetingAvailability.registrationId, an.id)))).toBe(0);
	expect(await network.read((tx) => tx.$count(meetingAvailability, eq(meetingAvailability.registrationId, other.id)))).toBe(0);
});

test('a day that is called off in the programme while somebody books on it waits, and is refused; one that moves takes what was booked along', async () => {
	const { book } = await asked();
	const id = await network.read(dayOf);
	const [booked, cancelled] = await halfway((context) => book(null, context), () => cancelDay({ ...network.context, files: {} as FileStore }, network.network.officer, { eventId: EVENT, id, words: [] }));
	expect(booked?.meeting).toBeTruthy();
	await expect(cancelled).rejects.toMatchObject({ code: 'conflict', detail: { code: 'in_use', limit: 1 } });
	const { book: bookToo } = await asked();
	await network.read((tx) => tx.delete(eventDay).where(and(eq(eventDay.eventId, EVENT), ne(eventDay.id, id))));
	const [, moved] = await halfway((context) => bookToo(null, context), () => moveDay({ ...network.context, files: {} as FileStore }, network.network.officer, { eventId: EVENT, id, to: '2027-03-16', words: [] }));
	await moved;
	const [meeting, slots] = await network.read(async (tx) => [await tx.select().from(eventMeeting).where(eq(eventMeeting.eventId, EVENT)), new Map((await tx.select().from(meetingSlot)).map((slot) => [slot.id, slot.startsAt.getTime()]))] as const);
	expect(meeting.map(({ startsAt }) => startsAt.getTime())).toEqual(meeting.map(({ slotId }) => slots.get(slotId!)));
	expect(meeting.map(({ startsAt }) => startsAt.toISOString().slice(0, 10))).toEqual(['2027-03-16', '2027-03-16']);
});
