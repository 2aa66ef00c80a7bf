import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepUnsent, keptScans, unsent, withAnswer, withScan } from '#lib/exhibition/stand-scans.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { audit } from '#lib/server/platform/audit.ts';
import { deleteExhibitor } from '#lib/server/exhibition/queries.ts';
import { addExhibitor, removeExhibitor } from '#lib/server/exhibition/place-exhibitors.ts';
import { saveExhibitor } from '#lib/server/exhibition/save-exhibitor.ts';
import { saveWordsOfListing } from '#lib/server/exhibition/save-shown-words.ts';
import { viewProduct } from '#lib/server/exhibition/view-exhibition.ts';
import { askVisitors } from '#lib/server/exhibition/visits/ask-visitors.ts';
import { contactsCsv } from '#lib/server/exhibition/visits/contacts-csv.ts';
import { beContact, contactFilters, viewContact, viewContacts, viewKeptStand, viewStand, writeAboutVisit } from '#lib/server/exhibition/visits/contacts.ts';
import { countVisits } from '#lib/server/exhibition/visits/count-visits.ts';
import { forgetVisitors } from '#lib/server/exhibition/visits/forget-visitors.ts';
import { noteOwnVisit, scanBadge } from '#lib/server/exhibition/visits/note-visit.ts';
import { answerVisit, chooseStandContact, viewOwnVisits, viewStandVisit, waitingVisits } from '#lib/server/exhibition/visits/own-visits.ts';
import { insertVisit, insertVisitor } from '#lib/server/exhibition/visits/queries.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { viewOwnBadge } from '#lib/server/registration/badges.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';
import { completeOffer } from '../small-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const cards = new Map<string, ListingCard>();
const cardOf = (id: string) => cards.get(id);
const all = { ...contactFilters(new URLSearchParams()) };

/** A published listing of the institute, as the search index would hold it. */
async function offer(title: string): Promise<string> {
	return asActor(network.database.db, operator('test'), async (tx) => {
		const [row] = await tx.insert(listing).values({ kind: 'offer', organisationId: network.institute, centreId: 'laos', reference: sql`nextval('listing_reference')`, changeNumber: sql`nextval('listing_change')` }).returning();
		const [version] = await tx.insert(listingVersion).values({ listingId: row!.id, number: 1, ...completeOffer({ title }) }).returning();
		await tx.update(listing).set({ state: 'published', publishedVersionId: version!.id, publishedAt: network.events.now, validUntil: '2028-01-01' }).where(sql`${listing.id} = ${row!.id}`);
		cards.set(row!.id, { id: row!.id, reference: row!.reference, kind: 'offer', language: 'en', title, summary: 'As in the listing.', areas: [], country: 'LA', organisation: { slug: 'test-institute', names: [] }, organisationKind: 'institute', place: null, trl: 8, stage: null, cooperation: [], ipStatus: null, state: 'published', publishedAt: '', validUntil: '2028-01-01', isSample: false });
		return row!.id;
	});
}

/** An event where the institute exhibits, and people with badges come. */
async function fair(name: string) {
	const { registration, officer } = network;
	const eventId = await network.open(name, { approval: null });
	const { id } = await addExhibitor(network.events, officer, { eventId, form: formOf({ organisation: 'test-institute' }) });
	const stand = { eventId, id };
	const codes = new Map<Actor, string>();
	const badge = async (actor: Actor, contact = 'ask') => {
		await network.comes(eventId, actor, { stand_contact: contact });
		const { code } = (await viewOwnBadge(registration, actor, eventId, 'en')).badge;
		codes.set(actor, code);
		return code;
	};
	const scan = (actor: Actor, code: string, at: Date | null = null) => scanBadge(registration, actor, { ...stand, code, at });
	const own = async (actor: Actor) => {
		const view = await viewOwnVisits(registration, actor, eventId, cardOf);
		return view.registered ? view.visits : undefined;
	};
	const answer = async (actor: Actor, yes: boolean) => answerVisit(registration, actor, { eventId, form: formOf({ visit: (await own(actor))![0]!.id, answer: yes ? 'yes' : 'no' }) });
	const contacts = async (actor: Actor = network.owner, filters = all) => (await viewContacts(registration, actor, { ...stand, filters, cardOf })).contacts;
	return { eventId, stand, badge, scan, own, answer, contacts };
}

