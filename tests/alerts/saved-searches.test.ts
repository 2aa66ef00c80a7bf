import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { MOST_SEARCHES } from '#lib/alerts/vocabulary.ts';
import { changePreference } from '#lib/server/alerts/change-preference.ts';
import { changeSearch, type SearchChange } from '#lib/server/alerts/change-search.ts';
import { findNew } from '#lib/server/alerts/find-new.ts';
import { nameInput, requestInput, rhythmInput, zoneInput } from '#lib/server/alerts/input.ts';
import { nextMorning } from '#lib/server/alerts/local-morning.ts';
import { searchById } from '#lib/server/alerts/queries.ts';
import { viewSearch, viewSearches } from '#lib/server/alerts/view-searches.ts';
import { createAlertsNetwork, type AlertsNetwork } from './alerts-network.ts';

let network: AlertsNetwork;
const db = () => network.database.db;
const context = () => ({ db: db(), clock: () => network.now, search: network.search });
const change = (actor: Parameters<typeof changeSearch>[1], searchId: string, what: SearchChange) => changeSearch(context(), actor, { searchId, change: what });
const fresh = async (searchId: string) => (await viewSearch(context(), network.network.owner, searchId)).fresh.map(({ id }) => id);

beforeAll(async () => {
	network = await createAlertsNetwork();
});
afterAll(() => network?.close());
beforeEach(() => network.clear());

