import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProblem } from '#lib/engines/meetings/read-problem.ts';
import type { LateMinutes } from '#lib/meetings/vocabulary.ts';
import { affectedByDays, cancelDay, moveDay } from '#lib/server/events/change-days.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { previewMove } from '#lib/server/events/move-event.ts';
import { saveEvent } from '#lib/server/events/save-event.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { paintTimes } from '#lib/server/meetings/availability/paint-times.ts';
import { moveMeeting } from '#lib/server/meetings/board/move-meeting.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import { markAway, markBack } from '#lib/server/meetings/live/away.ts';
import { answerOutcome } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { reportAtDesk, reportOwnMeeting, takeOwnReportBack } from '#lib/server/meetings/live/report-meeting.ts';
import { reportOthersHeld, takeOthersBack } from '#lib/server/meetings/live/report-others-held.ts';
import { viewLive } from '#lib/server/meetings/live/view-live.ts';
import { addWalkIn, recordWalkIn } from '#lib/server/meetings/live/walk-in.ts';
import { loadGround } from '#lib/server/meetings/schedules/ground.ts';
import { previewPublishing } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { inputOfRun, runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { beginRepair, copyStanding } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { figuresTable } from '#lib/server/meetings/statistics/figures.ts';
import { viewStatistics } from '#lib/server/meetings/statistics/view-statistics.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { badgeCode } from '#lib/server/registration/codes.ts';
import { both, formOf, FRAME } from '../events/events-network.ts';
import { at, createDeskNetwork, type DeskNetwork } from './desk-network.ts';

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

	test('one side takes its own tap back for some minutes, as long as nothing else was said; how late it is, others see', async () => {
		const { event, first } = await running('Taken back');
		const [one, other, stranger] = event.guests;
		const input = { eventId: event.id, meetingId: first.id };
		const report = (guest: typeof one, report: 'late' | 'absent' | 'held', lateMinutes: LateMinutes | null = null) => reportOwnMeeting(network.desk, guest!.actor, { ...input, report, lateMinutes });
		const takeBack = (actor: Parameters<typeof takeOwnReportBack>[1]) => takeOwnReportBack(network.desk, actor, input);
		const seenBy = async (guest: typeof one) => (await viewAgenda(network.desk, guest!.actor, event.id)).meetings.find(({ id }) => id === first.id)!;
		await network.during(MORNING, async () => {
			await report(one, 'late', 10);
			expect(await seenBy(one)).toMatchObject({ state: 'late', late: [{ who: null, minutes: 10 }], may: { takeBack: true } });
			expect(await seenBy(other)).toMatchObject({ state: 'late', late: [{ who: one!.id, minutes: 10 }], may: { takeBack: false } });
			await report(one, 'held');
			for (const actor of [stranger!.actor, network.visitor, network.officer]) await expect(takeBack(actor)).rejects.toMatchObject(notFound);
			await expect(takeBack({ ...one!.actor, support: { helper: 'helper', until: new Date() } } as never)).rejects.toMatchObject(forbidden);
			await expect(takeBack(other!.actor)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'not_last' } });
			await takeBack(one!.actor);
			// As it was before that tap, not before all of them.
			expect(await seenBy(other)).toMatchObject({ state: 'late', late: [{ who: one!.id, minutes: 10 }] });
			await expect(takeBack(one!.actor)).rejects.toMatchObject({ code: 'conflict' });
			await report(one, 'absent');
			expect((await seenBy(one)).state).toBe('no_show');
		});
		await network.during('2027-03-15T02:16:00Z', async () => {
			expect((await seenBy(one)).may.takeBack).toBe(false);
			await expect(takeBack(one!.actor)).rejects.toMatchObject({ code: 'conflict' });
			// The desk decides: neither side's tap changes it any more.
			await report(one, 'held');
			await reportAtDesk(network.desk, network.officer, { ...input, report: 'absent', who: other!.id });
			await expect(takeBack(one!.actor)).rejects.toMatchObject({ code: 'conflict' });
			await expect(report(one, 'held')).rejects.toMatchObject({ code: 'conflict', detail: { code: 'by_desk' } });
		});
	});

	test('all others of a slot are noted as held in one press, but those of which something else was said, and taken back in another', async () => {
		const event = await network.event('Others', { guests: 8, tables: 4 });
		const requests = [await event.request(0, 1), await event.request(2, 3), await event.request(4, 5), await event.request(6, 7)];
		const slots = await network.slotIds(event.id);
		const copy = await network.schedule(event.id);
		for (const [index, request] of requests.entries()) await moveMeeting(network.desk, network.officer, { eventId: event.id, scheduleId: copy, requestId: request, slotId: slots[index === 3 ? 1 : 0]!, tableId: null });
		await network.publish(event, copy);
		const press = (slot: number, actor = network.officer) => reportOthersHeld(network.desk, actor, { eventId: event.id, slotId: slots[slot]! });
		const states = async () => Object.fromEntries((await network.standing(event.id)).map(({ request_id, state }) => [requests.indexOf(request_id), state]));
		const board = () => viewLive(network.desk, network.officer, { eventId: event.id, slot: slots[0]! });
		await network.during(MORNING, async () => {
			const missed = (await network.standing(event.id)).find(({ request_id }) => request_id === requests[0])!;
			await reportAtDesk(network.desk, network.officer, { eventId: event.id, meetingId: missed.id, report: 'absent', who: event.guests[0]!.id });
			for (const actor of outsiders()) await expect(press(0, actor)).rejects.toMatchObject(forbidden);
			await expect(press(1)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'early' } });
			expect((await board()).others).toMatchObject({ begun: true, open: 2, reported: null });
			expect(await press(0)).toEqual({ meetings: 2 });
			expect(await states()).toEqual({ 0: 'no_show', 1: 'held', 2: 'held', 3: 'planned' });
			const { others } = await board();
			expect(others).toMatchObject({ open: 0, reported: { meetings: 2 } });
			// What was said of one of them since stays.
			const late = (await network.standing(event.id)).find(({ request_id }) => request_id === requests[1])!;
			await reportOwnMeeting(network.desk, event.guests[2]!.actor, { eventId: event.id, meetingId: late.id, report: 'late', lateMinutes: 5 });
			const takeBack = (actor = network.officer) => takeOthersBack(network.desk, actor, { eventId: event.id, reportId: others.reported!.id });
			for (const actor of outsiders()) await expect(takeBack(actor)).rejects.toMatchObject(forbidden);
			expect(await takeBack()).toEqual({ meetings: 1 });
			expect(await states()).toEqual({ 0: 'no_show', 1: 'late', 2: 'planned', 3: 'planned' });
			await expect(takeBack()).rejects.toMatchObject(notFound);
			await press(0);
		});
		// Nobody looked at each: one of its people may say afterwards that it did not take place.
		await network.during('2027-03-15T05:00:00Z', async () => {
			const meeting = (await network.standing(event.id)).find(({ request_id }) => request_id === requests[2])!;
			await answerOutcome(network.desk, event.guests[4]!.actor, { eventId: event.id, meetingId: meeting.id, outcome: 'not_held' });
			expect(await states()).toMatchObject({ 1: 'held', 2: 'no_show' });
			expect((await board()).meetings.find(({ id }) => id === meeting.id)!.people).toMatchObject(expect.arrayContaining([expect.objectContaining({ id: event.guests[4]!.id, denies: true })]));
		});
	});

	test('the live board finds somebody by name with all meetings and tables, or who meets at a table', async () => {
		const { event, first } = await running('Found');
		const find = async (words: string) => (await viewLive(network.desk, network.officer, { eventId: event.id, slot: null, find: words })).found!;
		const [name] = await network.rows(sql`select names->0->>'text' as text from event_registration where id = ${event.guests[0]!.id}`);
		const { people, tables } = await find(String(name!.text));
		expect({ people, tables }).toMatchObject({ people: [{ id: event.guests[0]!.id, meetings: [{ id: first.id, tableId: expect.any(String) }] }], tables: [] });
		const [table] = await network.rows(sql`select t.label from event_meeting m join event_table t on t.id = m.table_id where m.id = ${first.id}`);
		expect((await find(String(table!.label))).tables).toMatchObject([{ meetings: expect.arrayContaining([expect.objectContaining({ id: first.id })]) }]);
		for (const actor of outsiders()) await expect(viewLive(network.desk, actor, { eventId: event.id, slot: null, find: 'Guest' })).rejects.toMatchObject(notFound);
	});

	test('what the desk marks as away is kept apart from what somebody painted, listed, and taken back alone', async () => {
		const event = await network.event('Marked', { guests: 2 });
		const slots = await network.slotIds(event.id);
		const [one] = event.guests;
		const input = { eventId: event.id, registrationId: one!.id };
		const mark = (until: string | null) => markAway(network.desk, network.officer, { ...input, until: until === null ? null : new Date(until) });
		const absent = async () => (await network.rows(sql`select slot_id, by_desk from meeting_availability where registration_id = ${one!.id}`)).map(({ slot_id, by_desk }) => [slots.indexOf(slot_id as string), by_desk]).sort(([a], [b]) => Number(a) - Number(b));
		const listed = async () => (await viewLive(network.desk, network.officer, { eventId: event.id, slot: null })).away;
		await event.absent(0, [slots[1]!]);
		// On the eve: before the first slot nothing is to be noted, and that is said.
		await network.during('2027-03-14T10:00:00Z', async () => {
			await expect(mark('2027-03-15T02:00:00Z')).rejects.toMatchObject({ code: 'invalid_input', field: 'until', detail: { code: 'nothing_to_note' } });
			expect((await viewLive(network.desk, network.officer, { eventId: event.id, slot: null })).daysAhead).toEqual(['2027-03-15', '2027-03-16']);
			expect(await mark('2027-03-15T03:00:00Z')).toEqual({ slots: 2 });
			expect(await absent()).toEqual([[0, true], [1, false], [2, true]]);
			expect(await listed()).toMatchObject([{ id: one!.id, away: [{ startsAt: new Date('2027-03-15T02:00:00Z') }, { startsAt: new Date('2027-03-15T02:50:00Z') }] }]);
			// Said anew, it replaces what was marked before.
			expect(await mark('2027-03-15T02:20:00Z')).toEqual({ slots: 1 });
			expect(await absent()).toEqual([[0, true], [1, false]]);
			// Painting anew leaves the desk's mark the desk's.
			await paintTimes(network.desk, one!.actor, { eventId: event.id, there: new Set(slots.slice(3)) });
			expect(await absent()).toEqual([[0, true], [1, false], [2, false]]);
			for (const actor of outsiders()) await expect(markBack(network.desk, actor, input)).rejects.toMatchObject(forbidden);
			await markBack(network.desk, network.officer, input);
			expect(await absent()).toEqual([[1, false], [2, false]]);
			expect(await listed()).toEqual([]);
			await expect(markBack(network.desk, network.officer, input)).rejects.toMatchObject(notFound);
		});
		// Tomorrow at eleven: all that is left of today, and tomorrow before it.
		await network.during('2027-03-15T02:30:00Z', async () => {
			const { slots: marked } = await mark('2027-03-16T04:00:00Z');
			expect(marked).toBeGreaterThan(1);
			const [tomorrow] = await network.rows(sql`select count(*) as count from meeting_availability a join meeting_slot s on s.id = a.slot_id where a.registration_id = ${one!.id} and s.starts_at >= '2027-03-16T00:00:00Z' and s.starts_at < '2027-03-16T04:00:00Z'`);
			expect(Number(tomorrow!.count)).toBeGreaterThan(0);
		});
	});

	test('who paints anew leaves the mark of the desk also where a meeting stands', async () => {
		const { event, slots } = await running('Marked at a meeting');
		const [one] = event.guests;
		const marked = async () => (await network.rows(sql`select slot_id from meeting_availability where registration_id = ${one!.id} and by_desk`)).map(({ slot_id }) => slot_id);
		await network.during('2027-03-14T10:00:00Z', async () => {
			await markAway(network.desk, network.officer, { eventId: event.id, registrationId: one!.id, until: new Date('2027-03-15T02:20:00Z') });
			await paintTimes(network.desk, one!.actor, { eventId: event.id, there: new Set(slots.slice(2)) });
			expect(await marked()).toEqual([slots[0]]);
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
		const walk = (one: number, other: number, slot: number, actor = network.officer) => addWalkIn(network.desk, actor, { eventId: event.id, reader: 'en', form: formOf({ person: event.guests[one]!.name, other_person: event.guests[other]!.name, slot: slots[slot]! }) });
		await network.during(MORNING, async () => {
			for (const actor of outsiders()) await expect(walk(2, 4, 0, actor)).rejects.toMatchObject(forbidden);
			await expect(walk(0, 4, 0)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'two_places' } });
			await expect(walk(4, 4, 0)).rejects.toMatchObject({ field: 'other_person' });
			await walk(2, 4, 0);
			expect((await network.standing(event.id)).filter(({ origin }) => origin === 'walk-in')).toHaveLength(1);
			// Nobody asked for it: no letter says that an asked one agreed.
			expect(await network.rows(sql`select answer_told_at is not null as told from meeting_request where event_id = ${event.id} and by_host`)).toEqual([{ told: true }]);
			await expect(walk(4, 2, 3)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'same_pair' } });
			// Both tables are taken.
			await expect(walk(3, 4, 0)).rejects.toMatchObject({ code: 'conflict' });
		});
	});

	test('two who agree on the spot have agreed to what is open between them: what was proposed, or a request of which they are all that is left', async () => {
		const { event, slots } = await running('Walked in as asked');
		const now = network.events.now;
		const open = { state: 'asked' as const, answeredAt: null, toldAt: now, expiresAt: new Date('2027-03-20') };
		const several = await event.request(2, 3, { ...open, several: true });
		for (const [guest, state] of [[3, 'refused'], [4, 'asked']] as const)
			await network.rows(sql`insert into meeting_request_party (request_id, registration_id, event_id, position, state, answer_reason, answered_at, told_at) values (${several}, ${event.guests[guest]!.id}, ${event.id}, ${guest - 2}, ${state}, ${state === 'refused' ? 'time' : null}, ${state === 'refused' ? now.toISOString() : null}, ${now.toISOString()}) returning request_id`);
		const proposed = await event.request(0, 4, { ...open, fromAgreed: false, byHost: true });
		const walk = (one: number, other: number, slot: number) => addWalkIn(network.desk, network.officer, { eventId: event.id, reader: 'en', form: formOf({ person: event.guests[one]!.name, other_person: event.guests[other]!.name, slot: slots[slot]! }) });
		await network.during(MORNING, async () => {
			await walk(2, 4, 0);
			await walk(0, 4, 2);
		});
		const asked = await network.rows(sql`select id, state, from_agreed from meeting_request where event_id = ${event.id} and id in (select request_id from event_meeting where origin = 'walk-in')`);
		expect(asked.toSorted((a, b) => (a.id === several ? -1 : b.id === several ? 1 : 0))).toEqual([{ id: several, state: 'accepted', from_agreed: true }, { id: proposed, state: 'accepted', from_agreed: true }]);
	});

	test('three who agree on the spot meet, one of whom joins by it and is told; who interprets does not, and no table that is gone is offered', async () => {
		const { event, slots } = await running('Walked in as three');
		const [joining, interpreter] = [event.guests[4]!, event.guests[3]!];
		await network.rows(sql`delete from meeting_participant where registration_id = ${joining.id} returning event_id`);
		await event.interprets(3, 'km', 'vi');
		const three = (third: string, slot: number, more: Record<string, string> = {}) => addWalkIn(network.desk, network.officer, { eventId: event.id, reader: 'en', form: formOf({ person: event.guests[0]!.name, other_person: event.guests[2]!.name, third_person: third, slot: slots[slot]!, ...more }) });
		await network.during(MORNING, async () => {
			await expect(three(interpreter.name, 2)).rejects.toMatchObject({ code: 'conflict', field: 'third_person', detail: { code: 'they_interpret' } });
			await expect(three('Nobody at all', 2, { other_person: 'Nobody either' })).rejects.toMatchObject({ problems: [{ field: 'other_person', code: 'unknown_person' }, { field: 'third_person', code: 'unknown_person' }] });
			await expect(three(event.guests[2]!.name, 2)).rejects.toMatchObject({ field: 'third_person' });
			// Two of them meet already.
			await expect(three(event.guests[1]!.name, 2)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'same_pair' } });
			const before = await network.letters(event);
			await three(joining.name, 2);
			const [meeting] = (await network.standing(event.id)).filter(({ origin }) => origin === 'walk-in');
			expect((await network.rows(sql`select registration_id from meeting_attendee where meeting_id = ${meeting!.id}`)).map(({ registration_id }) => registration_id).sort()).toEqual([0, 2, 4].map((guest) => event.guests[guest]!.id).sort());
			expect(await network.letters(event)).toEqual(before.map((count, guest) => count + ([1, 0, 1, 0, 2][guest] ?? 0)));
			expect((await network.mailsTo(joining.actor)).map(({ text }) => text)).toContainEqual(expect.stringContaining(`/events/${event.id}/meetings/wish`));
			expect(await network.rows(sql`select registration_id from meeting_participant where registration_id = ${joining.id}`)).toHaveLength(1);
			await expect(three(joining.name, 3)).rejects.toMatchObject({ code: 'conflict', detail: { code: 'same_pair' } });
			const [gone, stays] = (await network.rows(sql`select id from event_table where event_id = ${event.id} order by position`)) as { id: string }[];
			await network.rows(sql`update event_table set gone_at = ${network.desk.now.toISOString()} where id = ${gone!.id} returning id`);
			const { onTheSpot } = await viewLive(network.desk, network.officer, { eventId: event.id, slot: null });
			expect(onTheSpot.tables).toEqual([stays!.id]);
			expect(onTheSpot.people).toContain(joining.id);
			expect(onTheSpot.people).not.toContain(interpreter.id);
		});
	});

	test('participants record such a meeting with whose badges they have the codes of, while the event runs', async () => {
		const { event, slots } = await running('Met in the hall');
		const context = { ...network.desk, secret: 'a secret of the tests' };
		const [{ badge }] = (await network.rows(sql`select badge from event_registration where id = ${event.guests[4]!.id}`)) as [{ badge: string }];
		const code = badgeCode(context.secret, event.id, badge);
		const meet = (actor: Parameters<typeof recordWalkIn>[1], fields: Record<string, string> = {}) => recordWalkIn(context, actor, { eventId: event.id, form: formOf({ badge: code, slot: slots[2]!, ...fields }) });
		const [one, , , interpreter] = event.guests;
		await expect(meet(one!.actor)).rejects.toMatchObject(forbidden);
		await event.interprets(3, 'km', 'vi');
		await network.during(MORNING, async () => {
			for (const actor of [network.visitor, network.owner, network.thaiOfficer]) await expect(meet(actor)).rejects.toMatchObject(notFound);
			await expect(meet(network.officer)).rejects.toMatchObject(forbidden);
			await expect(meet(interpreter!.actor)).rejects.toMatchObject(forbidden);
			await expect(meet({ ...one!.actor, support: { helper: 'helper', until: new Date() } } as never)).rejects.toMatchObject(forbidden);
			// The part that is drawn by lot, without what signs it, is no code.
			for (const wrongCode of ['', badge, `${badge}00000000`, badgeCode(context.secret, 'another-event', badge)]) await expect(meet(one!.actor, { badge: wrongCode }), wrongCode).rejects.toMatchObject(at('badge'));
			await expect(meet(event.guests[4]!.actor)).rejects.toMatchObject({ field: 'badge' });
			await network.rows(sql`insert into meeting_forbidden_pair (event_id, registration_id, other_registration_id, reason, made_at) values (${event.id}, least(${event.guests[2]!.id}::uuid, ${event.guests[4]!.id}::uuid), greatest(${event.guests[2]!.id}::uuid, ${event.guests[4]!.id}::uuid), 'Rivals.', now()) returning id`);
			await expect(meet(event.guests[2]!.actor)).rejects.toMatchObject({ code: 'conflict', field: 'badge', detail: { code: 'not_possible' } });
			expect((await viewAgenda(network.desk, one!.actor, event.id)).soon.map(({ id }) => id)).toEqual(slots.slice(0, 4));
			await meet(one!.actor);
			expect((await network.standing(event.id)).filter(({ origin }) => origin === 'walk-in')).toMatchObject([{ slot_id: slots[2] }]);
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
			// Requests without a listing have no area: their line is there, so that nothing is missing.
			expect(figures.areas).toMatchObject([{ key: '', requests: 3, held: 1, noShows: 1 }]);
			expect(figures.countries.reduce((sum, { requests }) => sum + requests, 0)).toBe(3);
			expect(figuresTable(figures).split('\r\n')).toEqual(expect.arrayContaining(['all,,3,2,2,1,1,0']));
			// Whoever met and has left the meetings since took part.
			await network.rows(sql`delete from meeting_participant where registration_id in (${event.guests[0]!.id}, ${event.guests[4]!.id})`);
			expect((await viewStatistics(network.desk, network.officer, event.id)).figures).toMatchObject({ participants: 4, meetingsEach: 2 / 4 });
			// What is over is arranged no more.
			await expect(beginRepair(network.desk, network.officer, { eventId: event.id, frozenMinutes: 0 })).rejects.toMatchObject(forbidden);
		});
	});
});

