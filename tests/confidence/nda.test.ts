import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { NDA_STATES, type NdaState } from '#lib/confidence/vocabulary.ts';
import { DOCKING_NEWS, type DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { drawingIn } from '#lib/server/confidence/input.ts';
import { closeNda } from '#lib/server/confidence/nda/close-nda.ts';
import { endNdas } from '#lib/server/confidence/nda/end-ndas.ts';
import { nextNdaState, NDA_EVENT_RULES, NDA_EVENTS, ndaTurn, type NdaEvent } from '#lib/server/confidence/nda/nda.ts';
import { fillTemplate, languagesFor, templateLanguages } from '#lib/server/confidence/nda/nda-template.ts';
import { plainText } from '#lib/server/confidence/nda/nda-text.ts';
import { proposeOwnNda } from '#lib/server/confidence/nda/propose-nda.ts';
import { signNda } from '#lib/server/confidence/nda/sign-nda.ts';
import { ndaAsText, ndaFile, viewNda } from '#lib/server/confidence/nda/view-nda.ts';
import { NDA_RIGHTS } from '#lib/server/confidence/rules.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { createConfidenceNetwork, pdf, type ConfidenceNetwork } from './confidence-network.ts';

let network: ConfidenceNetwork;
beforeAll(async () => void (network = await createConfidenceNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const view = (actor: Actor, reference: string) => viewNda(network.database.db, actor, reference);
const docking = (reference: string) => readDocking(network.database.db, network.editor, reference);
const close = (actor: Actor, reference: string, event: 'decline' | 'withdraw', number = 1) => closeNda(network.confidence, actor, { reference, number, event, words: 'Five years are too long for us.', language: 'en' });

describe('the states of an NDA', () => {
	const both = new Set<DockingSide>(['offering', 'seeking']);
	const one = new Set<DockingSide>(['offering']);
	const table: Record<NdaState, Partial<Record<string, NdaState>>> = {
		proposed: { sign: 'half_signed', decline: 'declined', withdraw: 'withdrawn' },
		half_signed: { sign: 'in_force', decline: 'declined', withdraw: 'withdrawn' },
		in_force: { end: 'ended' },
		declined: {},
		withdrawn: {},
		ended: {},
	};
	for (const state of NDA_STATES)
		for (const type of NDA_EVENTS)
			test(`${state}, ${type}`, () => {
				const event: NdaEvent = type === 'sign' ? { type, side: 'seeking' } : { type };
				const signed = state === 'half_signed' ? one : state === 'proposed' ? new Set<DockingSide>() : both;
				expect(nextNdaState(state, event, { signed })).toBe(table[state][type]);
			});

	test('every event says who may bring it about, what it needs, and whom it tells', () => {
		for (const [event, { may, needs, tells }] of Object.entries(NDA_EVENT_RULES)) expect([...NDA_RIGHTS, 'clock'].includes(may) && needs !== '' && DOCKING_NEWS.includes(tells), event).toBe(true);
		expect(Object.keys(NDA_EVENT_RULES)).toEqual(['propose', ...NDA_EVENTS]);
	});

	test('nobody signs twice, and the turn goes to who has not signed', () => {
		expect(nextNdaState('half_signed', { type: 'sign', side: 'offering' }, { signed: one })).toBeUndefined();
		expect(ndaTurn('offering', new Set())).toEqual({ ball: 'seeking', nextStep: 'sign_nda' });
		expect(ndaTurn('officers', new Set(['seeking']))).toEqual({ ball: 'offering', nextStep: 'sign_nda' });
		expect(ndaTurn('offering', new Set(['seeking']))).toEqual({ ball: 'offering', nextStep: 'sign_nda' });
	});
});

describe('the template', () => {
	const terms = { reference: 'D-2026-0001', offering: { names: [{ language: 'zh' as const, text: '广西农科院' }, { language: 'en' as const, text: 'Guangxi Academy {years}' }], country: 'CN' }, seeking: { names: [{ language: 'en' as const, text: 'Mekong Farms' }], country: 'VN' }, purpose: 'Salt {law} $& $1', prevailing: 'en' as const, years: 5, law: 'offering' as const };

	test('says the same in every language, clause by clause, and leaves nothing open', () => {
		const { texts } = fillTemplate({ ...terms, languages: templateLanguages() });
		expect(templateLanguages()).toEqual(expect.arrayContaining(['en', 'zh']));
		for (const { language, clauses, opening, title } of texts) {
			expect({ language, clauses: clauses.map(({ paragraphs }) => paragraphs.length) }).toEqual({ language, clauses: texts.find((text) => text.language === 'en')!.clauses.map(({ paragraphs }) => paragraphs.length) });
			const all = [title, ...opening, ...clauses.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs])].join('\n');
			expect(all.replace('Salt {law} $& $1', '').replace('Guangxi Academy {years}', '')).not.toMatch(/[{}]/);
			expect(all).toContain('D-2026-0001');
			expect(all).toContain('5');
		}
	});

	test('puts in what people wrote as they wrote it', () => {
		const text = plainText(fillTemplate({ ...terms, languages: ['en', 'zh'] }));
		expect(text).toContain('“Salt {law} $& $1”');
		expect(text).toContain('Guangxi Academy {years}');
		expect(text).toContain('甲方（供给方）：广西农科院，中国');
		expect(text).toContain('The law of China applies.');
		expect(text).toContain('本协议适用中国法律。');
	});

	test('is offered in both sides’ languages, else in English', () => {
		expect(languagesFor(['vi', 'zh'])).toEqual(['vi', 'zh']);
		expect(languagesFor(['xx', 'zh'])).toEqual(['en', 'zh']);
		expect(languagesFor(['zh', 'zh'])).toEqual(['zh']);
	});
});

describe('an NDA', () => {
	test('is proposed, signed by one side and then the other, with time, hash and address, and moves the docking on', async () => {
		const { reference } = await network.dock();
		const nda = await network.propose(network.editor, reference);
		expect(await docking(reference)).toMatchObject({ state: 'introduced', ball: 'seeking', nextStep: 'sign_nda' });
		expect(createHash('sha256').update(await ndaAsText(network.database.db, network.thaiOfficer, { reference, number: 1 })).digest('hex')).toBe(nda.documentHash);
		expect(await network.sign(network.stranger, reference, nda, { method: 'drawn', drawing: 'M 10 20 L 30 40', called: 'สมชาย ใจดี' })).toBe('half_signed');
		expect(await docking(reference)).toMatchObject({ state: 'introduced', ball: 'offering', nextStep: 'sign_nda' });
		expect((await view(network.officer, reference)).current).toMatchObject({ state: 'half_signed', inForceAt: null });
		expect(await network.sign(network.editor, reference, nda)).toBe('in_force');
		expect(await docking(reference)).toMatchObject({ state: 'confidential', ball: 'seeking', nextStep: 'offer_terms' });
		const { current, may } = await view(network.stranger, reference);
		expect(current).toMatchObject({ state: 'in_force', documentHash: nda.documentHash, inForceAt: network.clock.now, until: new Date('2031-11-21T08:00:00Z') });
		expect(current!.signatures).toMatchObject([
			{ side: 'offering', called: 'Somchai', method: 'typed', address: '203.0.113.7', documentHash: nda.documentHash, signedAt: network.clock.now },
			{ side: 'seeking', called: 'สมชาย ใจดี', method: 'drawn', drawing: 'M 10 20 L 30 40' },
		]);
		expect(may).toEqual({ view: true, propose: false, sign: false, decline: false, withdraw: false });
		for (const actor of [network.editor, network.officer, network.thaiOfficer]) expect((await network.mailsTo(actor)).some(({ text }) => text.includes(reference))).toBe(true);
		const { rows } = await network.database.pool.query("select action from audit where entity = 'docking' and action like '%nda%' and entity_id = $1 order by id", [(await docking(reference)).id]);
		expect(rows.map(({ action }) => action)).toEqual(['docking.propose-nda', 'docking.sign-nda', 'docking.sign-nda', 'docking.nda-signed']);
	});

	test('is signed by who writes for a party, each side once, and never by an adviser or a stranger', async () => {
		const { reference } = await network.dock({ people: { offering: [network.editor, network.reader] } });
		const nda = await network.propose(network.officer, reference);
		expect(await docking(reference)).toMatchObject({ ball: 'seeking', nextStep: 'sign_nda' });
		for (const actor of [network.officer, network.thaiOfficer, network.reader]) await expect(network.sign(actor, reference, nda)).rejects.toEqual(refused('forbidden'));
		for (const actor of [network.visitor, network.owner, network.secretariat, network.authority]) {
			await expect(network.sign(actor, reference, nda)).rejects.toEqual(refused('not_found'));
			await expect(view(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(ndaAsText(network.database.db, actor, { reference, number: 1 })).rejects.toEqual(refused('not_found'));
			await expect(network.propose(actor, reference)).rejects.toEqual(refused('not_found'));
		}
		await network.sign(network.editor, reference, nda);
		await expect(network.sign(network.editor, reference, nda)).rejects.toEqual(refused('forbidden'));
		await expect(network.sign(network.stranger, reference, { number: 1, documentHash: 'f'.repeat(64) }), 'another document than on the page').rejects.toEqual(refused('conflict'));
		await expect(network.propose(network.stranger, reference), 'while one is open').rejects.toEqual(refused('conflict'));
	});

	test('both sides at the same instant: it is in force, and the docking moved once', async () => {
		const { reference, id } = await network.dock();
		const nda = await network.propose(network.officer, reference);
		const states = await Promise.all([network.sign(network.editor, reference, nda), network.sign(network.stranger, reference, nda)]);
		expect(states.sort()).toEqual(['half_signed', 'in_force']);
		const { rows } = await network.database.pool.query("select count(*)::int as n from audit where action = 'docking.nda-signed' and entity_id = $1", [id]);
		expect(rows[0].n).toBe(1);
	});

	test('is declined with words, or taken back, and another is proposed', async () => {
		const { reference } = await network.dock();
		const first = await network.propose(network.editor, reference);
		await network.sign(network.editor, reference, first);
		await expect(close(network.editor, reference, 'decline'), 'who has signed').rejects.toEqual(refused('forbidden'));
		await expect(close(network.stranger, reference, 'withdraw'), 'who has not proposed it').rejects.toEqual(refused('forbidden'));
		await close(network.stranger, reference, 'decline');
		expect(await docking(reference)).toMatchObject({ ball: 'offering', nextStep: 'get_to_know' });
		await expect(network.sign(network.stranger, reference, first)).rejects.toEqual(refused('conflict'));
		const second = await network.propose(network.editor, reference, { years: 3 });
		expect(second.number).toBe(2);
		await close(network.editor, reference, 'withdraw', 2);
		expect((await view(network.stranger, reference)).earlier.map(({ number, state, words }) => [number, state, words])).toEqual([
			[2, 'withdrawn', 'Five years are too long for us.'],
			[1, 'declined', 'Five years are too long for us.'],
		]);
	});

	test('a paper of one’s own is signed by the hash of its bytes, also by a scan', async () => {
		const { reference } = await network.dock();
		const source = await pdf(['Our own agreement']);
		const nda = await proposeOwnNda(network.confidence, network.stranger, { reference, languages: ['en'], prevailing: 'en', years: 2, name: 'nda.pdf', source });
		expect(nda.documentHash).toBe(createHash('sha256').update(source).digest('hex'));
		const scan = await pdf(['Signed']);
		const signing = (actor: Actor, kind: Uint8Array | null) =>
			signNda(network.confidence, actor, { reference, signature: { number: nda.number, documentHash: nda.documentHash, called: 'Chit', capacity: 'Head', method: 'scan', drawing: null }, scan: kind && { name: 'signed.pdf', source: kind }, address: '::1' });
		await expect(signing(network.stranger, null)).rejects.toEqual(refused('invalid_input'));
		await expect(signing(network.stranger, Buffer.from('a,b\n1,2\n'))).rejects.toEqual(refused('unsupported_type'));
		await expect(signing(network.officer, scan)).rejects.toEqual(refused('forbidden'));
		expect(await signing(network.stranger, scan)).toBe('half_signed');
		expect(await network.sign(network.editor, reference, nda)).toBe('in_force');
		expect(await ndaFile(network.database.db, network.editor, { reference, number: 1, scanOf: 'seeking' })).toMatchObject({ sha256: createHash('sha256').update(scan).digest('hex'), name: 'signed.pdf' });
		expect(await ndaFile(network.database.db, network.editor, { reference, number: 1, scanOf: null })).toMatchObject({ sha256: nda.documentHash });
		await expect(ndaFile(network.database.db, network.editor, { reference, number: 1, scanOf: 'offering' })).rejects.toEqual(refused('not_found'));
		await expect(ndaFile(network.database.db, network.owner, { reference, number: 1, scanOf: null })).rejects.toEqual(refused('not_found'));
	});

	test('in the middle of a negotiation it leaves the turn where it is', async () => {
		const { reference, id } = await network.dock();
		await network.database.asOwner((client) => client.query("update docking set state = 'negotiating', furthest = 'negotiating', ball = 'seeking', next_step = 'answer_terms' where id = $1", [id]));
		await network.agree(reference);
		expect(await docking(reference)).toMatchObject({ state: 'negotiating', ball: 'seeking', nextStep: 'answer_terms' });
	});

	test('ends when its years are over', async () => {
		const { reference } = await network.dock();
		await network.agree(reference);
		expect(await endNdas(network.confidence)).toBe(0);
		const later = { ...network.confidence, clock: () => new Date('2031-11-22T00:00:00Z') };
		expect(await endNdas(later)).toBeGreaterThan(0);
		expect((await view(network.editor, reference)).earlier).toMatchObject([{ state: 'ended' }]);
		expect((await view(network.editor, reference)).may.propose).toBe(true);
	});

	test('cannot be changed in the database once it is proposed, nor its signatures', async () => {
		const { reference, id } = await network.dock();
		await network.agree(reference);
		await network.database.asOwner(async (client) => {
			await expect(client.query("update docking_nda set document_hash = repeat('0', 64) where docking_id = $1", [id])).rejects.toThrow('stays as it is');
			await expect(client.query("update docking_nda set years = 20 where docking_id = $1", [id])).rejects.toThrow('stays as it is');
		});
		for (const statement of [sql`update docking_nda_signature set signatory = 'x'`, sql`delete from docking_nda_signature`]) await expect(network.database.db.execute(statement)).rejects.toMatchObject({ cause: { code: '42501' } });
	});
});

test('a drawn signature is lines in its box, and more than a dot', () => {
	const form = (drawing: string) => {
		const data = new FormData();
		data.set('drawing', drawing);
		return data;
	};
	const line = `M 1 1${' L 10 10'.repeat(8)}`;
	expect(drawingIn(form(line))).toBe(line);
	for (const wrong of ['', 'M 1 1', 'M 1 1 L 2 2', `${line} L 601 10`, `${line} <script>`, `M 1 1${' L 10 10'.repeat(4000)}`]) expect(() => drawingIn(form(wrong)), wrong.slice(0, 30)).toThrow();
});
