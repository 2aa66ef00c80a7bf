import { sql } from 'drizzle-orm';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listing } from '#lib/server/listings/tables.ts';
import type { Mitra } from '#lib/server/mitra.ts';
import { examplePair } from '#lib/server/site/example-pair.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { createSearchService } from './create-search-service.ts';
import { engineFigures, explainQuery } from './explain-engine.ts';
import type { SearchService } from './search-service.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
let database: TestDatabase;
let search: SearchService;
let thesaurus: Thesaurus;

beforeAll(async () => {
	database = await createSampleDatabase();
	thesaurus = await readThesaurus(join(dataFolder, 'thesaurus'));
	search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
});
afterAll(async () => {
	await search.stop();
	await database.close();
});

const mitra = () => ({ db: database.db, search, thesaurus, clock: () => new Date('2026-11-21T08:00:00Z') }) as unknown as Mitra;

describe('a query explained', () => {
	test.each(['ລະບົບນ້ຳຢອດ ດິນເຄັມ', '芒果采后保鲜', 'xử lý nước thải', 'landslide early warning', 'solar', 'bomba de água solar', 'drip irigation'])(
		'%s: the parts shown, times the share answered, are the score that search orders by',
		async (text) => {
			const explained = await explainQuery(search, { text }, 'en');
			const searched = await search.search({ text, filters: {}, page: 1, pageSize: 3, sort: 'relevance' });
			expect(explained.scores.map(({ card }) => card.id)).toEqual(searched.hits.map(({ card }) => card.id));
			expect(explained.scores.length).toBeGreaterThan(0);
			explained.scores.forEach(({ points, answered, parts }, place) => {
				expect(parts.length).toBeGreaterThan(0);
				expect(points * answered).toBeCloseTo(searched.hits[place]!.score, 4);
			});
		},
	);

	test('what is cut lies where it stands in the text', async () => {
		const text = 'ລະບົບນ້ຳຢອດ ສຳລັບ ດິນເຄັມ';
		const explained = await explainQuery(search, { text }, 'zh');
		expect(explained.language).toBe('lo');
		for (const run of [...explained.words, ...explained.phrases, ...explained.concepts]) expect(text.slice(run.start, run.end)).toBe(run.text);
		expect(explained.concepts.map(({ id }) => id)).toEqual(expect.arrayContaining(['drip-irrigation', 'soil-salinity']));
		expect(explained.concepts.every(({ labelLanguage }) => labelLanguage === 'zh')).toBe(true);
		for (const { translations } of explained.words) for (const { weight, stem } of translations) {
			expect(weight).toBeGreaterThan(0);
			expect(weight).toBeLessThanOrEqual(1);
			expect(stem).not.toContain('≈');
		}
	});

	test.each(['', '🌾💧', '\u0000\u202e', '…'])('%j has nothing to look up, and no listing is claimed to answer it', async (text) => {
		const explained = await explainQuery(search, { text }, 'en');
		expect(explained.words.filter(({ leftOut }) => !leftOut)).toEqual([]);
		expect(explained.scores.every(({ parts }) => parts.length === 0)).toBe(true);
	});
});

describe('the example pair', () => {
	test('stands between the reader’s language and another, though no pairs are stored yet', async () => {
		const pair = await examplePair(mitra(), { need: '', offer: '' }, 'en');
		expect(pair!.need.language).not.toBe(pair!.offer.card.language);
		expect(pair!.offer.criteria).toHaveLength(10);
		expect(pair!.offer.pairs.length).toBeGreaterThan(0);
	});

	test('is never one of a listing that is not public', async () => {
		const need = search.newest('need', 1)[0]!;
		const offer = search.newest('offer', 1)[0]!;
		const asked = { need: String(need.reference), offer: String(offer.reference) };
		expect((await examplePair(mitra(), asked, 'en'))!.need.id).toBe(need.id);
		expect(await examplePair(mitra(), { need: asked.offer, offer: asked.need }, 'en')).toBeNull();
		await database.db.update(listing).set({ state: 'paused' }).where(sql`id = ${need.id}`);
		await search.refresh(need.id);
		expect(await examplePair(mitra(), asked, 'en')).toBeNull();
	});
});

test('the figures count what the index and the thesaurus hold', async () => {
	const figures = await engineFigures(search);
	expect(figures.languages.reduce((sum, { listings }) => sum + listings, 0)).toBe(search.counts().total);
	expect(figures.concepts).toBe(thesaurus.size);
	expect(figures.languages.find(({ language }) => language === 'lo')!.keys).toBeGreaterThan(1000);
});
