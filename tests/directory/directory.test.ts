import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { completeTerms } from '#lib/server/directory/complete-terms.ts';
import { findCentres } from '#lib/server/directory/find-centres.ts';
import { flowDiagram, flowSvg } from '#lib/server/directory/flow-diagram.ts';
import { countAgreements, countFlows, countMembers } from '#lib/server/directory/queries.ts';
import { viewDirectory } from '#lib/server/directory/view-directory.ts';
import type { DirectoryFilters } from '#lib/directory/directory-address.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { publishListing } from '../publish-listing.ts';
import { completeNeed, completeOffer, createSmallNetwork, type SmallNetwork } from '../small-network.ts';

let database: TestDatabase;
let network: SmallNetwork;
let reader: TextReader;
const ORGANISATIONS = [
	{ slug: 'gxu', kind: 'university', country: 'CN', place: 'Nanning', centreId: 'cattc', names: [['zh', '广西大学'], ['en', 'Guangxi University']], areas: ['agriculture'] },
	{ slug: 'cmu', kind: 'university', country: 'TH', place: 'Chiang Mai', centreId: 'thailand', names: [['th', 'มหาวิทยาลัยเชียงใหม่'], ['en', 'Chiang Mai University']], areas: ['agriculture', 'water'] },
	{ slug: 'aqua', kind: 'institute', country: 'VN', place: 'Hải Phòng', centreId: 'vietnam', names: [['vi', 'Viện Nghiên cứu Nuôi trồng Thủy sản']], areas: ['water'] },
	{ slug: 'nuol', kind: 'university', country: 'LA', place: 'Vientiane', centreId: 'laos', names: [['lo', 'ມະຫາວິທະຍາໄລແຫ່ງຊາດລາວ'], ['en', 'National University of Laos']], areas: ['agriculture'] },
	{ slug: 'solar', kind: 'company', country: 'CN', place: 'Kunming', centreId: 'cattc', names: [['en', 'Kunming Solar Pump Co., Ltd.']], areas: ['energy'] },
] as const;

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
	reader = new TextReader(openLexicon(), await readThesaurus('data/thesaurus'));
	for (const { names, areas, ...row } of ORGANISATIONS)
		await database.db.insert(organisation).values({ ...row, areas: [...areas], about: [], names: names.map(([language, text]) => ({ language, text })) });
});
afterAll(() => database.close());

const search = (text: string, filters: DirectoryFilters = {}, after: string | null = null) => viewDirectory({ db: database.db, reader }, { text, filters, after });
const slugs = async (text: string, filters?: DirectoryFilters) => (await search(text, filters)).organisations.map(({ slug }) => slug);

describe('an organisation is found', () => {
	test.each([
		['its own script', '广西大学', 'gxu'],
		['another of its names', 'guangxi university', 'gxu'],
		['the beginning of a word', 'guang', 'gxu'],
		['an abbreviation', 'Univ. Chiang Mai', 'cmu'],
		['a script that the name has none of', 'เชียงใหม่', 'cmu'],
		['English, where the name is Vietnamese only', 'aquaculture institute', 'aqua'],
		['Chinese, where the name is English and Lao', '老挝 大学', 'nuol'],
		['Lao words in another order', 'ແຫ່ງຊາດ ມະຫາວິທະຍາໄລ', 'nuol'],
		['letters without their marks', 'vien nghien cuu thuy san', 'aqua'],
		['its place', 'Kunming', 'solar'],
		['its place in another script', '昆明', 'solar'],
		['its country in another script', 'ประเทศจีน โซลาร์', 'solar'],
	])('by %s: %s', async (_how, text, slug) => {
		expect((await slugs(text))[0]).toBe(slug);
	});

	test('first by the place that was asked for, though another place of the country answers too', async () => {
		for (const [slug, place, text] of [['lpb', 'Luang Prabang', 'Agroforestry Institute'], ['lpb-maps', 'Luang Prabang', 'Forest Mapping Institute'], ['vte', 'Vientiane', 'Institute of Rice'], ['vte-rivers', 'Vientiane', 'River Research Centre']] as const)
			await database.db.insert(organisation).values({ slug, kind: 'institute', country: 'LA', place, centreId: 'laos', names: [{ language: 'en', text }], about: [], areas: [] });
		const found = await slugs('老挝 万象 研究所');
		expect(found.slice(0, 2)).toEqual(['vte', 'vte-rivers']);
		expect((await slugs('琅勃拉邦 研究所')).slice(0, 2)).toEqual(['lpb', 'lpb-maps']);
		await database.pool.query("delete from organisation where slug in ('lpb', 'lpb-maps', 'vte', 'vte-rivers')");
	});

	test('by what sounds alike, where nothing has the words, and the page says so', async () => {
		const found = await search('Kunmeng pump');
		expect(found).toMatchObject({ alike: true });
		expect(found.organisations.map(({ slug }) => slug)).toEqual(['solar']);
		expect(await slugs('Guangxi Universty')).toEqual(['gxu']);
		expect((await search('Guangxi University')).alike).toBe(false);
	});

	test('under its new name as soon as it has one, and not before it is admitted', async () => {
		await database.db.insert(organisation).values({ slug: 'fresh', kind: 'company', country: 'MY', centreId: 'malaysia', names: [{ language: 'en', text: 'Zebrawood Instruments' }], about: [], areas: [], state: 'applied' });
		expect(await slugs('zebrawood')).toEqual([]);
		await database.pool.query("update organisation set state = 'admitted' where slug = 'fresh'");
		expect(await slugs('zebrawood')).toEqual(['fresh']);
		await database.pool.query(`update organisation set names = '[{"language": "en", "text": "Ironbark Instruments"}]' where slug = 'fresh'`);
		expect(await slugs('ironbark')).toEqual(['fresh']);
		expect((await search('zebrawood')).organisations).toEqual([]);
	});

	test('not by words that only a hidden column has, nor by signs of SQL', async () => {
		for (const text of ["' or 1=1 --", '%', '{}', '"', '\\', 'm:≈KNKS', '🙂']) expect({ text, found: await slugs(text) }).toEqual({ text, found: [] });
	});
});

