import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState, isTimeZone, type WorkingHours } from '#lib/centres/opening-hours.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { closeCentre } from '#lib/server/centres/close-centre.ts';
import { reopenCentre } from '#lib/server/centres/reopen-centre.ts';
import { changeAgency, changeAgreement, linkEvent, nameOneself, saveHours, saveProfile } from '#lib/server/centres/edit-centre.ts';
import { remindOfActions } from '#lib/server/centres/groups/remind.ts';
import { viewGroup } from '#lib/server/centres/groups/view-group.ts';
import { agencyInput, agreementInput, hoursInput, profileInput } from '#lib/server/centres/input.ts';
import { agenciesToEdit, agreementsOf, contactOf, areaServedElsewhere, countServed } from '#lib/server/centres/queries.ts';
import { answerMessage, looksAutomatic, MESSAGES_AN_HOUR, readMessages, sendMessage } from '#lib/server/centres/send-message.ts';
import { viewCentre, viewCentreInside } from '#lib/server/centres/view-centre.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { createCentresNetwork, refused, type CentresNetwork } from './centres-network.ts';

let network: CentresNetwork;
beforeAll(async () => {
	network = await createCentresNetwork();
});
afterAll(() => network.close());

const view = (actor: Actor, id: string) => viewCentre(network.database.db, actor, id, network.context.now);
const strangers = () => [network.visitor, network.owner, network.stranger, network.thaiOfficer, network.host, network.reviewer, network.authority];
const profile = { about: [{ language: 'en' as const, text: 'Written by its officer' }], place: [], address: [], website: null, languages: ['lo' as const, 'en' as const], contactEmail: 'mailbox@centre.example' };
const form = (fields: Record<string, string | string[]>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each);
	return data;
};

