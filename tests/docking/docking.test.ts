import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { DOCKING_STATES, type DockingState } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { ballAfter, DOCKING_EVENTS, DOCKING_EVENT_RULES, nextDockingState, type DockingEvent } from '#lib/server/docking/docking.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { dockingRules } from '#lib/server/docking/rules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { createDockingNetwork, type DockingNetwork } from './docking-network.ts';

let network: DockingNetwork;
beforeAll(async () => void (network = await createDockingNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const read = (actor: Actor, reference: string) => readDocking(network.database.db, actor, reference);
const event = (type: (typeof DOCKING_EVENTS)[number]): DockingEvent => (type === 'stop' ? { type, reason: 'price' } : { type });

describe('the states of a docking', () => {
	const table: Record<DockingState, Partial<Record<(typeof DOCKING_EVENTS)[number], DockingState>>> = {
		introduced: { 'nda-signed': 'confidential', 'terms-offered': 'negotiating', 'agreement-signed': 'signed', stop: 'stopped' },
		confidential: { 'nda-signed': 'confidential', 'terms-offered': 'negotiating', 'agreement-signed': 'signed', stop: 'stopped' },
		negotiating: { 'nda-signed': 'negotiating', 'terms-offered': 'negotiating', 'terms-accepted': 'agreed', 'agreement-signed': 'signed', stop: 'stopped' },
		agreed: { 'nda-signed': 'agreed', 'terms-offered': 'negotiating', 'terms-accepted': 'agreed', 'agreement-signed': 'signed', stop: 'stopped' },
		signed: { 'nda-signed': 'signed', 'terms-offered': 'signed', 'terms-accepted': 'signed', 'agreement-signed': 'signed', 'implementation-started': 'running', completed: 'completed', stop: 'stopped' },
		running: { 'nda-signed': 'running', 'terms-offered': 'running', 'terms-accepted': 'running', 'agreement-signed': 'running', 'implementation-started': 'running', completed: 'completed', stop: 'stopped' },
		completed: { reopen: 'running' },
		stopped: { reopen: 'agreed' },
	};
	for (const state of DOCKING_STATES)
		for (const type of DOCKING_EVENTS)
			test(`${state}, ${type}`, () => expect(nextDockingState(state, event(type), state === 'stopped' ? 'agreed' : null)).toBe(table[state][type]));

	test('every event has a rule: who may is a right, and whose turn it is follows', () => {
		for (const type of DOCKING_EVENTS) expect(dockingRules).toHaveProperty(DOCKING_EVENT_RULES[type].may);
		expect(ballAfter('terms-offered', 'offering')).toBe('seeking');
		expect(ballAfter('terms-offered', 'seeking')).toBe('offering');
		expect(ballAfter('terms-accepted', 'seeking')).toBe('officers');
		expect(ballAfter('stop', 'seeking')).toBe('none');
	});
});

describe('who is in a docking', () => {
	test('contact people and the officers of both centres are in, on their sides', async () => {
		const { reference } = await network.dock();
		expect((await read(network.editor, reference)).side).toBe('offering');
		expect((await read(network.stranger, reference)).side).toBe('seeking');
		expect((await read(network.officer, reference)).side).toBe('officers');
		const view = await read(network.thaiOfficer, reference);
		expect(view).toMatchObject({ side: 'officers', state: 'introduced', ball: 'seeking', nextStep: 'get_to_know', may: { view: true, write: true, negotiate: false, advise: true } });
		expect(view.parties.offering.people.map(({ email }) => email)).toEqual(['editor@example.org']);
		expect(view.parties.seeking.advisers.map(({ name }) => name)).toEqual(['thai-officer']);
	});

	test('everybody else is answered as if there were none: visitors, colleagues, the owner, other officers, the secretariat', async () => {
		const { reference } = await network.dock();
		for (const actor of [network.visitor, network.reader, network.owner, network.secretariat, network.reviewer, network.authority]) {
			await expect(read(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(changeDocking(network.context, actor, { reference, right: 'write' }, async () => 1)).rejects.toEqual(refused('not_found'));
		}
		await expect(read(network.editor, 'D-2026-9999')).rejects.toEqual(refused('not_found'));
	});

	test('the database gives a stranger no row, whatever the application believes', async () => {
		const { id } = await network.dock();
		const rows = (actor: Actor) =>
			asActor(network.database.db, actor, async (tx) => {
				const counts: number[] = [];
				for (const table of ['docking', 'docking_party', 'docking_person', 'docking_step'])
					counts.push(Number((await tx.execute<{ n: string }>(sql`select count(*) as n from ${sql.identifier(table)} where ${sql.identifier(table === 'docking' ? 'id' : 'docking_id')} = ${id}`)).rows[0]!.n));
				return counts;
			});
		expect(await rows(network.stranger)).toEqual([1, 2, 2, 1]);
		for (const actor of [network.visitor, network.owner, network.secretariat, network.authority]) expect(await rows(actor)).toEqual([0, 0, 0, 0]);
		expect((await network.database.db.execute(sql`select from docking`)).rows).toHaveLength(0);
	});

	test('who leaves the organisation is out at once', async () => {
		const leaving = await network.person('leaving', [{ organisationId: network.company, role: 'editor' }]);
		const { reference } = await network.dock({ people: { seeking: [leaving] } });
		expect((await read(leaving, reference)).side).toBe('seeking');
		await network.database.db.execute(sql`delete from membership where user_id = ${leaving.userId}`);
		await expect(read({ ...leaving, organisations: new Map() }, reference)).rejects.toEqual(refused('not_found'));
		// The database looks the membership up itself.
		expect(await asActor(network.database.db, leaving, (tx) => findDocking(tx, { reference }))).toBeUndefined();
	});

	test('who only reads in the organisation only reads here', async () => {
		const { reference } = await network.dock({ people: { offering: [network.reader] } });
		expect((await read(network.reader, reference)).may).toMatchObject({ view: true, write: false, negotiate: false, stop: false });
		await expect(changeDocking(network.context, network.reader, { reference, right: 'write' }, async () => 1)).rejects.toEqual(refused('forbidden'));
	});
});

describe('how a docking moves', () => {
	const move = (actor: Actor, reference: string, what: DockingEvent, expected?: number) =>
		changeDocking(network.context, actor, { reference, right: DOCKING_EVENT_RULES[what.type].may, ...(expected !== undefined && { expected }) }, ({ move }) => move(what));

	test('state, turn and history move together, and stop keeps how far it came', async () => {
		const { reference, id } = await network.dock();
		await move(network.stranger, reference, { type: 'terms-offered' });
		expect(await read(network.editor, reference)).toMatchObject({ state: 'negotiating', ball: 'offering', nextStep: 'answer_terms', version: 2 });
		await move(network.editor, reference, { type: 'stop', reason: 'price', words: 'Too dear.', language: 'en' });
		expect(await read(network.editor, reference)).toMatchObject({ state: 'stopped', ball: 'none', stop: { reason: 'price', words: 'Too dear.' }, may: { write: false, reopen: true } });
		await expect(move(network.editor, reference, { type: 'terms-offered' })).rejects.toEqual(refused('forbidden'));
		await move(network.officer, reference, { type: 'reopen' });
		expect(await read(network.editor, reference)).toMatchObject({ state: 'negotiating', ball: 'officers', stop: null });
		const { rows } = await network.database.asOwner((client) => client.query(`select state, furthest, ball from docking_party where docking_id = $1`, [id]));
		expect(rows).toEqual([{ state: 'negotiating', furthest: 'negotiating', ball: 'officers' }, { state: 'negotiating', furthest: 'negotiating', ball: 'officers' }]);
	});

	test('of two who decide on the same version, one gets a conflict', async () => {
		const { reference } = await network.dock();
		const { version } = await read(network.editor, reference);
		const results = await Promise.allSettled([move(network.editor, reference, { type: 'stop', reason: 'price' }, version), move(network.stranger, reference, { type: 'terms-offered' }, version)]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: expect.stringMatching(/conflict|forbidden/) } });
	});

	test('a letter says that there is something, once an hour and kind, and nothing of what it is', async () => {
		const { reference } = await network.dock();
		const tell = () => changeDocking(network.context, network.editor, { reference, right: 'write', lock: false }, ({ tell }) => tell('message'));
		await tell();
		await tell();
		const letters = async (actor: Actor) => (await network.mailsTo(actor)).filter(({ subject }) => subject === `${reference}: a new message`);
		for (const actor of [network.stranger, network.officer, network.thaiOfficer]) expect(await letters(actor)).toHaveLength(1);
		for (const actor of [network.editor, network.owner, network.secretariat]) expect(await letters(actor)).toHaveLength(0);
		const [letter] = await letters(network.stranger);
		expect(letter!.text).toContain(`https://mitra.example/docking/${reference}/room`);
		expect(letter!.text).not.toMatch(/irrigation|test-institute|test-company|editor/);
	});

	test('references follow one another within a year, also when two open at once', async () => {
		const numbers = (await Promise.all([network.dock(), network.dock(), network.dock()])).map(({ reference }) => Number(reference.slice(7))).sort((a, b) => a - b);
		expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
	});
});
