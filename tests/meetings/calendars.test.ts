import { eq, sql } from 'drizzle-orm';
import icaljs from 'ical.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventDay, eventPick, eventSession } from '#lib/server/events/tables.ts';
import { endCalendarAddress, makeCalendarAddress, viewCalendarAddress } from '#lib/server/events/calendar-address.ts';
import { agendaCalendar } from '#lib/server/meetings/agenda/agenda-calendar.ts';
import { ownCalendar } from '#lib/server/meetings/agenda/own-calendar.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { paintTimes, viewTimes } from '#lib/server/meetings/availability/paint-times.ts';
import { settleMeetings } from '#lib/server/meetings/live/settle-meetings.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { pathWithoutToken } from '#lib/server/platform/log.ts';
import { listMails, smtpPostman, type StoredMail } from '#lib/server/platform/mail.ts';
import { GET } from '../../src/routes/events/[id]/calendar/[token].ics/+server.ts';
import { startMailServer } from '../mail-server.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());
beforeEach(async () => {
	await network.clear();
});

type Guest = Awaited<ReturnType<MeetingsNetwork['participant']>>;
let count = 0;
const somebody = (): Promise<Guest> => network.participant(`guest-${++count}`);

/** Two who meet in the first slot that is free for both. */
async function meet(one: Guest, other: Guest) {
	await sendRequest(network.context, one.actor, { eventId: EVENT, registrationId: other.id, request: { message: 'Hello.', language: 'en', ownListingId: null, theirListingId: null, also: [] } });
	const request = (await viewRequests(network.context, other.actor, EVENT)).requests.find(({ others }) => others[0]!.id === one.id)!;
	return (await answerRequest(network.context, other.actor, { eventId: EVENT, requestId: request.id, answer: { answer: 'yes', slotId: null } }))!.meeting!;
}
const settle = (settlement: Parameters<typeof settleMeetings>[2]) =>
	network.read(async (tx) => settleMeetings(network.context, { tx, row: (await findEvent(tx, EVENT, network.context.now))!.row, now: network.context.now }, settlement));
const mailsTo = async ({ actor }: Guest): Promise<StoredMail[]> => (await listMails(network.database.db, { limit: 50 })).filter(({ to }) => to === actor.email);
const entryIn = (content: string) => {
	const calendar = new icaljs.Component(icaljs.parse(content));
	const events = calendar.getAllSubcomponents('vevent');
	expect(events).toHaveLength(1);
	const at = (name: string) => String(events[0]!.getFirstPropertyValue(name));
	return { method: String(calendar.getFirstPropertyValue('method')), uid: at('uid'), sequence: Number(at('sequence')), status: at('status'), start: at('dtstart'), place: at('location') };
};

test('a letter with several changes carries an entry for each, a file of its own, with what was known of it before', async () => {
	const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
	const [first, second] = [await meet(an, bo), await meet(an, chai)];
	const booked = (await mailsTo(bo)).find(({ calendar }) => calendar !== null)!;
	expect([booked.text.includes('Table 1, Room'), entryIn(booked.calendar!.content).place]).toEqual([true, 'Table 1, Room, Test Forum']);
	await network.read((tx) => tx.execute(sql`delete from mail`));
	await settle({ place: [{ requestId: first.requestId, slotId: network.slots[3]!, tableId: network.tables[0]!, interpreterId: null, origin: 'booked' }], callOff: [second.requestId] });
	const [letter, ...more] = await mailsTo(an);
	expect(more).toEqual([]);
	expect(letter!.calendar).toBeNull();
	const entries = letter!.calendars.map(({ method, content }) => ({ as: method, ...entryIn(content) }));
	expect(entries.sort((a, b) => a.method.localeCompare(b.method))).toEqual([
		{ as: 'CANCEL', method: 'CANCEL', uid: `${second.id}@mitra`, sequence: 1, status: 'CANCELLED', start: '2027-03-15T02:30:00Z', place: 'Test Forum' },
		{ as: 'REQUEST', method: 'REQUEST', uid: `${first.id}@mitra`, sequence: 1, status: 'CONFIRMED', start: '2027-03-15T03:30:00Z', place: 'Table 1, Room, Test Forum' },
	]);
	// Of one change the entry is the letter's own.
	expect(entryIn((await mailsTo(bo))[0]!.calendar!.content)).toMatchObject({ uid: `${first.id}@mitra`, method: 'REQUEST' });
	expect(entryIn((await mailsTo(chai))[0]!.calendar!.content)).toMatchObject({ uid: `${second.id}@mitra`, method: 'CANCEL' });

	// The same place as in the letter of the booking, and in the calendar that the person takes from the agenda.
	expect(letter!.text).toContain('10:30 GMT+7 · Table 1, Room');
	expect(entryIn(agendaCalendar(await viewAgenda(network.context, bo.actor, EVENT), { language: 'en', url: 'http://mitra.example/x' })).place).toBe('Table 1, Room, Test Forum');

	const server = await startMailServer();
	const { postman, close } = smtpPostman(server.url);
	try {
		await postman(letter!);
		const files = server.received[0]!.data.match(/Content-Type: text\/calendar[^]*?filename=meeting-\d\.ics/gi) ?? [];
		expect(files).toHaveLength(2);
		expect(files.map((head) => /method=(\w+)/.exec(head)![1]).sort()).toEqual(['CANCEL', 'REQUEST']);
	} finally {
		close();
		await server.close();
	}
});

