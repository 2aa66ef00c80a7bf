import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { viewNeeds } from '#lib/server/registration/desk/view-needs.ts';
import { invite, saveFrame, saveQuestion, saveQuota } from '#lib/server/registration/change-frame.ts';
import { moveUpWaiting } from '#lib/server/registration/move-up-waiting.ts';
import { reclassify } from '#lib/server/registration/reclassify.ts';
import { eraseStays } from '#lib/server/registration/retention/erase-stays.ts';
import { viewFrame, viewRegistration } from '#lib/server/registration/view-desk.ts';
import { viewRegister } from '#lib/server/registration/view-register.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());
beforeEach(() => void (network.events.now = new Date('2026-11-21T12:00:00Z')));

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const at = (field: string, code: string) => ({ code: 'invalid_input', field, detail: { code } });
const quota = (eventId: string, of: string, places: number) => saveQuota(network.registration, network.officer, { eventId, form: formOf({ quota: of, quota_places: String(places) }) });
const change = async (eventId: string, whose: Actor, fields: Record<string, string>, actor: Actor = network.officer) =>
	reclassify(network.registration, actor, { eventId, id: await network.idOf(eventId, whose), form: formOf({ category: 'delegate', country: 'LA', organisation_kind: '', ...fields }) });
const letters = async (whose: Actor, event: string) => (await network.mailsTo(whose)).map(({ subject }) => subject).filter((subject) => subject === `Your registration was changed: ${event}`);

describe('what is kept for a stay', () => {
	const passport = { visa: 'yes', passport_name: 'OWNER TEST', passport_number: 'P7654321', nationality: 'DE', born_on: '1980-02-03', stays_from: '2027-03-14', stays_until: '2027-03-17', diet: 'halal' };
	const rows = (table: string, eventId: string) => network.database.asOwner(async (client) => (await client.query(`select * from ${table} where event_id = $1`, [eventId])).rows);
	const eraseAll = async () => {
		while (await eraseStays(network.registration));
	};

	test('is erased with its files so many days after the event, on the days of its place, and who came stays', async () => {
		const eventId = await network.open('Kept', { approval: null, keep_days: '10' });
		await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ kind: 'file', label_en: 'Your photo' }) });
		await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ kind: 'text', label_en: 'Shirt' }) });
		const [photo, shirt] = await network.questions(eventId);
		const picture = new File([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], 'me.png');
		await network.comes(eventId, network.owner, { ...passport, [`q_${photo!.id}`]: picture, [`q_${shirt!.id}`]: 'Large' });
		expect((await viewRegister(network.registration, network.owner, eventId)).frame.keptUntil).toBe('2027-03-26');
		const sha256 = (await rows('event_answer', eventId)).find((row) => row.sha256)!.sha256 as string;
		expect(await network.events.files.has(sha256)).toBe(true);
		// 26 March is the last day in Vientiane, whose midnight is 17:00 UTC.
		network.events.now = new Date('2027-03-26T16:59:00Z');
		await eraseAll();
		expect(await rows('event_registration_wishes', eventId)).toHaveLength(1);
		network.events.now = new Date('2027-03-26T17:00:00Z');
		await eraseAll();
		expect(await rows('event_registration_wishes', eventId)).toEqual([]);
		expect(await rows('event_answer', eventId)).toMatchObject([{ value: 'Large', sha256: null }]);
		expect(await network.events.files.has(sha256)).toBe(false);
		expect(await network.states(eventId)).toEqual({ owner: 'approved' });
		expect(await network.audited('registration.erase-stays', eventId)).toMatchObject([{ detail: { wishes: 1, files: 1, keepDays: 10 }, centre_id: 'laos' }]);
		await eraseAll();
		expect(await network.audited('registration.erase-stays', eventId)).toHaveLength(1);
	});

	test('stays 60 days where nobody says otherwise, and no organiser says never', async () => {
		const eventId = await network.open('Default', { approval: null });
		expect((await viewFrame(network.registration, network.officer, eventId)).frame.keepDays).toBe(60);
		for (const days of ['', '6', '731', '9.5', 'long']) await expect(saveFrame(network.registration, network.officer, { eventId, form: formOf({ state: 'open', audience: 'anyone', categories: ['delegate'], keep_days: days }) })).rejects.toMatchObject(at('keep_days', 'keep_days'));
		await expect(saveFrame(network.registration, network.thaiOfficer, { eventId, form: formOf({ keep_days: '7' }) })).rejects.toMatchObject(forbidden);
	});
});

