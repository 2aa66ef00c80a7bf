import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { affectedByDays, cancelDay } from '#lib/server/events/change-days.ts';
import { cancelEvent } from '#lib/server/events/save-event.ts';
import { apply, withdrawApplication } from '#lib/server/exhibition/applications/apply.ts';
import { admitApplicants, declineApplicants } from '#lib/server/exhibition/applications/decide.ts';
import { saveCall } from '#lib/server/exhibition/applications/save-call.ts';
import { applicationFilters, ownApplications, viewApplications, viewCall, viewOwnApplication } from '#lib/server/exhibition/applications/view-applications.ts';
import { addExhibitor, placeExhibitor, removeExhibitor } from '#lib/server/exhibition/place-exhibitors.ts';
import { placeSeveral, withRows } from '#lib/server/exhibition/place-several.ts';
import { viewArrangement, viewExhibition, viewExhibitorDesk } from '#lib/server/exhibition/view-exhibition.ts';
import { failedForm } from '#lib/server/membership/member-form.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { actions } from '../../src/routes/desk/events/[id]/exhibition/applications/+page.server.ts';
import { actions as arranging } from '../../src/routes/desk/events/[id]/exhibition/+page.server.ts';
import { both, formOf, sendForm } from '../events/events-network.ts';
import { createExhibitionNetwork, type ExhibitionNetwork } from './exhibition-network.ts';

let network: ExhibitionNetwork;
beforeAll(async () => {
	network = await createExhibitionNetwork();
});
afterAll(() => network.close());

type Fields = Record<string, string | string[]>;
const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const at = (field: string, code: string) => ({ code: 'invalid_input', field, detail: expect.objectContaining({ code }) });
const institute = 'test-institute';
const company = 'test-company';
const send = (eventId: string, actor: Actor, fields: Fields = {}, slug = institute) => apply(network.events, actor, { eventId, slug, language: 'en', form: formOf({ about_en: 'We measure salt.', about_zh: '我们测量盐分。', provenance_about_zh: 'machine-translation', remark: 'Power for two pumps', size: '12', ...fields }) });
const list = (eventId: string, actor: Actor = network.officer, query = 'state=') => viewApplications(network.events, actor, eventId, applicationFilters(new URLSearchParams(query)), (id) => network.cardOf(id));
const own = (eventId: string, actor: Actor, slug = institute) => viewOwnApplication(network.events, actor, { eventId, slug }, (id) => network.cardOf(id));
const call = (eventId: string, fields: Fields = {}, actor: Actor = network.officer) => saveCall(network.events, actor, { eventId, form: formOf({ closes_on: '2026-12-24', call_en: 'Stands are free.', ...fields }) });
/** The letters that somebody got about an event, the first first. */
const told = async (actor: Actor, name: string) => (await network.mailsTo(actor)).filter(({ subject }) => subject.includes(name)).map(({ text }) => text).reverse();

/** A public event with a hall and a stand A1 that calls for exhibitors until 24 December 2026. */
async function announced(name: string) {
	const made = await network.hall(name);
	const { id: stand } = await made.stand({});
	await call(made.eventId);
	await network.publish(made.eventId);
	return { ...made, standId: stand };
}
const idOf = async (eventId: string, slug: string) => (await list(eventId)).applications.find(({ organisation }) => organisation.slug === slug)!.id;
/** What a form of decisions sends about applications as they stand now. */
async function seen(eventId: string, fields: Fields = {}) {
	const { applications } = await list(eventId);
	return formOf({ application: applications.filter(({ state }) => state === 'waiting').map(({ id }) => id), ...Object.fromEntries(applications.map(({ id, version }) => [`seen_${id}`, String(version)])), ...fields });
}

