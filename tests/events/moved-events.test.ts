import icaljs from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFeed } from '#lib/server/alerts/feed.ts';
import { affectedByDays, cancelDay, moveDay } from '#lib/server/events/change-days.ts';
import { previewVenue, saveRoom, saveVenue } from '#lib/server/events/change-places.ts';
import { eventCalendar } from '#lib/server/events/calendar.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventsFeed } from '#lib/server/events/events-feed.ts';
import { previewMove } from '#lib/server/events/move-event.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { saveEvent } from '#lib/server/events/save-event.ts';
import { saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import type { Person } from '../centres/centres-network.ts';
import { both, formOf, FRAME, sendForm } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';
import { actions as factsActions } from '../../src/routes/desk/events/[id]/+page.server.ts';
import { actions as placesActions } from '../../src/routes/desk/events/[id]/places/+page.server.ts';
import { actions as sessionActions } from '../../src/routes/desk/events/[id]/sessions/[session]/+page.server.ts';

let network: RegistrationNetwork;
let [waiting, asking, chinese]: Person[] = [];
beforeAll(async () => {
	network = await createRegistrationNetwork();
	[waiting, asking, chinese] = await Promise.all(['waiting', 'asking', 'zh-guest'].map((name) => network.person(name, {})));
});
afterAll(() => network.close());

const WORDS = (name: string, place = both('Vientiane')) => ({ names: both(name), theme: [], about: [], place, areas: [], website: null, contact: null });
const subjects = async (actor: unknown, event: string) => (await network.mailsTo(actor as Person)).map(({ subject }) => subject).filter((subject) => subject.includes(event) && /^(Moved|时间地点变更)/.test(subject));

/** A public event in Vientiane with a session on its first day; the owner picked it, three more people registered, one of them waits. */
async function awaited(name: string): Promise<{ id: string; session: string; day: string }> {
	const id = await network.open(name, { approval: null, places: '2' });
	await saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: FRAME, words: WORDS(name) });
	const { days } = await viewOrganised(network.events, network.officer, id);
	const input = sessionInput(formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'A session' }), ['en', 'zh']);
	const { id: session } = await saveSession(network.events, network.officer, { eventId: id, sessionId: null, expected: 0, session: input, words: [] });
	for (const person of [network.owner, chinese, waiting]) await network.comes(id, person!);
	expect(await network.states(id)).toMatchObject({ waiting: 'waiting', 'zh-guest': 'approved' });
	await pickSession(network.events, network.owner, { eventId: id, sessionId: session, pick: true });
	return { id, session, day: days[0]!.id };
}
const entriesOf = async (id: string) => {
	const view = await viewEvent(network.events, network.visitor, id);
	return icaljs.Component.fromString(eventCalendar(view, view.sessions, { language: 'en', url: 'http://mitra.example/events/x' }))
		.getAllSubcomponents('vevent')
		.map((entry) => ({ uid: String(entry.getFirstPropertyValue('uid')), sequence: Number(entry.getFirstPropertyValue('sequence')), start: String(entry.getFirstPropertyValue('dtstart')), place: String(entry.getFirstPropertyValue('location')) }));
};

describe('a day that moves or is off', () => {
	test('is told to everybody registered, approved and waiting, once each, and how many is known before', async () => {
		const { id, day } = await awaited('Dayshift');
		const { days } = await viewOrganised(network.events, network.officer, id);
		const affected = (await affectedByDays(network.events, network.officer, id)).get(day);
		expect(affected).toMatchObject({ registered: 3, picks: 1, letters: 3 });
		await saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: { ...FRAME, endsOn: '2027-03-18' }, words: WORDS('Dayshift') });
		expect(await subjects(waiting, 'Dayshift')).toHaveLength(1);
		expect(await moveDay(network.events, network.officer, { eventId: id, id: day, to: '2027-03-18', words: [] })).toEqual({ told: 3 });
		expect(await subjects(waiting, 'Dayshift')).toHaveLength(2);
		expect((await network.mailsTo(chinese!))[0]).toMatchObject({ language: 'zh' });
		// Whose calendar has the session gets its entry with the letter, the others a letter alone.
		const mails = await listMails(network.database.db, { limit: 200 });
		const to = (person: Person) => mails.find((mail) => mail.to === person.email)!;
		expect(to(network.owner as Person).calendar).toMatchObject({ method: 'REQUEST' });
		expect(to(network.owner as Person).calendar!.content).toContain('DTSTART:20270318T030000Z');
		expect(to(waiting!).calendar).toBeNull();
		expect(await cancelDay(network.events, network.officer, { eventId: id, id: days[1]!.id, words: both('Flood') })).toEqual({ told: 3 });
	});
});