describe('whose a saved search is', () => {
	test('its person sees and changes it; nobody else learns that it exists, the secretariat neither', async () => {
		const { owner, editor, stranger, officer, secretariat, visitor } = network.network;
		const id = await network.save(owner, 'q=drip+irrigation', 'daily');
		expect((await viewSearches(db(), owner)).searches.map((each) => each.id)).toEqual([id]);
		for (const other of [editor, stranger, officer, secretariat, visitor]) {
			await expect(viewSearch(context(), other, id)).rejects.toMatchObject({ code: 'not_found' });
			const changes: SearchChange[] = [{ type: 'pause' }, { type: 'resume' }, { type: 'see' }, { type: 'new-feed' }, { type: 'delete' }, { type: 'edit', name: 'mine', rhythm: 'none' }];
			for (const what of changes) await expect(change(other, id, what)).rejects.toMatchObject({ code: 'not_found' });
			if (other.kind === 'member') expect((await viewSearches(db(), other)).searches).toEqual([]);
		}
		expect(await searchById(db(), id)).toMatchObject({ paused: false, name: 'q=drip+irrigation', rhythm: 'daily' });
		await change(owner, id, { type: 'edit', name: 'Drip', rhythm: 'weekly' });
		expect(await searchById(db(), id)).toMatchObject({ name: 'Drip', rhythm: 'weekly', nextLetter: new Date('2026-11-23T00:00:00Z') });
		await change(owner, id, { type: 'delete' });
		expect((await viewSearches(db(), owner)).searches).toEqual([]);
	});

	test('a visitor saves none and has no wishes', async () => {
		await expect(network.save(network.network.visitor, 'q=x', 'daily')).rejects.toMatchObject({ code: 'unauthenticated' });
		await expect(viewSearches(db(), network.network.visitor)).rejects.toMatchObject({ code: 'unauthenticated' });
		await expect(changePreference(context(), network.network.visitor, { timeZone: 'Asia/Manila', matchDigest: false })).rejects.toMatchObject({ code: 'unauthenticated' });
	});

	test('a person has at most fifty, also when two requests come at once', async () => {
		const { owner, stranger } = network.network;
		for (let each = 1; each < MOST_SEARCHES; each++) await network.save(owner, `q=pump+${each}`, 'none');
		const both = await Promise.allSettled([network.save(owner, 'q=last', 'none'), network.save(owner, 'q=one+more', 'none')]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
		expect((await viewSearches(db(), owner)).searches).toHaveLength(MOST_SEARCHES);
		await network.save(stranger, 'q=pump', 'none');
	});
});

describe('what is new to a search', () => {
	test('is what was published since, or changed so that it now answers; what answered before is known', async () => {
		const { owner } = network.network;
		const id = await network.save(owner, 'q=brackish+vegetables', 'none');
		const pump = await network.publish('offer', network.network.company, { title: 'Solar pump', summary: 'A pump.', description: 'A pump for wells.', advantages: '' });
		const greenhouse = await network.publish('offer', network.network.company, { title: 'Greenhouse for brackish water', summary: 'Vegetables grow on brackish water.' });
		expect(await network.find()).toBe(1);
		expect(await fresh(id)).toEqual([greenhouse]);
		// The need of the network answered when the search was saved; touching it is no news.
		await network.rewrite(network.need, { keywords: ['vegetables'] });
		expect(await network.find()).toBe(0);
		await network.rewrite(pump, { summary: 'A pump for brackish wells beside vegetables.' });
		expect(await network.find()).toBe(1);
		expect((await fresh(id)).sort()).toEqual([greenhouse, pump].sort());
		expect(await network.find()).toBe(0);
		network.now = new Date('2026-11-21T09:00:00Z');
		await change(owner, id, { type: 'see' });
		expect(await fresh(id)).toEqual([]);
	});

	test('is exactly what the search page answers with, filters, quotes and exclusions among them', async () => {
		const { owner, company } = network.network;
		const searches = ['q=irrigation', 'q=irrigation&kind=offer', 'q=%22saline+soil%22', 'q=irrigation+-mulch', 'q=irrigation+country%3ALA', 'kind=need', 'q=%E6%BB%B4%E7%81%8C', 'q=irigation', 'area=agriculture&country=TH', '', 'q=irrigation&sort=newest', 'q=zzzzqqq'];
		const ids = await Promise.all(searches.map((query) => network.save(owner, query, 'none', query || 'everything')));
		const published = [
			await network.publish('offer', company, { title: 'Irrigation under mulch', summary: 'Mulch and water on saline soil.' }),
			await network.publish('offer', company, { title: 'Irrigation valve', summary: 'A valve of brass.', description: 'Opens.', advantages: '' }),
			await network.publish('need', company, { title: 'Dryer for chillies', summary: 'We dry chillies.', description: 'In the sun.', sought: 'Heat.' }),
		];
		await network.find();
		for (const [index, query] of searches.entries()) {
			const page = await network.search.search({ ...requestInput(query), page: 1, pageSize: 500 });
			const expected = page.hits.map(({ card }) => card.id).filter((id) => published.includes(id));
			expect((await fresh(ids[index]!)).sort(), query).toEqual(expected.sort());
			expect((await network.search.answers({ ...requestInput(query), page: 1, pageSize: 20 })).sort(), query).toEqual(page.hits.map(({ card }) => card.id).sort());
		}
		expect(await fresh(ids[0]!)).not.toEqual([]);
	});

	test('is not what is no longer public when it is looked at', async () => {
		const id = await network.save(network.network.owner, 'q=irrigation', 'none');
		const offer = await network.publish('offer', network.network.company);
		await network.find();
		expect(await fresh(id)).toEqual([offer]);
		await network.hide(offer);
		expect(await fresh(id)).toEqual([]);
	});

	test('is never a guarded section', async () => {
		const id = await network.save(network.network.owner, 'q=zebrawood', 'immediate');
		await network.publish('offer', network.network.company, { description: 'zebrawood catalyst', disclosure: { description: 'confidential' } });
		expect(await network.find()).toBe(0);
		expect(await fresh(id)).toEqual([]);
	});

	test('is found again where the finding was stopped in the middle, each once', async () => {
		const id = await network.save(network.network.owner, 'q=irrigation', 'none');
		const offer = await network.publish('offer', network.network.company);
		const stopped = await findNew(context(), { most: 100, signal: AbortSignal.abort() });
		expect(stopped).toEqual({ found: 0, more: true });
		expect(await network.find()).toBe(1);
		await db().execute(sql`delete from alert_progress`);
		expect(await network.find()).toBe(0);
		expect(await fresh(id)).toEqual([offer]);
	});
});

describe('what a person may type', () => {
	test('names are cleaned and limited, rhythms and zones are known ones, and a strange query is only left out', () => {
		expect(nameInput('  Rice\n and  salt ')).toBe('Rice and salt');
		for (const bad of ['', '   ', null, 'x'.repeat(101)]) expect(() => nameInput(bad)).toThrowError(expect.objectContaining({ code: 'invalid_input', field: 'name' }) as Error);
		for (const bad of ['hourly', '', null]) expect(() => rhythmInput(bad)).toThrowError(expect.objectContaining({ field: 'rhythm' }) as Error);
		expect(zoneInput('Asia/Yangon', 'Asia/Shanghai')).toBe('Asia/Yangon');
		expect(() => zoneInput('Mars/Olympus', 'Asia/Shanghai')).toThrowError(expect.objectContaining({ field: 'timeZone' }) as Error);
		expect(requestInput('q=a&kind=%00&area=../x&in=xx&sort=worst')).toEqual({ text: 'a', filters: {}, sort: 'relevance' });
		expect(requestInput(`q=${'字'.repeat(30_000)}`).text.length).toBeLessThanOrEqual(1001);
		expect(requestInput(undefined)).toEqual({ text: '', filters: {}, sort: 'relevance' });
	});

	test('the morning is that of the person, of any day or of a Monday, across a change of clocks', () => {
		const at = (zone: string, rhythm: 'daily' | 'weekly', after: string) => nextMorning(zone, rhythm, new Date(after)).toISOString();
		expect(at('Asia/Vientiane', 'daily', '2026-11-21T08:00:00Z')).toBe('2026-11-22T00:00:00.000Z');
		expect(at('Asia/Shanghai', 'daily', '2026-11-21T22:59:59Z')).toBe('2026-11-21T23:00:00.000Z');
		expect(at('Asia/Shanghai', 'daily', '2026-11-21T23:00:00Z')).toBe('2026-11-22T23:00:00.000Z');
		expect(at('Asia/Yangon', 'weekly', '2026-11-21T08:00:00Z')).toBe('2026-11-23T00:30:00.000Z');
		expect(at('Asia/Shanghai', 'weekly', '2026-11-22T23:00:00Z')).toBe('2026-11-29T23:00:00.000Z');
		// Clocks go forward in Berlin in the night before 29 March 2026.
		expect(at('Europe/Berlin', 'daily', '2026-03-28T12:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
		expect(at('Europe/Berlin', 'daily', '2026-03-27T12:00:00Z')).toBe('2026-03-28T06:00:00.000Z');
	});
});
