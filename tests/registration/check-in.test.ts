import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { user } from '#lib/server/accounts/tables.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { digestOf, type ScanAnswer } from '#lib/registration/check-in.ts';
import { letInByName, owedScans, refreshList, sendScans, takeBackScan, takeScan, type DoorServer } from '#lib/registration/door.ts';
import type { DoorStore } from '#lib/registration/door-store.ts';
import { findGuests } from '#lib/registration/find-guests.ts';
import { partsOfPage } from '#lib/registration/kept-page.ts';
import { markPrinted, renewBadge, viewBadges, viewOneBadge, viewOwnBadge } from '#lib/server/registration/badges.ts';
import { hasCertificate, viewCertificate, viewCertificates } from '#lib/server/registration/certificate.ts';
import { badgeCode, drawSigns, readBadgeCode } from '#lib/server/registration/codes.ts';
import { withdraw } from '#lib/server/registration/decide.ts';
import { takeBackEntry } from '#lib/server/registration/door/take-back.ts';
import { doorReport, letInAtDesk, takeScans } from '#lib/server/registration/door/take-scans.ts';
import { doorList, viewDoor, viewFigures } from '#lib/server/registration/door/view-door.ts';
import { eventRegistration, eventScan } from '#lib/server/registration/tables.ts';
import { reclassify } from '#lib/server/registration/reclassify.ts';
import { tellOfCertificates } from '#lib/server/registration/tell-of-certificates.ts';
import { viewRegistration } from '#lib/server/registration/view-desk.ts';
import { formOf } from '../events/events-network.ts';
import { memoryStore } from './memory-store.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const SECRET = 'a secret of the tests';
const NO_FILTER = { category: null, country: null, text: '' };
const codeOf = async (eventId: string, actor = network.owner) => (await viewOwnBadge(network.registration, actor, eventId, 'en')).badge.code;
const scanOf = (code: string, more = {}) => ({ id: crypto.randomUUID(), code, at: network.events.now.toISOString(), session: null, ...more });
const send = (eventId: string, door: string, scans: object[], actor = network.officer) => takeScans(network.registration, actor, eventId, doorReport({ door, session: null, scans }));

describe('the code of a badge', () => {
	test('is read as people type it, and one sign that is another is none of ours', () => {
		for (let round = 0; round < 50; round++) {
			const drawn = drawSigns(8);
			const code = badgeCode(SECRET, 'an-event', drawn);
			expect(readBadgeCode(SECRET, 'an-event', ` ${code.toLowerCase().replace(/(.{4})/g, '$1-')}`)).toBe(drawn);
			expect(readBadgeCode(SECRET, 'an-event', code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(drawn);
			expect(readBadgeCode(SECRET, 'another', code)).toBeUndefined();
			expect(readBadgeCode('another secret', 'an-event', code)).toBeUndefined();
			const at = round % 16;
			const altered = code.slice(0, at) + (code[at] === 'Z' ? 'Y' : 'Z') + code.slice(at + 1);
			expect(readBadgeCode(SECRET, 'an-event', altered)).toBeUndefined();
		}
	});

	test('is printed for organisers and the person alone, and opens nothing once it was renewed', async () => {
		const eventId = await network.open('Badges');
		await network.comes(eventId, network.owner, { own_name: '王小明' });
		const code = await codeOf(eventId);
		const { badges } = await viewBadges(network.registration, network.officer, eventId, NO_FILTER, 0, 'zh');
		expect(badges).toMatchObject([{ code, names: [{ text: 'owner' }, { language: 'zh', text: '王小明' }] }]);
		expect(badges[0]!.qr.path).toMatch(/^M/);
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(viewBadges(network.registration, actor, eventId, NO_FILTER, 0, 'en')).rejects.toMatchObject(notFound);
		await expect(viewOwnBadge(network.registration, network.editor, eventId, 'en')).rejects.toMatchObject(notFound);
		const id = await network.idOf(eventId, network.owner);
		for (const actor of [network.owner, network.thaiOfficer]) await expect(renewBadge(network.registration, actor, { eventId, id })).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|not_found/) });
		await renewBadge(network.registration, network.officer, { eventId, id });
		const { answers } = await send(eventId, 'North', [scanOf(code), scanOf(await codeOf(eventId))]);
		expect(answers.map(({ result }) => result)).toEqual(['unknown', 'in']);
	});
});

