import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import icaljs from 'ical.js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { expertSlugs } from '#lib/server/experts/queries.ts';
import { affectedByDays, cancelDay, moveDay, removeDay, saveDay } from '#lib/server/events/change-days.ts';
import { addTables, removePlace, saveRoom, saveTrack, saveVenue } from '#lib/server/events/change-places.ts';
import { chosenSessions, eventCalendar } from '#lib/server/events/calendar.ts';
import { concernedByEvent } from '#lib/server/events/concerned.ts';
import { createEvent } from '#lib/server/events/create-event.ts';
import { viewBudget, viewDesk, viewFiles, viewOrganised } from '#lib/server/events/desk-view.ts';
import { addDocument, readDocument, removeDocument } from '#lib/server/events/documents.ts';
import { frameInput } from '#lib/server/events/input.ts';
import { eventsFeed } from '#lib/server/events/events-feed.ts';
import { programmeFeed } from '#lib/server/events/programme-feed.ts';
import { addPhotos, readPhoto, removePhoto } from '#lib/server/events/photos.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { addOrganiser, cancelEvent, publishEvent, removeDraft, removeOrganiser, saveEvent } from '#lib/server/events/save-event.ts';
import { cancelSession, previewSession, removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { addSpeaker, answerSpeaker, removeSpeaker, saveSpeaker } from '#lib/server/events/speakers.ts';
import { addSponsor, removeSponsor, saveBudgetLine } from '#lib/server/events/sponsors-and-budget.ts';
import { structuredEvent } from '#lib/server/events/structured-data.ts';
import { listEvents, viewEvent } from '#lib/server/events/view-event.ts';
import { noticeWords } from '#lib/ui/events/notice-words.ts';
import { wallClock } from '#lib/rooms/zoned-time.ts';
import { makeSlots } from '#lib/server/meetings/frame/make-slots.ts';
import { frameOf } from '#lib/server/meetings/frame/queries.ts';
import { saveFrame } from '#lib/server/meetings/frame/save-frame.ts';
import { slotsOf } from '#lib/server/meetings/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { writeFeed } from '#lib/server/alerts/feed.ts';
import { api } from '#lib/server/api/api.ts';
import type { ApiEnvironment } from '#lib/server/api/context.ts';
import type { Person } from '../centres/centres-network.ts';
import { both, createEventsNetwork, formOf, FRAME, type EventsNetwork } from './events-network.ts';

let network: EventsNetwork;
beforeAll(async () => {
	network = await createEventsNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const at = (field: string, code?: string) => ({ code: 'invalid_input', field, ...(code ? { detail: { code } } : {}) });
/** Whoever does not organise an event of Laos. */
const outsiders = () => [network.visitor, network.owner, network.officer === network.thaiOfficer ? network.visitor : network.thaiOfficer, network.reviewer, network.authority];
const organised = (id: string, actor = network.officer) => viewOrganised(network.events, actor, id);
const LANGUAGES = ['en', 'zh'] as const;

async function session(id: string, fields: Record<string, string | string[]>, sessionId: string | null = null, actor = network.officer) {
	const { days, sessions } = await organised(id, network.secretariat);
	const form = formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'A session', ...fields });
	return saveSession(network.events, actor, { eventId: id, sessionId, expected: sessions.find((each) => each.id === sessionId)?.version ?? 0, session: sessionInput(form, LANGUAGES), words: [] });
}

async function publish(id: string) {
	await publishEvent(network.events, network.officer, { eventId: id, expected: await network.version(id) });
}

/** An event as programs read it. */
async function asData(id: string, actor: Actor = network.visitor) {
	const mitra = { ...network.events, search: { card: () => undefined } } as unknown as ApiEnvironment['Bindings']['mitra'];
	const answer = await api.fetch(new Request(`http://mitra.example/api/v1/events/${id}`), { mitra, actor, reader: 'en' });
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Where the entry of a letter's calendar is, and who organises it. */
const entryIn = (mail: Awaited<ReturnType<EventsNetwork['mailsTo']>>[number] | undefined) => {
	const entry = icaljs.Component.fromString(mail!.calendar!.content).getFirstSubcomponent('vevent');
	return [entry?.getFirstPropertyValue('location'), entry?.getFirstPropertyValue('organizer')];
};

/** Two rooms, a track and the rest of a published event. */
async function stage(name: string) {
	const id = await network.draft(name);
	await saveVenue(network.events, network.officer, { eventId: id, form: formOf({ name_en: 'Hall', name_zh: '厅', latitude: '17,96' }) });
	await expect(saveVenue(network.events, network.officer, { eventId: id, form: formOf({ name_en: 'Hall', latitude: '97' }) })).rejects.toMatchObject(at('latitude', 'degrees'));
	const venue = (await organised(id)).venues[0]!;
	for (const room of ['One', 'Two']) await saveRoom(network.events, network.officer, { eventId: id, form: formOf({ venue: venue.id, name_en: room, seats: '40' }) });
	await saveTrack(network.events, network.officer, { eventId: id, form: formOf({ name_en: 'Water', name_zh: '水' }) });
	const { rooms, tracks, days } = await organised(id);
	return { id, venue, rooms, track: tracks[0]!, days };
}

test('a calendar keeps to RFC 5545 in every script: octets of a line, its ends, one entry at least', async () => {
	const { id, rooms } = await stage('Calendars');
	await session(id, { room: rooms[0]!.id, title_en: 'ງານວາງສະແດງເຕັກໂນໂລຊີ '.repeat(5), title_zh: '盐碱地改良与水稻种植技术对接会'.repeat(4), about_en: 'အာဆီယံ-တရုတ် နည်းပညာ, a; b\nសេចក្តី \u{1F33E}'.repeat(6) });
	await publish(id);
	const view = await viewEvent(network.events, network.visitor, id);
	for (const language of ['en', 'zh'] as const) {
		const text = eventCalendar(view, chosenSessions(view, null), { language, url: 'http://mitra.example/events/x' });
		expect(text).toMatch(/\r\nEND:VCALENDAR\r\n$/);
		expect(text).not.toMatch(/[^\r]\n/);
		expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
		const calendar = icaljs.Component.fromString(text);
		expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
		const [entry] = calendar.getAllSubcomponents('vevent');
		expect(entry!.getFirstPropertyValue('summary')).toBe(view.sessions[0]!.titles.find((each) => each.language === language)!.text);
		expect(entry!.getFirstPropertyValue('description')).toContain('\u{1F33E}');
		expect(String(entry!.getFirstPropertyValue('dtstart'))).toBe('2027-03-15T03:00:00Z');
	}
	// A second look gives the same entries under the same ids.
	expect(eventCalendar(view, view.sessions, { language: 'en', url: 'x' })).toBe(eventCalendar(await viewEvent(network.events, network.visitor, id), view.sessions, { language: 'en', url: 'x' }));
});

describe('a draft', () => {
	test('is of any country of the world and its clocks, but of no country that there is not', async () => {
		const frame = (fields: Record<string, string> = {}) => frameInput(formOf({ kind: 'forum', starts_on: '2027-10-04', ends_on: '2027-10-05', time_zone: 'Australia/Sydney', country: 'AU', original: 'en', ...fields }));
		const id = await network.draft('Forum in Sydney', frame());
		expect((await organised(id)).event).toMatchObject({ country: 'AU', timeZone: 'Australia/Sydney' });
		for (const zone of ['Europe/Kyiv', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires']) expect(frame({ time_zone: zone }).timeZone).toBe(zone);
		for (const country of ['XX', 'au', '']) expect(() => frame({ country })).toThrow(expect.objectContaining({ field: 'country' }) as Error);
		expect(() => frame({ time_zone: 'Australia/Nowhere' })).toThrow(expect.objectContaining({ field: 'time_zone' }) as Error);
	});

	test('is begun by an officer for the own centre, and exists for nobody else until it is published', async () => {
		for (const actor of outsiders()) await expect(createEvent(network.events, actor, { centreId: 'laos', frame: FRAME, names: both('No'), copyOf: null, also: [] })).rejects.toMatchObject(forbidden);
		await expect(createEvent(network.events, network.secretariat, { centreId: 'nowhere', frame: FRAME, names: both('No'), copyOf: null, also: [] })).rejects.toMatchObject(at('centre'));
		const id = await network.draft('Soil seminar');
		expect(id).toBe('soil-seminar-2027');
		expect(await network.draft('Soil seminar')).toBe('soil-seminar-2027-2');
		expect((await organised(id)).days.map(({ day }) => day)).toEqual(['2027-03-15', '2027-03-16']);
		for (const actor of outsiders()) {
			await expect(viewEvent(network.events, actor, id)).rejects.toMatchObject(notFound);
			await expect(organised(id, actor)).rejects.toMatchObject(notFound);
			await expect(publishEvent(network.events, actor, { eventId: id, expected: 1 })).rejects.toMatchObject(notFound);
			// The second wall: the database itself has no such row for them.
			const rows = await asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select 1 from event where id = ${id}`)).rowCount);
			expect(rows).toBe(0);
		}
		expect((await listEvents(network.events, {})).upcoming.some((line) => line.id === id)).toBe(false);
		await expect(publishEvent(network.events, network.officer, { eventId: id, expected: 99 })).rejects.toMatchObject({ code: 'conflict' });
		await publish(id);
		expect((await viewEvent(network.events, network.visitor, id)).phase).toBe('announced');
		for (const actor of outsiders()) await expect(removeDraft(network.events, actor, { eventId: id })).rejects.toMatchObject(forbidden);
		// What was public is cancelled, not removed.
		await expect(removeDraft(network.events, network.officer, { eventId: id })).rejects.toMatchObject(forbidden);
		await removeDraft(network.events, network.secondOfficer, { eventId: 'soil-seminar-2027-2' });
		await expect(organised('soil-seminar-2027-2')).rejects.toMatchObject(notFound);
		expect((await network.audited('event.publish', id))[0]?.centre_id).toBe('laos');
	});

	test('is saved side by side: what was not touched keeps its provenance, and a language without a name is not published', async () => {
		const id = await network.draft('Words');
		const words = { names: [both('Words')[0]!], theme: [], about: [], place: both('Vientiane'), areas: ['water'], website: null, contact: null };
		await saveEvent(network.events, network.officer, { eventId: id, expected: 1, frame: FRAME, words });
		await expect(saveEvent(network.events, network.officer, { eventId: id, expected: 1, frame: FRAME, words })).rejects.toMatchObject({ code: 'conflict' });
		await expect(saveEvent(network.events, network.officer, { eventId: id, expected: 2, frame: { ...FRAME, startsOn: '2027-03-16' }, words })).rejects.toMatchObject(at('ends_on'));
		await expect(publishEvent(network.events, network.officer, { eventId: id, expected: 2 })).rejects.toMatchObject(at('name_zh'));
		for (const actor of outsiders()) await expect(saveEvent(network.events, actor, { eventId: id, expected: 2, frame: FRAME, words })).rejects.toMatchObject(notFound);
		await saveEvent(network.events, network.officer, { eventId: id, expected: 2, frame: { ...FRAME, timeZone: 'Asia/Yangon' }, words: { ...words, names: both('Words') } });
		await publish(id);
		await session(id, {});
		await expect(saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: FRAME, words })).rejects.toMatchObject(at('time_zone', 'zone_public'));
	});

	test('in another zone keeps the hours of its slots for meetings and of their deadline, until people know them', async () => {
		const { id } = await stage('Clocks');
		const words = { names: both('Clocks'), theme: [], about: [], place: both('Vientiane'), areas: [], website: null, contact: null };
		const save = async (timeZone: string) => saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: { ...FRAME, timeZone }, words });
		await saveFrame(network.events, network.officer, { eventId: id, form: formOf({ state: 'preparing', mode: 'booking', request_limit: '20', request_deadline: '2027-03-10T18:00', answer_days: '7' }) });
		await makeSlots(network.events, network.officer, { eventId: id, form: formOf({ day: 'all', minutes: '30', from: '09:00', until: '10:30' }) });
		const hours = (zone: string) => asActor(network.database.db, network.officer, async (tx) => [...(await slotsOf(tx, id)).map(({ startsAt }) => wallClock(zone, startsAt)), wallClock(zone, (await frameOf(tx, id))!.requestDeadline!)]);
		const before = await hours(FRAME.timeZone);
		expect(before).toContain('2027-03-15T09:00');
		const [day] = (await organised(id)).days;
		const saveHours = (opens: string, closes: string) => saveDay(network.events, network.officer, { eventId: id, form: formOf({ id: day!.id, opens, closes }) });
		await expect(saveHours('09:10', '18:00')).rejects.toMatchObject({ ...at('opens'), detail: { code: 'slots_outside', limit: 1 } });
		await expect(saveHours('09:00', '10:20')).rejects.toMatchObject({ ...at('closes'), detail: { code: 'slots_outside', limit: 1 } });
		await saveHours('09:00', '10:30');
		// By half an hour: each slot takes the moment of the next.
		await save('Asia/Yangon');
		expect(await hours('Asia/Yangon')).toEqual(before);
		await publish(id);
		await expect(save('Asia/Shanghai')).rejects.toMatchObject(at('time_zone', 'zone_public'));
		expect(await hours('Asia/Yangon')).toEqual(before);
	});

	test('is organised jointly: officers of each centre that organises work on it, those of one that supports do not', async () => {
		const id = await network.draft('Together');
		const add = (centreId: string, role: 'co-organiser' | 'supporter', actor = network.officer) => addOrganiser(network.events, actor, { eventId: id, organiser: { role, centreId, slug: null, names: [] } });
		await expect(add('thailand', 'co-organiser', network.thaiOfficer)).rejects.toMatchObject(notFound);
		await add('thailand', 'supporter');
		await expect(organised(id, network.thaiOfficer)).rejects.toMatchObject(notFound);
		const supporter = (await organised(id)).organisers.find(({ centreId }) => centreId === 'thailand')!;
		await removeOrganiser(network.events, network.officer, { eventId: id, id: supporter.id });
		await add('thailand', 'co-organiser');
		await addOrganiser(network.events, network.thaiOfficer, { eventId: id, organiser: { role: 'host', centreId: null, slug: 'test-company', names: [] } });
		await expect(addOrganiser(network.events, network.officer, { eventId: id, organiser: { role: 'host', centreId: null, slug: 'no-such', names: [] } })).rejects.toMatchObject(at('organisation', 'unknown_organisation'));
		const leader = (await organised(id, network.thaiOfficer)).organisers.find(({ centreId }) => centreId === 'laos')!;
		await expect(removeOrganiser(network.events, network.thaiOfficer, { eventId: id, id: leader.id })).rejects.toMatchObject({ code: 'conflict' });
		expect((await viewDesk(network.events, network.thaiOfficer as Person)).events.some((line) => line.id === id)).toBe(true);
		expect((await viewDesk(network.events, network.owner as Person)).events).toEqual([]);
	});
});

describe('a programme', () => {
	test('refuses a session that leaves its day, or meets another in a room, or takes a speaker twice', async () => {
		const { id, rooms, days } = await stage('Clashes');
		await addSpeaker(network.events, network.officer, { eventId: id, form: formOf({ who: 'named', name_en: 'Ms Example', consent_how: 'By letter' }) });
		const speaker = (await organised(id)).speakers[0]!.id;
		const first = await session(id, { room: rooms[0]!.id, [`speaker_${speaker}`]: 'speaker' });
		await expect(session(id, { room: rooms[0]!.id, starts: '10:30', ends: '12:00' })).rejects.toMatchObject(at('room'));
		await expect(session(id, { room: rooms[1]!.id, starts: '10:59', ends: '12:00', [`speaker_${speaker}`]: 'chair' })).rejects.toMatchObject(at('speakers'));
		await expect(session(id, { starts: '08:00', ends: '09:30' })).rejects.toMatchObject(at('starts'));
		await expect(session(id, { starts: '17:00', ends: '18:30' })).rejects.toMatchObject(at('ends'));
		await expect(session(id, { starts: '11:00', ends: '11:00' })).rejects.toMatchObject(at('ends'));
		// An interpreter may be needed in two rooms that are one after the other; one touches nobody where the other begins.
		await session(id, { room: rooms[0]!.id, starts: '11:00', ends: '12:00', [`speaker_${speaker}`]: 'speaker' });
		const wanted = sessionInput(formOf({ kind: 'parallel', day: days[0]!.id, starts: '07:00', ends: '12:30', title_en: 'x', room: rooms[0]!.id, [`speaker_${speaker}`]: 'speaker' }), LANGUAGES);
		const { clashes } = await previewSession(network.events, network.officer, { eventId: id, sessionId: null, session: wanted });
		expect(clashes.map(({ code }) => code).sort()).toEqual(['outside_day', 'room_taken', 'speaker_taken']);
		for (const actor of outsiders()) {
			await expect(session(id, {}, null, actor)).rejects.toMatchObject(notFound);
			await expect(previewSession(network.events, actor, { eventId: id, sessionId: first.id, session: wanted })).rejects.toMatchObject(notFound);
		}
		// Rooms and hours in which sessions stand stay.
		await expect(removePlace(network.events, network.officer, { eventId: id, of: 'room', id: rooms[0]!.id })).rejects.toMatchObject({ detail: { code: 'in_use', limit: 2 } });
		await expect(saveDay(network.events, network.officer, { eventId: id, form: formOf({ id: days[0]!.id, opens: '10:30', closes: '18:00' }) })).rejects.toMatchObject(at('opens'));
		await expect(saveDay(network.events, network.officer, { eventId: id, form: formOf({ day: '2027-03-20', opens: '09:00', closes: '18:00' }) })).rejects.toMatchObject(at('day'));
		expect((await addTables(network.events, network.officer, { eventId: id, form: formOf({ room: rooms[1]!.id, prefix: 'T', count: '3', zone: 'North' }) })).added).toBe(3);
		await addTables(network.events, network.officer, { eventId: id, form: formOf({ room: rooms[1]!.id, prefix: 'T', count: '1' }) });
		expect((await organised(id)).tables.map(({ label }) => label)).toEqual(['T1', 'T2', 'T3', 'T4']);
	});

	test('is followed by feed readers, session by session and with what changed, and read as data: as everybody sees it', async () => {
		const { id, rooms } = await stage('Followed');
		const one = await session(id, { room: rooms[0]!.id, title_en: 'Dry rice', title_zh: '旱稻', seats: '25' });
		const two = await session(id, { room: rooms[1]!.id, starts: '14:00', ends: '15:00', title_en: 'Wet rice' });
		await addSpeaker(network.events, network.officer, { eventId: id, form: formOf({ who: 'member', email: (network.owner as Person).email }) });
		for (const shown of ['public', 'organisers']) await addDocument(network.events, network.officer, { eventId: id, form: formOf({ title_en: `For the ${shown}`, shown }), file: new File([Buffer.from('%PDF-1.4\n%%EOF\n')], `${shown}.pdf`) });
		const feed = (format: 'atom' | 'rss', language: 'en' | 'zh' = 'en') => programmeFeed({ ...network.events, origin: 'http://mitra.example' }, id, language, format);
		await expect(feed('rss')).rejects.toMatchObject(notFound);
		for (const actor of [network.visitor, network.officer]) expect((await asData(id, actor)).status).toBe(404);
		await publish(id);
		await cancelSession(network.events, network.officer, { eventId: id, sessionId: two.id, words: both('The rain has come.') });
		const { entries } = await feed('atom');
		expect(entries.map(({ title, link }) => [title, link])).toEqual([
			['“Wet rice” (Mon, Mar 15, 2027, 14:00 GMT+7) was cancelled.', `http://mitra.example/events/${id}/sessions/${two.id}`],
			['Dry rice', `http://mitra.example/events/${id}/sessions/${one.id}`],
			['Wet rice', `http://mitra.example/events/${id}/sessions/${two.id}`],
		]);
		expect(entries.map(({ summary }) => summary)).toEqual(['The rain has come.', 'Monday, March 15, 2027, 10:00–11:00 Vientiane (UTC+7) · One, Hall', 'Cancelled · Monday, March 15, 2027, 14:00–15:00 Vientiane (UTC+7) · Two, Hall']);
		expect(writeFeed(await feed('rss', 'zh'), 'rss')).toContain('<title>旱稻</title>');
		const { body } = await asData(id);
		expect(body).toMatchObject({ notices: [{ kind: 'session-cancelled', sessionId: two.id, words: both('The rain has come.') }], documents: [{ name: 'public.pdf' }], exhibition: { halls: [], exhibitors: [] }, speakers: [] });
		expect((body.sessions as { id: string; seats: number | null }[]).find((each) => each.id === one.id)!.seats).toBe(25);
		expect(JSON.stringify(body)).not.toMatch(/organisers\.pdf|"told"|"by"/);
	});

	test('comes along to another year at the same hours on the clock of the new place; people do not', async () => {
		const { id, rooms, track } = await stage('Yearly');
		await session(id, { room: rooms[0]!.id, track: track.id });
		const cancelled = await session(id, { starts: '14:00', ends: '15:00' });
		await publish(id);
		await cancelSession(network.events, network.officer, { eventId: id, sessionId: cancelled.id, words: [] });
		await expect(createEvent(network.events, network.thaiOfficer, { centreId: 'thailand', frame: FRAME, names: both('Copy'), copyOf: id, also: [] })).rejects.toMatchObject(notFound);
		const next = await createEvent(network.events, network.officer, { centreId: 'laos', frame: { ...FRAME, startsOn: '2028-03-13', endsOn: '2028-03-13', timeZone: 'Asia/Shanghai' }, names: both('Yearly'), copyOf: id, also: [] });
		const view = await organised(next);
		expect(view).toMatchObject({ phase: 'draft', event: { copiedFrom: id, country: 'LA' } });
		expect(view.days.map(({ day }) => day)).toEqual(['2028-03-13']);
		expect(view.sessions.map(({ startsAt, trackId, roomId }) => [startsAt.toISOString(), trackId === view.tracks[0]!.id, roomId === view.rooms[0]!.id])).toEqual([['2028-03-13T02:00:00.000Z', true, true]]);
		expect(view.speakers).toEqual([]);
	});
});

describe('a speaker', () => {
	test('with an account is named only after saying yes, alone answers, and can take it back', async () => {
		const { id, rooms } = await stage('Speaking');
		const reader = network.reader as Person;
		const add = (fields: Record<string, string>, actor = network.officer) => addSpeaker(network.events, actor, { eventId: id, form: formOf(fields) });
		await expect(add({ who: 'member', email: reader.email }, network.thaiOfficer)).rejects.toMatchObject(notFound);
		await expect(add({ who: 'member', email: 'nobody@example.org' })).rejects.toMatchObject(at('email'));
		await expect(add({ who: 'named', name_en: 'Somebody' })).rejects.toMatchObject(at('consent_how'));
		await expect(add({ who: 'expert', expert: 'nobody' })).rejects.toMatchObject(at('expert'));
		expect(await add({ who: 'member', email: reader.email })).toEqual({ asked: true });
		await expect(add({ who: 'member', email: reader.email })).rejects.toMatchObject(at('email'));
		expect((await network.mailsTo(reader)).at(0)?.subject).toContain('Speaking');
		const speaker = (await organised(id)).speakers[0]!.id;
		const { id: sessionId } = await session(id, { room: rooms[0]!.id, [`speaker_${speaker}`]: 'speaker' });
		await publish(id);
		const shown = async (actor = network.visitor) => (await viewEvent(network.events, actor, id)).sessions.find((each) => each.id === sessionId)!.speakers.length;
		expect(await shown()).toBe(0);
		const rows = await asActor(network.database.db, network.owner, async (tx) => (await tx.execute(sql`select 1 from event_speaker where id = ${speaker}`)).rowCount);
		expect(rows).toBe(0);
		const answer = (actor: typeof network.visitor, consent: 'given' | 'refused') => answerSpeaker(network.events, actor, { eventId: id, id: speaker, consent });
		for (const actor of [network.officer, network.secretariat]) await expect(answer(actor, 'given')).rejects.toMatchObject(forbidden);
		for (const actor of [network.owner, network.visitor]) await expect(answer(actor, 'given')).rejects.toMatchObject(notFound);
		expect((await viewDesk(network.events, reader)).speaking.map(({ consent }) => consent)).toEqual(['asked']);
		// What an organiser has open meanwhile is saved all the same.
		const version = async () => (await organised(id)).sessions.find((each) => each.id === sessionId)!.version;
		const before = await version();
		await answer(reader, 'given');
		expect(await version()).toBe(before);
		expect(await shown()).toBe(1);
		expect((await network.mailsTo(network.officer)).some(({ subject }) => subject.includes('reader'))).toBe(true);
		await expect(saveSpeaker(network.events, network.owner, { eventId: id, form: formOf({ id: speaker, name_en: 'Other' }) })).rejects.toMatchObject(forbidden);
		// Nobody is told before agreeing; then with the sessions for the calendar, as whenever one is put on a session or taken off.
		const letters = async () => (await network.mailsTo(reader)).filter(({ subject }) => /programme: Speaking/.test(subject)).map(({ subject, calendar }) => [subject, calendar?.method, /SEQUENCE:(\d+)/.exec(calendar?.content ?? '')?.[1]]);
		const on = 'You are in the programme: Speaking';
		const off = 'No longer in the programme: Speaking';
		expect(await letters()).toEqual([[on, 'REQUEST', '1']]);
		expect((await network.mailsTo(reader))[0]!.text).toMatch(/- A session · .*10:00.* · One, Hall\n.*\/sessions\//);
		expect(await session(id, { room: rooms[0]!.id }, sessionId)).toMatchObject({ told: 1 });
		expect(await session(id, { room: rooms[0]!.id, [`speaker_${speaker}`]: 'chair' }, sessionId)).toMatchObject({ told: 1 });
		expect(await session(id, { room: rooms[0]!.id, [`speaker_${speaker}`]: 'speaker' }, sessionId)).toMatchObject({ told: 0 });
		// Taken off a session that also moves: told of that alone.
		expect(await session(id, { room: rooms[1]!.id }, sessionId)).toMatchObject({ told: 1 });
		expect((await letters()).map(([subject, method]) => [subject, method])).toEqual([[off, 'CANCEL'], [on, 'REQUEST'], [off, 'CANCEL'], [on, 'REQUEST']]);
		const sequences = (await letters()).map(([, , sequence]) => Number(sequence));
		expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
		await session(id, { room: rooms[1]!.id, [`speaker_${speaker}`]: 'speaker' }, sessionId);
		await answer(reader, 'refused');
		expect((await letters())[0]?.slice(0, 2)).toEqual([off, 'CANCEL']);
		expect(await shown(network.officer)).toBe(0);
		await expect(session(id, { starts: '14:00', ends: '15:00', [`speaker_${speaker}`]: 'speaker' })).rejects.toMatchObject(at('speakers'));
		await removeSpeaker(network.events, network.officer, { eventId: id, id: speaker });
		expect((await expertSlugs(network.database.db, [])).size).toBe(0);
	});

	test('put on sessions of a draft is told once the event is public, if the answer was yes, and not before', async () => {
		const { id } = await stage('Speaking of a draft');
		const people = [network.reader, network.stranger] as [Person, Person];
		for (const { email } of people) await addSpeaker(network.events, network.officer, { eventId: id, form: formOf({ who: 'member', email }) });
		const { speakers } = await organised(id);
		await session(id, Object.fromEntries(speakers.map((each) => [`speaker_${each.id}`, 'speaker'])));
		const agreeing = speakers.find(({ names }) => names[0]?.text === people[0].name)!;
		await answerSpeaker(network.events, people[0], { eventId: id, id: agreeing.id, consent: 'given' });
		const letters = async () => Promise.all(people.map(async (person) => (await network.mailsTo(person)).filter(({ subject }) => subject === 'You are in the programme: Speaking of a draft').map(({ calendar }) => calendar?.method)));
		expect(await letters()).toEqual([[], []]);
		await publish(id);
		expect(await letters()).toEqual([['REQUEST'], []]);
	});
});

describe('what changes after it was public', () => {
	test('is the name of a room too, which calendars take in', async () => {
		const { id, venue, rooms } = await stage('Renamed room');
		const { id: sessionId } = await session(id, { room: rooms[0]!.id });
		await publish(id);
		const sequence = async () => (await organised(id)).sessions.find((each) => each.id === sessionId)!.sequence;
		const save = (name: string) => saveRoom(network.events, network.officer, { eventId: id, form: formOf({ id: rooms[0]!.id, venue: venue.id, name_en: name, seats: '30' }) });
		const before = await sequence();
		await save('One');
		expect(await sequence()).toBe(before);
		await save('Five');
		expect(await sequence()).toBe(before + 1);
	});

	test('is told to those who speak and to those who picked it, with the entry of their calendars, and to nobody else', async () => {
		const { id, rooms, days } = await stage('Moves');
		const [owner, stranger] = [network.owner as Person, network.stranger as Person];
		const one = await session(id, { room: rooms[0]!.id, title_en: 'First', title_zh: '第一' });
		const two = await session(id, { room: rooms[1]!.id, title_en: 'Second' });
		await expect(pickSession(network.events, owner, { eventId: id, sessionId: one.id, pick: true })).rejects.toMatchObject(notFound);
		await publish(id);
		await expect(pickSession(network.events, network.visitor, { eventId: id, sessionId: one.id, pick: true })).rejects.toMatchObject(forbidden);
		await pickSession(network.events, owner, { eventId: id, sessionId: one.id, pick: true });
		await pickSession(network.events, stranger, { eventId: id, sessionId: two.id, pick: true });
		// What somebody picked is nobody's to see, the organisers' neither.
		for (const actor of [network.officer, network.secretariat, stranger]) {
			const seen = await asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select 1 from event_pick where user_id = ${owner.userId}`)).rowCount);
			expect(seen).toBe(0);
		}
		const wanted = sessionInput(formOf({ kind: 'parallel', day: days[0]!.id, starts: '15:00', ends: '16:00', title_en: 'First', room: rooms[0]!.id }), LANGUAGES);
		expect((await previewSession(network.events, network.officer, { eventId: id, sessionId: one.id, session: wanted })).affected).toMatchObject({ picks: 1, letters: 1 });
		const before = (await network.mailsTo(stranger)).length;
		expect(await saveSession(network.events, network.officer, { eventId: id, sessionId: one.id, expected: 1, session: wanted, words: both('The hall is needed.') })).toMatchObject({ told: 1 });
		await expect(saveSession(network.events, network.officer, { eventId: id, sessionId: one.id, expected: 1, session: wanted, words: [] })).rejects.toMatchObject({ code: 'conflict' });
		const [mail] = await network.mailsTo(owner);
		expect(mail).toMatchObject({ subject: 'Moved: First (Moves)' });
		expect(mail?.text).toContain('The hall is needed.');
		expect((await network.mailsTo(stranger)).length).toBe(before);
		const view = await viewEvent(network.events, network.visitor, id);
		expect(view.notices.map(({ kind }) => kind)).toEqual(['session-moved']);
		// Another room alone is told with both, and calendars keep the place.
		expect(await session(id, { starts: '15:00', ends: '16:00', room: rooms[1]!.id, title_en: 'First' }, one.id)).toMatchObject({ told: 1 });
		const [other] = await network.mailsTo(owner);
		expect(other?.text).toContain('“First” has moved from Mon, Mar 15, 2027, 15:00 GMT+7 · One, Hall to Mon, Mar 15, 2027, 15:00 GMT+7 · Two, Hall.');
		expect(entryIn(other)).toEqual(['Two, Hall', 'mailto:events@mitra.example']);
		const [notice] = (await viewEvent(network.events, network.visitor, id)).notices;
		expect(noticeWords(notice!, 'Asia/Vientiane', 'zh')).toContain('Two, 厅');
		expect(await session(id, { starts: '15:00', ends: '16:00', room: rooms[0]!.id, title_en: 'First' }, one.id)).toMatchObject({ told: 1 });
		// A change of words alone is told to nobody.
		expect(await session(id, { room: rooms[1]!.id, title_en: 'Second, renamed' }, two.id)).toMatchObject({ told: 0 });
		expect((await affectedByDays(network.events, network.officer, id)).get(days[0]!.id)).toMatchObject({ picks: 2, letters: 2 });
		await expect(affectedByDays(network.events, network.owner, id)).rejects.toMatchObject(forbidden);
		await expect(moveDay(network.events, network.officer, { eventId: id, id: days[0]!.id, to: '2027-03-16', words: [] })).rejects.toMatchObject(at('day'));
		await removeDay(network.events, network.officer, { eventId: id, id: days[1]!.id });
		await expect(removeDay(network.events, network.officer, { eventId: id, id: days[0]!.id })).rejects.toMatchObject({ detail: { code: 'in_use' } });
		for (const actor of [network.owner, network.thaiOfficer]) await expect(moveDay(network.events, actor, { eventId: id, id: days[0]!.id, to: '2027-03-16', words: [] })).rejects.toMatchObject(forbidden);
		expect(await moveDay(network.events, network.officer, { eventId: id, id: days[0]!.id, to: '2027-03-16', words: [] })).toEqual({ told: 2 });
		expect((await network.mailsTo(owner)).map(({ subject }) => subject)).toContain('Moved: Monday, March 15, 2027 (Moves)');
		expect((await organised(id)).sessions.map(({ startsAt }) => startsAt.toISOString())).toEqual(['2027-03-16T03:00:00.000Z', '2027-03-16T08:00:00.000Z']);
		expect(await cancelSession(network.events, network.officer, { eventId: id, sessionId: two.id, words: [] })).toEqual({ told: 1 });
		await expect(cancelSession(network.events, network.officer, { eventId: id, sessionId: two.id, words: [] })).rejects.toMatchObject({ code: 'conflict' });
		await expect(pickSession(network.events, owner, { eventId: id, sessionId: two.id, pick: true })).rejects.toMatchObject({ code: 'conflict' });
		for (const actor of [network.owner, network.thaiOfficer]) {
			await expect(removeSession(network.events, actor, { eventId: id, sessionId: one.id, words: [] })).rejects.toMatchObject(forbidden);
			await expect(cancelDay(network.events, actor, { eventId: id, id: days[0]!.id, words: [] })).rejects.toMatchObject(forbidden);
			await expect(cancelEvent(network.events, actor, { eventId: id, expected: 1, words: both('x') })).rejects.toMatchObject(forbidden);
			await expect(concernedByEvent(network.events, actor, id)).rejects.toMatchObject(forbidden);
		}
		expect(await removeSession(network.events, network.officer, { eventId: id, sessionId: two.id, words: [] })).toEqual({ told: 0 });
		expect(await cancelDay(network.events, network.officer, { eventId: id, id: days[0]!.id, words: both('Flood') })).toEqual({ told: 1 });
		await expect(cancelEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), words: [] })).rejects.toMatchObject(at('words'));
		// The other officer of the centre, and who had a session of it.
		expect(await cancelEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), words: both('Not this year') })).toEqual({ told: 3 });
		const after = await viewEvent(network.events, network.visitor, id);
		expect(after).toMatchObject({ phase: 'cancelled', event: { cancelledNote: both('Not this year') } });
		await expect(session(id, { starts: '13:00', ends: '14:00' })).rejects.toMatchObject(forbidden);
		const entries = icaljs.Component.fromString(eventCalendar(after, after.sessions, { language: 'en', url: 'http://mitra.example/events/x' })).getAllSubcomponents('vevent');
		expect(entries.map((entry) => [entry.getFirstPropertyValue('uid'), entry.getFirstPropertyValue('status'), Number(entry.getFirstPropertyValue('sequence')) > 1])).toEqual([[`${one.id}@mitra`, 'CANCELLED', true]]);
		expect(() => chosenSessions(after, [crypto.randomUUID()])).toThrow(expect.objectContaining(notFound) as Error);
		expect(chosenSessions(after, [one.id])).toEqual(after.sessions);
		expect(structuredEvent(after, 'zh', 'http://mitra.example/zh/events/x')).toMatchObject({ '@type': 'EducationEvent', name: 'Moves（中文）', eventStatus: 'https://schema.org/EventCancelled', subEvent: [{ eventStatus: 'https://schema.org/EventCancelled' }] });
	});

	test('an event that is over takes no picks, and its days end where it is held', async () => {
		const { id } = await stage('Past');
		const { id: sessionId } = await session(id, {});
		await publish(id);
		const now = network.events.now;
		try {
			network.events.now = new Date('2027-03-16T16:59:00Z');
			expect((await viewEvent(network.events, network.visitor, id)).phase).toBe('running');
			network.events.now = new Date('2027-03-16T17:00:00Z');
			expect((await viewEvent(network.events, network.visitor, id)).phase).toBe('over');
			await expect(pickSession(network.events, network.owner, { eventId: id, sessionId, pick: true })).rejects.toMatchObject(forbidden);
			expect((await listEvents(network.events, {})).past.some((line) => line.id === id)).toBe(true);
		} finally {
			network.events.now = now;
		}
	});
});

test('the budget and inner documents are the organisers’ alone; amounts are exact', async () => {
	const { id } = await stage('Money');
	await publish(id);
	const line = formOf({ side: 'cost', what: 'Hall', currency: 'LAK', planned: '1.250.000,5', actual: '' });
	for (const actor of outsiders()) {
		await expect(saveBudgetLine(network.events, actor, { eventId: id, form: line })).rejects.toMatchObject(forbidden);
		await expect(viewBudget(network.events, actor, id)).rejects.toMatchObject(notFound);
		await expect(addSponsor(network.events, actor, { eventId: id, form: formOf({ level: 'gold', name_en: 'x' }) })).rejects.toMatchObject(forbidden);
		await expect(addDocument(network.events, actor, { eventId: id, form: formOf({}), file: undefined })).rejects.toMatchObject(forbidden);
	}
	await saveBudgetLine(network.events, network.officer, { eventId: id, form: line });
	expect((await viewBudget(network.events, network.secondOfficer, id)).lines).toMatchObject([{ planned: 125_000_050, currency: 'LAK' }]);
	await expect(saveBudgetLine(network.events, network.officer, { eventId: id, form: formOf({ side: 'cost', what: 'x', currency: 'CNY', planned: 'much' }) })).rejects.toMatchObject(at('planned', 'amount'));
	const rows = await asActor(network.database.db, network.thaiOfficer, async (tx) => (await tx.execute(sql`select 1 from event_budget_line`)).rowCount);
	expect(rows).toBe(0);
	await addSponsor(network.events, network.officer, { eventId: id, form: formOf({ level: 'gold', organisation: 'test-company' }) });
	const [sponsor] = (await viewEvent(network.events, network.visitor, id)).sponsors;
	expect(sponsor).toMatchObject({ slug: 'test-company', level: 'gold' });
	await removeSponsor(network.events, network.officer, { eventId: id, id: sponsor!.id });
	const pdf = new File([Buffer.from('%PDF-1.4\n% A plan\n%%EOF\n')], '../plan.pdf');
	await addDocument(network.events, network.officer, { eventId: id, form: formOf({ title_en: 'Plan', shown: 'organisers' }), file: pdf });
	await expect(addDocument(network.events, network.officer, { eventId: id, form: formOf({ title_en: 'Bad', shown: 'public' }), file: new File([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])], 'a.pdf') })).rejects.toMatchObject({ code: 'unsupported_type' });
	const [document] = (await viewFiles(network.events, network.officer, id)).documents;
	expect(document?.name).toBe('plan.pdf');
	expect((await viewEvent(network.events, network.officer, id)).documents).toEqual([]);
	for (const actor of outsiders()) await expect(readDocument(network.events, actor, { eventId: id, id: document!.id })).rejects.toMatchObject(notFound);
	const { sha256 } = await readDocument(network.events, network.officer, { eventId: id, id: document!.id });
	expect((await network.audited('event.read-guarded-file', id)).length).toBe(1);
	await removeDocument(network.events, network.officer, { eventId: id, id: document!.id });
	expect(await network.events.files.has(sha256)).toBe(false);
});

test('pictures are read by their bytes, resized, and lose what the camera wrote; the original is not kept', async () => {
	const { id } = await stage('Pictures');
	const jpeg = await sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#0b5f4b' } }).jpeg().withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '17/1 58/1 0/1' } }).toBuffer();
	expect((await sharp(jpeg).metadata()).exif).toBeDefined();
	const form = formOf({ caption_en: 'The hall', credit: 'A. Sample' });
	const add = (bytes: Uint8Array, actor = network.officer) => addPhotos(network.events, actor, { eventId: id, form, files: [new File([Buffer.from(bytes)], 'p.jpg')] });
	for (const actor of outsiders()) await expect(add(jpeg, actor)).rejects.toMatchObject(notFound);
	await expect(add(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).rejects.toMatchObject({ code: 'unsupported_type' });
	await expect(add(jpeg.subarray(0, 400))).rejects.toMatchObject({ code: 'unsupported_type' });
	await add(jpeg);
	await publish(id);
	const [photo] = (await viewEvent(network.events, network.visitor, id)).photos;
	expect(photo).toMatchObject({ width: 1600, height: 800, credit: 'A. Sample' });
	expect((await asData(id)).body.photos).toEqual([{ captions: photo!.captions, credit: 'A. Sample', width: 1600, height: 800, path: `/events/${id}/photos/${photo!.id}/large` }]);
	const file = await readPhoto(network.events, network.visitor, { eventId: id, id: photo!.id, size: 'small' });
	const chunks: Buffer[] = [];
	for await (const chunk of (await network.events.files.open(file.sha256)).stream) chunks.push(chunk as Buffer);
	const made = await sharp(Buffer.concat(chunks)).metadata();
	expect([made.format, made.width, made.exif]).toEqual(['webp', 480, undefined]);
	await expect(removePhoto(network.events, network.owner, { eventId: id, id: photo!.id })).rejects.toMatchObject(forbidden);
	await removePhoto(network.events, network.officer, { eventId: id, id: photo!.id });
	expect(await network.events.files.has(file.sha256)).toBe(false);
});

test('the archive is filtered by kind, area, country and year, and says its sources; nothing is said of forums that no document tells of', async () => {
	const list = async (filters: Parameters<typeof listEvents>[1]) => (await listEvents(network.events, filters)).past.map(({ id }) => id);
	expect(await list({ kind: 'forum' })).toEqual(['forum-10', 'forum-1']);
	expect(await list({ area: 'health' })).toEqual(['forum-10']);
	expect(await list({ year: '2013', country: 'CN' })).toEqual(['seminar-spatial-2013', 'forum-1']);
	const view = await viewEvent(network.events, network.visitor, 'forum-1');
	expect(view.organisers.map(({ role, centreId }) => [role, centreId])).toEqual([['host', null], ['host', null], ['organiser', 'cattc']]);
	const stated = readFileSync('data/network/events.json', 'utf8');
	expect(stated).toContain('China-ASEAN STEP newsletter (September 2013)');
	await expect(publishEvent(network.events, network.host, { eventId: 'forum-1', expected: 1 })).rejects.toMatchObject(forbidden);
	const thesaurus = { label: (id: string) => id } as unknown as Parameters<typeof eventsFeed>[0]['thesaurus'];
	const feed = writeFeed(await eventsFeed({ ...network.events, thesaurus, origin: 'http://mitra.example' }, { kind: 'forum' }, 'en', 'atom'), 'atom');
	expect(feed).toContain('http://mitra.example/events/forum-10');
	expect(feed).toMatch(/<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}<\/id>/);
	// Readers hide what says that it is published on a day to come.
	await network.database.asOwner((client) => client.query("update event set starts_on = '2030-01-01', ends_on = '2030-01-02' where id = 'forum-10'"));
	const ahead = await eventsFeed({ ...network.events, thesaurus, origin: 'http://mitra.example' }, { kind: 'forum' }, 'en', 'rss');
	for (const { published, updated } of ahead.entries) expect(published.getTime()).toBeLessThanOrEqual(updated.getTime());
});