describe('filters', () => {
	test('narrow, together and with words, and say how many each would leave', async () => {
		expect(await slugs('', { kind: 'university', area: 'agriculture' })).toEqual(['cmu', 'gxu', 'nuol']);
		expect(await slugs('university', { country: 'LA' })).toEqual(['nuol']);
		const found = await search('', { kind: 'university' });
		expect(found.total).toBe(3);
		expect(found.counts.countries).toContainEqual({ code: 'CN', count: 1 });
		expect(found.counts.kinds).toContainEqual({ kind: 'university', count: 3 });
	});

	test('core members and members of an alliance', async () => {
		const { rows } = await database.pool.query<{ id: string }>("select id from organisation where slug = 'gxu'");
		await database.pool.query("insert into core_membership (organisation_id, since) values ($1, '2020-01-01')", [rows[0]!.id]);
		await database.pool.query("insert into network_member (network_id, organisation_id, state, applied_at, decided_at) select id, $1, 'admitted', now(), now() from thematic_network order by position, id limit 1", [rows[0]!.id]);
		const { rows: networks } = await database.pool.query<{ id: string }>('select network_id as id from network_member');
		expect(await slugs('', { core: true })).toEqual(['gxu']);
		expect(await slugs('', { alliance: networks[0]!.id })).toEqual(['gxu']);
		expect((await search('', { core: true })).organisations[0]!.isCore).toBe(true);
	});
});

describe('pages', () => {
	test('follow one another without gap or double, in each order, also with words; a made-up place begins at the beginning', async () => {
		await database.pool.query(`insert into organisation (slug, kind, country, names, centre_id, created_at)
			select 'many-' || n, 'company', 'VN', jsonb_build_array(jsonb_build_object('language', 'en', 'text', 'Bamboo Works ' || (n % 7))), 'vietnam', now() - (n % 9) * interval '1 day' from generate_series(1, 120) n`);
		while (await completeTerms(database.db, reader, 1000));
		for (const [text, filters] of [['', { country: 'VN' }], ['', { country: 'VN', sort: 'newest' }], ['bamboo', {}]] as [string, DirectoryFilters][]) {
			const seen: string[] = [];
			let after: string | null = null;
			do {
				const page = await search(text, filters, after);
				seen.push(...page.organisations.map(({ slug }) => slug));
				after = page.next;
			} while (after);
			expect(seen.filter((slug) => slug.startsWith('many-'))).toHaveLength(120);
			expect(new Set(seen).size).toBe(seen.length);
		}
		for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url'), Buffer.from('["2026-13-45","00000000-0000-0000-0000-000000000000"]').toString('base64url')])
			expect((await search('', { sort: 'newest' }, cursor)).organisations).toHaveLength(50);
	});

	test('cost the same number of queries for one organisation and for fifty', async () => {
		const queries = async (filters: DirectoryFilters) => {
			let count = 0;
			const db = new Proxy(database.db, {
				get: (target, name) => {
					if (name === 'execute' || name === 'select') count++;
					const value = Reflect.get(target, name) as unknown;
					return typeof value === 'function' ? value.bind(target) : value;
				},
			});
			await viewDirectory({ db, reader }, { text: '', filters, after: null });
			return count;
		};
		expect(await queries({ country: 'VN' })).toBe(await queries({ country: 'LA' }));
	});
});