/** A session of the first hour of the first day, which somebody has picked. */
async function pick({ actor }: Guest): Promise<string> {
	return network.read(async (tx) => {
		const [day] = await tx.select().from(eventDay).where(eq(eventDay.day, '2027-03-15'));
		const [session] = await tx
			.insert(eventSession)
			.values({ eventId: EVENT, dayId: day!.id, kind: 'parallel', titles: [{ language: 'en', text: 'Salt and soil', provenance: 'original' }], startsAt: new Date('2027-03-15T02:00:00Z'), endsAt: new Date('2027-03-15T03:00:00Z') })
			.returning();
		await tx.insert(eventPick).values({ eventId: EVENT, sessionId: session!.id, userId: actor.userId, pickedAt: network.context.now });
		return session!.id;
	});
}

test('the sessions that one has picked stand among one’s meetings, and letters say which a meeting is in the way of', async () => {
	const [an, bo] = [await somebody(), await somebody()];
	const sessionId = await pick(an);
	const agenda = async ({ actor }: Guest) => (await viewAgenda(network.context, actor, EVENT)).sessions;
	expect(await agenda(an)).toMatchObject([{ id: sessionId, collides: false }]);
	// What somebody picks is nobody else's business.
	expect(await agenda(bo)).toEqual([]);
	const { requestId } = await meet(an, bo);
	expect(await agenda(an)).toMatchObject([{ collides: true }]);
	expect((await mailsTo(an))[0]!.text).toContain('Salt and soil');
	expect((await mailsTo(bo))[0]!.text).not.toContain('Salt and soil');
	await network.read((tx) => tx.execute(sql`delete from mail`));
	await settle({ place: [{ requestId, slotId: network.slots[2]!, tableId: network.tables[0]!, interpreterId: null, origin: 'booked' }], callOff: [] });
	expect((await mailsTo(an))[0]!.text).not.toContain('Salt and soil');
	expect(await agenda(an)).toMatchObject([{ collides: false }]);
	await settle({ place: [{ requestId, slotId: network.slots[1]!, tableId: network.tables[0]!, interpreterId: null, origin: 'booked' }], callOff: [] });
	expect((await mailsTo(an)).some(({ text }) => text.includes('Salt and soil'))).toBe(true);
	await network.read((tx) => tx.update(eventSession).set({ state: 'cancelled' }));
	expect(await agenda(an)).toEqual([]);
});

test('one is not there during the sessions that one has picked, where one says so', async () => {
	const [an, bo] = [await somebody(), await somebody()];
	await pick(an);
	const slots = async () => (await viewTimes(network.context, an.actor, EVENT)).days[0]!.slots;
	expect((await slots()).map(({ there, sessions }) => [there, sessions.length])).toEqual([[true, 1], [true, 1], [true, 0], [true, 0]]);
	await paintTimes(network.context, an.actor, { eventId: EVENT, there: new Set(network.slots), notInSessions: true });
	expect((await slots()).map(({ there }) => there)).toEqual([false, false, true, true]);
	expect((await meet(an, bo)).slotId).toBe(network.slots[2]);
});