describe('an event with meetings that is held later', () => {
	const words = { names: both('Later'), theme: [], about: [], place: [], areas: [], website: null, contact: null };
	async function arranged() {
		const event = await network.event('Later', { guests: 5, tables: 2, languages: [['en'], ['zh'], ['en'], ['en'], ['en', 'zh']] });
		await event.interprets(4, 'en', 'zh');
		for (const [from, to] of [[0, 1], [2, 3]] as const) await event.request(from, to);
		await network.publish(event, await network.schedule(event.id));
		return event;
	}
	const starts = async (eventId: string) => (await network.rows(sql`select m.starts_at, m.sequence, m.starts_at = s.starts_at as in_slot from event_meeting m join meeting_slot s on s.id = m.slot_id where m.event_id = ${eventId} order by m.starts_at, m.id`)).map(({ starts_at, sequence, in_slot }) => ({ at: new Date(starts_at as string).getTime(), sequence: Number(sequence), inSlot: in_slot }));
	const DAY = 86_400_000;

	test('takes them along at the same hours: one letter to each, with the entries of the new hours, as many as the question said', async () => {
		const event = await arranged();
		const [before, letters] = [await starts(event.id), await network.letters(event)];
		const asked = async (startsOn: string, endsOn: string) => previewMove(network.events, network.officer, { eventId: event.id, frame: { ...FRAME, startsOn, endsOn }, words });
		const save = async (startsOn: string, endsOn: string, actor = network.officer) => saveEvent(network.events, actor, { eventId: event.id, expected: await network.version(event.id), frame: { ...FRAME, startsOn, endsOn }, words });
		// By one day: the slots of each take the moments of the next.
		const preview = (await asked('2027-03-16', '2027-03-17'))!;
		expect(preview).toMatchObject({ meetings: before.length, daysLater: 1 });
		for (const actor of outsiders()) await expect(save('2027-03-16', '2027-03-17', actor)).rejects.toMatchObject(forbidden);
		expect((await save('2027-03-16', '2027-03-17')).told).toBe(preview.letters);
		expect(await starts(event.id)).toEqual(before.map(({ at: was, sequence }) => ({ at: was + DAY, sequence: sequence + 1, inSlot: true })));
		expect(await network.letters(event)).toEqual(letters.map((count) => count + 1));
		for (const { actor } of event.guests) {
			const [mail] = await network.mailsTo(actor);
			expect(mail!.subject).toContain('Later');
			expect(mail!.calendar).toMatchObject({ method: 'REQUEST' });
			expect(mail!.calendar!.content).toMatch(/DTSTART:2027031[67]T/);
			expect(mail!.calendar!.content).toContain('SEQUENCE:1');
		}

		await save('2027-03-16', '2027-03-19');
		const days = (await viewOrganised(network.events, network.officer, event.id)).days;
		const affected = await affectedByDays(network.events, network.officer, event.id);
		const day = days.find(({ id }) => affected.get(id)!.meetings > 0)!;
		expect(affected.get(day.id)).toMatchObject({ begun: false });
		const moved = await moveDay(network.events, network.officer, { eventId: event.id, id: day.id, to: '2027-03-19', words: [] });
		expect(moved.told).toBe(affected.get(day.id)!.letters);
		expect((await starts(event.id)).filter(({ sequence }) => sequence === 2)).toHaveLength(affected.get(day.id)!.meetings);
		await expect(cancelDay(network.events, network.officer, { eventId: event.id, id: day.id, words: [] })).rejects.toMatchObject({ detail: { code: 'in_use' } });
	});

	test('is refused, before anybody confirms it, once some have begun or are about to, or would begin at once', async () => {
		const event = await arranged();
		const [first] = await starts(event.id);
		const frame = { ...FRAME, startsOn: '2027-04-15', endsOn: '2027-04-16' };
		const asks = (to = frame) => previewMove(network.events, network.officer, { eventId: event.id, frame: to, words });
		expect(await asks()).toMatchObject({ meetings: 2 });
		const { days } = await viewOrganised(network.events, network.officer, event.id);
		await network.during(new Date(first!.at - 10 * 60_000).toISOString(), async () => {
			await expect(asks()).rejects.toMatchObject({ ...at('starts_on'), detail: { code: 'meetings_begun', limit: 15 } });
			await expect(asks({ ...FRAME, timeZone: 'Asia/Shanghai' })).resolves.toBeNull();
			await expect(asks({ ...frame, timeZone: 'Asia/Shanghai' })).rejects.toMatchObject({ ...at('time_zone'), detail: { code: 'zone_public' } });
			expect((await affectedByDays(network.events, network.officer, event.id)).get(days[0]!.id)).toMatchObject({ begun: true });
		});
		await network.during('2027-03-02T03:00:00Z', () => expect(asks({ ...FRAME, startsOn: '2027-03-01', endsOn: '2027-03-02' })).rejects.toMatchObject({ ...at('starts_on'), detail: { code: 'meetings_too_soon' } }));
		expect(await starts(event.id)).toMatchObject([{ at: first!.at, sequence: 0 }, {}]);
	});
});