describe('an event that moves', () => {
	test('asks the organiser first, takes its programme along, and is told once to each, in their language', async () => {
		const { id, session } = await awaited('Wanderer');
		const frame = { ...FRAME, startsOn: '2027-04-20', endsOn: '2027-04-21' };
		const before = await entriesOf(id);
		// The other officer of the centre, and three who registered.
		expect(await previewMove(network.events, network.officer, { eventId: id, frame, words: WORDS('Wanderer') })).toMatchObject({ registered: 3, picks: 1, daysLater: 36, byWords: false });
		for (const actor of [network.owner, network.thaiOfficer]) await expect(previewMove(network.events, actor, { eventId: id, frame, words: WORDS('Wanderer') })).rejects.toMatchObject({ code: 'forbidden' });
		const preview = (await previewMove(network.events, network.officer, { eventId: id, frame, words: WORDS('Wanderer') }))!;
		const { told } = await saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame, words: WORDS('Wanderer'), letter: both('The hall burned down.'), quietly: true });
		expect(told).toBe(preview.letters);
		for (const person of [network.owner, waiting, chinese]) expect(await subjects(person, 'Wanderer')).toHaveLength(1);
		expect((await network.mailsTo(waiting!))[0]!.text).toMatch(/Before: Mar 15\s–\s16, 2027 · Vientiane, Laos\. Now: Apr 20\s–\s21, 2027/);
		expect((await network.mailsTo(waiting!))[0]!.text).toContain('The hall burned down.');
		expect((await network.mailsTo(chinese!))[0]).toMatchObject({ language: 'zh', subject: '时间地点变更：Wanderer（中文）' });
		expect(await subjects(asking, 'Wanderer')).toEqual([]);
		const view = await viewEvent(network.events, network.visitor, id);
		expect(view.notices).toMatchObject([{ kind: 'event-moved', words: both('The hall burned down.') }]);
		expect(view.days.map(({ day }) => day)).toEqual(['2027-04-20', '2027-04-21']);
		const [entry] = await entriesOf(id);
		expect(entry).toMatchObject({ uid: `${session}@mitra`, start: '2027-04-20T03:00:00Z' });
		expect(entry!.sequence).toBeGreaterThan(before[0]!.sequence);
		const feed = await eventsFeed({ ...network.events, thesaurus: { label: () => '' } as never, origin: 'http://mitra.example' }, {}, 'en', 'atom');
		expect(writeFeed(feed, 'atom')).toMatch(/The event moved\. Before: Mar 15\s–\s16, 2027/);
	});

	test('to another place is told too, with a higher sequence; a correction of words need not be, a language that is new never is', async () => {
		const { id } = await awaited('Roamer');
		const save = async (place: ReturnType<typeof both>, quietly = false) => saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: FRAME, words: WORDS('Roamer', place), quietly });
		const [first] = await entriesOf(id);
		expect(await previewMove(network.events, network.officer, { eventId: id, frame: FRAME, words: WORDS('Roamer') })).toBeNull();
		expect(await save([...both('Vientiane'), { language: 'th', text: 'เวียงจันทน์', provenance: 'human-translation' }])).toEqual({ told: 0 });
		expect(await save(both('Vientiane Capital'), true)).toEqual({ told: 0 });
		expect((await viewEvent(network.events, network.visitor, id)).notices).toEqual([]);
		expect((await save(both('Luang Prabang'))).told).toBeGreaterThanOrEqual(3);
		const [last] = await entriesOf(id);
		expect(last).toMatchObject({ uid: first!.uid, place: 'Luang Prabang' });
		expect(last!.sequence).toBeGreaterThan(first!.sequence);
	});

	test('by its venue is told with the old and the new address', async () => {
		const { id, day, session } = await awaited('Settler');
		const venue = (fields: Record<string, string>) => ({ eventId: id, form: formOf({ name_en: 'Hall', address_en: '1 Old Street', ...fields }) });
		expect(await saveVenue(network.events, network.officer, venue({}))).toEqual({ told: 0 });
		const { venues } = await viewOrganised(network.events, network.officer, id);
		await saveRoom(network.events, network.officer, { eventId: id, form: formOf({ venue: venues[0]!.id, name_en: 'Blue' }) });
		const { rooms, sessions } = await viewOrganised(network.events, network.officer, id);
		await saveSession(network.events, network.officer, { eventId: id, sessionId: session, expected: sessions[0]!.version, words: [], session: sessionInput(formOf({ kind: 'parallel', day, starts: '10:00', ends: '11:00', title_en: 'A session', room: rooms[0]!.id }), ['en', 'zh']) });
		const [before] = await entriesOf(id);
		const moved = venue({ id: venues[0]!.id, address_en: '2 New Street' });
		const asked = (await previewVenue(network.events, network.officer, moved))!;
		expect(asked).toMatchObject({ registered: 3, byWords: true });
		await expect(previewVenue(network.events, network.thaiOfficer, moved)).rejects.toMatchObject({ code: 'forbidden' });
		expect(await saveVenue(network.events, network.officer, moved)).toEqual({ told: asked.letters });
		expect((await network.mailsTo(waiting!))[0]!.text).toContain('Before: Hall, 1 Old Street. Now: Hall, 2 New Street.');
		expect((await entriesOf(id))[0]!.sequence).toBeGreaterThan(before!.sequence);
	});

	test('is told to a thousand too', async () => {
		const id = await network.open('Thousand', { approval: null });
		await network.database.asOwner(async (client) => {
			await client.query(`insert into "user" (id, name, email, language) select 'many-' || n, 'Guest ' || n, 'many-' || n || '@example.org', 'en' from generate_series(1, 1000) n`);
			await client.query(`insert into event_registration (event_id, person_id, state, category, names, country, languages, badge, created_at, updated_at) select $1, 'many-' || n, 'approved', 'delegate', '[{"language":"en","text":"Guest"}]', 'LA', '{en}', lpad(n::text, 8, '0'), now(), now() from generate_series(1, 1000) n`, [id]);
		});
		const { told } = await saveEvent(network.events, network.officer, { eventId: id, expected: await network.version(id), frame: { ...FRAME, startsOn: '2027-03-17', endsOn: '2027-03-18' }, words: WORDS('Thousand') });
		expect(told).toBeGreaterThanOrEqual(1000);
	});
});