test('owners and editors apply while organisers call for exhibitors; nobody else does, and nobody else reads it', async () => {
	const { eventId, room } = await announced('Apply');
	const salt = await network.offer('Salt stays below');
	const hidden = await network.offer('Owner unnamed', true);
	for (const actor of [network.visitor, network.reader, network.stranger, network.officer, network.authority]) {
		await expect(send(eventId, actor)).rejects.toMatchObject(notFound);
		await expect(own(eventId, actor)).rejects.toMatchObject(notFound);
	}
	await expect(send(eventId, network.editor, { size: 'large' })).rejects.toMatchObject(at('size', 'number_from_1'));
	await expect(send(eventId, network.editor, { hall: crypto.randomUUID() })).rejects.toMatchObject(at('hall', 'not_allowed'));
	await expect(send(eventId, network.editor, { remark: 'x'.repeat(1001) })).rejects.toMatchObject(at('remark', 'too_long'));
	await send(eventId, network.editor, { hall: room, listing: [salt, hidden] });
	expect((await own(eventId, network.owner)).application).toMatchObject({ state: 'waiting', wishedSize: 12, wishedHall: room, listings: [salt], remark: [{ language: 'en', text: 'Power for two pumps' }], about: [{ language: 'en' }, { language: 'zh', provenance: 'machine-translation' }] });
	for (const actor of [network.owner, network.editor]) expect(await told(actor, 'Apply')).toEqual([expect.stringContaining('has applied for a stand')]);
	expect(await told(network.reader, 'Apply')).toEqual([]);
	// Changed by somebody else of the organisation: one application, no further letter.
	await send(eventId, network.owner, { remark: 'Power for three pumps' });
	expect((await told(network.owner, 'Apply')).length).toBe(1);
	for (const actor of [network.visitor, network.owner, network.stranger, network.thaiOfficer, network.authority]) await expect(list(eventId, actor)).rejects.toMatchObject(notFound);
	expect((await list(eventId)).applications).toMatchObject([{ state: 'waiting', remark: [{ text: 'Power for three pumps' }], listings: [] }]);
	// The wall under it: a query by anybody else finds nothing.
	const rows = (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select remark from exhibition_application where event_id = ${eventId}`)).rowCount);
	for (const actor of [network.visitor, network.reader, network.stranger, network.thaiOfficer, network.authority]) expect(await rows(actor)).toBe(0);
	expect([await rows(network.editor), await rows(network.officer)]).toEqual([1, 1]);
	expect(JSON.stringify(await network.audited('exhibition.apply', eventId))).not.toContain('pumps');
	expect((await ownApplications(network.events, network.owner as Extract<Actor, { kind: 'member' }>)).filter((each) => each.eventId === eventId)).toMatchObject([{ state: 'waiting', slug: institute }]);
});

test('without a call, after its last day, and on behalf of who exhibits already, nobody applies; an owner cannot admit himself', async () => {
	const { eventId } = await announced('Closed');
	await expect(call(eventId, { closes_on: '2027-04-01' })).rejects.toMatchObject(at('closes_on', 'day'));
	await expect(call(eventId, { closes_on: '' })).rejects.toMatchObject(at('closes_on', 'required'));
	for (const actor of [network.owner, network.thaiOfficer]) await expect(call(eventId, {}, actor)).rejects.toMatchObject(forbidden);
	const wrong = (fields: Fields) => sendForm(network.events, network.officer, actions['call'], { id: eventId }, formOf({ as: 'call', id: 'call', closes_on: '2026-12-24', call_en: 'Stands are free.', ...fields }));
	const said = (field: string, code: string, typed: Fields = {}) => ({ status: 422, data: { problems: [{ field, code }], typed: { as: ['call'], call_en: ['Stands are free.'], ...typed } } });
	for (const day of ['2026-12-34', 'soon', '2027-03-17']) expect(await wrong({ closes_on: day })).toMatchObject(said('closes_on', 'day', { closes_on: [day] }));
	expect(await wrong({ closes_on: '' })).toMatchObject(said('closes_on', 'required'));
	expect(await wrong({ call_zh: '位'.repeat(2001) })).toMatchObject(said('call_zh', 'too_long', { closes_on: ['2026-12-24'] }));
	await call(eventId, { closes_on: '', call_en: '' });
	await expect(send(eventId, network.owner)).rejects.toMatchObject(forbidden);
	await call(eventId);
	expect((await viewExhibition(network.events, network.visitor, eventId, network.cardOf)).openUntil).toBe('2026-12-24');
	await send(eventId, network.owner);
	const before = network.events.now;
	// The day ends at midnight in Vientiane, seven hours before it does in Greenwich.
	network.events.now = new Date('2026-12-24T16:30:00Z');
	await send(eventId, network.owner, { size: '20' });
	network.events.now = new Date('2026-12-24T17:30:00Z');
	await expect(send(eventId, network.owner)).rejects.toMatchObject(forbidden);
	await expect(withdrawApplication(network.events, network.owner, { eventId, slug: institute })).rejects.toMatchObject(forbidden);
	expect((await viewExhibition(network.events, network.visitor, eventId, network.cardOf)).openUntil).toBeNull();
	expect((await viewCall(network.events, network.owner, eventId)).call?.isOpen).toBe(false);
	network.events.now = before;
	await addExhibitor(network.events, network.officer, { eventId, form: formOf({ organisation: company }) });
	await expect(send(eventId, network.stranger, {}, company)).rejects.toMatchObject(at('organisation', 'exhibits_already'));
	await expect(asActor(network.database.db, network.owner, (tx) => tx.execute(sql`update exhibition_application set state = 'admitted' where event_id = ${eventId}`))).rejects.toThrow();
});

test('organisers admit several at once, with a stand or without one, or none of them; the words and listings come along', async () => {
	const { eventId, standId } = await announced('Admit');
	const salt = await network.offer('Salt, once more');
	await send(eventId, network.owner, { listing: salt });
	await send(eventId, network.stranger, { about_en: 'Pumps' }, company);
	for (const [query, expected] of [['', 2], ['state=admitted', 0], ['country=TH', 1], ['area=agriculture', 1], ['state=&country=LA&area=agriculture', 1]] as const) expect([query, (await list(eventId, network.officer, query)).applications.length]).toEqual([query, expected]);
	const ids = [await idOf(eventId, institute), await idOf(eventId, company)];
	const admit = async (fields: Fields = {}, actor: Actor = network.officer) => admitApplicants(network.events, actor, { eventId, form: await seen(eventId, fields) });
	for (const actor of [network.owner, network.thaiOfficer]) await expect(admit({}, actor)).rejects.toMatchObject(forbidden);
	await expect(admit({ application: [] })).rejects.toMatchObject(at('application', 'required'));
	await expect(admit({ [`stand_${ids[0]}`]: 'a1', [`stand_${ids[1]}`]: 'Z9' })).rejects.toMatchObject({ code: 'invalid_input', problems: [{ field: `stand_${ids[1]}`, code: 'no_such_stand' }] });
	expect((await viewArrangement(network.events, network.officer, eventId)).exhibitors).toEqual([]);
	expect(await admit({ [`stand_${ids[0]}`]: 'a1' })).toBe(2);
	const { waiting, ...arranged } = await viewArrangement(network.events, network.officer, eventId);
	const exhibitors = [institute, company].map((slug) => arranged.exhibitors.find(({ organisation }) => organisation.slug === slug)!);
	expect([waiting, exhibitors.map((each) => each.standId)]).toEqual([0, [standId, null]]);
	const desk = await viewExhibitorDesk(network.events, network.owner, { eventId, id: exhibitors[0]!.id }, network.cardOf);
	expect([desk.chosen, desk.exhibitor.about.map(({ text }) => text)]).toEqual([[salt], ['We measure salt.', '我们测量盐分。']]);
	expect((await told(network.owner, 'Admit')).at(-1)).toContain('Its stand is A1.');
	expect((await told(network.stranger, 'Admit')).at(-1)).toContain('It has no stand yet');
	await expect(send(eventId, network.owner)).rejects.toMatchObject(forbidden);
	await placeExhibitor(network.events, network.officer, { eventId, form: formOf({ id: exhibitors[1]!.id, stand: standId }) });
	expect((await told(network.stranger, 'Admit')).at(-1)).toMatch(/The stand of test-company at .* has changed. Its stand is A1/);
});

test('two organisers who decide the same application are told, as is one who decides on what the applicant changed meanwhile', async () => {
	const { eventId } = await announced('Twice');
	await send(eventId, network.owner);
	await send(eventId, network.stranger, {}, company);
	const early = await seen(eventId);
	const id = await idOf(eventId, institute);
	await declineApplicants(network.events, network.secondOfficer, { eventId, language: 'en', form: await seen(eventId, { application: id, reason: 'No room' }) });
	const changed = { code: 'conflict', problems: [{ field: `application_${id}`, code: 'changed_meanwhile' }] };
	const error = await admitApplicants(network.events, network.officer, { eventId, form: early }).catch((each: unknown) => each);
	expect(error).toMatchObject(changed);
	expect(failedForm(early, error)).toMatchObject({ status: 409, data: { failed: 'conflict', problems: changed.problems, typed: { application: early.getAll('application') } } });
	const stale = await seen(eventId);
	await send(eventId, network.stranger, { size: '99' }, company);
	await expect(declineApplicants(network.events, network.officer, { eventId, language: 'en', form: stale })).rejects.toMatchObject({ code: 'conflict' });
	expect((await list(eventId)).counts).toEqual({ waiting: 1, admitted: 0, declined: 1, withdrawn: 0 });
	expect((await viewArrangement(network.events, network.officer, eventId)).exhibitors).toEqual([]);
});

test('who is declined reads why, in letter and page; who withdraws, also after being admitted, gives the place up and may apply again', async () => {
	const { eventId } = await announced('Reasons');
	await send(eventId, network.owner);
	await send(eventId, network.stranger, {}, company);
	const decline = async (fields: Fields) => declineApplicants(network.events, network.officer, { eventId, language: 'zh', form: await seen(eventId, fields) });
	await expect(decline({ reason: ' ' })).rejects.toMatchObject(at('reason', 'required'));
	await decline({ application: await idOf(eventId, institute), reason: '展厅已满' });
	expect((await own(eventId, network.owner)).application).toMatchObject({ state: 'declined', reason: [{ language: 'zh', text: '展厅已满' }] });
	expect((await told(network.owner, 'Reasons')).at(-1)).toMatch(/declined[\s\S]*Chinese[\s\S]*展厅已满/);
	expect((await own(eventId, network.owner)).may).toEqual({ apply: false, withdraw: false });
	await admitApplicants(network.events, network.officer, { eventId, form: await seen(eventId) });
	await expect(withdrawApplication(network.events, network.owner, { eventId, slug: company })).rejects.toMatchObject(notFound);
	await withdrawApplication(network.events, network.stranger, { eventId, slug: company });
	expect((await viewArrangement(network.events, network.officer, eventId)).exhibitors).toEqual([]);
	expect((await told(network.officer, 'Reasons')).at(-1)).toContain('test-company has withdrawn');
	expect((await told(network.stranger, 'Reasons')).at(-1)).toContain('has withdrawn');
	await send(eventId, network.stranger, {}, company);
	expect((await own(eventId, network.stranger, company)).application?.state).toBe('waiting');
});

test('who is placed by hand gets a letter too: at once, or when a draft is published; and when taken off', async () => {
	const { eventId, stand } = await network.hall('By hand');
	const { id: standId } = await stand({});
	const { id } = await addExhibitor(network.events, network.officer, { eventId, form: formOf({ organisation: 'Test-Institute', stand: standId }) });
	expect(await told(network.owner, 'By hand')).toEqual([]);
	await network.publish(eventId);
	expect(await told(network.owner, 'By hand')).toEqual([expect.stringMatching(/exhibits at .*By hand.* Its stand is A1/)]);
	await call(eventId);
	await send(eventId, network.stranger, { about_en: 'Pumps' }, company);
	const { id: placed } = await addExhibitor(network.events, network.officer, { eventId, form: formOf({ organisation: company }) });
	expect((await own(eventId, network.stranger, company)).application?.state).toBe('admitted');
	expect((await viewExhibitorDesk(network.events, network.stranger, { eventId, id: placed }, network.cardOf)).exhibitor.about[0]?.text).toBe('Pumps');
	await removeExhibitor(network.events, network.officer, { eventId, form: formOf({ id: placed }) });
	expect((await own(eventId, network.stranger, company)).application?.state).toBe('declined');
	await removeExhibitor(network.events, network.officer, { eventId, form: formOf({ id }) });
	expect((await told(network.owner, 'By hand')).at(-1)).toContain('no longer among the exhibitors');
	expect((await told(network.stranger, 'By hand')).at(-1)).toContain('no longer among the exhibitors');
});

test('who exhibits, or has applied and waits, is told of a day or an event that is off, and counted before; who was declined is not', async () => {
	const { eventId, standId } = await announced('Typhoon');
	await addExhibitor(network.events, network.officer, { eventId, form: formOf({ organisation: institute, stand: standId }) });
	await send(eventId, network.stranger, { about_en: 'Pumps' }, company);
	const ids = [...(await affectedByDays(network.events, network.officer, eventId))];
	// Two owners and an editor of the institute that exhibits, and the owner of the company that waits.
	expect(ids.map(([, { registered, letters }]) => [registered, letters])).toEqual([[0, 4], [0, 4]]);
	expect(await cancelDay(network.events, network.officer, { eventId, id: ids[0]![0], words: both('A typhoon') })).toEqual({ told: 4 });
	for (const actor of [network.owner, network.editor, network.stranger]) expect((await told(actor, 'Typhoon')).at(-1)).toContain('A typhoon');
	await declineApplicants(network.events, network.officer, { eventId, language: 'en', form: await seen(eventId, { reason: 'No room' }) });
	// The institute's three, one of whom is an officer of the centre, and its other officer.
	expect(await cancelEvent(network.events, network.officer, { eventId, expected: await network.version(eventId), words: both('Next year') })).toEqual({ told: 4 });
	expect((await told(network.secondOfficer, 'Typhoon')).at(-1)).toContain('Next year');
	expect((await told(network.owner, 'Typhoon')).at(-1)).toContain('Next year');
	expect((await told(network.stranger, 'Typhoon')).at(-1)).not.toContain('Next year');
});

test('several organisations are placed from a list, each bad row told at its row and nothing half stored', async () => {
	const { eventId, stand, standId } = await announced('List');
	const { id: other } = await stand({ label: 'B 2', x: '10' });
	await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`insert into organisation (slug, kind, country, centre_id, names, about, areas) values ('namesake', 'institute', 'LA', 'laos', '[{"language":"zh","text":"同名研究所"}]', '[]', '{}'), ('namesake-2', 'institute', 'LA', 'laos', '[{"language":"zh","text":"同名研究所"},{"language":"en","text":"Salt, Sand \\u0026 Sons"}]', '[]', '{}')`));
	const place = (rows: string, actor: Actor = network.officer) => placeSeveral(network.events, actor, { eventId, form: formOf({ rows }) });
	for (const actor of [network.owner, network.thaiOfficer]) await expect(place('test-institute,A1', actor)).rejects.toMatchObject(forbidden);
	await expect(place(' ')).rejects.toMatchObject(at('rows', 'required'));
	await expect(place('test-institute,A1,B 2\n,A1')).rejects.toMatchObject({ problems: [{ limit: 1, code: 'row_cells' }, { limit: 2, code: 'row_cells' }] });
	await expect(place('"test-institute')).rejects.toMatchObject({ problems: [{ field: 'rows', code: 'row_quotes' }] });
	await expect(place('test-company,A1\n\n同名研究所,A1\nnobody,A1\nTEST-COMPANY\ntest-institute,Z9')).rejects.toMatchObject({
		code: 'invalid_input',
		problems: [
			{ field: 'rows', limit: 3, code: 'row_several', value: '同名研究所' },
			{ field: 'rows', limit: 4, code: 'row_organisation', value: 'nobody' },
			{ field: 'rows', limit: 5, code: 'row_again', value: 'TEST-COMPANY' },
			{ field: 'rows', limit: 6, code: 'row_stand', value: 'Z9' },
		],
	});
	expect((await viewArrangement(network.events, network.officer, eventId)).exhibitors).toEqual([]);
	const both = formOfFile('test-company;A1');
	both.set('rows', 'test-institute');
	const form = { as: ['several'], rows: ['test-institute'] };
	both.set('as', 'several');
	expect(await sendForm(network.events, network.officer, arranging['several'], { id: eventId }, both)).toMatchObject({ status: 422, data: { problems: [{ field: 'file', code: 'rows_and_file' }], typed: form } });
	await expect(withRows(formOfFile(''))).rejects.toMatchObject(at('file', 'empty_file'));
	await expect(withRows(formOfFile(new Uint8Array([0x61, 0xff, 0x62, 0x81])))).rejects.toMatchObject(at('file', 'file_unreadable'));
	const file = await withRows(formOfFile('\uFEFFtest-company;a1\r\n"Salt, Sand & Sons";b 2\r\ntest-institute\r\n'));
	expect(await placeSeveral(network.events, network.officer, { eventId, form: file })).toBe(3);
	const { exhibitors } = await viewArrangement(network.events, network.officer, eventId);
	expect(exhibitors.map((each) => [each.organisation.slug, each.standId]).sort()).toEqual([['namesake-2', other], ['test-company', standId], ['test-institute', null]]);
	expect((await told(network.owner, 'List')).length).toBe(1);
});

function formOfFile(text: string | Uint8Array<ArrayBuffer>): FormData {
	const form = formOf({ rows: '' });
	form.set('file', new File([text], 'stands.csv', { type: 'text/csv' }));
	return form;
}