describe('figures', () => {
	test('flows count pairs that stand, from the country of the offer to that of the need', async () => {
		const { db, pool } = database;
		const { rows } = await pool.query<{ id: string }>("select id from organisation where slug = 'gxu'");
		const offer = await publishListing(db, { organisationId: rows[0]!.id, centreId: 'cattc', kind: 'offer', content: completeOffer() });
		const pair = async (needOf: string, state: string, exclusion: string | null = null) => {
			const need = await publishListing(db, { organisationId: needOf, centreId: 'laos', kind: 'need', content: completeNeed() });
			await pool.query("insert into suggested_pair (need_id, offer_id, need_centre_id, offer_centre_id, score, need_rank, need_change, offer_change, engine, state, exclusion) values ($1, $2, 'laos', 'cattc', 0.5, 1, 1, 1, 'test', $3, $4)", [need, offer, state, exclusion]);
		};
		await pair(network.institute, 'suggested');
		await pair(network.institute, 'introduced');
		await pair(network.institute, 'rejected');
		await pair(network.company, 'suggested');
		await pair(network.company, 'suggested', 'countries-excluded');
		expect(await countFlows(db)).toEqual([
			{ from: 'CN', to: 'LA', pairs: 2, introduced: 1, interested: 0 },
			{ from: 'CN', to: 'TH', pairs: 1, introduced: 0, interested: 0 },
		]);
	});

	test('agreements are counted between the countries of their parties', async () => {
		await database.pool.query("insert into founding_agreement (centre_id, kind, titles, parties, source) values ('laos', 'memorandum', '[]', '[{\"country\": \"CN\", \"names\": []}, {\"country\": \"LA\", \"names\": []}]', 'test')");
		const before = await countAgreements(database.db);
		expect(before.find(({ countries }) => countries[1] === 'LA')).toMatchObject({ countries: ['CN', 'LA'], members: 0 });
		// Those that members signed, one of three countries with each pair; one within a country is between none.
		await database.asOwner((client) => client.query("insert into agreement_figure values (2026, 'licence', 'health', 'CN-LA', '', 2, 0), (2026, 'training', '', 'CN-LA-VN', 'CNY', 1, 5), (2025, 'service', '', 'CN', '', 4, 0), (2024, 'service', '', 'LA-VN', '', 0, 0)"));
		const after = await countAgreements(database.db);
		expect(after.filter(({ members }) => members > 0).map(({ countries, members }) => [...countries, members])).toEqual([['CN', 'LA', 3], ['CN', 'VN', 1], ['LA', 'VN', 1]]);
		expect(after.map(({ countries, founding }) => [...countries, founding]).sort()).toEqual(expect.arrayContaining(before.map(({ countries, founding }) => [...countries, founding])));
	});

	test('the diagram gives each country an arc and each flow a band, and as a file escapes names', () => {
		const diagram = flowDiagram([{ from: 'CN', to: 'LA', pairs: 8, introduced: 1, interested: 0 }, { from: 'LA', to: 'CN', pairs: 2, introduced: 0, interested: 0 }, { from: 'TH', to: 'LA', pairs: 1, introduced: 0, interested: 0 }])!;
		expect(diagram.arcs.map(({ country, offers, needs }) => [country, offers, needs])).toEqual([['CN', 8, 2], ['LA', 2, 9], ['TH', 1, 0]]);
		expect(diagram.bands.map(({ from, to, count, kind }) => [from, to, count, kind])).toEqual(expect.arrayContaining([['CN', 'LA', 8, 'china'], ['LA', 'CN', 2, 'china'], ['TH', 'LA', 1, 'asean']]));
		for (const { path } of [...diagram.arcs, ...diagram.bands]) expect(path).toMatch(/^M[-\d., MLQAZC]+$/);
		expect(flowSvg(diagram, { title: 'A & B', country: (code) => `<${code}>`, band: () => '"' })).toContain('&#60;CN&#62;');
		expect(flowDiagram([])).toBeNull();
	});

	test('members are counted without those that wait or left', async () => {
		const before = (await countMembers(database.db)).reduce((all, { count }) => all + count, 0);
		await database.pool.query("update organisation set state = 'withdrawn' where slug = 'solar'");
		expect((await countMembers(database.db)).reduce((all, { count }) => all + count, 0)).toBe(before - 1);
		expect(await slugs('solar pump')).toEqual([]);
	});
});

test('centres are found in any script too', async () => {
	const centres = await allCentres(database.db);
	expect(findCentres(centres, 'laos', reader).map(({ id }) => id)).toContain('laos');
	expect(findCentres(centres, '老挝', reader).map(({ id }) => id)).toContain('laos');
	expect(findCentres(centres, '', reader)).toHaveLength(centres.length);
	expect(findCentres(centres, 'qqqqq', reader)).toEqual([]);
});
