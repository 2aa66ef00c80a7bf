import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProblem } from '#lib/engines/meetings/read-problem.ts';
import { moveMeeting } from '#lib/server/meetings/board/move-meeting.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import { markAway, markBack } from '#lib/server/meetings/live/away.ts';
import { reportAtDesk, reportOwnMeeting } from '#lib/server/meetings/live/report-meeting.ts';
import { viewLive } from '#lib/server/meetings/live/view-live.ts';
import { addWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { loadGround } from '#lib/server/meetings/schedules/ground.ts';
import { previewPublishing } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { inputOfRun, runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { beginRepair, copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { figuresTable } from '#lib/server/meetings/statistics/figures.ts';
import { viewStatistics } from '#lib/server/meetings/statistics/view-statistics.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];
const forbidden = { code: 'forbidden' };
const notFound = { code: 'not_found' };

describe('while the event runs', () => {
	const MORNING = '2027-03-15T02:05:00Z'; // 09:05 in Vientiane
	async function running(name: string) {
		const event = await network.event(name, { guests: 5, tables: 2 });
		const requests = [await event.request(0, 1), await event.request(2, 3)];
		const slots = await network.slotIds(event.id);
		const copy = await network.schedule(event.id);
		for (const [index, request] of requests.entries()) await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: request, slotId: slots[index]!, tableId: null });
		await network.publish(event, copy);
		const meetings = await network.standing(event.id);
		return { event, requests, slots, first: meetings[0]!, second: meetings[1]! };
	}

	test('either side or the desk says in one tap who is late, who has not come, what was held', async () => {
		const { event, first } = await running('Reported');
		const [one, , stranger] = event.guests;
		const own = (actor: Parameters<typeof reportOwnMeeting>[1], report: 'late' | 'absent' | 'held') => reportOwnMeeting(network.desk, actor, { eventId: event.id, meetingId: first.id, report });
		await expect(own(one!.actor, 'held')).rejects.toMatchObject(forbidden);
		await network.during(MORNING, async () => {
			for (const actor of [stranger!.actor, network.visitor, network.officer]) await expect(own(actor, 'late')).rejects.toMatchObject(notFound);
			await expect(own({ ...one!.actor, support: { helper: 'helper', until: new Date() } } as never, 'late')).rejects.toMatchObject(forbidden);
			for (const actor of outsiders()) await expect(reportAtDesk(network.desk, actor, { eventId: event.id, meetingId: first.id, report: 'held', who: null })).rejects.toMatchObject(forbidden);
			const presence = async () => network.rows(sql`select presence from meeting_attendee where meeting_id = ${first.id} and registration_id = ${one!.id}`);
			await own(one!.actor, 'late');
			expect(await presence()).toEqual([{ presence: 'late' }]);
			expect((await network.standing(event.id))[0]).toMatchObject({ state: 'late' });
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: first.id, report: 'absent', who: one!.id });
			expect((await network.standing(event.id))[0]).toMatchObject({ state: 'no_show' });
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: first.id, report: 'expected', who: one!.id });
			expect((await network.standing(event.id))[0]).toMatchObject({ state: 'planned' });
			await own(one!.actor, 'held');
			expect((await network.standing(event.id))[0]).toMatchObject({ state: 'held' });
			const { second } = { second: (await network.standing(event.id))[1]! };
			await expect(reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: second.id, report: 'held', who: null })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'early' } });
			await expect(reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: first.id, report: 'late', who: stranger!.id })).rejects.toMatchObject(notFound);
		});
	});

	test('who cannot come is repaired around: nothing that begins soon moves, only those concerned are told', async () => {
		const { event, requests, first, second } = await running('Repaired');
		const before = await network.letters(event);
		await network.during(MORNING, async () => {
			for (const actor of outsiders()) await expect(markAway(network.desk, actor, { eventId: event.id, registrationId: event.guests[2]!.id, until: null })).rejects.toMatchObject(forbidden);
			await expect(markAway(network.desk, network.officer, { eventId: event.id, registrationId: crypto.randomUUID(), until: null })).rejects.toMatchObject(notFound);
			// Guest 2 comes at ten: the second meeting, at 09:25, waits for that.
			await markAway(network.desk, network.officer, { eventId: event.id, registrationId: event.guests[2]!.id, until: new Date('2027-03-15T03:00:00Z') });
			const id = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 10, seconds: 2 });
			for (const actor of outsiders()) await expect(beginRepair(network.desk, actor, { eventId: event.id, frozenMinutes: 10 })).rejects.toMatchObject(forbidden);
			await runSchedule(network.desk, id, new AbortController().signal);
			expect(await previewPublishing(network.desk, network.officer, { eventId: event.id, id })).toMatchObject({ added: 0, moved: 1, calledOff: 0, broken: 0 });
			expect(await network.publish(event, id)).toMatchObject({ moved: 1, told: 2 });
			const after = await network.standing(event.id);
			expect(after.find((meeting) => meeting.id === first.id)).toMatchObject({ slot_id: first.slot_id, sequence: 0 });
			const [moved] = await network.rows(sql`select starts_at >= '2027-03-15T03:00:00Z' as late from event_meeting where id = ${second.id}`);
			expect(moved).toEqual({ late: true });
			expect(await network.letters(event)).toEqual(before.map((count, guest) => count + (guest === 2 || guest === 3 ? 1 : 0)));
			// He does not come at all: the meeting is called off.
			await markAway(network.desk, network.officer, { eventId: event.id, registrationId: event.guests[2]!.id, until: null });
			const last = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 10, seconds: 2 });
			await runSchedule(network.desk, last, new AbortController().signal);
			expect(await network.publish(event, last)).toMatchObject({ moved: 0, calledOff: 1, told: 2 });
			await markBack(network.desk, network.officer, { eventId: event.id, registrationId: event.guests[2]!.id });
			const back = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 10, seconds: 2 });
			await runSchedule(network.desk, back, new AbortController().signal);
			expect(await network.publish(event, back)).toMatchObject({ added: 1 });
			expect((await network.standing(event.id)).find(({ request_id }) => request_id === requests[1])).toMatchObject({ id: second.id, state: 'planned' });
		});
	});

	test('what is wrong with a meeting that has begun does not keep a repair from being published', async () => {
		const { event, slots } = await running('Begun');
		await network.during(MORNING, async () => {
			await event.absent(0, [slots[0]!]);
			const copy = await copyStanding(network.desk, network.officer, { eventId: event.id });
			expect(await previewPublishing(network.desk, network.officer, { eventId: event.id, id: copy })).toMatchObject({ broken: 0 });
			await network.publish(event, copy);
		});
	});

	test('the live board offers the repairs that were begun until a later schedule is published, and no copy that is changed by hand', async () => {
		const { event } = await running('Copied');
		await network.during(MORNING, async () => {
			await copyStanding(network.desk, network.officer, { eventId: event.id });
			const repair = await beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 10, seconds: 2 });
			const offered = async () => (await viewLive(network.desk, network.officer, { eventId: event.id, slot: null })).repairs;
			expect(await offered()).toMatchObject([{ id: repair, state: 'running' }]);
			await runSchedule(network.desk, repair, new AbortController().signal);
			expect(await offered()).toMatchObject([{ id: repair, state: 'done' }]);
			await network.publish(event, await copyStanding(network.desk, network.officer, { eventId: event.id }));
			expect(await offered()).toEqual([]);
		});
	});

	test('a run of all looks for the best of what is still to come, and keeps what is over or begins too soon', async () => {
		const { event, slots, requests } = await running('Run anew');
		await network.during(MORNING, async () => {
			const inputOf = (scope: 'all' | 'few-moves', frozenMinutes: number) =>
				asActor(network.desk.db, operator('meetings'), async (tx) => {
					const frame = (await frameOf(tx, event.id))!;
					return inputOfRun(tx, { eventId: event.id, options: { seconds: 2, scope, from: null, frozenMinutes } }, await loadGround(tx, frame), network.desk.clock());
				});
			expect((await inputOf('few-moves', 0)).previous).toHaveLength(2);
			const all = await inputOf('all', 0);
			expect([all.previous, all.fixed!.map(({ request, slot }) => [request, slot])]).toEqual([undefined, [[requests[0], slots[0]]]]);
			expect((await inputOf('all', 30)).fixed!.map(({ request }) => request)).toEqual(requests);
			// The first meeting was interpreted by somebody who has left since, and is over all the same.
			await event.interprets(4, 'km', 'vi');
			await network.rows(sql`update event_registration set languages = '{lo}' where id = ${event.guests[0]!.id}`);
			await network.rows(sql`update event_meeting set interpreter_id = ${event.guests[3]!.id} where event_id = ${event.id} and slot_id = ${slots[0]}`);
			const left = await inputOf('few-moves', 0);
			expect(readProblem(left).faults).toBeUndefined();
			expect([left.fixed, left.requests.map(({ id }) => id)]).toEqual([[], [requests[1]]]);
		});
	});

	test('two who agree on the spot get a table, unless one of them sits elsewhere', async () => {
		const { event, slots } = await running('Walked in');
		const walk = (one: number, other: number, slot: number, actor = network.officer) => addWalkIn(network.desk, actor, { eventId: event.id, one: event.guests[one]!.id, other: event.guests[other]!.id, slotId: slots[slot]!, tableId: null });
		await network.during(MORNING, async () => {
			for (const actor of outsiders()) await expect(walk(2, 4, 0, actor)).rejects.toMatchObject(forbidden);
			await expect(walk(0, 4, 0)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'two_places' } });
			await expect(walk(4, 4, 0)).rejects.toMatchObject({ field: 'other' });
			await walk(2, 4, 0);
			expect((await network.standing(event.id)).filter(({ origin }) => origin === 'walk-in')).toHaveLength(1);
			// Nobody asked for it: no letter says that an asked one agreed.
			expect(await network.rows(sql`select answer_told_at is not null as told from meeting_request where event_id = ${event.id} and by_host`)).toEqual([{ told: true }]);
			await expect(walk(4, 2, 3)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'same_pair' } });
			// Both tables are taken.
			await expect(walk(3, 4, 0)).rejects.toMatchObject({ code: 'conflict' });
		});
	});

	test('afterwards the figures say what was asked, held and missed, against what the trade expects', async () => {
		const { event, first, second } = await running('Counted');
		await event.request(0, 4, { state: 'refused', answerReason: 'topic' });
		await network.during('2027-03-17T05:00:00Z', async () => {
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: first.id, report: 'held', who: null });
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: second.id, report: 'absent', who: event.guests[2]!.id });
			for (const actor of outsiders()) await expect(viewStatistics(network.desk, actor, event.id)).rejects.toMatchObject(notFound);
			const { figures, benchmarks } = await viewStatistics(network.desk, network.officer, event.id);
			expect(figures).toMatchObject({ participants: 5, requests: 3, accepted: 2, refused: 1, meetings: 2, held: 1, noShows: 1, due: 2, heldShare: 0.5, acceptance: 2 / 3, meetingsEach: 2 / 5 });
			expect(benchmarks).toEqual({ meetingsEach: 2, heldShare: 0.8 });
			expect(figures.countries.reduce((sum, { requests }) => sum + requests, 0)).toBe(3);
			expect(figuresTable(figures).split('\r\n')).toEqual(expect.arrayContaining(['all,,3,2,2,1,1,0']));
			// What is over is arranged no more.
			await expect(beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 0 })).rejects.toMatchObject(forbidden);
		});
	});
});