describe('organisers change what a place depends on', () => {
	test('the person is told where the badge says something else, and it is on record', async () => {
		const eventId = await network.open('Changed', { approval: null });
		await network.comes(eventId, network.owner);
		await change(eventId, network.owner, { organisation_kind: 'university' });
		expect(await letters(network.owner, 'Changed')).toEqual([]);
		await change(eventId, network.owner, { category: 'vip', country: 'DE', organisation_kind: 'university' });
		expect(await letters(network.owner, 'Changed')).toHaveLength(1);
		const id = await network.idOf(eventId, network.owner);
		expect((await viewRegistration(network.registration, network.officer, eventId, id)).registration).toMatchObject({ category: 'vip', country: 'DE', organisationKind: 'university', state: 'approved' });
		expect((await network.audited('registration.reclassify', id)).at(-1)).toMatchObject({ before: { category: 'delegate', country: 'LA' }, after: { category: 'vip', country: 'DE' } });
		await change(eventId, network.owner, { category: 'vip', country: 'DE', organisation_kind: 'university' });
		expect(await network.audited('registration.reclassify', id)).toHaveLength(2);
		await expect(change(eventId, network.owner, { country: 'XX' })).rejects.toMatchObject(at('country', 'not_allowed'));
		await expect(change(eventId, network.owner, { category: 'king' })).rejects.toMatchObject(at('category', 'required'));
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(change(eventId, network.owner, {}, actor)).rejects.toMatchObject(forbidden);
	});

	test('a full quota must be meant to be passed, and whoever waits for what became free moves up', async () => {
		const eventId = await network.open('Full', { approval: null });
		await quota(eventId, 'country:LA', 1);
		await quota(eventId, 'country:CN', 1);
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor, { country: 'CN' });
		expect(await network.comes(eventId, network.reader)).toBe('waiting');
		await expect(change(eventId, network.owner, { country: 'CN' })).rejects.toMatchObject(at('country', 'quota_full'));
		expect(await change(eventId, network.owner, { country: 'CN', beyond: 'yes' })).toEqual({ movedUp: 1 });
		expect(await network.states(eventId)).toEqual({ owner: 'approved', editor: 'approved', reader: 'approved' });
	});

	test('a full quota is said where it is about, and one that somebody counted for before is not asked again', async () => {
		const eventId = await network.open('Where', { approval: null });
		await network.comes(eventId, network.owner);
		await network.comes(eventId, network.editor, { country: 'CN', category: 'press', organisation_kind: 'company' });
		for (const of of ['country:CN', 'category:press', 'organisation-kind:company']) await quota(eventId, of, 1);
		// Whatever is changed beside it, the error stands at the field of the quota that is full.
		await expect(change(eventId, network.owner, { category: 'vip', country: 'CN' })).rejects.toMatchObject(at('country', 'quota_full'));
		await expect(change(eventId, network.owner, { category: 'press', country: 'DE' })).rejects.toMatchObject(at('category', 'quota_full'));
		await expect(change(eventId, network.owner, { category: 'vip', country: 'DE', organisation_kind: 'company' })).rejects.toMatchObject(at('organisation_kind', 'quota_full'));
		await change(eventId, network.owner, { country: 'CN', beyond: 'yes' });
		await change(eventId, network.owner, { country: 'CN', category: 'vip' });
		const id = await network.idOf(eventId, network.owner);
		expect((await viewRegistration(network.registration, network.officer, eventId, id)).registration).toMatchObject({ category: 'vip', country: 'CN' });
		// Among all countries without a quota of their own.
		await quota(eventId, 'country:others', 1);
		await network.comes(eventId, network.reader, { country: 'FR', organisation_kind: 'university' });
		await expect(change(eventId, network.owner, { country: 'DE', category: 'vip' })).rejects.toMatchObject(at('country', 'quota_full'));
	});
});

