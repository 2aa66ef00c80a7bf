import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { CopiedPart } from '#lib/events/vocabulary.ts';
import { saveRoom, saveVenue } from '#lib/server/events/change-places.ts';
import { createEvent } from '#lib/server/events/create-event.ts';
import { viewCopied, viewOrganised } from '#lib/server/events/desk-view.ts';
import { cancelEvent } from '#lib/server/events/save-event.ts';
import { saveHall } from '#lib/server/exhibition/arrange-halls.ts';
import { saveStand } from '#lib/server/exhibition/arrange-stands.ts';
import { viewArrangement } from '#lib/server/exhibition/view-exhibition.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { invite, raiseQuestion, removeQuestion, saveFrame, saveQuestion, saveQuota, withdrawInvitation } from '#lib/server/registration/change-frame.ts';
import { decide, withdraw, type Decided } from '#lib/server/registration/decide.ts';
import { listCsv } from '#lib/server/registration/desk/list-csv.ts';
import { fullFor, movedUp } from '#lib/server/registration/places.ts';
import { lockFrame, saveFrameRow } from '#lib/server/registration/queries.ts';
import { visaLetters } from '#lib/server/registration/visa-letter.ts';
import { viewFrame, viewList, viewRegistration, viewTable } from '#lib/server/registration/view-desk.ts';
import { viewRegister } from '#lib/server/registration/view-register.ts';
import type { Person } from '../centres/centres-network.ts';
import { both, FRAME, formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const forbidden = { code: 'forbidden' };
const notFound = { code: 'not_found' };
const at = (field: string, code?: string) => ({ code: 'invalid_input', field, ...(code ? { detail: { code } } : {}) });
const subjects = async (actor: Actor) => (await network.mailsTo(actor)).map(({ subject }) => subject);
const decideOn = (eventId: string, actors: Actor[], approve: boolean, more = {}, by: Actor = network.officer) =>
	Promise.all(actors.map((actor) => network.idOf(eventId, actor))).then((ids) => decide(network.registration, by, { eventId, chosen: { ids }, approve, reason: approve ? '' : 'No room', beyond: false, ...more }));
const question = (eventId: string, fields: Record<string, string | string[]>, actor: Actor = network.officer) => saveQuestion(network.registration, actor, { eventId, form: formOf({ kind: 'text', label_en: 'A question', ...fields }) });

/** Many who asked to come. */
const crowd = (eventId: string, country: string, count: number, category: string) =>
	asActor(network.events.db, operator('test'), (tx) =>
		tx.execute(sql`with people as (insert into "user" (id, name, email) select gen_random_uuid()::text, 'Somebody', gen_random_uuid() || '@crowd.example' from generate_series(1, ${count}) returning id)
			insert into event_registration (event_id, person_id, state, category, names, country, languages, created_at, updated_at) select ${eventId}, id, 'asked', ${category}, '[{"language":"en","text":"Somebody","provenance":"original"}]', ${country}, '{en}', now(), now() from people`),
	);

test('what an earlier event asks, how many it takes and the plans of its halls come along where that is ticked, without its days', async () => {
	const from = await network.draft('Earlier');
	await saveFrame(network.registration, network.officer, { eventId: from, form: formOf({ state: 'open', audience: 'members', categories: ['delegate', 'press'], wishes: ['diet', 'visa'], places: '300', closes_on: '2027-03-01', keep_days: '30', welcome_en: 'Welcome' }) });
	await saveQuota(network.registration, network.officer, { eventId: from, form: formOf({ quota: 'country:TH', quota_places: '10' }) });
	const places = async (eventId: string) => viewOrganised(network.events, network.officer, eventId);
	await saveVenue(network.registration, network.officer, { eventId: from, form: formOf({ name_en: 'Centre' }) });
	await saveRoom(network.events, network.officer, { eventId: from, form: formOf({ venue: (await places(from)).venues[0]!.id, name_en: 'Hall' }) });
	const room = (await places(from)).rooms[0]!.id;
	await saveHall(network.events, network.officer, { eventId: from, form: formOf({ room, width: '20', depth: '12' }) });
	await saveStand(network.events, network.officer, { eventId: from, form: formOf({ room, label: 'A1', x: '1', y: '1', width: '3', depth: '3' }) });
	await question(from, { kind: 'choice', label_en: 'Travels by', choices_en: 'Train\nBus' });
	const [by] = await network.questions(from);
	await question(from, { label_en: 'Which train', shown_when: [`${by!.id}:${by!.choices[0]!.key}`] });
	expect(await network.questions(from)).toHaveLength(2);
	expect((await viewCopied(network.events, network.officer, from)).parts).toEqual(['form', 'quotas', 'halls']);
	const copy = async (also: CopiedPart[]) => {
		const eventId = await createEvent(network.events, network.officer, { centreId: 'laos', frame: { ...FRAME, startsOn: '2028-03-15', endsOn: '2028-03-16' }, names: both('Later'), copyOf: from, also });
		const { frame, questions, quotas } = await viewFrame(network.registration, network.officer, eventId);
		return { frame, questions, quotas: quotas.map(({ key, places }) => [key, places]), halls: await viewArrangement(network.events, network.officer, eventId), rooms: (await places(eventId)).rooms };
	};
	const plain = await copy([]);
	expect([plain.questions, plain.quotas, plain.halls.stands, plain.rooms.length, plain.frame.places]).toEqual([[], [], [], 1, null]);
	const all = await copy(['form', 'quotas', 'halls']);
	expect(all.frame).toMatchObject({ state: 'closed', closesOn: null, audience: 'members', categories: ['delegate', 'press'], wishes: ['diet', 'visa'], places: 300, keepDays: 30, welcome: [{ text: 'Welcome' }] });
	expect(all.questions.map(({ labels, shownWhen }) => [labels[0]!.text, shownWhen?.question ?? null])).toEqual([['Travels by', null], ['Which train', all.questions[0]!.id]]);
	expect(all.questions[0]!.id).not.toBe(by!.id);
	expect(all.quotas).toEqual([['TH', 10]]);
	expect(all.halls.stands.map(({ label, roomId }) => [label, roomId === all.rooms[0]!.id])).toEqual([['A1', true]]);
	expect((await copy(['halls'])).questions).toEqual([]);
});

describe('who comes', () => {
	test('asks, is approved or refused with a reason, each by letter in the own language, and sees what became of it', async () => {
		const eventId = await network.open('Asked', { approval: 'yes' });
		expect(await network.comes(eventId, network.owner)).toBe('asked');
		expect(await network.comes(eventId, network.stranger, { own_name: '陈小明', works_at: 'Somewhere' })).toBe('asked');
		expect(await decideOn(eventId, [network.owner], true)).toMatchObject({ approved: 1 });
		expect(await decideOn(eventId, [network.stranger], false)).toMatchObject({ refused: 1 });
		expect(await network.states(eventId)).toEqual({ owner: 'approved', stranger: 'refused' });
		expect(await subjects(network.owner)).toEqual(expect.arrayContaining(['Registration received: Asked', 'You have a place: Asked']));
		expect((await network.mailsTo(network.stranger)).some(({ text }) => text.includes('No room'))).toBe(true);
		const view = await viewRegister(network.registration, network.stranger, eventId);
		expect(view.own).toMatchObject({ state: 'refused', reason: 'No room', names: [{ text: 'stranger' }, { language: 'zh', text: '陈小明' }] });
		expect(JSON.stringify(view)).not.toContain('badge');
		await expect(network.comes(eventId, network.stranger)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('organisers decide, and nobody else; a visitor, a closed day and a draft are refused', async () => {
		const eventId = await network.open('Refused ones', { approval: 'yes', closes_on: '2027-01-31' });
		await network.comes(eventId, network.owner);
		for (const actor of [network.owner, network.thaiOfficer, network.authority, network.visitor]) await expect(decideOn(eventId, [network.owner], true, {}, actor)).rejects.toMatchObject(forbidden);
		for (const actor of [network.owner, network.thaiOfficer, network.visitor]) {
			await expect(viewList(network.registration, actor, eventId, { state: null, category: null, country: null, text: '' }, 0)).rejects.toMatchObject(notFound);
			await expect(viewFrame(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
			await expect(saveFrame(network.registration, actor, { eventId, form: formOf({}) })).rejects.toMatchObject(forbidden);
			await expect(question(eventId, {}, actor)).rejects.toMatchObject(forbidden);
			await expect(invite(network.registration, actor, { eventId, form: formOf({ category: 'vip' }) })).rejects.toMatchObject(forbidden);
		}
		const before = network.events.now;
		network.events.now = new Date('2027-02-01T12:00:00Z');
		await expect(network.comes(eventId, network.reader)).rejects.toMatchObject(forbidden);
		expect(await network.comes(eventId, network.owner, { headline: 'Still may change' })).toBe('asked');
		network.events.now = before;
		await expect(viewRegister(network.registration, network.owner, await network.draft('Unseen'))).rejects.toMatchObject(notFound);
	});

	test('says what is wrong at its field', async () => {
		const eventId = await network.open('Wrong');
		await expect(network.comes(eventId, network.owner, { name: '' })).rejects.toMatchObject(at('name', 'required'));
		await expect(network.comes(eventId, network.owner, { name: '王' })).rejects.toMatchObject(at('name', 'latin'));
		await expect(network.comes(eventId, network.owner, { category: 'vip' })).rejects.toMatchObject(at('category'));
		await expect(network.comes(eventId, network.owner, { country: 'XX' })).rejects.toMatchObject(at('country'));
		await expect(network.comes(eventId, network.owner, { organisation: 'test-company' })).rejects.toMatchObject(at('organisation'));
		await expect(network.comes(eventId, network.owner, { stays_from: '2027-03-14', stays_until: '2027-03-14' })).rejects.toMatchObject(at('stays_until', 'ends_before'));
		await expect(network.comes(eventId, network.owner, { visa: 'yes' })).rejects.toMatchObject(at('passport_name', 'required'));
		expect(await network.states(eventId)).toEqual({});
	});

	test('keeps country, organisation and category once a place hangs on them', async () => {
		const eventId = await network.open('Kept');
		expect(await network.comes(eventId, network.owner, { organisation: 'test-institute' })).toBe('approved');
		await network.comes(eventId, network.owner, { country: 'TH', category: 'press', headline: 'Professor' });
		const { registration, organisation } = await viewRegistration(network.registration, network.officer, eventId, await network.idOf(eventId, network.owner));
		expect(registration).toMatchObject({ country: 'LA', category: 'delegate', headline: [{ text: 'Professor' }] });
		expect(organisation?.slug).toBe('test-institute');
	});
});

describe('places', () => {
	test('beyond them one waits, and moves up when a place becomes free, the first first', async () => {
		const eventId = await network.open('Two places', { places: '2' });
		const [a, b, c, d] = [network.owner, network.editor, network.reader, network.stranger] as const;
		expect([await network.comes(eventId, a), await network.comes(eventId, b), await network.comes(eventId, c), await network.comes(eventId, d)]).toEqual(['approved', 'approved', 'waiting', 'waiting']);
		await withdraw(network.registration, a, { eventId });
		expect(await network.states(eventId)).toEqual({ owner: 'withdrawn', editor: 'approved', reader: 'approved', stranger: 'waiting' });
		expect((await network.mailsTo(c)).filter(({ text }) => text.includes('has become free'))).toHaveLength(1);
		await expect(withdraw(network.registration, a, { eventId })).rejects.toMatchObject(forbidden);
		expect(await network.comes(eventId, a)).toBe('waiting');
		await saveFrame(network.registration, network.officer, { eventId, form: formOf({ state: 'open', audience: 'anyone', categories: ['delegate'], places: '3' }) });
		expect(await network.states(eventId)).toEqual({ owner: 'waiting', editor: 'approved', reader: 'approved', stranger: 'approved' });
		expect(await decideOn(eventId, [a], true)).toMatchObject({ approved: 0, waiting: 0 });
		expect(await decideOn(eventId, [a], true, { beyond: true })).toMatchObject({ approved: 1 });
	});

	test('all of a list are approved in one go, within the places and quotas, as many as was said before', async () => {
		const eventId = await network.open('A thousand', { approval: 'yes', places: '150' });
		await saveQuota(network.registration, network.officer, { eventId, form: formOf({ quota: 'country:TH', quota_places: '10' }) });
		await crowd(eventId, 'TH', 20, 'delegate');
		await crowd(eventId, 'VN', 160, 'delegate');
		await crowd(eventId, 'VN', 30, 'press');
		const filters = { state: null, category: 'delegate', country: null, text: '' } as const;
		const { toDecide, registrations } = await viewList(network.registration, network.officer, eventId, filters, 0);
		expect([toDecide, registrations.length]).toEqual([180, 100]);
		const all = (count: number, by: Actor = network.officer, approve = true) => decide(network.registration, by, { eventId, chosen: { filters, count }, approve, reason: '', beyond: false });
		await expect(all(179)).rejects.toMatchObject(at('all', 'count_changed'));
		for (const actor of [network.thaiOfficer, network.owner]) await expect(all(180, actor)).rejects.toMatchObject(forbidden);
		expect(await all(180)).toMatchObject({ approved: 150, waiting: 30 });
		const after = await viewList(network.registration, network.officer, eventId, { ...filters, state: 'approved' }, 0);
		expect(after.countries).toEqual([{ country: 'TH', count: 10 }, { country: 'VN', count: 140 }]);
		expect(after.states).toMatchObject([{ state: 'asked', count: 30 }, { state: 'waiting', count: 30 }, { state: 'approved', count: 150 }, {}, {}]);
		// Whom somebody decided on is not refused with those who wait, but where the list is of them.
		expect(await all(30, network.officer, false)).toMatchObject({ refused: 30 });
	});

	test('the last place is given once, however many ask at the same moment', async () => {
		const eventId = await network.open('One place', { places: '1' });
		const all = [network.owner, network.editor, network.reader, network.stranger, network.thaiOfficer];
		const states = await Promise.all(all.map((actor) => network.comes(eventId, actor)));
		expect(states.filter((state) => state === 'approved')).toHaveLength(1);
		expect(states.filter((state) => state === 'waiting')).toHaveLength(4);
	});

	test('withdrawn twice at the same moment it is withdrawn once, with one letter', async () => {
		const eventId = await network.open('Withdrawn once');
		await network.comes(eventId, network.owner);
		const done = await Promise.allSettled([1, 2].map(() => withdraw(network.registration, network.owner, { eventId })));
		expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await subjects(network.owner)).filter((subject) => subject === 'Registration withdrawn: Withdrawn once')).toHaveLength(1);
	});

	test('whoever decides while another changes the places goes by the new ones', async () => {
		const eventId = await network.open('Fewer places', { approval: 'yes' });
		for (const actor of [network.owner, network.editor]) await network.comes(eventId, actor);
		await decideOn(eventId, [network.owner], true);
		let deciding: Promise<Decided> | undefined;
		await asActor(network.events.db, operator('test'), async (tx) => {
			await lockFrame(tx, eventId);
			await saveFrameRow(tx, eventId, { places: 1 });
			deciding = decideOn(eventId, [network.editor], true);
			// Time for it to come to where it waits for this.
			await new Promise((resolve) => setTimeout(resolve, 300));
		});
		expect(await deciding).toMatchObject({ approved: 0, waiting: 1 });
	});

	test('after the event nobody is told that a place became free', async () => {
		const eventId = await network.open('Over by then', { places: '1' });
		expect([await network.comes(eventId, network.owner), await network.comes(eventId, network.editor)]).toEqual(['approved', 'waiting']);
		const before = network.events.now;
		network.events.now = new Date('2027-03-20T12:00:00Z');
		try {
			await saveFrame(network.registration, network.officer, { eventId, form: formOf({ state: 'closed', audience: 'anyone', categories: ['delegate'], places: '5' }) });
			expect(await network.states(eventId)).toEqual({ owner: 'approved', editor: 'waiting' });
		} finally {
			network.events.now = before;
		}
	});

	test('a quota of a country or an organisation counts only those it is of', async () => {
		const eventId = await network.open('Quotas');
		const quota = (form: Record<string, string>) => saveQuota(network.registration, network.officer, { eventId, form: formOf(form) });
		await quota({ quota: 'country:LA', quota_places: '1' });
		await quota({ quota: 'per-organisation', quota_places: '1' });
		expect(await network.comes(eventId, network.owner, { organisation: 'test-institute' })).toBe('approved');
		expect(await network.comes(eventId, network.editor)).toBe('waiting');
		expect(await network.comes(eventId, network.reader, { organisation: 'test-institute', country: 'TH' })).toBe('waiting');
		expect(await network.comes(eventId, network.stranger, { organisation: 'test-company', country: 'TH' })).toBe('approved');
		const { quotas } = await viewFrame(network.registration, network.officer, eventId);
		await quota({ remove: 'yes', id: quotas.find(({ kind }) => kind === 'per-organisation')!.id });
		expect(await network.states(eventId)).toMatchObject({ editor: 'waiting', reader: 'approved' });
		await expect(quota({ quota: 'country:XX', quota_places: '1' })).rejects.toMatchObject(at('quota'));
		await expect(quota({ quota: 'category:vip', quota_places: 'many' })).rejects.toMatchObject(at('quota_places'));
	});

	test('who moves up leaves nobody behind who could have come', () => {
		const person = (country: string) => ({ category: 'delegate' as const, country, organisationId: null, organisationKind: null });
		const limits = { places: 3, quotas: [{ kind: 'country' as const, key: 'LA', places: 1 }] };
		const waiting = ['LA', 'LA', 'TH', 'TH', 'TH'].map(person);
		const up = movedUp(waiting, [], limits);
		expect(up.map(({ country }) => country)).toEqual(['LA', 'TH', 'TH']);
		expect(waiting.filter((each) => !up.includes(each)).every((each) => fullFor(each, up, limits) !== undefined)).toBe(true);
	});
});

test('who counts on coming is told when the event is off, and nobody else', async () => {
	const eventId = await network.open('Off', { approval: 'yes' });
	for (const actor of [network.owner, network.editor, network.reader]) await network.comes(eventId, actor);
	await withdraw(network.registration, network.editor, { eventId });
	await decideOn(eventId, [network.reader], false);
	await cancelEvent(network.events, network.officer, { eventId, expected: await network.version(eventId), words: [{ language: 'en', text: 'Rain', provenance: 'original' }] });
	const told = async (actor: Actor) => (await network.mailsTo(actor)).filter(({ subject, text }) => subject.includes('Off') && text.includes('Rain')).length;
	expect([await told(network.owner), await told(network.editor), await told(network.reader)]).toEqual([1, 0, 0]);
	await expect(network.comes(eventId, network.stranger)).rejects.toMatchObject(forbidden);
});

describe('invitations', () => {
	test('a code gives the category and needs no approval, as often as it says; one sent to an address is for that one', async () => {
		const eventId = await network.open('Invited', { audience: 'invited', approval: 'yes' });
		await expect(network.comes(eventId, network.owner)).rejects.toMatchObject(at('code', 'required'));
		expect(await invite(network.registration, network.officer, { eventId, form: formOf({ category: 'vip', uses: '2', approved: 'yes' }) })).toEqual({ made: 1, letters: 0 });
		const shared = (await viewFrame(network.registration, network.officer, eventId)).invitations[0]!;
		expect(await network.comes(eventId, network.owner, { code: shared.code.toLowerCase().replace(/(.{4})/, '$1-') })).toBe('approved');
		expect(await network.comes(eventId, network.editor, { code: shared.code })).toBe('approved');
		await expect(network.comes(eventId, network.reader, { code: shared.code })).rejects.toMatchObject(at('code', 'code_used'));
		await withdraw(network.registration, network.editor, { eventId });
		expect(await network.comes(eventId, network.reader, { code: shared.code })).toBe('approved');

		const person = network.stranger as Person;
		expect(await invite(network.registration, network.officer, { eventId, form: formOf({ category: 'press', emails: `${person.email}, somebody@example.com`, note: 'Please come' }) })).toEqual({ made: 2, letters: 2 });
		const own = (await viewFrame(network.registration, network.officer, eventId)).invitations.find(({ email }) => email === person.email)!;
		expect((await network.mailsTo(person)).some(({ text }) => text.includes(own.code) && text.includes('Please come'))).toBe(true);
		await expect(network.comes(eventId, network.thaiOfficer, { code: own.code })).rejects.toMatchObject(at('code', 'code_unknown'));
		expect(await network.comes(eventId, person, { code: own.code })).toBe('asked');
		await withdrawInvitation(network.registration, network.officer, { eventId, form: formOf({ id: shared.id }) });
		await expect(network.comes(eventId, network.authority, { code: shared.code })).rejects.toMatchObject(at('code', 'code_unknown'));
	});
});

test('the letter of an invitation is in the language of whoever has an account, and else in the event’s', async () => {
	const eventId = await network.open('Letters of invitation');
	const guest = await network.person('zh-guest', {});
	const stranger = { ...guest, email: 'nobody-yet@example.org' };
	await invite(network.registration, network.officer, { eventId, form: formOf({ category: 'vip', emails: `${guest.email} ${stranger.email}` }) });
	expect([await network.mailsTo(guest), await network.mailsTo(stranger)]).toMatchObject([[{ language: 'zh' }], [{ language: 'en' }]]);
});

describe('questions', () => {
	test('are asked of who answered an earlier one so, and a form without scripts learns of them when sent', async () => {
		const eventId = await network.open('Conditions');
		await question(eventId, { kind: 'choice', label_en: 'Do you exhibit?', choices_en: 'Yes, a stand\nNo', choices_zh: '是\n否', required: 'yes' });
		const first = (await network.questions(eventId))[0]!;
		const [stand] = first.choices;
		await question(eventId, { kind: 'number', label_en: 'How many square metres?', required: 'yes', shown_when: `${first.id}:${stand!.key}` });
		const second = (await network.questions(eventId))[1]!;
		await expect(network.comes(eventId, network.owner, {})).rejects.toMatchObject(at(`q_${first.id}`, 'required'));
		await expect(network.comes(eventId, network.owner, { shown: first.id, [`q_${first.id}`]: stand!.key })).rejects.toMatchObject(at(`q_${second.id}`, 'more_asked'));
		await expect(network.comes(eventId, network.owner, { [`q_${first.id}`]: stand!.key, [`q_${second.id}`]: 'wide' })).rejects.toMatchObject(at(`q_${second.id}`, 'not_a_number'));
		expect(await network.comes(eventId, network.owner, { [`q_${first.id}`]: stand!.key, [`q_${second.id}`]: '12,5' })).toBe('approved');
		expect((await viewRegister(network.registration, network.owner, eventId)).answers).toEqual({ [first.id]: stand!.key, [second.id]: 12.5 });
		expect(await network.comes(eventId, network.editor, { shown: first.id, [`q_${first.id}`]: first.choices[1]!.key, [`q_${second.id}`]: '3' })).toBe('approved');
		expect((await viewRegister(network.registration, network.editor, eventId)).answers).toEqual({ [first.id]: first.choices[1]!.key });

		await expect(raiseQuestion(network.registration, network.officer, { eventId, form: formOf({ id: second.id }) })).rejects.toMatchObject({ code: 'conflict' });
		await expect(removeQuestion(network.registration, network.officer, { eventId, form: formOf({ id: first.id }) })).rejects.toMatchObject({ code: 'conflict' });
		await removeQuestion(network.registration, network.officer, { eventId, form: formOf({ id: second.id }) });
		expect(await network.questions(eventId)).toHaveLength(1);
		const { answers } = await viewRegistration(network.registration, network.officer, eventId, await network.idOf(eventId, network.owner));
		expect(answers.map(({ answer }) => answer)).toEqual([stand!.key, 12.5]);
		const csv = listCsv(await viewTable(network.registration, network.officer, eventId, { state: 'approved', category: null, country: 'LA', text: 'owner' }), 'en');
		expect(csv.split('\r\n')).toHaveLength(3);
		expect(csv).toMatch(/Do you exhibit\?,How many square metres\?/);
		expect(csv).toContain('"Yes, a stand",12.5');
	});

	test('a choice keeps its key by its words, so that no answer turns into another', async () => {
		const eventId = await network.open('Choices');
		await question(eventId, { kind: 'choice', label_en: 'Colour?', choices_en: 'Red\nGreen\nBlue' });
		const { id } = (await network.questions(eventId))[0]!;
		const keys = async () => Object.fromEntries((await network.questions(eventId))[0]!.choices.map(({ key, labels }) => [labels[0]!.text, key]));
		const save = async (lines: string) => question(eventId, { id, kind: 'choice', label_en: 'Colour?', choices_en: lines }).then(keys);
		const before = await keys();
		expect(await save('Blue\nGreen')).toEqual({ Blue: before.Blue, Green: before.Green });
		const after = await save('Navy\nGreen\nYellow');
		expect(after).toMatchObject({ Navy: before.Blue, Green: before.Green });
		expect(Object.values(before)).not.toContain(after.Yellow);
	});

	test('a text is read as it was written, also where it looks like something else', async () => {
		const eventId = await network.open('Texts');
		await question(eventId, { label_en: 'Anything?' });
		const { id } = (await network.questions(eventId))[0]!;
		for (const words of ['null', '0042', '1e5', 'true', '{"name":1}']) {
			await network.comes(eventId, network.owner, { [`q_${id}`]: words });
			expect((await viewRegister(network.registration, network.owner, eventId)).answers).toEqual({ [id]: words });
		}
		expect(listCsv(await viewTable(network.registration, network.officer, eventId, { state: null, category: null, country: null, text: '' }), 'en')).toContain('{""name"":1}');
	});

	test('what was answered stays where it is no longer asked, also when the person changes something', async () => {
		const eventId = await network.open('No longer asked');
		await question(eventId, { label_en: 'Shoe size?' });
		const { id } = (await network.questions(eventId))[0]!;
		await network.comes(eventId, network.owner, { [`q_${id}`]: '42' });
		await removeQuestion(network.registration, network.officer, { eventId, form: formOf({ id }) });
		await network.comes(eventId, network.owner, { headline: 'Changed' });
		const { answers } = await viewRegistration(network.registration, network.officer, eventId, await network.idOf(eventId, network.owner));
		expect(answers.map(({ answer }) => answer)).toEqual(['42']);
	});

	test('that are not asked cannot be answered wrong, nor taken from a form that is older than they', async () => {
		const eventId = await network.open('Not asked');
		await question(eventId, { kind: 'yes-no', label_en: 'Do you bring a machine?' });
		const machine = (await network.questions(eventId))[0]!.id;
		await question(eventId, { kind: 'number', label_en: 'Its weight', required: 'yes', shown_when: `${machine}:yes` });
		await question(eventId, { kind: 'long-text', label_en: 'What it does', shown_when: `${machine}:yes` });
		await question(eventId, { kind: 'choice', label_en: 'Power', choices_en: '220 V\n380 V', shown_when: `${machine}:yes` });
		const [, weight, words, power] = (await network.questions(eventId)).map(({ id }) => id);
		const typed = { [`q_${weight}`]: 'heavy', [`q_${words}`]: 'x'.repeat(3001), [`q_${power}`]: 'c9' };
		// Without scripts, what was typed stands in the form still when the first answer has become no.
		expect(await network.comes(eventId, network.owner, { [`q_${machine}`]: 'no', ...typed })).toBe('approved');
		expect((await viewRegister(network.registration, network.owner, eventId)).answers).toEqual({ [machine!]: false });
		const yes = { [`q_${machine}`]: 'yes' };
		await expect(network.comes(eventId, network.editor, { ...yes, ...typed })).rejects.toMatchObject(at(`q_${weight}`, 'not_a_number'));
		await expect(network.comes(eventId, network.editor, { ...yes, ...typed, [`q_${weight}`]: '៤២' })).rejects.toMatchObject({ ...at(`q_${words}`, 'too_long'), detail: { limit: 3000 } });
		await expect(network.comes(eventId, network.editor, { ...yes, ...typed, [`q_${weight}`]: '1.200', [`q_${words}`]: '' })).rejects.toMatchObject(at(`q_${power}`, 'not_allowed'));
		expect(await network.comes(eventId, network.editor, { ...yes, [`q_${weight}`]: '1.200' })).toBe('approved');
		expect((await viewRegister(network.registration, network.editor, eventId)).answers).toMatchObject({ [weight!]: 1200 });
	});

	test('nothing that another question hangs on goes while it does', async () => {
		const eventId = await network.open('Hanging');
		await question(eventId, { kind: 'choice', label_en: 'Stand?', choices_en: 'Large\nSmall\nNone' });
		const [stand] = await network.questions(eventId);
		const [large] = stand!.choices;
		await question(eventId, { label_en: 'Which colours?', required: 'yes', shown_when: `${stand!.id}:${large!.key}` });
		const change = (fields: Record<string, string>) => question(eventId, { id: stand!.id, kind: 'choice', label_en: 'Stand?', ...fields });
		await expect(change({ choices_en: 'Small\nNone' })).rejects.toMatchObject(at('choices_en', 'hung_on'));
		await expect(change({ kind: 'text' })).rejects.toMatchObject(at('kind', 'hung_on'));
		await change({ choices_en: 'Large\nSmall' });
		await change({ choices_en: 'Very large\nSmall' });
		expect((await network.questions(eventId))[0]!.choices[0]).toMatchObject({ key: large!.key, labels: [{ text: 'Very large' }] });
	});

	test('a name for the badge is in Latin letters, whatever else it is written in', async () => {
		const eventId = await network.open('Latin');
		for (const name of ['王小明', 'Анна', 'فاطمة']) await expect(network.comes(eventId, network.owner, { name })).rejects.toMatchObject(at('name', 'latin'));
		expect(await network.comes(eventId, network.owner, { name: 'Nguyễn Thị Ánh-Tuyết, Ph.D.', own_name: 'សុខ ច័ន្ទ' })).toBe('approved');
	});

	test('say what is wrong with them', async () => {
		const eventId = await network.open('Wrong questions');
		await expect(question(eventId, { label_en: '' })).rejects.toMatchObject(at('label_en', 'required'));
		await expect(question(eventId, { kind: 'choice', choices_en: 'One' })).rejects.toMatchObject(at('choices_en', 'required'));
		await expect(question(eventId, { kind: 'choices', choices_en: 'One\nTwo', choices_zh: '一' })).rejects.toMatchObject(at('choices_zh', 'choices'));
		// Nothing is cut off in silence.
		await expect(question(eventId, { kind: 'choice', choices_en: `One\n${'x'.repeat(121)}` })).rejects.toMatchObject({ ...at('choices_en', 'too_long'), detail: { limit: 120 } });
		await expect(question(eventId, { kind: 'choice', choices_en: Array.from({ length: 31 }, (_none, index) => `Choice ${index}`).join('\n') })).rejects.toMatchObject(at('choices_en', 'too_many'));
		await expect(question(eventId, { shown_when: 'x:y' })).rejects.toMatchObject(at('shown_when', 'unknown_question'));
	});
});

describe('the letter for a visa', () => {
	test('is made for who asked for one and is approved, in both languages, and nobody else opens it', async () => {
		const eventId = await network.open('Visa', { approval: 'yes' });
		const passport = { visa: 'yes', passport_name: 'OWNER TEST', passport_number: 'P1234567', nationality: 'LA', born_on: '1980-02-03', stays_from: '2027-03-14', stays_until: '2027-03-17' };
		await network.comes(eventId, network.owner, passport);
		await expect(visaLetters(network.registration, network.owner, { eventId, registrationId: null })).rejects.toMatchObject(notFound);
		await decideOn(eventId, [network.owner], true);
		const letters = await visaLetters(network.registration, network.owner, { eventId, registrationId: null });
		expect(letters.map(({ language }) => language)).toEqual(['en', 'zh']);
		expect(letters[0]!.paragraphs.join(' ')).toContain('P1234567');
		expect(letters.map(({ number }) => number)).toEqual([expect.stringMatching(/^No\. 1, first issued on /), expect.stringContaining('编号：1')]);
		expect(letters[1]!.paragraphs.join(' ')).toContain('护照号码：P1234567');
		const registrationId = await network.idOf(eventId, network.owner);
		expect((await visaLetters(network.registration, network.officer, { eventId, registrationId })).map(({ number }) => number)).toEqual(letters.map(({ number }) => number));
		for (const actor of [network.editor, network.thaiOfficer, network.visitor]) await expect(visaLetters(network.registration, actor, { eventId, registrationId })).rejects.toMatchObject(notFound);
		// The number stands in the letter alone, whose opening is on record; and nothing is left of it once the person does not come.
		const seen = () => viewRegistration(network.registration, network.officer, eventId, registrationId);
		expect((await seen()).wishes).toMatchObject({ visa: true, passportName: 'OWNER TEST' });
		expect(JSON.stringify(await seen())).not.toMatch(/P1234567|1980-02-03/);
		expect(await network.audited('registration.read-guarded', registrationId)).toHaveLength(2);
		await viewTable(network.registration, network.officer, eventId, { state: null, category: null, country: null, text: '' });
		expect(await network.audited('registration.read-guarded', eventId)).toMatchObject([{ detail: { registrations: 1 }, centre_id: 'laos' }]);
		await withdraw(network.registration, network.owner, { eventId });
		expect((await seen()).wishes).toBeNull();
	});

	test('runs in numbers within its event, which stay taken, and speaks the languages of the event, of which English holds', async () => {
		const eventId = await network.open('Visas');
		const asOperator = <Row extends Record<string, unknown>>(query: SQL) => asActor(network.events.db, operator('test'), async (tx) => (await tx.execute<Row>(query)).rows);
		await asOperator(sql`update event set languages = '{lo,en,zh}' where id = ${eventId}`);
		for (const actor of [network.owner, network.editor, network.reader]) await network.comes(eventId, actor, { visa: 'yes', passport_name: 'SOMEBODY', passport_number: 'P7654321', nationality: 'LA', born_on: '1980-02-03' });
		const numberOf = async (actor: Actor) => Number(/\d+/.exec((await visaLetters(network.registration, actor, { eventId, registrationId: null }))[0]!.number)![0]);
		// Asked for at the same moment, each gets one of its own.
		expect((await Promise.all([network.owner, network.editor].map(numberOf))).sort()).toEqual([1, 2]);
		const letters = await visaLetters(network.registration, network.owner, { eventId, registrationId: null });
		expect(letters.map(({ language, paragraphs }) => [language, paragraphs.at(-1)!.includes('ພາສາອັງກິດ')])).toEqual([['en', false], ['lo', true], ['zh', false]]);
		const seenBy = (actor: Actor) => asActor(network.events.db, actor, async (tx) => (await tx.execute(sql`select from event_visa_letter where event_id = ${eventId}`)).rows.length);
		expect(await Promise.all([network.owner, network.reader, network.thaiOfficer, network.officer].map(seenBy))).toEqual([1, 0, 0, 2]);
		const [last] = await asOperator<{ id: string }>(sql`select registration_id as id from event_visa_letter where event_id = ${eventId} and number = 2`);
		await asOperator(sql`delete from event_registration where id = ${last!.id}`);
		expect(await numberOf(network.reader)).toBe(3);
	});
});
