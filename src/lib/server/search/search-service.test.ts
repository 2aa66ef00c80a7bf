import { sql } from 'drizzle-orm';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeLife } from '#lib/server/listings/change-life.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { ListingSearchRequest } from '#lib/search/types.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { createSearchService } from './create-search-service.ts';
import type { SearchService } from './search-service.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
let database: TestDatabase;
let search: SearchService;

beforeAll(async () => {
	database = await createSampleDatabase();
	search = createSearchService({ database, url: database.url, thesaurus: await readThesaurus(join(dataFolder, 'thesaurus')) });
	await search.start();
});
afterAll(async () => {
	await search.stop();
	await database.close();
});

const request = (text: string, change: Partial<ListingSearchRequest> = {}): ListingSearchRequest => ({
	text,
	filters: {},
	page: 1,
	pageSize: 20,
	sort: 'relevance',
	...change,
});

/** Waits until something is so, for at most the second within which a change must be visible. */
async function within(milliseconds: number, holds: () => boolean): Promise<boolean> {
	for (const end = Date.now() + milliseconds; Date.now() < end; ) {
		if (holds()) return true;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return holds();
}

describe('the index', () => {
	test('holds every published listing of the sample network', async () => {
		const published = await database.db.$count(listing, sql`state = 'published'`);
		expect(published).toBeGreaterThanOrEqual(280);
		expect(search.counts().total).toBe(published);
		expect((await search.search(request(''))).total).toBe(published);
	});

	test('counts facets under every other filter, and filters by what it counted', async () => {
		const needs = await search.search(request('', { filters: { kind: ['need'] } }));
		for (const { value, count } of needs.facets.area.slice(0, 10))
			expect((await search.search(request('', { filters: { kind: ['need'], area: [value] } }))).total).toBe(count);
		expect(needs.facets.kind.map(({ value }) => value).sort()).toEqual(['need', 'offer']);
	});

	test('pages through all hits without doubling one', async () => {
		const first = await search.search(request('water', { pageSize: 5 }));
		const second = await search.search(request('water', { pageSize: 5, page: 2 }));
		const ids = [...first.hits, ...second.hits].map(({ card }) => card.id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(second.total).toBe(first.total);
	});

	test('answers a query of nothing but unknown words with nothing', async () => {
		expect(await search.search(request('qqqqxyzzy'))).toMatchObject({ total: 0, hits: [] });
	});

	test.each(['\u0000', '😀😀', '\uD800', '"', '(((', 'a'.repeat(1000), '%_\\', '<script>alert(1)</script>'])('survives %j', async (text) => {
		await expect(search.search(request(text))).resolves.toBeDefined();
	});
});

describe('what is not public', () => {
	test('is in no answer: withheld sections are not indexed, hidden owners are not named', async () => {
		const rows = await database.db.execute<{ id: string; description: string; language: 'en' }>(
			sql`select l.id, v.description, v.language from listing l join listing_version v on v.id = l.published_version_id
				where v.disclosure->>'description' in ('network', 'parties', 'confidential') and v.description <> ''`,
		);
		for (const { id, description, language } of rows.rows) {
			const found = await search.search(request(description.slice(0, 200), { language }));
			const hit = found.hits.find(({ card }) => card.id === id);
			expect(hit?.passage?.field).not.toBe('description');
		}
		const hidden = await database.db.execute<{ id: string }>(
			sql`select l.id from listing l join listing_version v on v.id = l.published_version_id where v.display = 'hidden'`,
		);
		expect(hidden.rows.length, 'a hidden owner is needed for this test to mean anything').toBeGreaterThan(0);
		for (const { id } of hidden.rows) expect(search.card(id)).toMatchObject({ organisation: null, place: null });
	});
});

describe('a change in the database', () => {
	test('is in the index within a second, without anybody telling this process: paused and resumed', async () => {
		const card = search.newest('offer', 1)[0]!;
		const operator = { kind: 'operator', name: 'test' } as const;
		const context = { db: database.db, clock: () => new Date() };
		const { offers, byArea } = search.counts();
		await changeLife(context, operator, { listingId: card.id, change: { type: 'pause' } });
		expect(await within(1000, () => search.card(card.id) === undefined)).toBe(true);
		expect(search.counts().offers).toBe(offers - 1);
		expect(search.counts().byArea.get(card.areas[0]!) ?? 0).toBe(byArea.get(card.areas[0]!)! - 1);
		await changeLife(context, operator, { listingId: card.id, change: { type: 'resume' } });
		expect(await within(1000, () => search.card(card.id) !== undefined)).toBe(true);
		expect((await search.search(request(card.title))).hits.map((hit) => hit.card.id)).toContain(card.id);
		expect(search.counts()).toMatchObject({ offers, byArea });
	});

	test('is caught up with after the connection was lost', async () => {
		const card = search.newest('need', 1)[0]!;
		await database.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mitra-index' and datname = current_database()`);
		await database.db.execute(sql`update listing set state = 'paused' where id = ${card.id}`);
		expect(await within(10_000, () => search.card(card.id) === undefined)).toBe(true);
		await database.db.execute(sql`update listing set state = 'published' where id = ${card.id}`);
		expect(await within(10_000, () => search.card(card.id) !== undefined)).toBe(true);
	});
});

describe('counterparts', () => {
	test('come from the other side, with evidence that can be checked in both texts', async () => {
		let checked = 0;
		for (const card of search.newest('need', 20)) {
			for (const counterpart of search.counterparts(card.id, 3)) {
				expect(counterpart.card.kind).toBe('offer');
				const topic = counterpart.criteria.find(({ criterion }) => criterion === 'topic');
				expect(topic?.evidence.length).toBeGreaterThan(0);
				for (const { need } of topic?.evidence ?? []) {
					if (need.field !== 'title') continue;
					expect(card.title.slice(need.start, need.end)).toBe(need.text);
					checked++;
				}
			}
		}
		expect(checked).toBeGreaterThan(5);
	});
});
