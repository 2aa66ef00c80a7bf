import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditFilters, auditSearch, NO_FILTERS, type AuditFilters } from '#lib/audit/filters.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { entryView } from '#lib/server/audit/audit-page.ts';
import { exportAudit, viewAudit, PAGE } from '#lib/server/audit/view-audit.ts';
import { listingById } from '#lib/server/listings/queries.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { publishListing } from '../publish-listing.ts';
import { completeOffer, createSmallNetwork, type SmallNetwork } from '../small-network.ts';

let database: TestDatabase;
let network: SmallNetwork;
let lao: string;
let thai: string;
let reference: number;

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	const publish = (organisationId: string, centreId: string) => publishListing(database.db, { organisationId, centreId, kind: 'offer', content: completeOffer() });
	lao = await publish(network.institute, 'laos');
	reference = (await listingById(database.db, lao))!.reference;
	thai = await publish(network.company, 'thailand');
	const write = (actor: Actor, action: string, entityId: string, more: object = {}) => recordAudit(database.db, { actor, action, entity: 'listing', entityId, ...more });
	const fromAfar = { ...network.officer, origin: { place: '203.0.113.0/24', sessionId: 'session-1', apiKeyId: null } } as Actor;
	await write(network.owner, 'listing.submit', lao, { before: { state: 'draft' }, after: { state: 'submitted' } });
	await write(fromAfar, 'listing.read-guarded', lao, { detail: { sections: ['price'] } });
	await write(network.thaiOfficer, 'listing.read-guarded', thai);
	await write(operator('expiry'), 'listing.expire', thai);
	await recordAudit(database.db, { actor: network.secretariat, action: 'listing.read-guarded-file', entity: 'attachment', entityId: crypto.randomUUID(), detail: { listingId: lao }, about: { organisationId: network.institute, centreId: 'laos' } });
	await recordAudit(database.db, { actor: network.visitor, action: 'thing.happen', entity: 'thing', entityId: 'x' });
});
afterAll(() => database.close());

const actions = async (actor: Actor, view: 'log' | 'own', filters: Partial<AuditFilters> = {}) =>
	(await viewAudit(database.db, actor, view, { ...NO_FILTERS, ...filters }, null)).entries.map(({ action, entityId }) => (entityId === thai ? `${action} (th)` : action));