describe('the address under which a calendar follows one’s own programme and meetings', () => {
	const SECRET = 'a secret of this test';
	const about = { eventId: EVENT };
	const followed = (token: string, eventId = EVENT) => ownCalendar(network.context, SECRET, { eventId, token }, { language: 'en', url: 'https://mitra.example/events/x' });
	const tokenOf = async ({ actor }: Guest) => (await viewCalendarAddress(network.context, SECRET, actor, EVENT)).address?.token ?? null;
	const uids = (content: string) => icaljs.Component.fromString(content).getAllSubcomponents('vevent').map((entry) => `${String(entry.getFirstPropertyValue('uid'))} ${String(entry.getFirstPropertyValue('status'))}`).sort();

	test('has the sessions picked and the meetings, as they are now, and nobody else’s', async () => {
		const [an, bo, chai] = [await somebody(), await somebody(), await somebody()];
		expect(await tokenOf(an)).toBeNull();
		for (const guest of [an, chai]) await makeCalendarAddress(network.context, guest.actor, about);
		const token = (await tokenOf(an))!;
		// Nothing yet: the event itself, so that the program keeps the address.
		expect(uids(await followed(token))).toEqual([`${EVENT}@mitra CONFIRMED`]);
		const sessionId = await pick(an);
		const meeting = await meet(an, bo);
		const theirs = await meet(bo, chai);
		expect(uids(await followed(token))).toEqual([`${sessionId}@mitra CONFIRMED`, `${meeting.id}@mitra CONFIRMED`].sort());
		expect(uids(await followed((await tokenOf(chai))!))).toEqual([`${theirs.id}@mitra CONFIRMED`]);
		await settle({ place: [], callOff: [meeting.requestId] });
		expect(uids(await followed(token))).toContain(`${meeting.id}@mitra CANCELLED`);
	});

	test('says how often to ask again, and that a copy still holds', async () => {
		const an = await somebody();
		await makeCalendarAddress(network.context, an.actor, about);
		const token = (await tokenOf(an))!;
		const content = await followed(token);
		expect(content).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
		expect(content).toContain('X-PUBLISHED-TTL:PT1H\r\n');
		vi.stubEnv('MITRA_SECRET', SECRET);
		const url = new URL(`https://mitra.example/events/${EVENT}/calendar/${token}.ics`);
		const mitra = { ...network.context, configuration: { baseUrl: url.origin, dataFolder: '' } };
		const ask = async (etag: string, asked = token) =>
			GET({ params: { id: EVENT, token: asked }, url, request: new Request(url, { headers: { 'if-none-match': etag } }), locals: { mitra, language: 'en' }, getClientAddress: () => '192.0.2.1', setHeaders: () => {} } as unknown as Parameters<typeof GET>[0]);
		const first = await ask('"another"');
		expect(first.status).toBe(200);
		expect(Object.fromEntries(first.headers)).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' });
		expect((await ask(first.headers.get('etag')!)).status).toBe(304);
		await pick(an);
		const next = await ask(first.headers.get('etag')!);
		expect([next.status, (await next.text()).includes('Salt and soil')]).toEqual([200, true]);
		await expect(ask('"another"', 'nobody’s')).rejects.toMatchObject({ code: 'not_found' });
		vi.unstubAllEnvs();
		expect(pathWithoutToken({ url: new URL(`https://mitra.example/events/x/calendar/${token}.ics`), params: { id: 'x', token } })).toBe('/events/x/calendar/[withheld].ics');
	});

	test('holds until it is renewed or ended, at its own event, as signed here', async () => {
		const an = await somebody();
		await makeCalendarAddress(network.context, an.actor, about);
		const before = (await tokenOf(an))!;
		const gone = { code: 'not_found' };
		await expect(followed(before, 'another-event')).rejects.toMatchObject(gone);
		await expect(followed(`${before.slice(0, -1)}${before.endsWith('A') ? 'E' : 'A'}`)).rejects.toMatchObject(gone);
		await expect(ownCalendar(network.context, 'another secret', { eventId: EVENT, token: before }, { language: 'en', url: 'x' })).rejects.toMatchObject(gone);
		await makeCalendarAddress(network.context, an.actor, about);
		const after = (await tokenOf(an))!;
		await expect(followed(before)).rejects.toMatchObject(gone);
		await expect(followed(after)).resolves.toContain('BEGIN:VCALENDAR');
		await endCalendarAddress(network.context, an.actor, about);
		await expect(followed(after)).rejects.toMatchObject(gone);
		const { rows } = await network.read((tx) => tx.execute(sql`select detail::text from audit where action like 'event.%calendar-address' and entity_id = ${EVENT}`));
		expect(rows.length).toBeGreaterThan(2);
		expect(JSON.stringify(rows)).not.toContain(after);
	});

	test('is the person’s own affair, shows what a role opens to nobody, and goes with the person', async () => {
		const [an, bo] = [await somebody(), await somebody()];
		await makeCalendarAddress(network.context, an.actor, about);
		const token = (await tokenOf(an))!;
		const helped = { ...an.actor, support: { visitId: 'v', helperId: 'h', helperName: 'H', until: new Date('2028-01-01') } };
		for (const actor of [helped, { kind: 'visitor' as const }]) await expect(viewCalendarAddress(network.context, SECRET, actor, EVENT)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await tokenOf(bo)).toBeNull();
		expect(await network.read((tx) => asActor(tx, bo.actor, async () => (await tx.execute(sql`select from event_calendar_address`)).rows.length))).toBe(0);
		const officer = { actor: network.network.officer as Guest['actor'], id: '' };
		await makeCalendarAddress(network.context, officer.actor, about);
		const officers = (await tokenOf(officer))!;
		await network.read((tx) => tx.execute(sql`update event set state = 'draft' where id = ${EVENT}`));
		try {
			await expect(followed(officers)).rejects.toMatchObject({ code: 'not_found' });
		} finally {
			await network.read((tx) => tx.execute(sql`update event set state = 'published' where id = ${EVENT}`));
		}
		await network.read((tx) => tx.execute(sql`delete from "user" where id = ${an.actor.userId}`));
		await expect(followed(token)).rejects.toMatchObject({ code: 'not_found' });
	});
});