describe('places and countries', () => {
	test('people come from anywhere; countries without a quota of their own share one', async () => {
		const eventId = await network.open('Anywhere', { approval: null });
		await quota(eventId, 'country:LA', 1);
		await quota(eventId, 'country:others', 1);
		expect(await network.comes(eventId, network.owner, { country: 'DE' })).toBe('approved');
		expect(await network.comes(eventId, network.editor, { country: 'BR' })).toBe('waiting');
		expect(await network.comes(eventId, network.reader, { country: 'LA' })).toBe('approved');
		expect((await viewFrame(network.registration, network.officer, eventId)).quotas.map(({ key, taken }) => [key, taken])).toEqual([['LA', 1], ['others', 1]]);
		await expect(network.comes(eventId, network.stranger, { country: 'ZZ' })).rejects.toMatchObject(at('country', 'not_allowed'));
		await expect(quota(eventId, 'country:ZZ', 1)).rejects.toMatchObject(at('quota', 'required'));
	});

	test('a quota of universities counts whoever comes from one that is no member, and then it must be said', async () => {
		const eventId = await network.open('Groups', { approval: null });
		await quota(eventId, 'organisation-kind:university', 1);
		await expect(network.comes(eventId, network.stranger)).rejects.toMatchObject(at('organisation_kind', 'required'));
		expect(await network.comes(eventId, network.stranger, { organisation_kind: 'university' })).toBe('approved');
		expect(await network.comes(eventId, network.thaiOfficer, { organisation_kind: 'university' })).toBe('waiting');
		expect(await network.comes(eventId, network.reader, { organisation_kind: 'company' })).toBe('approved');
	});

	test('the place of an account that was erased goes to who waits longest, who is told', async () => {
		const eventId = await network.open('Erased', { approval: null, places: '1' });
		const gone = await network.person('gone', {});
		await network.comes(eventId, gone);
		expect([await network.comes(eventId, network.owner), await network.comes(eventId, network.editor)]).toEqual(['waiting', 'waiting']);
		expect(await moveUpWaiting(network.registration)).toBe(0);
		await network.events.db.delete(user).where(sql`id = ${(gone as Person).userId}`);
		expect(await moveUpWaiting(network.registration)).toBe(1);
		expect(await network.states(eventId)).toEqual({ owner: 'approved', editor: 'waiting' });
		expect((await network.mailsTo(network.owner)).some(({ subject, text }) => subject === 'You have a place: Erased' && text.includes('has become free'))).toBe(true);
		expect(await moveUpWaiting(network.registration)).toBe(0);
	});
});

test('caterer, hotel and drivers are told how many, of those who have a place', async () => {
	const eventId = await network.open('Needs', { approval: null, wishes: ['diet', 'stay', 'travel'], places: '2' });
	await network.comes(eventId, network.owner, { diet: ['halal', 'no-nuts'], stays_from: '2027-03-14', stays_until: '2027-03-16', arrives_on: '2027-03-14', fetched: 'yes', leaves_on: '2027-03-16' });
	await network.comes(eventId, network.editor, { diet: 'halal', stays_from: '2027-03-15', stays_until: '2027-03-16', arrives_on: '2027-03-14' });
	await network.comes(eventId, network.reader, { diet: 'vegan' });
	expect(await viewNeeds(network.registration, network.officer, eventId)).toEqual({
		diets: [{ diet: 'halal', count: 2 }, { diet: 'no-nuts', count: 1 }],
		nights: [{ day: '2027-03-14', count: 1 }, { day: '2027-03-15', count: 2 }],
		arrivals: [{ day: '2027-03-14', count: 2, fetched: 1 }],
		departures: [{ day: '2027-03-16', count: 1 }],
		visas: 0,
	});
	for (const actor of [network.owner, network.thaiOfficer, network.visitor]) await expect(viewNeeds(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
});

test('nobody is invited to a draft, whose page is open to nobody', async () => {
	const eventId = await network.draft('Drafted');
	const form = () => formOf({ category: 'delegate', emails: 'somebody@example.com' });
	await expect(invite(network.registration, network.officer, { eventId, form: form() })).rejects.toMatchObject({ code: 'conflict' });
	expect((await viewFrame(network.registration, network.officer, eventId)).invitations).toEqual([]);
	await expect(invite(network.registration, network.thaiOfficer, { eventId, form: form() })).rejects.toMatchObject(notFound);
	const published = await network.open('Published', {});
	expect(await invite(network.registration, network.officer, { eventId: published, form: form() })).toEqual({ made: 1, letters: 1 });
});