describe('who reads what', () => {
	test('the secretariat and the authority read everything, newest first', async () => {
		for (const actor of [network.secretariat, network.authority])
			expect(await actions(actor, 'log')).toEqual(['thing.happen', 'listing.read-guarded-file', 'listing.expire (th)', 'listing.read-guarded (th)', 'listing.read-guarded', 'listing.submit']);
	});

	test('an officer reads what concerns the own centre', async () => {
		expect(await actions(network.officer, 'log')).toEqual(['listing.read-guarded-file', 'listing.read-guarded', 'listing.submit']);
		expect(await actions(network.thaiOfficer, 'log')).toEqual(['listing.expire (th)', 'listing.read-guarded (th)']);
	});

	test('a member reads who opened the own guarded material, whatever the role', async () => {
		for (const actor of [network.owner, network.editor, network.reader]) expect(await actions(actor, 'own')).toEqual(['listing.read-guarded-file', 'listing.read-guarded']);
		expect(await actions(network.stranger, 'own')).toEqual(['listing.read-guarded (th)']);
		expect(await actions(network.stranger, 'own', { of: { entity: 'listing', id: lao } })).toEqual([]);
	});

	test.each<[string, () => Actor, 'log' | 'own']>([
		['a visitor', () => network.visitor, 'log'],
		['a visitor', () => network.visitor, 'own'],
		['an owner', () => network.owner, 'log'],
		['a reviewer', () => network.reviewer, 'log'],
		['an officer without an organisation', () => network.officer, 'own'],
	])('%s is refused', async (_name, actor, view) => {
		await expect(viewAudit(database.db, actor(), view, NO_FILTERS, null)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(exportAudit(database.db, actor(), view, NO_FILTERS).next()).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('networks and sessions are for those who clear up a misuse', async () => {
		const opened = async (actor: Actor, view: 'log' | 'own') => (await viewAudit(database.db, actor, view, { ...NO_FILTERS, action: 'listing.read-guarded' }, null)).entries.at(-1)!;
		expect(await opened(network.secretariat, 'log')).toMatchObject({ place: '203.0.113.0/24', sessionId: 'session-1' });
		expect(await opened(network.officer, 'log')).toMatchObject({ place: null, sessionId: null });
		expect(await opened(network.owner, 'own')).toMatchObject({ place: null, sessionId: null });
	});
});

describe('the search', () => {
	const ask = (filters: Partial<AuditFilters>) => actions(network.secretariat, 'log', filters);
	test.each<[string, () => Partial<AuditFilters>, string[]]>([
		['a listing with its files', () => ({ of: { entity: 'listing', id: lao } }), ['listing.read-guarded-file', 'listing.read-guarded', 'listing.submit']],
		['a listing by its number', () => ({ of: { entity: 'reference', id: String(reference) } }), ['listing.read-guarded-file', 'listing.read-guarded', 'listing.submit']],
		['a person by address', () => ({ person: 'thai-officer@example.org' }), ['listing.read-guarded (th)']],
		['people by part of a name', () => ({ person: 'officer' }), ['listing.read-guarded (th)', 'listing.read-guarded']],
		['the system', () => ({ person: 'operator:expiry' }), ['listing.expire (th)']],
		['nobody of that name', () => ({ person: '100%_' }), []],
		['an action', () => ({ action: 'listing.submit' }), ['listing.submit']],
		['every opening', () => ({ action: 'read' }), ['listing.read-guarded-file', 'listing.read-guarded (th)', 'listing.read-guarded']],
		['days that are over', () => ({ to: '2020-01-01' }), []],
		['from a day on', () => ({ from: '2020-01-01', action: 'thing.happen' }), ['thing.happen']],
	])('finds by %s', async (_name, filters, expected) => {
		expect(await ask(filters())).toEqual(expected);
	});

	test('goes on where the page before ended, though entries come in between', async () => {
		for (let index = 0; index < PAGE + 5; index++) await recordAudit(database.db, { actor: operator('many'), action: 'many.write', entity: 'many', entityId: String(index) });
		const filters = { ...NO_FILTERS, action: 'many.write' };
		const first = await viewAudit(database.db, network.secretariat, 'log', filters, null);
		await recordAudit(database.db, { actor: operator('many'), action: 'many.write', entity: 'many', entityId: 'later' });
		const second = await viewAudit(database.db, network.secretariat, 'log', filters, first.next);
		expect([...first.entries, ...second.entries].map(({ entityId }) => Number(entityId))).toEqual(Array.from({ length: PAGE + 5 }, (_, index) => PAGE + 4 - index));
		expect(second.next).toBeNull();
	});

	test('its address says its filters, and nonsense in it is as if it were not there', () => {
		const filters: AuditFilters = { of: { entity: 'listing', id: lao }, person: 'Seng', action: 'read', from: '2026-01-31', to: '2026-02-28' };
		expect(auditFilters(new URLSearchParams(auditSearch(filters)))).toEqual(filters);
		expect(auditFilters(new URLSearchParams('of=%231004')).of).toEqual({ entity: 'reference', id: '1004' });
		expect(auditFilters(new URLSearchParams("of=<b>:1&action=DROP TABLE&from=2026-02-31&to=tomorrow&person="))).toEqual(NO_FILTERS);
	});

	test('a page says who, what, whose and what changed', async () => {
		const { entries } = await viewAudit(database.db, network.secretariat, 'log', { ...NO_FILTERS, action: 'listing.submit' }, null);
		expect(entryView(entries[0]!)).toMatchObject({
			who: { kind: 'person', name: 'owner' },
			reference: expect.any(Number),
			changes: [{ field: 'state', before: 'draft', after: 'submitted' }],
		});
	});

	test('what was downloaded is itself an entry', async () => {
		const rows = [];
		for await (const row of exportAudit(database.db, network.secretariat, 'log', { ...NO_FILTERS, person: 'owner' })) rows.push(row.action);
		expect(rows).toEqual(['listing.submit']);
		expect((await ask({ action: 'audit.export' })).length).toBeGreaterThan(0);
	});
});