describe('at the doors', () => {
	test('the first lets in and the second is told; what is sent twice is one scan', async () => {
		const eventId = await network.open('Doors');
		await network.comes(eventId, network.owner);
		const code = await codeOf(eventId);
		const first = scanOf(code);
		expect((await send(eventId, 'North', [first])).answers).toMatchObject([{ result: 'in', names: [{ text: 'owner' }] }]);
		expect((await send(eventId, 'South', [scanOf(code)], network.secondOfficer)).answers).toMatchObject([{ result: 'again', before: { door: 'North' } }]);
		const { answers, counts } = await send(eventId, 'North', [first]);
		expect(answers).toMatchObject([{ result: 'in' }]);
		expect(counts).toEqual({ approved: 1, inside: 1, doors: [{ door: 'North', count: 1 }] });
		network.events.now = new Date(network.events.now.getTime() + 86_400_000);
		expect((await send(eventId, 'South', [scanOf(code)])).answers).toMatchObject([{ result: 'in' }]);
		expect((await viewFigures(network.registration, network.officer, eventId)).days).toHaveLength(2);
	});

	test('both doors at the same moment let one in', async () => {
		const eventId = await network.open('Race');
		await network.comes(eventId, network.owner);
		const code = await codeOf(eventId);
		const same = scanOf(code);
		const sent = await Promise.all([send(eventId, 'North', [same]), send(eventId, 'North', [same]), ...['South', 'East', 'West'].map((door) => send(eventId, door, [scanOf(code)]))]);
		const results = sent.map(({ answers }) => answers[0]!.result);
		expect(await asActor(network.events.db, operator('test'), (tx) => tx.$count(eventScan, sql`event_id = ${eventId} and result = 'in'`))).toBe(1);
		expect(await asActor(network.events.db, operator('test'), (tx) => tx.$count(eventScan, sql`event_id = ${eventId}`))).toBe(4);
		expect(results[0]).toBe(results[1]);
	});

	test('who withdrew, is not approved or has a code of elsewhere is not let in', async () => {
		const eventId = await network.open('Not in', { approval: 'yes' });
		const other = await network.open('Elsewhere');
		await network.comes(other, network.owner);
		await network.comes(other, network.editor);
		const [here, gone] = [await codeOf(other), await codeOf(other, network.editor)];
		await withdraw(network.registration, network.editor, { eventId: other });
		expect((await send(eventId, 'North', [scanOf(here), scanOf('ABCD-EFGH-1234-5678'), scanOf('https://example.com')])).answers.map(({ result }) => result)).toEqual(['unknown', 'unknown', 'unknown']);
		expect((await send(other, 'North', [scanOf(gone)])).answers).toMatchObject([{ result: 'unknown' }]);
	});

	test('the desk lets one in by the registration, and prints that badge alone', async () => {
		const eventId = await network.open('At the desk');
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor);
		const id = await network.idOf(eventId, network.owner);
		const letIn = (actor = network.officer) => letInAtDesk(network.registration, actor, eventId, { id, door: 'Desk' });
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) {
			await expect(letIn(actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(viewOneBadge(network.registration, actor, eventId, id, 'en')).rejects.toMatchObject(notFound);
		}
		expect([await letIn(), await letIn()]).toEqual(['in', 'again']);
		expect((await viewOneBadge(network.registration, network.officer, eventId, id, 'en')).badges).toMatchObject([{ code: await codeOf(eventId) }]);
		await withdraw(network.registration, network.owner, { eventId });
		expect(await letIn()).toBe('not-approved');
		await expect(viewOneBadge(network.registration, network.officer, eventId, id, 'en')).rejects.toMatchObject(notFound);
	});

	test('badges that were printed are not printed again, until they show something else', async () => {
		const eventId = await network.open('Printed once');
		for (const actor of [network.owner, network.editor]) await network.comes(eventId, actor);
		const shown = async (toPrint = true) => (await viewBadges(network.registration, network.officer, eventId, { ...NO_FILTER, toPrint }, 0, 'en')).badges;
		const names = async () => (await shown()).map(({ names }) => names[0]!.text).sort();
		const said = (badges: Awaited<ReturnType<typeof shown>>) => formOf({ badge: badges.map(({ id, print }) => `${id} ${print.looks}`) });
		const mark = (form: FormData, actor = network.officer) => markPrinted(network.registration, actor, { eventId, form });
		const id = await network.idOf(eventId, network.owner);
		const printed = async () => (await viewRegistration(network.registration, network.officer, eventId, id)).badgeChanged;
		expect(await names()).toEqual(['editor', 'owner']);
		const sheet = said(await shown());
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(mark(sheet, actor)).rejects.toMatchObject({ code: 'forbidden' });
		// Changed while the sheet was in the printer: it lies there with the old name.
		await network.comes(eventId, network.owner, { name: 'Owner Anew' });
		expect(await mark(sheet)).toBe(2);
		expect(await names()).toEqual(['Owner Anew']);
		expect(await mark(said(await shown()))).toBe(1);
		expect([await names(), (await shown(false)).length, await printed()]).toEqual([[], 2, false]);
		const changes: (() => Promise<unknown>)[] = [
			() => reclassify(network.registration, network.officer, { eventId, id, form: formOf({ category: 'press', country: 'LA', organisation_kind: '' }) }),
			() => renewBadge(network.registration, network.officer, { eventId, id }),
		];
		for (const change of changes) {
			await change();
			expect([await names(), await printed()]).toEqual([['Owner Anew'], true]);
			const { badges } = await viewOneBadge(network.registration, network.officer, eventId, id, 'en');
			expect(await mark(said(badges))).toBe(1);
			expect(await names()).toEqual([]);
		}
		// What an organiser cannot have seen is noted of nobody.
		expect(await mark(formOf({ badge: ['nonsense', `${crypto.randomUUID()} ${'0'.repeat(32)}`] }))).toBe(0);
	});

	test('only organisers work there, and a phone that sends nonsense is told where', async () => {
		const eventId = await network.open('Whose door');
		await network.comes(eventId, network.owner);
		const scan = scanOf(await codeOf(eventId));
		for (const actor of [network.owner, network.thaiOfficer, network.authority, network.visitor]) {
			await expect(send(eventId, 'North', [scan], actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(doorList(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
			await expect(viewDoor(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
		}
		const wrong = (sent: unknown, field: string) => {
			let error: unknown;
			try {
				doorReport(sent);
			} catch (caught) {
				error = caught;
			}
			expect(error).toMatchObject({ code: 'invalid_input', field });
		};
		const report = { door: 'North', session: null, scans: [scan] };
		wrong(null, 'door');
		wrong({ ...report, door: ' ' }, 'door');
		wrong({ ...report, session: 'x' }, 'session');
		wrong({ ...report, scans: 'x' }, 'scans');
		wrong({ ...report, takenBack: 'x' }, 'takenBack');
		for (const bad of [null, { scan: 'x', reason: 'y' }, { scan: scan.id, reason: ' ' }]) wrong({ ...report, takenBack: [bad] }, 'takenBack.0');
		wrong({ ...report, scans: Array.from({ length: 201 }, () => scan) }, 'scans');
		for (const bad of [null, { ...scan, id: 'x' }, { ...scan, code: '' }, { ...scan, at: 'noon' }, { ...scan, session: 7 }, { ...scan, guest: 'x' }, { ...scan, door: '' }]) wrong({ ...report, scans: [scan, bad] }, 'scans.1');
	});

	test('a phone knows people by digests from which no badge can be made', async () => {
		const eventId = await network.open('Digests');
		await network.comes(eventId, network.owner);
		const code = await codeOf(eventId);
		const list = await doorList(network.registration, network.officer, eventId);
		expect(list.guests).toMatchObject([{ digest: await digestOf(code), names: [{ text: 'owner' }] }]);
		expect(JSON.stringify(list)).not.toContain(code.replaceAll('-', '').slice(0, 8));
	});
});

describe('a phone at a door', () => {
	test('sends what it has, also where somebody held a visiting card of a thousand signs before its camera', async () => {
		const eventId = await network.open('Long codes');
		await network.comes(eventId, network.owner);
		const [store, { server }] = [memoryStore(), cutLine(eventId, 'North', 0)];
		await refreshList(store, server);
		const scan = async (code: string) => takeScan(store, { code, session: null, door: 'North', now: network.events.now });
		await scan('BEGIN:VCARD '.repeat(100));
		await scan(await codeOf(eventId));
		await sendScans(store, server, { door: 'North', session: null });
		expect((await store.scans()).map(({ answer }) => answer?.result)).toEqual(['unknown', 'in']);
	});

	test('keeps with each scan what the door was called then, also where the phone is called otherwise when it sends', async () => {
		const eventId = await network.open('Door names');
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor);
		const [store, { server }] = [memoryStore(), cutLine(eventId, 'South', 0)];
		await refreshList(store, server);
		await takeScan(store, { code: await codeOf(eventId), session: null, door: 'North', now: network.events.now });
		await takeScan(store, { code: await codeOf(eventId, network.editor), session: null, door: 'South', now: network.events.now });
		const { doors } = await sendScans(store, server, { door: 'South', session: null });
		expect(doors).toEqual([{ door: 'North', count: 1 }, { door: 'South', count: 1 }]);
		expect((await doorList(network.registration, network.officer, eventId)).inside.map(({ door }) => door).sort()).toEqual(['North', 'South']);
	});

	test('finds people by a part of the name in any script, or by the organisation, and lets in without a badge and without a network', async () => {
		const eventId = await network.open('By name');
		await network.comes(eventId, network.owner, { name: 'Nguyễn Đặng Thảo', own_name: '阮草', works_at: 'Mekong Institute' });
		await network.comes(eventId, network.editor, { name: 'Somchai', own_name: 'สมชาย', works_at: 'Chiang Mai Lab' });
		const [store, line] = [memoryStore(), cutLine(eventId, 'North', 0)];
		const guests = await refreshList(store, line.server);
		const names = (typed: string) => findGuests(guests, typed, 12).map(({ names }) => names[0]!.text);
		for (const typed of ['dang', 'thảo nguyen', '阮', 'MEKONG']) expect(names(typed), typed).toEqual(['Nguyễn Đặng Thảo']);
		for (const typed of ['สมช', 'chiang som']) expect(names(typed), typed).toEqual(['Somchai']);
		expect([names('nobody here'), names(' ')]).toEqual([[], []]);
		line.cut = true;
		const entry = { session: null, door: 'North', now: network.events.now };
		expect((await letInByName(store, { guest: findGuests(guests, 'thao', 1)[0]!, ...entry })).said.result).toBe('in');
		const later = new Date(network.events.now.getTime() + 10_000);
		expect((await takeScan(store, { code: await codeOf(eventId), ...entry, now: later })).said, 'the badge that was at home after all').toMatchObject({ result: 'again', before: { door: 'North' } });
		line.cut = false;
		network.events.now = later;
		expect(await sendScans(store, line.server, { door: 'North', session: null })).toMatchObject({ inside: 1 });
		expect((await store.scans()).map(({ answer }) => answer?.result).sort()).toEqual(['again', 'in']);
		const id = await network.idOf(eventId, network.owner);
		expect((await viewRegistration(network.registration, network.officer, eventId, id)).entries).toMatchObject([{ door: 'North', result: 'in', byName: true }]);
	});

	test('takes back who was let in by mistake, with the reason, also before the server knew of it; other doors let the person in again', async () => {
		const eventId = await network.open('Mistakes');
		await network.comes(eventId, network.owner);
		const code = await codeOf(eventId);
		const [north, south] = [memoryStore(), memoryStore()];
		const line = cutLine(eventId, 'North', 0);
		for (const store of [north, south]) await refreshList(store, line.server);
		const at = { session: null, door: 'North', now: network.events.now };
		line.cut = true;
		const mistake = await takeScan(north, { code, ...at });
		await takeBackScan(north, mistake, 'The wrong person');
		expect(owedScans(await north.scans())).toHaveLength(1);
		line.cut = false;
		await refreshList(north, line.server);
		expect(await north.inside(await digestOf(code), null)).toBeUndefined();
		expect(await sendScans(north, line.server, { door: 'North', session: null })).toMatchObject({ inside: 0 });
		expect(owedScans(await north.scans())).toEqual([]);
		// What is sent again says what became of it.
		expect((await send(eventId, 'North', [{ id: mistake.id, code, at: mistake.at, session: null }])).answers).toMatchObject([{ result: 'taken-back' }]);
		network.events.now = new Date(network.events.now.getTime() + 10_000);
		await takeScan(south, { code, session: null, door: 'South', now: network.events.now });
		expect(await sendScans(south, line.server, { door: 'South', session: null })).toMatchObject({ inside: 1 });
		// One that another phone let in and the desk took back is not put in again by that phone.
		const id = await network.idOf(eventId, network.owner);
		const { entries } = await viewRegistration(network.registration, network.officer, eventId, id);
		expect(entries).toMatchObject([{ result: 'in', door: 'South' }, { result: 'taken-back', takenBackReason: 'The wrong person' }]);
		const takeBack = (actor: typeof network.officer, reason = 'Left again') => takeBackEntry(network.registration, actor, { eventId, form: formOf({ id: entries[0]!.id, taken_back: reason }) });
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(takeBack(actor)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(takeBack(network.officer, ' ')).rejects.toMatchObject({ code: 'invalid_input', field: 'taken_back' });
		await takeBack(network.officer);
		await expect(takeBack(network.officer), 'once').rejects.toMatchObject(notFound);
		await refreshList(south, line.server);
		expect(await south.inside(await digestOf(code), null)).toBeUndefined();
	});

	test('knows what was taken back while it wrote down what the server says', async () => {
		const eventId = await network.open('Taken back meanwhile');
		await network.comes(eventId, network.owner);
		const store = memoryStore();
		const { server } = cutLine(eventId, 'North', 0);
		await refreshList(store, server);
		const mistake = await takeScan(store, { code: await codeOf(eventId), session: null, door: 'North', now: network.events.now });
		let looks = 0;
		const busy: DoorStore = {
			...store,
			scans: async () => {
				const kept = await store.scans();
				if (++looks === 2) await takeBackScan(store, mistake, 'The wrong person');
				return kept;
			},
		};
		expect(await sendScans(busy, server, { door: 'North', session: null })).toMatchObject({ inside: 1 });
		expect(owedScans(await store.scans())).toMatchObject([{ answer: { result: 'in' }, takenBack: { sent: false } }]);
		expect(await sendScans(store, server, { door: 'North', session: null })).toMatchObject({ inside: 0 });
	});

	test('keeps what the page is made of, and no data of pages that were open before', () => {
		const origin = 'https://mitra.example';
		const script = `${origin}/_app/immutable/entry/start.js`;
		const others = ['/desk/events/forum/registrations/1/__data.json', '/desk/events/forum/check-in/people', '/events/forum/register/files/1/2', '/events/forum/photos/1/small'].map((path) => origin + path);
		expect(partsOfPage([script, ...others, script, 'https://elsewhere.example/_app/a.js'], origin)).toEqual([script]);
	});
});

describe('the certificate of attendance', () => {
	test('is for who was let in, with the days; nobody else opens it', async () => {
		const eventId = await network.open('Certificates');
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor);
		const own = (actor = network.owner) => viewCertificate(network.registration, actor, { eventId, registrationId: null });
		await expect(own()).rejects.toMatchObject(notFound);
		await send(eventId, 'North', [scanOf(await codeOf(eventId))]);
		expect(await own()).toMatchObject({ certificate: { names: [{ text: 'owner' }], days: [network.events.now.toISOString().slice(0, 10)], sessions: [] } });
		expect([await hasCertificate(network.registration, network.owner, eventId), await hasCertificate(network.registration, network.editor, eventId)]).toEqual([true, false]);
		const registrationId = await network.idOf(eventId, network.owner);
		expect(await viewCertificate(network.registration, network.officer, { eventId, registrationId })).toMatchObject({ certificate: { names: [{ text: 'owner' }] } });
		for (const actor of [network.editor, network.thaiOfficer, network.visitor]) await expect(viewCertificate(network.registration, actor, { eventId, registrationId })).rejects.toMatchObject(notFound);
	});
});

describe('certificates of many', () => {
	test('keep the sessions that people were let in to: such a session is cancelled, never removed', async () => {
		const eventId = await network.open('Certified session');
		await network.comes(eventId, network.owner);
		const [day] = (await viewOrganised(network.events, network.officer, eventId)).days;
		const session = sessionInput(formOf({ kind: 'parallel', day: day!.id, starts: '10:00', ends: '11:00', title_en: 'Scanned' }), ['en', 'zh']);
		const { id: sessionId } = await saveSession(network.events, network.officer, { eventId, sessionId: null, expected: 0, session, words: [] });
		await takeScans(network.registration, network.officer, eventId, doorReport({ door: 'North', session: sessionId, scans: [scanOf(await codeOf(eventId), { session: sessionId })] }));
		await expect(removeSession(network.events, network.officer, { eventId, sessionId, words: [] })).rejects.toMatchObject({ code: 'conflict', field: 'session', detail: { code: 'session_kept' } });
		expect((await viewCertificate(network.registration, network.owner, { eventId, registrationId: null })).certificate.sessions).toMatchObject([[{ text: 'Scanned' }]]);
	});

	test('are one document for all of a list who were let in; nobody else opens it', async () => {
		const eventId = await network.open('Many certificates');
		for (const actor of [network.owner, network.editor, network.reader]) await network.comes(eventId, actor, { category: actor === network.editor ? 'press' : 'delegate' });
		await send(eventId, 'North', [scanOf(await codeOf(eventId)), scanOf(await codeOf(eventId, network.editor))]);
		const names = async (filters: object) => (await viewCertificates(network.registration, network.officer, eventId, { ...NO_FILTER, ...filters })).certificates.map((each) => each.names[0]!.text);
		expect(await names({})).toEqual(['owner', 'editor']);
		expect(await names({ category: 'press' })).toEqual(['editor']);
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(viewCertificates(network.registration, actor, eventId, NO_FILTER)).rejects.toMatchObject(notFound);
	});

	test('are told of by one letter, once the event is over, to those who were let in', async () => {
		const eventId = await network.open('Told once');
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor);
		await send(eventId, 'North', [scanOf(await codeOf(eventId))]);
		const context = { ...network.registration };
		const told = async (actor: typeof network.officer) => (await network.mailsTo(actor)).filter(({ subject }) => subject === 'Your certificate of attendance: Told once');
		const at = (moment: string) => tellOfCertificates({ ...context, clock: () => new Date(moment) });
		while ((await at('2027-03-14T12:00:00Z')) > 0);
		expect(await told(network.owner), 'while it runs').toEqual([]);
		while ((await at('2027-05-20T12:00:00Z')) > 0);
		expect(await told(network.owner), 'of an event of long ago').toEqual([]);
		while ((await at('2027-03-20T12:00:00Z')) > 0);
		while ((await at('2027-03-21T12:00:00Z')) > 0);
		expect(await told(network.owner)).toEqual([expect.objectContaining({ text: expect.stringContaining(`/events/${eventId}/register/certificate`) })]);
		expect(await told(network.editor)).toEqual([]);
	});
});

describe('1,000 people at three doors, with the network cut for a third of the time', () => {
	test('nobody is lost, nobody is in twice, and each door learns what the others did', async () => {
		const eventId = await network.open('A thousand');
		const drawn = await addPeople(eventId, 1000);
		const codes = drawn.map((each) => badgeCode(SECRET, eventId, each));
		const doors = await Promise.all(
			['North', 'South', 'East'].map(async (door, at) => {
				const store = memoryStore();
				const line = cutLine(eventId, door, at);
				await refreshList(store, line.server);
				return { door, store, line };
			}),
		);
		// Each person comes to one door, every tenth tries another one as well, and some codes are nobody's.
		const visits = codes.flatMap((code, at) => [{ code, at: at % 3 }, ...(at % 10 === 0 ? [{ code, at: (at + 1) % 3 }] : []), ...(at % 100 === 0 ? [{ code: `NOBODY-${at}`, at: at % 3 }] : [])]);
		let now = network.events.now.getTime();
		for (const [index, { code, at }] of visits.entries()) {
			const { store, door, line } = doors[at]!;
			line.cut = index > visits.length / 3 && index < (visits.length * 2) / 3;
			now += 600;
			await takeScan(store, { code, session: null, door, now: new Date(now) });
			if (index % 20 === 0) await sendScans(store, line.server, { door, session: null }).catch(() => undefined);
		}
		network.events.now = new Date(now);
		for (const { store, door, line } of doors) {
			line.cut = false;
			for (let tries = 0; tries < 5; tries++) await sendScans(store, line.server, { door, session: null }).catch(() => undefined);
		}
		const kept = (await Promise.all(doors.map(({ store }) => store.scans()))).flat();
		expect(kept).toHaveLength(visits.length);
		expect(kept.filter(({ answer }) => answer === null)).toEqual([]);
		const results = (wanted: ScanAnswer['result']) => kept.filter(({ answer }) => answer?.result === wanted);
		expect({ in: results('in').length, again: results('again').length, unknown: results('unknown').length }).toEqual({ in: 1000, again: 100, unknown: 10 });
		expect(results('again').every(({ answer }) => answer?.before && answer.before.door !== '')).toBe(true);
		expect(new Set(results('in').map(({ code }) => code)).size).toBe(1000);
		expect((await viewDoor(network.registration, network.officer, eventId)).counts).toMatchObject({ approved: 1000, inside: 1000 });
		expect(await asActor(network.events.db, operator('test'), (tx) => tx.$count(eventScan, sql`event_id = ${eventId}`))).toBe(visits.length);
	}, 60_000);
});

/** The line of one door: while it is cut, what is sent never arrives; and now and then an answer gets lost on its way back. */
function cutLine(eventId: string, door: string, seed: number): { cut: boolean; server: DoorServer } {
	let calls = seed;
	const line: { cut: boolean; server: DoorServer } = {
		cut: false,
		server: {
			people: () => doorList(network.registration, network.officer, eventId),
			sync: async (report) => {
				if (line.cut) throw new Error('no network');
				const answer = await takeScans(network.registration, network.officer, eventId, doorReport({ ...report, door }));
				if (++calls % 4 === 0) throw new Error('the answer was lost');
				return answer;
			},
		},
	};
	return line;
}

async function addPeople(eventId: string, count: number): Promise<string[]> {
	const at = network.events.now;
	const people = Array.from({ length: count }, (_each, index) => ({ id: `person-${eventId}-${index}`, name: `Person ${index}`, email: `person-${index}@example.com`, language: 'en', badge: drawSigns(8) }));
	await network.database.db.insert(user).values(people.map(({ badge: _badge, ...person }) => person));
	await asActor(network.events.db, operator('test'), (tx) =>
		tx.insert(eventRegistration).values(people.map(({ id, name, badge }) => ({ eventId, personId: id, state: 'approved' as const, category: 'delegate' as const, names: [{ language: 'en' as const, text: name }], country: 'LA', languages: ['en' as const], badge, createdAt: at, updatedAt: at }))),
	);
	return people.map(({ badge }) => badge);
}
