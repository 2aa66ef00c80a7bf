import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TIME_ZONES } from '#lib/alerts/vocabulary.ts';
import { MEETING_STATES, type SlotAnswer } from '#lib/rooms/vocabulary.ts';
import { instantOf, isTimeZone, wallClock } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { addPerson, removePerson } from '#lib/server/docking/change-people.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { listMails, smtpPostman } from '#lib/server/platform/mail.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';
import { proposalInput, taskInput } from '#lib/server/rooms/input.ts';
import { answerMeeting, cancelMeeting, fixMeeting, moveMeeting, proposeMeeting } from '#lib/server/rooms/meetings/change-meeting.ts';
import { endMeetings, keepCalendars } from '#lib/server/rooms/meetings/keep-meetings.ts';
import { MEETING_EVENTS, nextMeetingState, nextSequence } from '#lib/server/rooms/meetings/meeting.ts';
import { calendarOf, viewMeeting } from '#lib/server/rooms/meetings/view-meeting.ts';
import { startMailServer } from '../mail-server.ts';
import type { Person } from '../docking/docking-network.ts';
import { Calendar, readCalendar } from './read-calendar.ts';
import { createRoomsNetwork, type RoomsNetwork } from './rooms-network.ts';

let network: RoomsNetwork;
beforeAll(async () => void (network = await createRoomsNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const day = (iso: string) => new Date(iso);
const meeting = (slots: string[] = ['2026-12-01T02:00:00Z', '2026-12-02T02:00:00Z']) => ({ title: 'CANARYTITLE', details: 'CANARYDETAILS https://meet.example/secret', language: 'en' as const, minutes: 60, timeZone: 'Asia/Shanghai', slots: slots.map(day) });
const propose = (actor: Actor, reference: string, slots?: string[]) => proposeMeeting(network.rooms, actor, { reference, meeting: meeting(slots) });
const view = (actor: Actor, reference: string, meetingId: string) => viewMeeting(network.rooms, actor, { reference, meetingId });
const fix = async (actor: Actor, reference: string, meetingId: string, slot = 0) => {
	const seen = await view(network.officer, reference, meetingId);
	return fixMeeting(network.rooms, actor, { reference, meetingId, expected: seen.meeting.version, slotId: seen.slots[slot]!.id });
};
const move = async (actor: Actor, reference: string, meetingId: string, startsAt: string) =>
	moveMeeting(network.rooms, actor, { reference, meetingId, expected: (await view(network.officer, reference, meetingId)).meeting.version, startsAt: day(startsAt), minutes: 90, timeZone: 'Asia/Bangkok' });
const cancel = async (actor: Actor, reference: string, meetingId: string) => cancelMeeting(network.rooms, actor, { reference, meetingId, expected: (await view(network.officer, reference, meetingId)).meeting.version });
/** The calendar entries that somebody was sent, the earliest first. */
const entriesTo = async (actor: Actor) =>
	(await listMails(network.database.db, { limit: 500 }))
		.filter(({ to, calendar }) => to === (actor as Person).email && calendar)
		.map(({ calendar, subject, text }) => ({ ...readCalendar(calendar!.content), content: calendar!.content, mail: `${subject}\n${text}` }))
		.sort((a, b) => (a.uid === b.uid ? a.sequence - b.sequence : 0));
const ofMeeting = async (actor: Actor, meetingId: string) => (await entriesTo(actor)).filter(({ uid }) => uid.startsWith(meetingId));

describe('clocks of zones', () => {
	test('a time on the clocks of any zone and back', () => {
		const zones = [...TIME_ZONES.map(({ zone }) => zone), 'UTC', 'Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe'];
		fc.assert(
			fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 }), (zone, minute) => {
				const instant = new Date(minute * 60_000);
				const back = instantOf(zone, wallClock(zone, instant))!;
				// Of two instants that clocks show alike when they are put back, the earlier.
				expect(wallClock(zone, back)).toBe(wallClock(zone, instant));
				expect(instant.getTime() - back.getTime()).toBeGreaterThanOrEqual(0);
				expect(instant.getTime() - back.getTime()).toBeLessThanOrEqual(3_600_000);
			}),
			{ numRuns: 300 },
		);
	});

	test('what no clock shows is no time: a day that is none, and the hour that is left out in spring', () => {
		for (const wrong of ['2026-02-30T10:00', '2026-13-01T10:00', '2026-01-01', '2026-01-01T25:00', 'tomorrow']) expect(instantOf('Asia/Bangkok', wrong)).toBeNull();
		expect(instantOf('Europe/Lisbon', '2026-03-29T01:30')).toBeNull();
		expect(instantOf('Europe/Lisbon', '2026-10-25T01:30')).toEqual(day('2026-10-25T00:30:00Z'));
		expect(instantOf('Asia/Yangon', '2026-12-01T09:00')).toEqual(day('2026-12-01T02:30:00Z'));
		expect(['Asia/Ho_Chi_Minh', 'Europe/Lisbon', 'UTC', 'asia/bangkok', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, true, false, false, false]);
	});

	test('a task is due on a day that there is, and that is not past', () => {
		const due = (dueOn: string) => {
			const data = new FormData();
			for (const [name, value] of Object.entries({ what: 'Sign', who: 'officers', dueOn })) data.set(name, value);
			try {
				return taskInput(data, 'en', day('2026-11-21T08:00:00Z')).dueOn;
			} catch (error) {
				return (error as { detail: { code: string } }).detail.code;
			}
		};
		expect(['', '2026-11-21', '2026-11-20', '2026-02-30'].map(due)).toEqual([null, '2026-11-21', 'past_day', 'day']);
	});

	test('a proposal is read on the clocks of its zone; a past time and one given twice are refused at their field', () => {
		const form = (fields: Record<string, string>) => {
			const data = new FormData();
			for (const [name, value] of Object.entries({ title: 'Visit', minutes: '60', zone: 'Asia/Ho_Chi_Minh', ...fields })) data.set(name, value);
			return data;
		};
		const now = day('2026-11-21T08:00:00Z');
		expect(proposalInput(form({ slot_1: '2026-12-02T09:00', slot_3: '2026-12-01T09:00' }), 'en', now).slots).toEqual([day('2026-12-01T02:00:00Z'), day('2026-12-02T02:00:00Z')]);
		const fault = (fields: Record<string, string>) => {
			try {
				return proposalInput(form(fields), 'en', now) && 'none';
			} catch (error) {
				const { field, detail } = error as { field: string; detail: { code: string } };
				return `${field} ${detail.code}`;
			}
		};
		expect(fault({})).toBe('slot_0 required');
		expect(fault({ slot_2: '2026-11-21T14:00' })).toBe('slot_2 past');
		expect(fault({ slot_0: '2026-12-01T09:00', slot_1: '2026-12-01T09:00' })).toBe('slot_1 twice');
		expect(fault({ zone: 'Mars/Olympus', slot_0: '2026-12-01T09:00' })).toBe('zone not_allowed');
	});
});

