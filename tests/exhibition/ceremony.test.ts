import { sql } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyContent } from '#lib/agreements/content.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { advanceAgreement } from '#lib/server/agreements/advance-agreement.ts';
import { beginFromScratch } from '#lib/server/agreements/begin-agreement.ts';
import { letShow } from '#lib/server/agreements/let-show.ts';
import { publicRegister } from '#lib/server/agreements/public-register.ts';
import { saveAgreement } from '#lib/server/agreements/save-agreement.ts';
import { viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import type { PublicField } from '#lib/ceremony/vocabulary.ts';
import { choosePhoto, moveSigning, noteOnStage } from '#lib/server/ceremony/conduct.ts';
import { letShowAtCeremony } from '#lib/server/ceremony/let-show.ts';
import { publishOrder } from '#lib/server/ceremony/publish-order.ts';
import { agreeToCeremony, putForward, takeBack } from '#lib/server/ceremony/put-forward.ts';
import { signingRules } from '#lib/server/ceremony/rules.ts';
import { inEach } from '#lib/ceremony/protocol-languages.ts';
import { asText } from '#lib/server/ceremony/signatories.ts';
import { saveSignatories } from '#lib/server/ceremony/save-signatories.ts';
import { signAtCeremony } from '#lib/server/ceremony/sign-at-ceremony.ts';
import { viewCeremonies, viewPuttingForward } from '#lib/server/ceremony/view-ceremony.ts';
import { fieldsShown, picturesOfEntries, viewPublicOrder, viewSignedHere } from '#lib/server/ceremony/view-public-order.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { addPhotos } from '#lib/server/events/photos.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { affectedBySession, cancelSession, removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import type { Person } from '../centres/centres-network.ts';
import { createEventsNetwork, formOf, type EventsNetwork } from '../events/events-network.ts';

let network: EventsNetwork;
beforeAll(async () => {
	network = await createEventsNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const conflict = { code: 'conflict' };
const both = (en: string, zh: string) => ({ en, zh });

/** An agreement of the institute (Laos) with the company (Thailand), ready to sign. */
async function ready(title: string): Promise<string> {
	const reference = await beginFromScratch(network.events, network.editor, { kind: 'memorandum', titles: both(title, `${title}（中文）`), languages: ['en', 'zh'], area: 'agriculture', parties: [{ organisationId: network.institute }, { organisationId: network.company }] });
	const { version } = await viewAgreement(network.database.db, network.editor, reference, network.events.now);
	await saveAgreement(network.events, network.editor, {
		reference, expected: version,
		agreement: {
			kind: 'memorandum', titles: both(title, `${title}（中文）`), languages: ['en', 'zh'], prevailing: 'en', area: 'agriculture', startsOn: '2027-04-01', endsOn: null, value: null,
			content: { ...emptyContent('memorandum'), texts: { purpose: both('Less salt.', '降低盐分。'), scope: both('Drip lines', '滴灌') }, rights: ['patent'], results: 'joint', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed' },
			parties: [0, 1].map((position) => ({ position, names: [{ language: 'en' as const, text: `Legal party ${position}` }], shareBp: null, signatory: position === 0 ? 'Somchay Example' : '张三', signatoryTitle: 'Director', authority: 'legal-representative' as const, authorityWords: '' })),
		},
	});
	const { version: saved } = await viewAgreement(network.database.db, network.editor, reference, network.events.now);
	await advanceAgreement(network.events, network.editor, { reference, event: 'submit', expected: saved, words: '', language: 'en' });
	return reference;
}

/** A published event of Laos with a signing ceremony on its first day. */
async function ceremony(name: string, { starts = '15:00', ends = '16:00', timeZone = 'Asia/Vientiane' } = {}) {
	const eventId = await network.draft(name, { timeZone });
	const { days } = await viewOrganised(network.events, network.officer, eventId);
	const form = formOf({ kind: 'signing', day: days[0]!.id, starts, ends, title_en: 'Signing' });
	await saveSession(network.events, network.officer, { eventId, sessionId: null, expected: 0, session: sessionInput(form, ['en', 'zh']), words: [] });
	await publishEvent(network.events, network.officer, { eventId, expected: await network.version(eventId) });
	return { eventId, sessionId: (await viewOrganised(network.events, network.officer, eventId)).sessions[0]!.id };
}

const order = async (eventId: string, actor: Actor = network.secondOfficer) => (await viewCeremonies(network.events, actor, eventId)).ceremonies[0]!.signings;

test('those in an agreement put it forward; organisers learn of it when all parties have agreed, and then its title, parties and signatories only', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony of consent');
	const reference = await ready('Drip lines');
	// An event that the secretariat alone organises with nobody of the agreement would do as well; here the wall is asked directly.
	for (const actor of [network.visitor, network.reviewer, network.authority, network.secretariat]) {
		await expect(putForward(network.events, actor, { reference, sessionId })).rejects.toMatchObject(notFound);
		await expect(viewPuttingForward(network.events, actor, reference)).rejects.toMatchObject(notFound);
	}
	await expect(putForward(network.events, network.editor, { reference, sessionId: crypto.randomUUID() })).rejects.toMatchObject(notFound);
	await putForward(network.events, network.editor, { reference, sessionId });
	await expect(putForward(network.events, network.owner, { reference, sessionId })).rejects.toMatchObject(conflict);
	const waiting = await viewPuttingForward(network.events, network.stranger, reference);
	expect([waiting.signing?.state, waiting.parties.map(({ agreedAt, mine }) => [agreedAt !== null, mine])]).toEqual(['proposed', [[true, false], [false, true]]]);
	expect(await order(eventId, network.secretariat)).toEqual([]);
	const seen = async (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select 1 from ceremony_signing where event_id = ${eventId}`)).rowCount);
	expect([await seen(network.secretariat), await seen(network.editor), await seen(network.authority)]).toEqual([0, 1, 0]);
	await expect(agreeToCeremony(network.events, network.reader, { reference })).rejects.toMatchObject(notFound);
	await agreeToCeremony(network.events, network.thaiOfficer, { reference });
	const [signing] = await order(eventId, network.secretariat);
	expect(signing).toMatchObject({ state: 'ready', inside: null, titles: [{ language: 'en', text: 'Drip lines' }, { language: 'zh', text: 'Drip lines（中文）' }] });
	expect(signing!.parties.map(({ signatory }) => [signatory.names[0]?.language, signatory.names[0]?.text])).toEqual([['en', 'Somchay Example'], ['zh', '张三']]);
	expect(JSON.stringify(signing)).not.toContain('Less salt');
	expect(JSON.stringify(signing)).not.toContain(reference);
	for (const actor of [network.visitor, network.editor, network.thaiOfficer, network.authority]) await expect(viewCeremonies(network.events, actor, eventId)).rejects.toMatchObject(notFound);
	expect((await network.database.db.execute(sql`select 1 from audit where action = 'agreement.agree-to-ceremony'`)).rowCount).toBe(1);
	// Any party takes it back, and organisers see it no longer.
	await expect(takeBack(network.events, network.secretariat, { reference })).rejects.toMatchObject(notFound);
	await takeBack(network.events, network.stranger, { reference });
	expect(await order(eventId, network.secretariat)).toEqual([]);
});

test('the order of signing is public once its organisers publish it, with what all parties of an agreement let it show and no word more', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony for everybody');
	const [shown, half, confidential, proposed] = await Promise.all(['Open drip lines', 'Half open valves', 'Confidential pumps', 'Only proposed'].map(ready));
	for (const reference of [shown, half, confidential, proposed]) await putForward(network.events, network.editor, { reference: reference!, sessionId });
	for (const reference of [shown, half, confidential]) await agreeToCeremony(network.events, network.stranger, { reference: reference! });
	const seen = (actor: Actor) => viewPublicOrder(network.events, actor, { eventId, sessionId });
	const publish = (actor: Actor, isPublic: string, id = sessionId) => publishOrder(network.events, actor, { eventId, form: formOf({ id, public: isPublic }) });
	expect(await seen(network.visitor)).toBeNull();
	for (const actor of [network.visitor, network.editor, network.thaiOfficer, network.authority]) await expect(publish(actor, 'yes')).rejects.toMatchObject(forbidden);
	await expect(publish(network.officer, 'maybe')).rejects.toMatchObject({ field: 'public' });
	await expect(publish(network.officer, 'yes', crypto.randomUUID())).rejects.toMatchObject(notFound);
	await publish(network.officer, 'yes');
	await publish(network.secretariat, 'yes');
	const nameless = { titles: [], parties: [], partyCount: 2, pictures: [] };
	expect(await seen(network.visitor)).toEqual([nameless, nameless, nameless]);

	const lets = (actor: Actor, reference: string, fields: PublicField[]) => letShowAtCeremony(network.events, actor, { reference, fields });
	// Neither organisers nor officers who advise, nor readers, speak for a party.
	for (const actor of [network.visitor, network.secretariat, network.authority, network.reader]) await expect(lets(actor, shown!, ['title'])).rejects.toMatchObject(notFound);
	await expect(lets(network.thaiOfficer, shown!, ['title'])).rejects.toMatchObject(forbidden);
	await lets(network.editor, shown!, ['title', 'parties']);
	await lets(network.editor, half!, ['title', 'parties']);
	await lets(network.stranger, half!, ['title']);
	expect((await seen(network.visitor))![0]).toEqual(nameless);
	await lets(network.stranger, shown!, ['title', 'parties']);
	const [first, second, third] = (await seen(network.visitor))!;
	expect(first).toMatchObject({ titles: [{ text: 'Open drip lines' }, { language: 'zh' }], parties: [[{ text: 'Legal party 0' }], [{ text: 'Legal party 1' }]] });
	expect(second).toMatchObject({ titles: [{ text: 'Half open valves' }, { language: 'zh' }], parties: [] });
	expect(third).toEqual(nameless);
	expect((await viewPuttingForward(network.events, network.stranger, half!)).lets).toEqual(['title']);
	// Whoever looks, organisers too: the public page tells of the confidential one nothing.
	for (const actor of [network.visitor, network.editor, network.secretariat, network.authority]) expect(JSON.stringify(await seen(actor))).not.toMatch(/Confidential|Only proposed|Less salt/);

	// One side takes back what it let show, and organisers take the order off.
	await lets(network.editor, shown!, []);
	expect((await seen(network.visitor))![0]).toEqual(nameless);
	await publish(network.officer, 'no');
	expect(await seen(network.visitor)).toBeNull();
});

test('a party outside the network is never named in a public order, and what the register shows of a signed agreement it may show', () => {
	const party = (position: number, organisationId: string | null, registerFields: readonly ('title' | 'parties')[] = []) => ({ position, organisationId, centreId: null, registerFields });
	const shown = (state: string, parties: readonly ReturnType<typeof party>[], fields: readonly PublicField[]) => [...fieldsShown({ row: { state }, parties } as never, parties.map(({ position }) => ({ position, publicFields: [...fields] })))];
	expect(shown('ready', [party(0, 'a'), party(1, null)], ['title', 'parties'])).toEqual(['title']);
	expect(shown('ready', [party(0, 'a', ['title']), party(1, 'b', ['title'])], [])).toEqual([]);
	expect(shown('signed', [party(0, 'a', ['title']), party(1, 'b', ['title', 'parties'])], [])).toEqual(['title']);
});

test('only what is ready to sign is put forward, for a ceremony that is announced', async () => {
	const { sessionId } = await ceremony('Ceremony of the ready');
	const reference = await beginFromScratch(network.events, network.editor, { kind: 'memorandum', titles: both('Draft', '草案'), languages: ['en', 'zh'], area: null, parties: [{ organisationId: network.institute }, { organisationId: network.company }] });
	await expect(putForward(network.events, network.editor, { reference, sessionId })).rejects.toMatchObject(conflict);
	const draft = await network.draft('No ceremony yet');
	const { days } = await viewOrganised(network.events, network.officer, draft);
	await saveSession(network.events, network.officer, { eventId: draft, sessionId: null, expected: 0, session: sessionInput(formOf({ kind: 'signing', day: days[0]!.id, starts: '15:00', ends: '16:00', title_en: 'Signing' }), ['en', 'zh']), words: [] });
	const hidden = (await viewOrganised(network.events, network.officer, draft)).sessions[0]!.id;
	await expect(putForward(network.events, network.editor, { reference: await ready('Early'), sessionId: hidden })).rejects.toMatchObject(notFound);
	expect((await viewPuttingForward(network.events, network.editor, reference)).ceremonies.map((each) => each.sessionId)).not.toContain(hidden);
});

test('a ceremony is offered on the day that the clocks of its place show', async () => {
	const { sessionId } = await ceremony('Ceremony far in the east', { starts: '10:00', ends: '11:00', timeZone: 'Pacific/Auckland' });
	const { ceremonies } = await viewPuttingForward(network.events, network.editor, await ready('In the east'));
	expect(ceremonies.find((each) => each.sessionId === sessionId)?.day).toBe('2027-03-15');
});

test('a side takes its agreement back also once the docking was stopped, and puts nothing forward then', () => {
	const side = (name: 'offering' | 'seeking', position: number, organisationId: string, centreId: string) => ({ position, organisationId, adviserCentreId: centreId, isCentre: false, side: name });
	const parties = [side('offering', 0, network.institute, 'laos'), side('seeking', 1, network.company, 'thailand')];
	const docking = { state: 'stopped' as const, parties: { offering: { organisationId: network.institute, centreId: 'laos' }, seeking: { organisationId: network.company, centreId: 'thailand' } }, people: new Map([[(network.editor as Person).userId, 'offering' as const]]) };
	const signing = { event: { phase: 'announced' as const, centres: new Set<string>() }, agreement: { state: 'ready' as const, docking, orphan: false, parties, reviews: [], scanPosition: null }, agreed: true };
	const may = (actor: Actor) => [signingRules.takeBack(actor, signing), signingRules.putForward(actor, signing)];
	expect([may(network.editor), may(network.reader), may(network.visitor)]).toEqual([[true, false], [false, false], [false, false]]);
});

test('who signs at a ceremony is told when it moves or is off, and it neither goes nor becomes another session with what they put forward', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony on the move');
	const [agreed, proposed] = await Promise.all([ready('Agreed pumps'), ready('Proposed pumps')]);
	for (const reference of [agreed, proposed]) await putForward(network.events, network.editor, { reference: reference!, sessionId });
	// What not all parties have agreed to is told to its parties, and not to organisers.
	const unknown = await affectedBySession(network.events, network.officer, { eventId, sessionId });
	expect(unknown.signing).toBe(0);
	expect(unknown.letters).toBeGreaterThanOrEqual(2);
	await agreeToCeremony(network.events, network.stranger, { reference: agreed! });
	const { days, sessions } = await viewOrganised(network.events, network.officer, eventId);
	const save = (kind: string, starts: string, ends: string) =>
		saveSession(network.events, network.officer, { eventId, sessionId, expected: sessions[0]!.version, session: sessionInput(formOf({ kind, day: days[0]!.id, starts, ends, title_en: 'Signing' }), ['en', 'zh']), words: [] });
	const news = async (actor: Actor) => (await listMails(network.database.db, { limit: 300 })).filter((mail) => mail.to === (actor as Person).email && mail.subject.includes('Signing') && mail.text.includes('Ceremony on the move'));

	await expect(save('parallel', '15:00', '16:00')).rejects.toMatchObject({ field: 'kind', detail: { code: 'signings_there' } });
	const affected = await affectedBySession(network.events, network.officer, { eventId, sessionId });
	expect(affected.signing).toBeGreaterThanOrEqual(2);
	expect((await save('signing', '10:00', '11:00')).told).toBe(affected.letters);
	const [moved] = await news(network.stranger);
	for (const reference of [agreed, proposed]) expect(moved!.text).toContain(`/agreements/${reference}/ceremony`);
	expect(moved!.calendar).toMatchObject({ method: 'REQUEST' });
	// Who is in no agreement hears nothing of them.
	for (const actor of [network.visitor, network.reviewer, network.authority]) expect(await news(actor)).toEqual([]);

	await expect(removeSession(network.events, network.officer, { eventId, sessionId, words: [] })).rejects.toMatchObject({ code: 'conflict', detail: { code: 'session_kept' } });
	await cancelSession(network.events, network.officer, { eventId, sessionId, words: [] });
	const [off] = await news(network.stranger);
	expect(off!.text).toMatch(/put forward for another ceremony/);
	expect(off!.calendar).toMatchObject({ method: 'CANCEL' });
	const isOff = async () => (await viewPuttingForward(network.events, network.stranger, agreed!)).signing?.isOff;
	expect(await isOff()).toBe(true);
	await takeBack(network.events, network.stranger, { reference: agreed! });
	await putForward(network.events, network.stranger, { reference: agreed!, sessionId: (await ceremony('Ceremony instead')).sessionId });
	expect(await isOff()).toBe(false);
	await expect(removeSession(network.events, network.officer, { eventId, sessionId, words: [] })).rejects.toMatchObject({ detail: { code: 'session_kept' } });
	await takeBack(network.events, network.editor, { reference: proposed! });
	await removeSession(network.events, network.officer, { eventId, sessionId, words: [] });
});

test('organisers set the order, the names in both languages, what happened on stage and the pictures; others do not', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony of order');
	for (const title of ['First', 'Second', 'Third']) {
		const reference = await ready(title);
		await putForward(network.events, network.editor, { reference, sessionId });
		await agreeToCeremony(network.events, network.stranger, { reference });
	}
	const titles = async () => (await order(eventId)).map((each) => each.titles[0]!.text);
	expect(await titles()).toEqual(['First', 'Second', 'Third']);
	const third = (await order(eventId))[2]!;
	const move = (actor: Actor, by: string) => moveSigning(network.events, actor, { eventId, form: formOf({ id: third.id, by }) });
	for (const actor of [network.editor, network.thaiOfficer, network.authority]) {
		await expect(move(actor, 'up')).rejects.toMatchObject(forbidden);
		await expect(noteOnStage(network.events, actor, { eventId, form: formOf({ id: third.id, signed: 'yes' }) })).rejects.toMatchObject(forbidden);
		await expect(choosePhoto(network.events, actor, { eventId, form: formOf({ id: third.id }) })).rejects.toMatchObject(forbidden);
	}
	await move(network.officer, 'up');
	await move(network.officer, 'up');
	await move(network.officer, 'up');
	expect(await titles()).toEqual(['Third', 'First', 'Second']);
	await move(network.secretariat, 'down');
	expect(await titles()).toEqual(['First', 'Third', 'Second']);

	const sheet = { name_0_en: 'Somchay Example', name_0_zh: '宋猜', title_0_en: 'Director', title_0_zh: '所长', name_1_en: 'Zhang San', name_1_zh: '张三', title_1_en: 'Director', title_1_zh: '总经理' };
	const names = formOf(sheet);
	await expect(saveSignatories(network.events, network.authority, { eventId, id: third.id, form: names })).rejects.toMatchObject(notFound);
	await expect(saveSignatories(network.events, network.secretariat, { eventId, id: third.id, form: formOf({ name_0_en: 'x'.repeat(121) }) })).rejects.toMatchObject({ field: 'name_0_en' });
	await saveSignatories(network.events, network.secretariat, { eventId, id: third.id, form: names });
	const party = (await order(eventId)).find(({ id }) => id === third.id)!.parties[1]!;
	expect(party.signatory.names.map(({ language, text }) => [language, text])).toEqual([['en', 'Zhang San'], ['zh', '张三']]);
	// Also in the languages of the event and of the countries of the parties; those that a form does not ask for stay.
	await saveSignatories(network.events, network.secretariat, { eventId, id: third.id, form: formOf({ ...sheet, name_0_lo: 'ສົມໃຈ', name_0_ta: 'சோம்சாய்' }) });
	const [lao] = (await order(eventId)).find(({ id }) => id === third.id)!.parties;
	expect(lao!.signatory.names.map(({ language }) => language)).toEqual(['en', 'zh', 'lo']);
	expect(inEach(lao!.signatory.names, (await order(eventId)).find(({ id }) => id === third.id)!.languages).map(({ text }) => text)).toEqual(['Somchay Example', '宋猜', 'ສົມໃຈ']);
	expect(asText('ສົມໃຈ')).toMatchObject([{ language: 'lo' }]);
	const { rows } = await network.database.db.execute(sql`select before, after, detail from audit where action = 'event.save-signatory' and entity_id = ${eventId}`);
	expect(rows).toHaveLength(4);
	expect(JSON.stringify(rows)).not.toMatch(/Somchay|张三|宋猜|总经理/);

	await addPhotos(network.events, network.officer, { eventId, form: formOf({ caption_en: 'Handshake' }), files: [new File([new Uint8Array(await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f4b' } }).png().toBuffer())], 'p.png')] });
	const photo = (await viewEvent(network.events, network.visitor, eventId)).photos[0]!.id;
	await expect(choosePhoto(network.events, network.officer, { eventId, form: formOf({ id: third.id, photo_exchange: crypto.randomUUID() }) })).rejects.toMatchObject({ field: 'photo_exchange' });
	await choosePhoto(network.events, network.officer, { eventId, form: formOf({ id: third.id, photo_exchange: photo }) });
	expect((await order(eventId)).find(({ id }) => id === third.id)!.photos).toEqual([{ slot: 'exchange', photoId: photo }]);
});

test('what was signed on stage is signed for the register only by the one use case that signs, with its rights', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony of the register');
	const reference = await ready('To be registered');
	await putForward(network.events, network.officer, { reference, sessionId });
	await agreeToCeremony(network.events, network.stranger, { reference });
	const [signing] = await order(eventId);
	await noteOnStage(network.events, network.secretariat, { eventId, form: formOf({ id: signing!.id, signed: 'yes' }) });
	expect((await order(eventId))[0]).toMatchObject({ state: 'ready', onStageAt: network.events.now });
	const sign = async (actor: Actor, as: 'record' | 'attest' = 'attest') => {
		const { version } = await viewAgreement(network.database.db, network.editor, reference, network.events.now);
		return signAtCeremony(network.events, actor, { eventId, id: signing!.id, expected: version, as, language: 'en', scan: { name: 'signed.pdf', source: Buffer.from('%PDF-1.4\n%%EOF\n') } });
	};
	// The ceremony is on 15 March 2027: nothing is signed before its day.
	await expect(sign(network.officer)).rejects.toMatchObject({ field: 'signedOn' });
	network.events.now = new Date('2027-03-15T09:00:00Z');
	try {
		// Organisers who are not in the agreement, and parties who would attest for themselves.
		await expect(sign(network.secretariat)).rejects.toMatchObject(notFound);
		await expect(sign(network.authority)).rejects.toMatchObject(notFound);
		await expect(sign(network.editor)).rejects.toMatchObject(forbidden);
		await sign(network.officer);
		const seen = await viewAgreement(network.database.db, network.editor, reference, network.events.now);
		expect([seen.state, seen.signed]).toEqual(['signed', { on: '2027-03-15', place: '', occasion: 'Ceremony of the register' }]);
		expect((await order(eventId))[0]).toMatchObject({ state: 'signed', may: { takeBack: false } });
		for (const actor of [network.editor, network.stranger]) await letShow(network.events, actor, { reference, fields: ['title', 'date'] });
		const { entries } = await publicRegister(network.database.db, { kind: null, area: null, year: 2027, country: null, below: null });
		expect(entries).toMatchObject([{ titles: both('To be registered', 'To be registered（中文）'), signedOn: '2027-03-15' }]);
		await expect(takeBack(network.events, network.editor, { reference })).rejects.toMatchObject(conflict);
	} finally {
		network.events.now = new Date('2026-11-21T12:00:00Z');
	}
});

test('pictures of a signing are public once it is signed and while all parties let its title and names show, and are its parties’ own to see before', async () => {
	const { eventId, sessionId } = await ceremony('Ceremony of pictures');
	const references = [await ready('Pictured valves'), await ready('Confidential valves')];
	for (const reference of references) {
		await putForward(network.events, network.officer, { reference, sessionId });
		await agreeToCeremony(network.events, network.stranger, { reference });
	}
	const [shown, confidential] = references;
	const png = new Uint8Array(await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f4b' } }).png().toBuffer());
	await addPhotos(network.events, network.officer, { eventId, form: formOf({ caption_en: 'Pens and ribbons' }), files: [new File([png], 'p.png')] });
	const photoId = (await viewEvent(network.events, network.visitor, eventId)).photos[0]!.id;
	for (const { id } of await order(eventId)) await choosePhoto(network.events, network.officer, { eventId, form: formOf({ id, photo_signing: photoId }) });
	await publishOrder(network.events, network.officer, { eventId, form: formOf({ id: sessionId, public: 'yes' }) });
	const lets = async (reference: string, actors: readonly Actor[], fields: PublicField[]) => {
		for (const actor of actors) await letShowAtCeremony(network.events, actor, { reference, fields });
	};
	await lets(shown!, [network.editor, network.stranger], ['title', 'parties']);
	const seen = async () => (await viewPublicOrder(network.events, network.visitor, { eventId, sessionId }))!.map(({ pictures }) => pictures.length);
	expect(await seen()).toEqual([0, 0]);
	network.events.now = new Date('2027-03-15T09:00:00Z');
	try {
		for (const [index, { id }] of (await order(eventId)).entries()) {
			const { version } = await viewAgreement(network.database.db, network.editor, references[index]!, network.events.now);
			await signAtCeremony(network.events, network.officer, { eventId, id, expected: version, as: 'attest', language: 'en', scan: { name: 'signed.pdf', source: Buffer.from('%PDF-1.4\n%%EOF\n') } });
		}
		expect(await seen()).toEqual([1, 0]);
		const here = await viewSignedHere(network.events, network.visitor, eventId);
		expect(here).toMatchObject([{ titles: [{ text: 'Pictured valves' }, {}], pictures: [{ eventId, photoId, slot: 'signing', captions: [{ text: 'Pens and ribbons' }] }] }]);
		// Beside the register's entry too, where the register names title and parties; of the other it has nothing but a date.
		for (const actor of [network.editor, network.stranger]) {
			await letShow(network.events, actor, { reference: shown!, fields: ['title', 'parties'] });
			await letShow(network.events, actor, { reference: confidential!, fields: ['date'] });
		}
		const { entries } = await publicRegister(network.database.db, { kind: null, area: null, year: null, country: null, below: null });
		const pictured = await picturesOfEntries(network.events, entries.map(({ number }) => number));
		expect([...pictured.keys()]).toEqual(entries.filter(({ titles }) => titles?.en === 'Pictured valves').map(({ number }) => number));
		expect((await viewPuttingForward(network.events, network.stranger, confidential!)).pictures).toHaveLength(1);
		await expect(viewPuttingForward(network.events, network.visitor, confidential!)).rejects.toMatchObject(notFound);
		// One side takes back what it let show, in both places; then the organisers take the order off.
		await letShow(network.events, network.editor, { reference: shown!, fields: [] });
		expect(await seen()).toEqual([1, 0]);
		await lets(shown!, [network.editor], ['title']);
		expect(await seen()).toEqual([0, 0]);
		await lets(shown!, [network.editor], ['title', 'parties']);
		await publishOrder(network.events, network.officer, { eventId, form: formOf({ id: sessionId, public: 'no' }) });
		expect(await viewSignedHere(network.events, network.visitor, eventId)).toEqual([]);
		expect((await picturesOfEntries(network.events, entries.map(({ number }) => number))).size).toBe(0);
	} finally {
		network.events.now = new Date('2026-11-21T12:00:00Z');
	}
});