describe('the letter to those whom a change concerns', () => {
	const post = (action: unknown, params: { id: string; session?: string }, fields: Record<string, string | string[]>) => sendForm(network.events, network.officer, action, params, formOf(fields));
	const long = 'x'.repeat(1001);
	const tooLong = (asked: object, typed: object) => ({ status: 422, data: { asked, problems: [{ field: 'words_en', code: 'too_long', limit: 1000 }], typed } });

	test('of an event comes back with the question where it is too long, and where another organiser was faster', async () => {
		const { id } = await awaited('Letterer');
		const fields = { name_en: 'Letterer', kind: FRAME.kind, original: 'en', languages: ['en', 'zh'], starts_on: '2027-04-20', ends_on: '2027-04-21', time_zone: FRAME.timeZone, country: 'LA', version: String(await network.version(id)) };
		const { save } = factsActions;
		const asked = { registered: 3, daysLater: 36 };
		expect(await post(save, { id }, fields)).toMatchObject({ status: 409, data: { asked, typed: { starts_on: ['2027-04-20'] } } });
		expect(await post(save, { id }, { ...fields, words_en: long, confirmed: 'yes' })).toMatchObject(tooLong(asked, { words_en: [long] }));
		expect(await post(save, { id }, { ...fields, words_en: 'The hall burned down.', confirmed: 'yes', version: '0' })).toMatchObject({ status: 409, data: { asked, failed: 'conflict', typed: { words_en: ['The hall burned down.'] } } });
		expect(await post(save, { id }, { ...fields, words_en: 'The hall burned down.', confirmed: 'yes' })).toEqual({ done: 'moved', about: expect.stringMatching(/^[1-9]/) });
	});

	test('of a venue and of a session too', async () => {
		const { id, session, day } = await awaited('Penman');
		const { venue } = placesActions;
		expect(await post(venue, { id }, { name_en: 'Hall' })).toMatchObject({ done: 'moved', about: '0' });
		const { venues } = await viewOrganised(network.events, network.officer, id);
		expect(await post(venue, { id }, { id: venues[0]!.id, name_en: 'Another hall', words_en: long, confirmed: 'yes' })).toMatchObject(tooLong({ registered: 3, byWords: true }, { words_en: [long] }));
		const { sessions } = await viewOrganised(network.events, network.officer, id);
		const fields = { kind: 'parallel', day, starts: '12:00', ends: '13:00', title_en: 'A session', version: String(sessions[0]!.version), words_en: 'Later.', confirmed: 'yes' };
		const { save } = sessionActions;
		const asked = { affected: { picks: 1 }, displaced: 0 };
		expect(await post(save, { id, session }, { ...fields, words_en: long })).toMatchObject(tooLong(asked, { words_en: [long] }));
		expect(await post(save, { id, session }, { ...fields, version: '0' })).toMatchObject({ status: 409, data: { asked, failed: 'conflict', typed: { words_en: ['Later.'] } } });
		expect(await post(save, { id, session }, { ...fields, starts: '05:00' })).toMatchObject({ status: 422, data: { problems: [{ field: 'starts', code: 'outside_day' }], typed: { words_en: ['Later.'] } } });
		expect(await post(save, { id, session }, fields)).toMatchObject({ done: 'told', about: '1' });
	});
});
