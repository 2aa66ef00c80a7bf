import { setTimeout as wait } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { moveOwnMeeting } from '#lib/server/meetings/agenda/move-own-meeting.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventTable } from '#lib/server/events/tables.ts';
import { removePlace } from '#lib/server/meetings/frame/remove-place.ts';
import { settleMeetings } from '#lib/server/meetings/live/settle-meetings.ts';
import { goOnWithout } from '#lib/server/meetings/requests/answer-of-several.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { followErasure } from '#lib/server/meetings/standing/follow-erasure.ts';
import { followRegistrations } from '#lib/server/meetings/standing/follow-registrations.ts';
import { eventMeeting, meetingRequest } from '#lib/server/meetings/tables.ts';
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

test('who takes a table away calls off what was booked at it in the same moment', async () => {
	const { meeting } = await met();
	const [table] = await network.read(async (tx) => {
		const [{ roomId }] = (await tx.select().from(eventTable).where(eq(eventTable.id, network.tables[0]!))) as [typeof eventTable.$inferSelect];
		return tx.insert(eventTable).values({ eventId: EVENT, roomId, label: '3', position: 3 }).returning();
	});
	const remove = () => removePlace(network.context, network.network.officer, { eventId: EVENT, of: 'table', id: table!.id, how: 'call-off', proposal: null, words: null });
	expect(await whileChanged('update event_meeting set table_id = $1 where id = $2', [table!.id, meeting.id], remove)).toMatchObject({ calledOff: 1, told: 2 });
	expect(await network.read((tx) => tx.$count(eventTable, eq(eventTable.id, table!.id)))).toBe(0);
});