test('a badge that is scanned at a stand passes the contact on at once, when the visitor says yes, or never, as the visitor chose', async () => {
	const { badge, scan, own, answer, contacts } = await fair('Consent');
	const [always, ask, never] = [network.stranger, network.thaiOfficer, network.reader];
	const given = await scan(network.owner, await badge(always, 'always'));
	expect(given).toMatchObject({ result: 'named', names: [expect.objectContaining({ text: (always as { name: string }).name })] });
	const waits = await scan(network.editor, (await badge(ask)).toLowerCase());
	expect(waits).toMatchObject({ result: 'waiting', names: [], worksAt: [] });
	expect(await scan(network.owner, await badge(never, 'never'))).toMatchObject({ result: 'nameless', names: [] });
	expect((await contacts()).map(({ visitor }) => visitor?.email ?? null).sort()).toEqual([(always as { email: string }).email, null, null].sort());
	expect((await own(ask))![0]!.consent).toBe('waiting');
	expect(await answer(ask, true)).toEqual({ consent: 'given' });
	expect((await contacts()).filter(({ visitor }) => visitor)).toHaveLength(2);
	// Scanned once more, it is the same visit, and what was said stays said.
	expect(await scan(network.owner, await badge(ask))).toMatchObject({ result: 'named', visit: waits.visit });
	expect(await contacts()).toHaveLength(3);
	expect(await answer(ask, false)).toEqual({ consent: 'withdrawn' });
	expect(await scan(network.owner, await badge(ask))).toMatchObject({ result: 'nameless', visit: waits.visit });
	expect((await contacts()).find(({ id }) => id === waits.visit)!.visitor).toBeNull();
});