test('states of a meeting follow one another in one place, and calendars count from the first that they hear', () => {
	const table = { proposed: { fix: 'fixed', cancel: 'cancelled' }, fixed: { move: 'fixed', cancel: 'cancelled' }, cancelled: {} } as Record<string, Record<string, string>>;
	for (const state of MEETING_STATES) for (const event of MEETING_EVENTS) expect(nextMeetingState(state, event), `${state}, ${event}`).toBe(table[state]![event]);
	expect([nextSequence('proposed', 0, 'fix'), nextSequence('fixed', 0, 'move'), nextSequence('fixed', 4, 'cancel')]).toEqual([0, 1, 5]);
});

describe('a meeting', () => {
	test('is proposed, answered, fixed, moved and called off; every calendar follows', async () => {
		const hanoi = await network.person('hanoi', [{ organisationId: network.company, role: 'editor' }], 'zh');
		const { reference } = await network.room({ seeking: [hanoi] });
		const id = await propose(network.editor, reference);
		const slots = (await view(hanoi, reference, id)).slots;
		await answerMeeting(network.rooms, hanoi, { reference, meetingId: id, answers: new Map<string, SlotAnswer>([[slots[0]!.id, 'no'], [slots[1]!.id, 'yes'], [crypto.randomUUID(), 'yes']]) });
		await answerMeeting(network.rooms, network.thaiOfficer, { reference, meetingId: id, answers: new Map([[slots[1]!.id, 'if-needed']]) });
		expect((await view(network.editor, reference, id)).slots[1]!.answers.map(({ name, answer }) => [name, answer])).toEqual([['editor', 'yes'], ['hanoi', 'yes'], ['thai-officer', 'if-needed']]);

		await fix(network.editor, reference, id, 1);
		await move(network.editor, reference, id, '2026-12-03T07:00:00Z');
		await cancel(network.officer, reference, id);

		const calendar = new Calendar(hanoi.email);
		const sent = await ofMeeting(hanoi, id);
		expect(sent.map(({ content }) => calendar.take(content))).toEqual(['added', 'updated', 'removed']);
		expect(calendar.entries.size).toBe(0);
		expect(sent.map(({ method, sequence, status, starts, ends }) => [method, sequence, status, starts, ends])).toEqual([
			['REQUEST', 0, 'CONFIRMED', '2026-12-02T02:00:00.000Z', '2026-12-02T03:00:00.000Z'],
			['REQUEST', 1, 'CONFIRMED', '2026-12-03T07:00:00.000Z', '2026-12-03T08:30:00.000Z'],
			['CANCEL', 2, 'CANCELLED', '2026-12-03T07:00:00.000Z', '2026-12-03T08:30:00.000Z'],
		]);
		// What comes late, twice, or to somebody else changes nothing; mails overtake each other.
		expect(sent.map(({ content }) => calendar.take(content))).toEqual(['ignored', 'ignored', 'ignored']);
		const other = new Calendar(hanoi.email);
		expect([1, 0, 1, 2, 1].map((at) => other.take(sent[at]!.content))).toEqual(['added', 'ignored', 'ignored', 'removed', 'ignored']);
		expect(sent.map(({ content }) => new Calendar((network.editor as Person).email).take(content))).toEqual(['ignored', 'ignored', 'ignored']);
		expect(sent.every(({ attendees, organiser }) => attendees.length === 1 && attendees[0]!.toLowerCase() === `mailto:${hanoi.email}` && organiser === 'mailto:network@mitra.example')).toBe(true);
	});

	test('comes into mails and calendars without what it is about, where, or with whom', async () => {
		const { reference } = await network.room();
		const id = await propose(network.editor, reference);
		await fix(network.editor, reference, id);
		const sent = await ofMeeting(network.stranger, id);
		expect(sent).toHaveLength(1);
		expect(JSON.stringify(sent)).not.toMatch(/CANARY|meet\.example|test-institute|editor@/);
		expect(sent[0]!.summary).toContain(reference);
		expect(sent[0]!.content).toContain(`/docking/${reference}`);
	});

	test('invites the contact people, and of the advisers those who answered; the others hear that there is something', async () => {
		const { reference } = await network.room();
		const id = await propose(network.editor, reference);
		const [slot] = (await view(network.officer, reference, id)).slots;
		await answerMeeting(network.rooms, network.officer, { reference, meetingId: id, answers: new Map([[slot!.id, 'yes']]) });
		await fix(network.editor, reference, id);
		for (const actor of [network.editor, network.stranger, network.officer]) expect(await ofMeeting(actor, id)).toHaveLength(1);
		for (const actor of [network.secondOfficer, network.thaiOfficer, network.owner, network.secretariat]) expect(await ofMeeting(actor, id)).toEqual([]);
		expect((await network.mailsTo(network.secondOfficer)).some(({ subject }) => subject.includes(reference))).toBe(true);
	});

	test('is taken out of the calendar of who is in the docking no more', async () => {
		const leaving = await network.person('leaving', [{ organisationId: network.company, role: 'editor' }]);
		const docking = await network.room({ seeking: [network.stranger, leaving] });
		const id = await propose(network.editor, docking.reference);
		await fix(network.editor, docking.reference, id);
		await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`delete from docking_person where docking_id = ${docking.id} and person_id = ${leaving.userId}`));
		await move(network.editor, docking.reference, id, '2026-12-09T02:00:00Z');
		const calendar = new Calendar(leaving.email);
		expect((await ofMeeting(leaving, id)).map(({ content }) => calendar.take(content))).toEqual(['added', 'removed']);
		expect((await ofMeeting(network.stranger, id)).map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST']);
	});

	test('follows in calendars who comes into the docking and who goes, and troubles nobody else', async () => {
		const joining = await network.person('joining', [{ organisationId: network.company, role: 'editor' }]);
		const { reference } = await network.room();
		const id = await propose(network.editor, reference);
		await fix(network.editor, reference, id);
		expect(await keepCalendars(network.rooms)).toBe(0);
		const calendar = new Calendar(joining.email);
		const become = async () => (await ofMeeting(joining, id)).map(({ content }) => calendar.take(content)).filter((what) => what !== 'ignored');
		for (const [change, what] of [[addPerson, 'added'], [removePerson, 'removed'], [addPerson, 'added']] as const) {
			await change(network.context, network.stranger, { reference, personId: joining.userId });
			expect(await keepCalendars(network.rooms)).toBe(1);
			expect(await keepCalendars(network.rooms)).toBe(0);
			expect(await become()).toEqual([what]);
		}
		await move(network.editor, reference, id, '2026-12-09T02:00:00Z');
		expect(await become()).toEqual(['updated']);
		const stayed = new Calendar((network.stranger as Person).email);
		expect((await ofMeeting(network.stranger, id)).map(({ content }) => stayed.take(content))).toEqual(['added', 'updated']);
		expect(await ofMeeting(network.secretariat, id)).toEqual([]);
	});

	test('is steered by the side that proposed it and by advisers, and by nobody else', async () => {
		const { reference } = await network.room({ offering: [network.editor, network.reader] });
		const id = await propose(network.editor, reference);
		for (const actor of [network.stranger, network.reader]) await expect(fix(actor, reference, id)).rejects.toEqual(refused('forbidden'));
		for (const actor of [network.owner, network.secretariat, network.visitor]) {
			await expect(view(actor, reference, id)).rejects.toEqual(refused('not_found'));
			await expect(fix(actor, reference, id)).rejects.toEqual(refused('not_found'));
			await expect(calendarOf(network.rooms, actor as Person, { reference, meetingId: id })).rejects.toEqual(refused('not_found'));
		}
		// Who only reads along comes to meetings too, so may say when.
		const [slot] = (await view(network.reader, reference, id)).slots;
		await answerMeeting(network.rooms, network.reader, { reference, meetingId: id, answers: new Map([[slot!.id, 'yes']]) });
		await fix(network.thaiOfficer, reference, id);
		await expect(answerMeeting(network.rooms, network.stranger, { reference, meetingId: id, answers: new Map([[slot!.id, 'no']]) })).rejects.toEqual(refused('conflict'));
		await expect(cancel(network.stranger, reference, id)).rejects.toEqual(refused('forbidden'));
	});

	test('decided twice at once is decided once, and not at a time that is past', async () => {
		const { reference } = await network.room();
		const id = await propose(network.editor, reference);
		const answers = await Promise.allSettled([fix(network.editor, reference, id, 0), fix(network.officer, reference, id, 1)]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await ofMeeting(network.stranger, id)).toHaveLength(1);
		const late = await propose(network.editor, reference, ['2026-11-21T09:00:00Z']);
		network.clock.now = day('2026-11-21T09:30:00Z');
		await expect(fix(network.editor, reference, late)).rejects.toMatchObject({ code: 'invalid_input', field: 'slot' });
		network.clock.now = day('2026-11-21T08:00:00Z');
	});

	test('of a docking that was stopped is called off by itself', async () => {
		const docking = await network.room();
		const id = await propose(network.editor, docking.reference);
		await fix(network.editor, docking.reference, id);
		await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update docking set state = 'stopped', stopped_from = 'introduced', stop_reason = 'price', ball = 'none' where id = ${docking.id}`));
		expect(await endMeetings(network.rooms)).toBe(1);
		expect(await endMeetings(network.rooms)).toBe(0);
		expect((await ofMeeting(network.stranger, id)).map(({ method }) => method)).toEqual(['REQUEST', 'CANCEL']);
	});
});

test('a mail program receives the entry as one that it can take up (RFC 6047)', async () => {
	const { reference } = await network.room();
	const id = await propose(network.editor, reference);
	await fix(network.editor, reference, id);
	const mail = (await listMails(network.database.db, { limit: 500 })).find(({ to, calendar }) => to === (network.stranger as Person).email && calendar?.content.includes(id))!;
	const server = await startMailServer();
	const { postman, close } = smtpPostman(server.url);
	await postman(mail);
	close();
	await server.close();
	const { data } = server.received[0]!;
	expect(data).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
	// The entry in words of ASCII travels as it is; the same stands as a file beside it.
	const [, content] = /Content-Type: text\/calendar[^]*?Content-Transfer-Encoding: 7bit\r?\n\r?\n(BEGIN:VCALENDAR[^]*?END:VCALENDAR)/i.exec(data)!;
	expect(data).toMatch(/Content-Disposition: attachment; filename=meeting\.ics/);
	expect(readCalendar(`${content!.replace(/\r?\n/g, '\r\n')}\r\n`)).toMatchObject({ method: 'REQUEST', sequence: 0 });
	expect(organiserOf({ smtpUrl: server.url, baseUrl: 'https://mitra.example' })).toBe('network@mitra.example');
	expect(organiserOf({ baseUrl: 'https://mitra.example' })).toBe('mitra@mitra.example');
});
