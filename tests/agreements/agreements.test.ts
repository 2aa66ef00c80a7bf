import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyContent, type AgreementContent } from '#lib/agreements/content.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { advanceAgreement, type PlainEvent } from '#lib/server/agreements/advance-agreement.ts';
import { beginFromScratch, beginInDocking } from '#lib/server/agreements/begin-agreement.ts';
import { setLegalReview } from '#lib/server/agreements/centre/set-legal-review.ts';
import type { AgreementInput } from '#lib/server/agreements/input.ts';
import { letShow } from '#lib/server/agreements/let-show.ts';
import { ownAgreements, reviewsWaiting, viewDockingAgreements } from '#lib/server/agreements/list-agreements.ts';
import { answerMarks, askForMarks, expireMarks } from '#lib/server/agreements/marks.ts';
import { agreementStatistics, publicRegister } from '#lib/server/agreements/public-register.ts';
import { openScan, recordSignature } from '#lib/server/agreements/record-signature.ts';
import { saveAgreement } from '#lib/server/agreements/save-agreement.ts';
import { documentsOf, viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import { openFileStore, type FileStore } from '#lib/server/platform/files.ts';
import { answerOffer } from '#lib/server/terms/answer-offer.ts';
import { makeOffer } from '#lib/server/terms/make-offer.ts';
import { viewTerms } from '#lib/server/terms/view-terms.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { emptyTerms, type Terms } from '#lib/terms/terms.ts';
import { createDockingNetwork, type DockingNetwork, type Person } from '../docking/docking-network.ts';

let network: DockingNetwork;
let files: FileStore;
let folder: string;
let context: DockingNetwork['context'] & { files: FileStore };
beforeAll(async () => {
	network = await createDockingNetwork();
	folder = await mkdtemp(join(tmpdir(), 'mitra-agreements-'));
	files = openFileStore(folder);
	context = { ...network.context, files };
});
afterAll(async () => {
	await network.close();
	await rm(folder, { recursive: true, force: true });
});

const refused = (code: string) => expect.objectContaining({ code });
const terms = (change: Partial<Terms> = {}): Terms => ({ ...emptyTerms('en'), scope: 'Drip lines under mulch', territory: ['TH'], exclusivity: 'sole', lumpSum: { minor: '5000000', currency: 'CNY' }, ...change });
const offer = (actor: Actor, reference: string, seen: number, change: Partial<Terms> = {}) => makeOffer(network.context, actor, { reference, seen, counters: seen > 0, terms: terms(change), words: '' });
const answer = (actor: Actor, reference: string, number: number, what: 'accept' | 'refuse' | 'withdraw', words = '') => answerOffer(network.context, actor, { reference, number, answer: what, words, language: 'en' });
const outsiders = () => [network.owner, network.secretariat, network.reviewer, network.authority, network.visitor];

async function accepted(): Promise<string> {
	const { reference } = await network.dock();
	await offer(network.editor, reference, 0);
	await offer(network.stranger, reference, 1, { lumpSum: { minor: '4000000', currency: 'CNY' }, months: 36, duration: 'months' });
	await answer(network.editor, reference, 2, 'accept');
	return reference;
}

describe('terms', () => {
	test('go to and fro, each version with what it changed, until one is accepted and stands', async () => {
		const reference = await accepted();
		const seen = await viewTerms(network.database.db, network.stranger, reference, network.clock.now);
		expect(seen.offers.map(({ number, side, state, changed }) => [number, side, state, changed])).toEqual([
			[2, 'seeking', 'accepted', ['lumpSum', 'duration']],
			[1, 'offering', 'countered', []],
		]);
		expect(seen).toMatchObject({ accepted: 2, side: 'seeking', may: { offer: true, accept: false } });
		expect((await readDocking(network.database.db, network.officer, reference)).state).toBe('agreed');
		expect((await network.mailsTo(network.thaiOfficer)).some(({ text }) => text.includes(reference) && !text.includes('Drip lines'))).toBe(true);
		for (const change of ["terms = '{}'", "state = 'open', answered_at = null", 'number = 9']) await expect(network.database.asOwner((client) => client.query(`update terms_offer set ${change} where state = 'accepted'`))).rejects.toThrow('stays as it was made');
	});

	test('are made and answered by who speaks for a side; advisers read', async () => {
		const { reference } = await network.dock();
		for (const actor of [network.officer, network.thaiOfficer]) await expect(offer(actor, reference, 0)).rejects.toEqual(refused('forbidden'));
		for (const actor of outsiders()) {
			await expect(offer(actor, reference, 0)).rejects.toEqual(refused('not_found'));
			await expect(viewTerms(network.database.db, actor, reference, network.clock.now)).rejects.toEqual(refused('not_found'));
		}
		await offer(network.editor, reference, 0);
		for (const what of ['accept', 'refuse'] as const) await expect(answer(network.editor, reference, 1, what, 'x')).rejects.toEqual(refused('forbidden'));
		await expect(answer(network.stranger, reference, 1, 'withdraw')).rejects.toEqual(refused('forbidden'));
		await expect(answer(network.officer, reference, 1, 'accept')).rejects.toEqual(refused('forbidden'));
		await expect(answer(network.stranger, reference, 1, 'refuse')).rejects.toEqual(expect.objectContaining({ field: 'words' }));
		await answer(network.stranger, reference, 1, 'refuse', 'Too dear.');
		expect((await viewTerms(network.database.db, network.officer, reference, network.clock.now)).offers[0]).toMatchObject({ state: 'refused', answerWords: 'Too dear.' });
	});

	test('an acceptance and a counter-offer at once: one counts, the other is told', async () => {
		const { reference } = await network.dock({ people: { seeking: [network.stranger] } });
		await offer(network.editor, reference, 0);
		const both = await Promise.allSettled([answer(network.stranger, reference, 1, 'accept'), offer(network.stranger, reference, 1)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(offer(network.editor, reference, 0)).rejects.toEqual(refused('conflict'));
	});

	test('a database that is asked directly shows offers to nobody outside', async () => {
		expect((await network.database.db.execute(sql`select * from terms_offer`)).rows).toEqual([]);
		expect((await network.database.db.execute(sql`select * from agreement`)).rows).toEqual([]);
	});
});

const both = (en: string, zh: string) => ({ en, zh });
function complete(content: AgreementContent, change: Partial<AgreementInput> = {}): AgreementInput {
	return {
		kind: 'licence', titles: both('Licence of drip lines', '滴灌技术许可'), languages: ['en', 'zh'], prevailing: 'en', area: 'agriculture', startsOn: '2027-01-01', endsOn: null, value: { minor: '4000000', currency: 'CNY' },
		content: { ...content, texts: { purpose: both('Less salt.', '降低盐分。'), scope: both('Drip lines under mulch', '膜下滴灌') }, rights: ['patent'], results: 'joint', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed' },
		parties: [0, 1].map((position) => ({ position, names: [{ language: 'en', text: `Legal party ${position}` }], shareBp: null, signatory: `Signatory ${position}`, signatoryTitle: 'Director', authority: 'legal-representative' as const, authorityWords: '' })),
		...change,
	};
}

async function drafted(docking?: string): Promise<{ reference: string; docking: string }> {
	const of = docking ?? (await accepted());
	return { docking: of, reference: await beginInDocking(network.context, network.officer, { docking: of, kind: null, titles: { en: 'Licence' }, languages: ['en', 'zh'], area: null }) };
}
const view = (actor: Actor, reference: string) => viewAgreement(network.database.db, actor, reference, network.clock.now);
const version = async (reference: string) => (await view(network.editor, reference)).version;
const advance = async (actor: Actor, reference: string, event: PlainEvent, words = '') => advanceAgreement(network.context, actor, { reference, event, expected: await version(reference), words, language: 'en' });
async function save(actor: Actor, reference: string, change: Partial<AgreementInput> = {}): Promise<void> {
	const { facts, version: expected } = await view(network.editor, reference);
	await saveAgreement(network.context, actor, { reference, expected, agreement: complete(facts.content, change) });
}
async function ready(): Promise<{ reference: string; docking: string }> {
	const draft = await drafted();
	await save(network.stranger, draft.reference);
	await advance(network.stranger, draft.reference, 'submit');
	return draft;
}
const SCAN = new TextEncoder().encode('%PDF-1.7 a signed scan');
const sign = async (actor: Actor, reference: string, as: 'record' | 'attest') =>
	recordSignature(context, actor, { reference, expected: await version(reference), as, signedOn: '2026-11-20', place: 'Nanning', occasion: 'Forum', scan: { name: 'signed.pdf', source: SCAN } });

describe('an agreement', () => {
	test('is made from the terms that were accepted, and seen by nobody outside', async () => {
		const { reference, docking } = await drafted();
		const { facts, state } = await view(network.stranger, reference);
		expect(state).toBe('draft');
		expect(facts).toMatchObject({ kind: 'licence', value: { minor: '4000000', currency: 'CNY' }, content: { exclusivity: 'sole', territory: ['TH'], months: 36, texts: { scope: { en: 'Drip lines under mulch' } } } });
		expect(facts.parties.map(({ side, country }) => [side, country])).toEqual([['offering', 'LA'], ['seeking', 'TH']]);
		for (const actor of outsiders()) {
			await expect(view(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(documentsOf(network.database.db, actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(advanceAgreement(network.context, actor, { reference, event: 'abandon', expected: 1, words: 'x', language: 'en' })).rejects.toEqual(refused('not_found'));
			await expect(beginInDocking(network.context, actor, { docking, kind: null, titles: {}, languages: ['en'], area: null })).rejects.toEqual(refused('not_found'));
		}
		expect((await viewDockingAgreements(network.database.db, network.editor, docking)).lines.map((line) => line.reference)).toEqual([reference]);
		expect((await ownAgreements(network.database.db, network.stranger as Person, null)).lines.map((line) => line.reference)).toContain(reference);
		expect((await ownAgreements(network.database.db, network.owner as Person, null)).lines).toEqual([]);
	});

	test('is not put up for signature while a check forbids it; of two who save at once the slower is told', async () => {
		const { reference } = await drafted();
		await expect(advance(network.editor, reference, 'submit')).rejects.toEqual(refused('conflict'));
		expect((await view(network.editor, reference)).checks.map(({ code }) => code)).toEqual(expect.arrayContaining(['signatory', 'export', 'prevailing']));
		const saves = await Promise.allSettled([save(network.editor, reference), save(network.stranger, reference)]);
		expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await view(network.editor, reference)).checks.filter(({ weight }) => weight === 'must')).toEqual([]);
	});

	test('stands from when it is put up, in the database too, until somebody reopens it', async () => {
		const { reference } = await ready();
		const { fingerprint, state } = await view(network.officer, reference);
		expect([state, fingerprint]).toEqual(['ready', expect.stringMatching(/^[0-9a-f]{64}$/)]);
		await expect(save(network.editor, reference)).rejects.toEqual(refused('conflict'));
		await expect(network.database.asOwner((client) => client.query(`update agreement set titles = '{"en": "Other"}' where reference = $1`, [reference]))).rejects.toThrow('stands from when it is put up');
		await advance(network.editor, reference, 'reopen');
		await save(network.editor, reference, { titles: both('Another title', '另一标题') });
		await advance(network.editor, reference, 'submit');
		expect((await view(network.officer, reference)).fingerprint).not.toBe(fingerprint);
	});

	test('signed by one party counts when the other confirms it: docking, figures and register follow', async () => {
		const { reference, docking } = await ready();
		const before = (await agreementStatistics(network.database.db, network.visitor)).total.agreements;
		await sign(network.editor, reference, 'record');
		for (const actor of [network.editor, network.officer]) await expect(advance(actor, reference, 'confirm')).rejects.toEqual(refused('forbidden'));
		await advance(network.stranger, reference, 'dispute', 'A page is missing.');
		expect((await view(network.editor, reference)).state).toBe('ready');
		await sign(network.stranger, reference, 'record');
		await advance(network.editor, reference, 'confirm');
		expect(await view(network.officer, reference)).toMatchObject({ state: 'signed', signed: { on: '2026-11-20', place: 'Nanning', occasion: 'Forum' } });
		expect((await readDocking(network.database.db, network.editor, docking)).state).toBe('signed');
		const { total, by } = await agreementStatistics(network.database.db, network.visitor);
		expect(total.agreements).toBe(before + 1);
		expect(by.pair.map(({ key }) => key)).toContain('LA-TH');
		expect((await openScan(network.context, network.thaiOfficer, reference)).sha256).toMatch(/^[0-9a-f]{64}$/);
		for (const actor of outsiders()) await expect(openScan(network.context, actor, reference)).rejects.toEqual(refused('not_found'));
		await expect(network.database.asOwner((client) => client.query(`update agreement set state = 'draft' where reference = $1`, [reference]))).rejects.toThrow('stays signed');
	});

	test('is attested by an officer who speaks for no party; no scan of a kind that nobody can read', async () => {
		const { reference } = await ready();
		await expect(sign(network.editor, reference, 'attest')).rejects.toEqual(refused('forbidden'));
		await expect(sign(network.secretariat, reference, 'attest')).rejects.toEqual(refused('not_found'));
		const attempt = { reference, expected: await version(reference), as: 'attest' as const, signedOn: '2026-11-20', place: '', occasion: '' };
		await expect(recordSignature(context, network.officer, { ...attempt, scan: { name: 'x.txt', source: new TextEncoder().encode('plain words') } })).rejects.toEqual(refused('unsupported_type'));
		await expect(recordSignature(context, network.officer, { ...attempt, signedOn: '2026-11-22', scan: { name: 'x.pdf', source: SCAN } })).rejects.toEqual(expect.objectContaining({ field: 'signedOn' }));
		// Bytes that came to nothing are not kept.
		const late = new TextEncoder().encode('%PDF-1.7 a scan of an older version');
		await expect(recordSignature(context, network.officer, { ...attempt, expected: attempt.expected - 1, scan: { name: 'x.pdf', source: late } })).rejects.toEqual(refused('conflict'));
		expect(await files.has(createHash('sha256').update(late).digest('hex'))).toBe(false);
		await sign(network.officer, reference, 'attest');
		expect((await view(network.editor, reference)).state).toBe('signed');
	});

	test('the register shows what both parties let it show, and no more', async () => {
		const { reference } = await ready();
		await sign(network.officer, reference, 'attest');
		const entries = async () => (await publicRegister(network.database.db, { kind: null, area: null, year: null, country: null, below: null })).entries;
		const before = (await entries()).length;
		for (const actor of [network.officer, network.thaiOfficer]) await expect(letShow(network.context, actor, { reference, fields: ['title'] })).rejects.toEqual(refused('forbidden'));
		await letShow(network.context, network.editor, { reference, fields: ['title', 'kind', 'countries', 'date'] });
		expect(await entries()).toHaveLength(before);
		await letShow(network.context, network.stranger, { reference, fields: ['title', 'kind', 'parties'] });
		expect((await entries())[0]).toMatchObject({ titles: both('Licence of drip lines', '滴灌技术许可'), kind: 'licence', parties: null, countries: null, signedOn: null, year: null, area: null });
		expect((await publicRegister(network.database.db, { kind: 'assignment', area: null, year: null, country: null, below: null })).entries).toEqual([]);
		await letShow(network.context, network.editor, { reference, fields: [] });
		expect(await entries()).toHaveLength(before);
	});
});

describe('a legal adviser', () => {
	test('whom a centre requires reads before anybody signs, and nothing else', async () => {
		const adviser = await network.person('legal-adviser', []);
		const other = await network.person('other-adviser', []);
		const set = (actor: Actor, adviserEmail: string, legalReview = true) => setLegalReview(network.context, actor, { centreId: 'thailand', legalReview, adviserEmail });
		await expect(set(network.officer, adviser.email)).rejects.toEqual(refused('forbidden'));
		await expect(set(network.stranger, adviser.email)).rejects.toEqual(refused('forbidden'));
		await expect(set(network.thaiOfficer, 'nobody@example.org')).rejects.toEqual(expect.objectContaining({ field: 'adviser_thailand' }));
		await set(network.thaiOfficer, adviser.email);
		const { reference } = await ready();
		expect((await view(network.editor, reference)).state).toBe('legal-review');
		expect((await network.mailsTo(adviser)).some(({ text }) => text.includes(`/agreements/${reference}`))).toBe(true);
		expect((await reviewsWaiting(network.database.db, adviser)).map((line) => line.reference)).toEqual([reference]);
		expect((await documentsOf(network.database.db, adviser, reference)).isDraft).toBe(false);
		await expect(viewTerms(network.database.db, adviser, (await view(network.editor, reference)).docking!, network.clock.now)).rejects.toEqual(refused('not_found'));
		for (const actor of [network.stranger, network.thaiOfficer]) await expect(advance(actor, reference, 'clear')).rejects.toEqual(refused('forbidden'));
		await expect(advance(other, reference, 'clear')).rejects.toEqual(refused('not_found'));
		await expect(sign(network.officer, reference, 'attest')).rejects.toEqual(refused('conflict'));
		await expect(advance(adviser, reference, 'return')).rejects.toEqual(expect.objectContaining({ field: 'words' }));
		await advance(adviser, reference, 'return', 'The seat of arbitration.');
		await advance(network.stranger, reference, 'submit');
		await advance(adviser, reference, 'clear');
		expect((await view(network.editor, reference)).state).toBe('ready');
		await expect(advance(adviser, reference, 'reopen')).rejects.toEqual(refused('forbidden'));
		await set(network.thaiOfficer, '', false);
		await expect(view(adviser, reference)).rejects.toEqual(refused('not_found'));
	});
});

describe('names, logos and badges', () => {
	test('are used with the consent of whose they are, until its day', async () => {
		const { reference } = await drafted();
		const ask = (actor: Actor, owner: number, expiresOn = '2027-06-30') => askForMarks(network.context, actor, { reference, owner, marks: ['logo'], purpose: 'On the leaflet', expiresOn, language: 'en' });
		const reply = (actor: Actor, consent: string, event: 'grant' | 'refuse' | 'withdraw') => answerMarks(network.context, actor, { reference, consent, event });
		await expect(ask(network.officer, 0)).rejects.toEqual(refused('forbidden'));
		await expect(ask(network.editor, 0)).rejects.toEqual(refused('invalid_input'));
		await expect(ask(network.editor, 1, '2026-11-21')).rejects.toEqual(refused('invalid_input'));
		const consent = await ask(network.editor, 1);
		await expect(reply(network.editor, consent, 'grant')).rejects.toEqual(refused('forbidden'));
		await expect(reply(network.secretariat, consent, 'grant')).rejects.toEqual(refused('not_found'));
		await reply(network.stranger, consent, 'grant');
		await expect(reply(network.stranger, consent, 'refuse')).rejects.toEqual(refused('conflict'));
		expect(await expireMarks(network.context)).toBe(0);
		expect(await expireMarks({ ...network.context, clock: () => new Date('2027-07-01T00:00:00Z') })).toBe(1);
		expect((await view(network.editor, reference)).consents).toMatchObject([{ state: 'expired', marks: ['logo'] }]);
	});
});

describe('an agreement from scratch', () => {
	const begin = (actor: Actor, parties: ({ organisationId: string } | { centreId: string })[]) => beginFromScratch(network.context, actor, { kind: 'memorandum', titles: { en: 'Memorandum' }, languages: ['en'], area: null, parties });

	test('is begun by who speaks for a party or advises one, and seen by all parties', async () => {
		const parties = [{ centreId: 'cattc' }, { organisationId: network.company }];
		for (const actor of [network.owner, network.officer, network.reader, network.authority, network.visitor]) await expect(begin(actor, parties)).rejects.toEqual(refused('forbidden'));
		await expect(begin(network.stranger, [{ organisationId: network.company }])).rejects.toEqual(expect.objectContaining({ field: 'party_0' }));
		await expect(begin(network.stranger, [{ organisationId: network.company }, { organisationId: network.company }])).rejects.toEqual(refused('invalid_input'));
		await expect(begin(network.stranger, [{ organisationId: network.company }, { centreId: 'nowhere' }])).rejects.toEqual(refused('not_found'));
		const reference = await begin(network.stranger, parties);
		for (const actor of [network.secretariat, network.thaiOfficer]) expect((await view(actor, reference)).facts.kind).toBe('memorandum');
		for (const actor of [network.officer, network.editor, network.visitor]) await expect(view(actor, reference)).rejects.toEqual(refused('not_found'));
		expect((await network.mailsTo(network.thaiOfficer)).some(({ text }) => text.includes(reference))).toBe(true);
	});

	test('of a centre is signed by its officers as a party', async () => {
		const reference = await begin(network.thaiOfficer, [{ centreId: 'laos' }, { centreId: 'thailand' }]);
		const at = (await view(network.officer, reference)).version;
		await saveAgreement(network.context, network.officer, { reference, expected: at, agreement: complete(emptyContent('memorandum'), { kind: 'memorandum', languages: ['en'], prevailing: null }) });
		await advanceAgreement(network.context, network.officer, { reference, event: 'submit', expected: at + 1, words: '', language: 'en' });
		const scan = { signedOn: '2026-11-20', place: '', occasion: '', scan: { name: 's.pdf', source: SCAN } };
		await expect(recordSignature(context, network.officer, { reference, expected: at + 2, as: 'attest', ...scan })).rejects.toEqual(refused('forbidden'));
		await recordSignature(context, network.officer, { reference, expected: at + 2, as: 'record', ...scan });
		await advanceAgreement(network.context, network.thaiOfficer, { reference, event: 'confirm', expected: at + 3, words: '', language: 'en' });
		expect((await view(network.officer, reference)).state).toBe('signed');
	});
});