test('nobody else scans, reads or writes: visitors, other organisations, readers, organisers and the authority are refused', async () => {
	const { eventId, stand, badge, scan, contacts } = await fair('Refused');
	const code = await badge(network.stranger, 'always');
	const { visit } = await scan(network.owner, code);
	for (const actor of [network.visitor, network.reader, network.stranger, network.officer, network.thaiOfficer, network.secretariat, network.reviewer, network.authority]) {
		await expect(scan(actor, code)).rejects.toMatchObject(forbidden);
		await expect(contacts(actor)).rejects.toMatchObject(forbidden);
		await expect(viewContact(network.registration, actor, { ...stand, visit, cardOf })).rejects.toMatchObject(forbidden);
		await expect(writeAboutVisit(network.registration, actor, { ...stand, visit, form: formOf({ words: 'Mine' }) })).rejects.toMatchObject(forbidden);
		await expect(beContact(network.registration, actor, { ...stand, yes: true })).rejects.toMatchObject(forbidden);
	}
	// Someone who writes for the organisation, but asks through a helper's eyes.
	await expect(contacts({ ...network.owner, support: { visitId: 'v', helperId: 'h', helperName: 'H', until: new Date() } } as Actor)).rejects.toMatchObject(forbidden);
	expect(await scan(network.owner, 'AAAA-BBBB-CCCC-DDDD')).toEqual({ result: 'unknown', visit: null, names: [], worksAt: [] });
	const other = await fair('Elsewhere');
	expect(await other.scan(network.owner, code)).toMatchObject({ result: 'unknown' });
	await expect(other.contacts(network.owner)).resolves.toEqual([]);
	await expect(viewContact(network.registration, network.owner, { ...other.stand, visit, cardOf })).rejects.toMatchObject(notFound);
	for (const actor of [network.visitor, network.owner, network.stranger]) await expect(countVisits(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
});

test('behind the wall: the exhibitor finds no row of a visitor who did not agree, organisers find none at all', async () => {
	const { stand, badge, scan } = await fair('Wall');
	await scan(network.owner, await badge(network.stranger));
	const seen = (actor: Actor) => asActor(network.database.db, actor, async (tx) => {
		const rows = async (table: string) => (await tx.execute(sql.raw(`select 1 from ${table} where exhibitor_id = '${stand.id}'`))).rows.length;
		return [await rows('exhibition_visit'), await rows('exhibition_visitor'), await rows('exhibition_visit_note')];
	});
	expect(await seen(network.owner)).toEqual([1, 0, 0]);
	expect(await seen(network.stranger)).toEqual([1, 1, 0]);
	for (const actor of [network.visitor, network.officer, network.secretariat, network.reader, network.thaiOfficer]) expect(await seen(actor)).toEqual([0, 0, 0]);
	// An exhibitor that gives itself the yes changes nothing.
	const changed = await asActor(network.database.db, network.owner, async (tx) => (await tx.execute(sql`update exhibition_visitor set consent = 'given', answered_at = now() where exhibitor_id = ${stand.id}`)).rowCount);
	expect(changed).toBe(0);
	await expect(asActor(network.database.db, network.owner, (tx) => tx.execute(sql`insert into exhibition_visit (event_id, exhibitor_id, first_at, last_at) values (${stand.eventId}, ${stand.id}, now(), now())`))).rejects.toThrow();
});

test('a visitor notes a stand by its code, sends the contact or not, and takes it back; who has no place does not', async () => {
	const { eventId, stand, badge, own, contacts, answer } = await fair('Sign');
	const note = (actor: Actor, send: boolean) => noteOwnVisit(network.registration, actor, { ...stand, send });
	for (const actor of [network.visitor, network.stranger]) await expect(note(actor, true)).rejects.toMatchObject(forbidden);
	expect((await viewStandVisit(network.registration, network.stranger, stand)).mayNote).toBe(false);
	expect(await own(network.stranger)).toBeUndefined();
	expect(await waitingVisits(network.registration, network.stranger, eventId)).toBeNull();
	await badge(network.stranger, 'never');
	expect(await note(network.stranger, false)).toEqual({ consent: 'refused' });
	expect((await contacts())[0]!.visitor).toBeNull();
	expect(await note(network.stranger, true)).toEqual({ consent: 'given' });
	expect(await note(network.stranger, false)).toEqual({ consent: 'given' });
	expect((await contacts()).map(({ visitor }) => visitor?.email)).toEqual([(network.stranger as { email: string }).email]);
	await beContact(network.registration, network.editor, { ...stand, yes: true });
	expect((await own(network.stranger))![0]!.contact).toMatchObject({ email: (network.editor as { email: string }).email });
	// Somebody else's visit is not there to be answered.
	await badge(network.thaiOfficer);
	const visit = (await own(network.stranger))![0]!.id;
	await expect(answerVisit(network.registration, network.thaiOfficer, { eventId, form: formOf({ visit, answer: 'no' }) })).rejects.toMatchObject(notFound);
	await expect(answerVisit(network.registration, network.visitor, { eventId, form: formOf({ visit, answer: 'no' }) })).rejects.toMatchObject(forbidden);
	await answer(network.stranger, false);
	expect((await contacts())[0]!.visitor).toBeNull();
	await expect(chooseStandContact(network.registration, network.stranger, { eventId, form: formOf({ stand_contact: 'sometimes' }) })).rejects.toMatchObject({ field: 'stand_contact' });
	await chooseStandContact(network.registration, network.stranger, { eventId, form: formOf({ stand_contact: 'always' }) });
	await expect(chooseStandContact(network.registration, network.owner, { eventId, form: formOf({ stand_contact: 'always' }) })).rejects.toMatchObject(forbidden);
});

test('who chose to be asked gets one letter in the evening with the stands that wait, and none without new visits, after the answer, or who chose otherwise', async () => {
	const { eventId, stand, badge, scan, answer, own } = await fair('Asked');
	const [ask, always, never, answered] = [network.host, network.thaiOfficer, network.reader, network.stranger];
	const codes = [await badge(ask), await badge(always, 'always'), await badge(never, 'never'), await badge(answered)];
	for (const code of codes) await scan(network.owner, code);
	await answer(answered, false);
	const letters = async (to: Actor) => (await network.mailsTo(to)).filter(({ text }) => text.includes(`/events/${eventId}/exhibition/visits`));
	const counts = () => Promise.all([ask, always, never, answered].map(async (each) => (await letters(each)).length));
	// The event is in Vientiane, seven hours ahead of UTC.
	const asks = (at: string) => askVisitors({ ...network.registration, clock: () => new Date(at) });
	await asks('2027-03-15T10:59:00Z');
	expect(await counts()).toEqual([0, 0, 0, 0]);
	await asks('2027-03-15T11:00:00Z');
	await asks('2027-03-15T12:00:00Z');
	expect(await counts()).toEqual([1, 0, 0, 0]);
	const [first] = await letters(ask);
	expect(first).toMatchObject({ language: 'zh', text: expect.stringContaining('只有您同意') });
	expect(first!.text).toContain('test-institute');

	// Without a new visit nobody is asked again; with one, on another day only, and about all that waits.
	await asks('2027-03-16T11:00:00Z');
	expect(await counts()).toEqual([1, 0, 0, 0]);
	const other = await addExhibitor(network.events, network.officer, { eventId, form: formOf({ organisation: 'test-company' }) });
	const scanAtOther = () => asActor(network.database.db, operator('test'), async (tx) => {
		const visitId = await insertVisit(tx, { eventId, exhibitorId: other.id, firstAt: network.events.now, lastAt: network.events.now });
		await insertVisitor(tx, { visitId, eventId, exhibitorId: other.id, registrationId: await network.idOf(eventId, ask), consent: 'waiting', answeredAt: null });
	});
	await scanAtOther();
	await asks('2027-03-15T16:00:00Z');
	expect(await counts()).toEqual([1, 0, 0, 0]);
	await asks('2027-03-17T11:00:00Z');
	await asks('2027-03-17T12:00:00Z');
	const both = await letters(ask);
	expect(both).toHaveLength(2);
	expect(both.filter(({ text }) => text.includes('test-institute') && text.includes('test-company'))).toHaveLength(1);

	// After the answer nothing waits; and who chose otherwise meanwhile is asked no more.
	for (const { id } of (await own(ask))!) await answerVisit(network.registration, ask, { eventId, form: formOf({ visit: id, answer: 'no' }) });
	await asks('2027-03-18T12:00:00Z');
	expect(await counts()).toEqual([2, 0, 0, 0]);
	await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update exhibition_visitor set consent = 'waiting', answered_at = null, asked_at = null where exhibitor_id = ${stand.id}`));
	await chooseStandContact(network.registration, ask, { eventId, form: formOf({ stand_contact: 'never' }) });
	await asks('2027-03-19T12:00:00Z');
	expect(await counts()).toEqual([2, 0, 0, 1]);
});

/** Until somebody waits for what a transaction of this test holds. */
async function somebodyWaits(): Promise<void> {
	for (;;) {
		const { rows } = await network.database.db.execute(sql`select 1 from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted`);
		if (rows.length > 0) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

test('who answers the last stand in the moment in which the letter is written gets none', async () => {
	const { eventId, stand, badge, scan } = await fair('Answered meanwhile');
	await scan(network.owner, await badge(network.host));
	let asking: Promise<number> | undefined;
	await asActor(network.database.db, operator('test'), async (tx) => {
		await tx.execute(sql`update exhibition_visitor set consent = 'given', answered_at = now() where exhibitor_id = ${stand.id}`);
		asking = askVisitors({ ...network.registration, clock: () => new Date('2027-03-15T12:00:00Z') });
		await somebodyWaits();
	});
	expect(await asking).toBe(1);
	expect((await network.mailsTo(network.host)).filter(({ text }) => text.includes(`/events/${eventId}/exhibition/visits`))).toEqual([]);
});

test('an exhibitor whose visit is being noted is not removed, and one that is being removed takes no visit', async () => {
	const { eventId, stand, badge, scan } = await fair('At the same moment');
	const code = await badge(network.stranger);
	const remove = () => removeExhibitor(network.events, network.officer, { eventId, form: formOf({ id: stand.id }) });
	let removing: Promise<unknown> | undefined;
	await asActor(network.database.db, operator('test'), async (tx) => {
		await insertVisit(tx, { eventId, exhibitorId: stand.id, firstAt: network.events.now, lastAt: network.events.now });
		removing = remove().catch((error: unknown) => error);
		await somebodyWaits();
	});
	expect(await removing).toMatchObject({ field: 'stand' });
	let scanning: Promise<unknown> | undefined;
	await asActor(network.database.db, operator('test'), async (tx) => {
		await deleteExhibitor(tx, stand.id);
		scanning = scan(network.owner, code).catch((error: unknown) => error);
		await somebodyWaits();
	});
	expect(await scanning).toMatchObject(notFound);
});

test('what a phone keeps of the page of a stand is what the public knows of it, and nobody’s name', async () => {
	const { eventId, stand } = await fair('Kept');
	await beContact(network.registration, network.editor, { ...stand, yes: true });
	const kept = await viewKeptStand(network.registration, stand);
	expect(kept).toMatchObject({ mayScan: true, contact: null, exhibitor: { id: stand.id } });
	expect(JSON.stringify(kept)).not.toContain((network.editor as { name: string }).name);
	await expect(viewKeptStand(network.registration, { ...stand, id: null })).rejects.toMatchObject(notFound);
	const draft = await network.draft('Kept of a draft');
	const { id } = await addExhibitor(network.events, network.officer, { eventId: draft, form: formOf({ organisation: 'test-institute' }) });
	await expect(viewKeptStand(network.registration, { eventId: draft, id })).rejects.toMatchObject(notFound);
	expect((await viewStand(network.registration, network.owner, stand)).event.id).toBe(eventId);
});

test('what a phone saw while the event ran is taken when it finds a network afterwards, and nothing that it saw later', async () => {
	const { stand, badge, scan, contacts } = await fair('Late');
	const code = await badge(network.stranger, 'always');
	const before = network.events.now;
	const lastEvening = new Date('2027-03-16T10:00:00Z');
	try {
		network.events.now = new Date('2027-03-17T06:00:00Z');
		await expect(scan(network.owner, code)).rejects.toMatchObject(forbidden);
		await expect(scan(network.owner, code, network.events.now)).rejects.toMatchObject(forbidden);
		await expect(scan(network.stranger, code, lastEvening)).rejects.toMatchObject(forbidden);
		expect((await viewStand(network.registration, network.owner, stand)).mayScan).toBe(false);
		expect(await scan(network.owner, code, lastEvening)).toMatchObject({ result: 'named' });
		expect(await contacts()).toMatchObject([{ firstAt: lastEvening, lastAt: lastEvening }]);
		network.events.now = new Date('2027-04-17T06:00:00Z');
		await expect(scan(network.owner, code, lastEvening)).rejects.toMatchObject(forbidden);
	} finally {
		network.events.now = before;
	}
});

test('an exhibitor writes about visits, filters and takes its contacts out, on record; what was written stays when the name goes', async () => {
	const { eventId, stand, badge, scan, contacts, answer } = await fair('Contacts');
	const [salt, water] = [await offer('Salt stays below'), await offer('Water for the last village')];
	await saveExhibitor(network.events, network.owner, { eventId, id: stand.id, form: formOf({ listing: [salt] }) });
	const { visit } = await scan(network.owner, await badge(network.stranger, 'always'));
	await scan(network.owner, await badge(network.thaiOfficer));
	const write = (fields: Record<string, string | string[]>) => writeAboutVisit(network.registration, network.editor, { ...stand, visit, form: formOf(fields) });
	await expect(write({ words: 'x'.repeat(2001) })).rejects.toMatchObject({ field: 'words' });
	await expect(write({ words: 'Wants a trial.', next_step: 'dance' })).rejects.toMatchObject({ field: 'next_step' });
	// A listing that the stand does not show is none to be interested in.
	await write({ words: '=1+1 wants a trial', next_step: 'material', listing: [salt, water] });
	const found = (fields: string) => contacts(network.owner, contactFilters(new URLSearchParams(fields)));
	expect((await found('step=material'))[0]).toMatchObject({ id: visit, listings: [salt], note: { words: '=1+1 wants a trial', nextStep: 'material' } });
	for (const [fields, count] of [['named=yes', 1], [`listing=${salt}`, 1], [`listing=${water}`, 0], ['q=TRIAL', 1], ['q=nobody', 0], ['step=meet', 0], ['', 2]] as const) expect([fields, (await found(fields)).length]).toEqual([fields, count]);
	const csv = contactsCsv(await viewContacts(network.registration, network.owner, { ...stand, filters: all, cardOf }), 'en');
	expect(csv).toContain((network.stranger as { email: string }).email);
	expect(csv).not.toContain((network.thaiOfficer as { email: string }).email);
	expect(csv).not.toMatch(/(^|,)"?=1\+1/m);
	const opened = await network.database.asOwner(async (client) => (await client.query("select 1 from audit where action = 'exhibition.read-guarded' and entity_id = $1", [stand.id])).rowCount);
	expect(opened).toBeGreaterThan(0);
	await answer(network.stranger, false);
	expect((await contacts()).find(({ id }) => id === visit)).toMatchObject({ visitor: null, note: { words: '=1+1 wants a trial' } });
	expect(contactsCsv(await viewContacts(network.registration, network.owner, { ...stand, filters: all, cardOf }), 'en')).not.toContain((network.stranger as { email: string }).email);
	// The log that the exhibitor and the organisers read does not say who it was.
	const told = await network.database.db.select().from(audit).where(sql`${audit.action} in ('exhibition.answer-visit', 'exhibition.note-visit')`);
	expect(told.filter(({ organisationId, centreId }) => organisationId !== null || centreId !== null)).toEqual([]);
});

test('organisers count visits by stand and country; an exhibitor with visitors is not taken off; a year later nobody is known, and the count stays', async () => {
	const { eventId, stand, badge, scan, contacts } = await fair('Counted');
	await scan(network.owner, await badge(network.stranger, 'always'));
	const { visit } = await scan(network.owner, await badge(network.thaiOfficer));
	await writeAboutVisit(network.registration, network.owner, { ...stand, visit, form: formOf({ words: 'Asked for prices.' }) });
	expect(await countVisits(network.registration, network.officer, eventId)).toEqual({ visits: 2, named: 1, exhibitors: [{ exhibitorId: stand.id, visits: 2, named: 1 }], countries: [{ country: 'LA', visits: 2, visitors: 2 }] });
	await expect(removeExhibitor(network.events, network.officer, { eventId, form: formOf({ id: stand.id }) })).rejects.toMatchObject({ field: 'stand', detail: { code: 'visited', limit: 2 } });
	const later = (days: number) => ({ db: network.database.db, clock: () => new Date(Date.parse('2027-03-16T00:00:00Z') + days * 86_400_000) });
	await forgetVisitors(later(364));
	expect((await contacts()).filter(({ visitor }) => visitor)).toHaveLength(1);
	expect(await forgetVisitors(later(367))).toBeGreaterThanOrEqual(2);
	expect((await contacts()).map(({ visitor, note }) => [visitor, note])).toEqual([[null, null], [null, null]]);
	expect(await countVisits(network.registration, network.officer, eventId)).toMatchObject({ visits: 2, named: 0, countries: [{ country: null, visits: 2 }] });
});

test('a listing has a page at the stand in the languages that the exhibitor wrote, and in its own words otherwise', async () => {
	const { eventId, stand } = await fair('Product');
	const [salt, water] = [await offer('Salt stays below'), await offer('Water for the last village')];
	await saveExhibitor(network.events, network.owner, { eventId, id: stand.id, form: formOf({ listing: [salt] }) });
	const save = (actor: Actor, listingId: string, fields = {}) => saveWordsOfListing(network.events, actor, { eventId, id: stand.id, listingId, form: formOf({ title_zh: '盐留在下面', provenance_title_zh: 'machine-translation', words_en: 'See it work.', ...fields }) });
	for (const actor of [network.visitor, network.reader, network.stranger, network.thaiOfficer]) await expect(save(actor, salt)).rejects.toMatchObject(forbidden);
	await expect(save(network.owner, water)).rejects.toMatchObject(notFound);
	await expect(save(network.owner, salt, { title_en: 'x'.repeat(257) })).rejects.toMatchObject({ field: 'title_en' });
	await save(network.editor, salt);
	const reference = cards.get(salt)!.reference;
	const view = await viewProduct(network.events, network.visitor, { ...stand, reference }, cardOf);
	expect(view.listing.titles).toEqual([{ language: 'en', text: 'Salt stays below', provenance: 'original' }, { language: 'zh', text: '盐留在下面', provenance: 'machine-translation' }]);
	expect(view.said.words).toEqual([{ language: 'en', text: 'See it work.', provenance: 'original' }]);
	// In any of the twelve languages, not the event's alone.
	await save(network.editor, salt, { title_th: 'เกลืออยู่ข้างล่าง', words_th: 'มาดูการทำงาน', provenance_words_th: 'original' });
	expect((await viewProduct(network.events, network.visitor, { ...stand, reference }, cardOf)).said).toMatchObject({ titles: [{ language: 'zh' }, { language: 'th', provenance: 'human-translation' }], words: [{ language: 'en' }, { language: 'th', provenance: 'original' }] });
	await save(network.editor, salt);
	// What was written stays when the choice is saved again.
	await saveExhibitor(network.events, network.owner, { eventId, id: stand.id, form: formOf({ listing: [water, salt] }) });
	expect((await viewProduct(network.events, network.visitor, { ...stand, reference }, cardOf)).said.titles).toHaveLength(1);
	await saveExhibitor(network.events, network.owner, { eventId, id: stand.id, form: formOf({ listing: [water] }) });
	await expect(viewProduct(network.events, network.visitor, { ...stand, reference }, cardOf)).rejects.toMatchObject(notFound);
});

test('a phone at a stand keeps what it could not send, by code alone, and sends the oldest first', () => {
	const kept = new Map<string, string>();
	const keeper = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
	const at = (seconds: number) => new Date(Date.UTC(2027, 2, 15, 9, 0, seconds));
	let scans = withScan(withScan([], 'aaaa-0001', at(0)), 'AAAA0002', at(1));
	// The camera sees a badge many times; no code is no scan.
	expect(withScan(withScan(scans, 'AAAA 0002', at(3)), ' - ', at(4))).toEqual(scans);
	expect(withScan(scans, 'AAAA0002', at(60))).toHaveLength(3);
	expect(unsent(scans).map(({ code }) => code)).toEqual(['AAAA0001', 'AAAA0002']);
	keepUnsent(keeper, 'k', scans);
	expect(keptScans(keeper, 'k')).toEqual(scans);
	scans = withAnswer(scans, scans[1]!, { result: 'named', visit: 'v', names: [{ language: 'en', text: 'Somebody' }], worksAt: [] });
	keepUnsent(keeper, 'k', scans);
	expect(kept.get('k')).not.toContain('Somebody');
	expect(keptScans(keeper, 'k').map(({ code }) => code)).toEqual(['AAAA0002']);
	keepUnsent(keeper, 'k', []);
	expect(kept.size).toBe(0);
	for (const broken of ['{', '7', '[{"code":1}]', '[null]']) expect(keptScans({ ...keeper, getItem: () => broken }, 'k')).toEqual([]);
});