describe('working hours', () => {
	const office: WorkingHours = { timeZone: 'Asia/Vientiane', hours: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '12:00' }, { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:00' }], closedDays: ['2026-11-23'] };
	const at = (time: string, change: Partial<WorkingHours> = {}) => openState({ ...office, ...change }, new Date(time));

	test('say whether a centre is open now, on its own clock, and when it opens next', () => {
		// Friday 20 November 2026; Vientiane is seven hours ahead of UTC.
		expect(at('2026-11-20T01:30:00Z')).toEqual({ open: true, until: '12:00' });
		expect(at('2026-11-20T01:29:59Z')).toEqual({ open: false, next: { day: '2026-11-20', from: '08:30' } });
		expect(at('2026-11-20T05:00:00Z')).toEqual({ open: false, next: { day: '2026-11-20', from: '13:30' } });
		// After five on Friday: over the weekend and a holiday.
		expect(at('2026-11-20T10:00:00Z')).toEqual({ open: false, next: { day: '2026-11-24', from: '08:30' } });
		expect(at('2026-11-23T03:00:00Z')).toEqual({ open: false, next: { day: '2026-11-24', from: '08:30' } });
		expect(at('2026-11-20T06:00:00Z', { hours: [] })).toEqual({ open: false, next: null });
		// Spans that touch are one; midnight is an end.
		expect(at('2026-11-20T02:00:00Z', { hours: [{ days: [5], from: '08:00', to: '12:00' }, { days: [5], from: '12:00', to: '24:00' }] })).toEqual({ open: true, until: '24:00' });
	});

	test('are read from a form, with what is wrong at its field', () => {
		const typed = { time_zone: 'Asia/Vientiane', span_0_days: ['1', '2'], span_0_from: '08:30', span_0_to: '12:00' };
		expect(hoursInput(form({ ...typed, closed_days: '2027-02-06\n2027-02-05' }))).toEqual({ timeZone: 'Asia/Vientiane', hours: [{ days: [1, 2], from: '08:30', to: '12:00' }], closedDays: ['2027-02-05', '2027-02-06'] });
		expect(() => hoursInput(form({ ...typed, time_zone: 'Vientiane time' }))).toThrow(expect.objectContaining({ field: 'time_zone' }) as Error);
		expect(() => hoursInput(form({ ...typed, span_0_to: '08:00' }))).toThrow(expect.objectContaining({ field: 'span_0' }) as Error);
		expect(() => hoursInput(form({ ...typed, closed_days: '2027-02-30' }))).toThrow(expect.objectContaining({ field: 'closed_days' }) as Error);
		expect(isTimeZone('Asia/Bangkok')).toBe(true);
		expect(() => profileInput(form({ languages: 'lo', contact_email: 'nobody' }))).toThrow(expect.objectContaining({ field: 'contact_email' }) as Error);
		expect(() => agencyInput(form({ role: 'guiding', source: 'x' }))).toThrow(expect.objectContaining({ field: 'name_en' }) as Error);
		expect(() => agreementInput(form({ kind: 'memorandum', title_en: 'x', source: 'x', party_0_country: 'CN' }))).toThrow(expect.objectContaining({ code: 'invalid_input' }) as Error);
	});
});

test('what the case study states: agencies, seven agreements without a date, none with Malaysia and the Philippines', async () => {
	const { db } = network.database;
	for (const id of ['thailand', 'laos', 'cambodia', 'myanmar', 'vietnam', 'brunei', 'indonesia']) {
		const page = await view(network.visitor, id);
		expect(page.agreements).toMatchObject([{ kind: 'memorandum', signedOn: null, isSample: false, source: 'OECD TIP case study on CATTC (2020)' }]);
		expect(page.centre.memorandum).toBe('signed');
		expect(page.agencies.some(({ role }) => role === 'implementing')).toBe(true);
		expect(page.group).not.toBeNull();
	}
	for (const id of ['malaysia', 'philippines']) expect(await view(network.visitor, id)).toMatchObject({ agreements: [], group: null, centre: { memorandum: 'not-signed' } });
	const { rows } = await db.execute<{ sample: boolean }>(sql`select bool_or(is_sample) as sample from founding_agreement`);
	expect(rows[0]!.sample).toBe(false);
});

describe('a centre’s officers', () => {
	test('edit its page, with the history in the audit log; two who save at once are told; others are refused', async () => {
		const { context } = network;
		const save = (actor: Actor, expected: number) => saveProfile(context, actor, { centreId: 'laos', expected, profile });
		for (const actor of strangers()) {
			await expect(save(actor, 1)).rejects.toMatchObject(refused('forbidden'));
			await expect(viewCentreInside(network.database.db, actor, 'laos', context.now)).rejects.toMatchObject(refused('not_found'));
		}
		const saves = await Promise.allSettled([network.officer, network.secondOfficer].map((actor) => save(actor, 1)));
		expect(saves.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
		expect(saves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const hours = { timeZone: 'Asia/Vientiane', hours: [{ days: [1], from: '09:00', to: '12:00' }], closedDays: [] };
		for (const actor of strangers()) await expect(saveHours(context, actor, { centreId: 'laos', expected: 2, hours })).rejects.toMatchObject(refused('forbidden'));
		await saveHours(context, network.secretariat, { centreId: 'laos', expected: 2, hours });
		expect(await network.audited('centre.edit-hours', 'laos')).toMatchObject([{ centre_id: 'laos', before: { hours: [] } }]);
		expect((await network.audited('centre.edit', 'laos'))[0]).toMatchObject({ detail: { contactChanged: true }, after: expect.objectContaining({ about: expect.anything() as unknown }) as unknown });
		// The mailbox is nobody else's: not on the page, and behind a wall.
		expect(JSON.stringify(await view(network.visitor, 'laos'))).not.toContain('mailbox@');
		for (const actor of strangers()) expect(await asActor(network.database.db, actor, (tx) => contactOf(tx, 'laos'))).toBeNull();
		expect((await viewCentreInside(network.database.db, network.officer, 'laos', context.now)).contactEmail).toBe('mailbox@centre.example');
		// Loading the files again leaves what officers wrote.
		await loadNetwork(network.database.db, { folder: 'data/network', samples: false });
		expect((await view(network.visitor, 'laos')).centre.about[0]?.text).toBe('Written by its officer');
	});

	test('are named only with their own consent, which they can take back', async () => {
		const name = (actor: Actor, shown: boolean, centreId = 'laos') => nameOneself(network.context, actor, { centreId, shown, position: [{ language: 'en', text: 'Officer' }], languages: ['lo'] });
		expect((await view(network.visitor, 'laos')).staff).toMatchObject({ count: 3, named: [] });
		for (const actor of [...strangers(), network.secretariat]) await expect(name(actor, true)).rejects.toMatchObject(refused('forbidden'));
		await name(network.officer, true);
		const { staff } = await view(network.visitor, 'laos');
		expect(staff.named).toMatchObject([{ name: 'officer', languages: ['lo'] }]);
		expect(JSON.stringify(staff)).not.toContain('@');
		await name(network.officer, false);
		expect((await view(network.visitor, 'laos')).staff.named).toEqual([]);
		expect(await network.audited('centre.withdraw-name', 'laos')).toHaveLength(1);
	});

	test('keep agencies, agreements and events; a signed memorandum of a centre without one changes what its page says', async () => {
		const { context } = network;
		const { db } = network.database;
		const agency = { role: 'guiding' as const, names: [{ language: 'en' as const, text: 'New ministry' }], website: null, source: 'Its letter of 2026' };
		const agreement = { kind: 'memorandum' as const, titles: [{ language: 'en' as const, text: 'Memorandum' }], signedOn: '2026-05-01', validUntil: null, place: [], parties: [{ country: 'CN', names: [] }, { country: 'MY', names: [] }], source: 'The memorandum' };
		for (const actor of strangers().filter((each) => each !== network.thaiOfficer)) {
			await expect(changeAgency(context, actor, { centreId: 'malaysia', change: { add: agency } })).rejects.toMatchObject(refused('forbidden'));
			await expect(changeAgreement(context, actor, { centreId: 'malaysia', change: { add: agreement } })).rejects.toMatchObject(refused('forbidden'));
			await expect(linkEvent(context, actor, { centreId: 'malaysia', eventId: 'forum-1', link: true })).rejects.toMatchObject(refused('forbidden'));
		}
		const malay = await network.person('malay-officer', { malaysia: 'officer' });
		await changeAgency(context, malay, { centreId: 'malaysia', change: { add: agency } });
		const foreign = (await agenciesToEdit(db, 'laos'))[0]!;
		await expect(changeAgency(context, malay, { centreId: 'malaysia', change: { id: foreign.id, remove: true } })).rejects.toMatchObject(refused('not_found'));
		await expect(changeAgreement(context, malay, { centreId: 'malaysia', change: { id: (await agreementsOf(db, 'laos'))[0]!.id, remove: true } })).rejects.toMatchObject(refused('not_found'));
		// A letter of intent founds nothing yet.
		await changeAgreement(context, malay, { centreId: 'malaysia', change: { add: { ...agreement, kind: 'letter-of-intent' } } });
		expect((await view(network.visitor, 'malaysia')).centre.memorandum).toBe('not-signed');
		await changeAgreement(context, malay, { centreId: 'malaysia', change: { add: agreement } });
		await linkEvent(context, malay, { centreId: 'malaysia', eventId: 'forum-1', link: true });
		const page = await view(network.visitor, 'malaysia');
		expect(page).toMatchObject({ centre: { memorandum: 'signed' }, figures: { events: 1 } });
		expect(page.agencies).toHaveLength(2);
		// What it organises it need not link; what it only supports is another's, and what is cancelled is shown and not counted.
		await asActor(db, { kind: 'operator', name: 'test' }, async (tx) => {
			for (const [id, state, role] of [['organised', 'published', 'co-organiser'], ['cancelled', 'cancelled', 'host'], ['supported', 'published', 'supporter'], ['draft', 'draft', 'host']] as const) {
				await tx.execute(sql`insert into event (id, kind, names, starts_on, ends_on, country, source, state, cancelled_at) values (${id}, 'seminar', '[{"language": "en", "text": "Seminar"}]', '2026-12-01', '2026-12-01', 'MY', '', ${state}, ${state === 'cancelled' ? '2026-11-01' : null})`);
				await tx.execute(sql`insert into event_organiser (event_id, role, centre_id) values (${id}, ${role}, 'malaysia')`);
			}
		});
		const organising = await view(network.visitor, 'malaysia');
		expect(organising.events.map(({ id, state }) => [id, state]).sort()).toEqual([['cancelled', 'cancelled'], ['forum-1', 'published'], ['organised', 'published']]);
		expect(organising.figures.events).toBe(2);
		expect((await network.audited('centre.record-agreement', 'malaysia')).at(-1)).toMatchObject({ before: { memorandum: 'not-signed' }, after: { memorandum: 'signed' } });
	});
});

describe('the contact form', () => {
	const message = { centreId: 'thailand', name: 'Asker', email: 'asker@example.net', words: 'How do we join?', language: 'en' as const, address: '203.0.113.7' };

	test('mails the officers, is read and answered by them alone, and its opening is on record', async () => {
		await sendMessage(network.context, network.visitor, message);
		expect((await network.mailsTo(network.thaiOfficer))[0]).toMatchObject({ text: expect.stringContaining('asker@example.net') as string });
		const [stored] = await readMessages(network.context, network.thaiOfficer, 'thailand');
		for (const actor of [network.visitor, network.officer, network.stranger, network.host, network.authority]) {
			await expect(readMessages(network.context, actor, 'thailand')).rejects.toMatchObject(refused('not_found'));
			await expect(answerMessage(network.context, actor, { centreId: 'thailand', messageId: stored!.id })).rejects.toMatchObject(refused('not_found'));
			expect(await asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select 1 from centre_message`)).rowCount)).toBe(0);
		}
		await answerMessage(network.context, network.thaiOfficer, { centreId: 'thailand', messageId: stored!.id });
		await expect(answerMessage(network.context, network.secretariat, { centreId: 'thailand', messageId: stored!.id })).rejects.toMatchObject(refused('conflict'));
		expect(await network.audited('centre.read-guarded', 'thailand')).toHaveLength(1);
	});

	test('takes so many an hour from one place and one address, also at once, and then says so', async () => {
		const answers = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => sendMessage(network.context, network.visitor, { ...message, email: `many-${index}@example.net`, address: '198.51.100.9' })));
		expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(MESSAGES_AN_HOUR.place);
		expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'rate_limited' } });
		const same = (index: number) => sendMessage(network.context, network.visitor, { ...message, email: 'Same@example.net', address: `192.0.${index}.1` });
		for (let index = 0; index < MESSAGES_AN_HOUR.address; index++) await same(index);
		await expect(same(9)).rejects.toMatchObject(refused('rate_limited'));
		network.context.now = new Date(network.context.now.getTime() + 3_700_000);
		await same(9);
		network.context.now = new Date('2026-11-21T12:00:00Z');
	});

	test('knows a program by the field that people do not see, and by its haste', () => {
		const now = new Date('2026-11-21T12:00:00Z');
		expect(looksAutomatic(form({ shown_at: String(now.getTime() - 9000) }), now)).toBe(false);
		expect(looksAutomatic(form({ shown_at: String(now.getTime() - 900) }), now)).toBe(true);
		expect(looksAutomatic(form({ shown_at: String(now.getTime() - 9000), homepage: 'http://spam.example' }), now)).toBe(true);
	});
});

describe('a centre that closes', () => {
	const close = (actor: Actor, centreId: string, into: string, staffFollow = false) => closeCentre(network.context, actor, { centreId, into, note: [{ language: 'en', text: 'Merged into its neighbour.' }], staffFollow });

	test('hands over everything in one transaction, keeps its page, and leaves nothing dangling', async () => {
		const { db } = network.database;
		const officer = await network.person('cambodian', { cambodia: 'officer' });
		const { rows } = await db.execute<{ id: string }>(sql`insert into organisation (slug, kind, country, names, centre_id) values ('khmer-mill', 'company', 'KH', '[{"language": "en", "text": "Khmer Mill"}]', 'cambodia') returning id`);
		const mill = rows[0]!.id;
		await db.execute(sql`insert into listing (kind, organisation_id, centre_id) values ('offer', ${mill}, 'cambodia'), ('need', ${mill}, 'cambodia')`);
		await sendMessage(network.context, network.visitor, { centreId: 'cambodia', name: 'A', email: 'a@example.net', words: 'Hello', language: 'en', address: '203.0.113.99' });
		for (const actor of [...strangers(), officer]) await expect(close(actor, 'cambodia', 'vietnam')).rejects.toMatchObject(refused('forbidden'));
		await expect(close(network.secretariat, 'cattc', 'laos')).rejects.toMatchObject(refused('forbidden'));
		await expect(close(network.secretariat, 'cambodia', 'cambodia')).rejects.toMatchObject({ field: 'into' });
		await expect(close(network.secretariat, 'cambodia', 'nowhere')).rejects.toMatchObject({ field: 'into' });

		// Somebody registers at the very moment.
		const [moved] = await Promise.all([
			close(network.secretariat, 'cambodia', 'vietnam', true),
			db.execute(sql`insert into organisation (slug, kind, country, names, centre_id) values ('late-comer', 'company', 'KH', '[]', 'cambodia')`),
		]);
		expect(moved).toMatchObject({ listing: 2, membership: 1, centre_message: 1 });
		expect(await countServed(db, 'cambodia')).toEqual({ organisations: 0, listings: 0 });
		expect(await countServed(db, 'vietnam')).toEqual({ organisations: 2, listings: 2 });
		expect([...(await network.again(officer)).centres]).toEqual([['vietnam', 'officer']]);
		const page = await view(network.visitor, 'cambodia');
		expect(page).toMatchObject({ centre: { closedOn: '2026-11-21' }, successor: { id: 'vietnam' }, figures: { members: 0 }, open: null, rights: { ask: false } });
		expect(page.agreements).toHaveLength(1);
		expect((await viewGroup(db, network.visitor, 'cambodia', network.context.now)).centre.closedOn).toBe('2026-11-21');
		expect((await network.mailsTo(officer))[0]?.subject).toContain('Cambodia');
		expect(await network.audited('centre.close', 'cambodia')).toHaveLength(1);
		expect(await network.audited('centre.take-over', 'vietnam')).toHaveLength(1);

		// Afterwards: whoever registers is served by the successor, nobody becomes its officer, nothing is edited there.
		await db.execute(sql`insert into organisation (slug, kind, country, names, centre_id) values ('after', 'company', 'KH', '[]', 'cambodia')`);
		expect((await db.execute<{ centre_id: string }>(sql`select centre_id from organisation where slug in ('after', 'late-comer')`)).rows.map((row) => row.centre_id)).toEqual(['vietnam', 'vietnam']);
		await expect(network.person('too-late', { cambodia: 'officer' })).rejects.toThrow();
		await expect(close(network.secretariat, 'cambodia', 'laos')).rejects.toMatchObject(refused('conflict'));
		await expect(close(network.secretariat, 'laos', 'cambodia')).rejects.toMatchObject({ field: 'into' });
		await expect(saveProfile(network.context, network.secretariat, { centreId: 'cambodia', expected: 2, profile })).rejects.toMatchObject(refused('forbidden'));
		await expect(sendMessage(network.context, network.visitor, { centreId: 'cambodia', name: 'A', email: 'b@example.net', words: 'Hello', language: 'en', address: '203.0.113.100' })).rejects.toMatchObject(refused('forbidden'));
		expect(await remindOfActions(network.context)).toBe(0);
		// And on: the successor closes, its members go further.
		await close(network.secretariat, 'vietnam', 'thailand');
		expect((await db.execute<{ centre_id: string }>(sql`select distinct centre_id from organisation where country = 'KH'`)).rows).toEqual([{ centre_id: 'thailand' }]);
		expect((await network.again(officer)).centres.size).toBe(0);
	});

	test('is opened again by the secretariat alone, with the organisations of its area wherever they went', async () => {
		const { db } = network.database;
		const officer = await network.person('bruneian', { brunei: 'officer' });
		const add = async (slug: string, country: string, centre: string) => (await db.execute<{ id: string }>(sql`insert into organisation (slug, kind, country, names, centre_id) values (${slug}, 'company', ${country}, '[]', ${centre}) returning id`)).rows[0]!.id;
		const mill = await add('brunei-mill', 'BN', 'brunei');
		const { rows } = await db.execute<{ id: string }>(sql`insert into listing (kind, organisation_id, centre_id) values ('offer', ${mill}, 'brunei') returning id`);
		const reopen = (actor: Actor, takeBack = true, centreId = 'brunei') => reopenCentre(network.context, actor, { centreId, takeBack });
		await expect(reopen(network.secretariat)).rejects.toMatchObject(refused('conflict'));
		await close(network.secretariat, 'brunei', 'indonesia');
		await close(network.secretariat, 'indonesia', 'malaysia');
		const malay = await add('malay-mill', 'MY', 'malaysia');
		const malaysian = await network.person('malaysian', { malaysia: 'officer' });
		for (const actor of [...strangers(), officer, malaysian]) await expect(reopen(actor)).rejects.toMatchObject(refused('forbidden'));
		await expect(reopen(network.secretariat, true, 'nowhere')).rejects.toMatchObject(refused('not_found'));
		expect(await areaServedElsewhere(db, 'brunei')).toMatchObject({ id: 'malaysia', organisations: 1 });

		expect(await reopen(network.secretariat)).toEqual({ organisation: 1, listing: 1 });
		expect((await db.execute(sql`select o.slug, o.centre_id as own, l.centre_id as listing from organisation o left join listing l on l.organisation_id = o.id where o.id in (${mill}, ${malay}) order by o.slug`)).rows).toEqual([
			{ slug: 'brunei-mill', own: 'brunei', listing: 'brunei' },
			{ slug: 'malay-mill', own: 'malaysia', listing: null },
		]);
		expect(rows).toHaveLength(1);
		expect(await view(network.visitor, 'brunei')).toMatchObject({ centre: { closedOn: null, closedNote: [] }, successor: null, figures: { members: 1 }, rights: { ask: true } });
		expect((await network.mailsTo(malaysian))[0]?.subject).toContain('Brunei');
		expect(await network.audited('centre.reopen', 'brunei')).toMatchObject([{ before: { successorId: 'indonesia' }, after: { successorId: null } }]);
		expect(await network.audited('centre.hand-back', 'malaysia')).toHaveLength(1);
		// Officers are named anew, and who registers there comes to it.
		expect((await network.again(officer)).centres.size).toBe(0);
		await network.person('bruneian-two', { brunei: 'officer' });
		await add('brunei-two', 'BN', 'brunei');
		expect(await countServed(db, 'brunei')).toEqual({ organisations: 2, listings: 1 });
		// Without its organisations: they stay where they are.
		expect(await reopen(network.secretariat, false, 'indonesia')).toEqual({});
	});

	test('two who close at once: one is told, nothing is handed over twice', async () => {
		const ends = await Promise.allSettled([close(network.secretariat, 'yunnan', 'sichuan'), close(network.secretariat, 'sichuan', 'yunnan')]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: expect.stringMatching(/conflict|invalid_input/) as string } });
	});
});
