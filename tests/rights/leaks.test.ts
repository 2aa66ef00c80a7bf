import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Disclosure, Section } from '#lib/listings/vocabulary.ts';
import { api, apiDocument } from '#lib/server/api/api.ts';
import { writeFeed } from '#lib/server/alerts/feed.ts';
import { requestInput } from '#lib/server/alerts/input.ts';
import { publicFeed } from '#lib/server/alerts/search-feed.ts';
import { exportAudit } from '#lib/server/audit/view-audit.ts';
import { NO_FILTERS } from '#lib/audit/filters.ts';
import { decidePair } from '#lib/server/brokering/decide-pair.ts';
import { viewPair } from '#lib/server/brokering/view-pair.ts';
import { versionsWithoutVector } from '#lib/server/embeddings/queries.ts';
import { exportListings } from '#lib/server/imports/export-listings.ts';
import { attachFile } from '#lib/server/listings/attach-file.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import { listingById } from '#lib/server/listings/queries.ts';
import { reviewListing } from '#lib/server/listings/review-listing.ts';
import { saveDraft } from '#lib/server/listings/save-draft.ts';
import { startDraft } from '#lib/server/listings/start-draft.ts';
import { submitListing } from '#lib/server/listings/submit-listing.ts';
import { listingVersion } from '#lib/server/listings/tables.ts';
import { viewListing } from '#lib/server/listings/view-listing.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { log } from '#lib/server/platform/log.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { readableTexts } from '#lib/server/search/public-listing.ts';
import { createAlertsNetwork, BASE_URL, type AlertsNetwork } from '../alerts/alerts-network.ts';
import { completeOffer, idleJobs } from '../small-network.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A word that nothing else has stands in every guarded section and in the name of every guarded file; the listing is written,
 * reviewed, published, found, matched, introduced and told of; and the words come out nowhere but to those inside.
 */

const CANARY = /zqcanary/i;
const SUMS = ['987654321', '123454321'];
const GUARDS: Record<Section, Disclosure> = { description: 'confidential', advantages: 'parties', sought: 'confidential', price: 'parties', budget: 'confidential', ip: 'parties' };

const content = (): ListingContent =>
	completeOffer({
		description: 'Zqcanarydescription: drip irrigation for saline soil in dry season vegetables, with brackish ground water.',
		advantages: 'Zqcanaryadvantages salt stays below the roots',
		benefitInFigures: 'Zqcanaryfigures 45 % less water',
		comparedWith: 'Zqcanarycompared furrow irrigation',
		sought: 'Zqcanarysought an installer',
		price: { kind: 'firm', basis: 'lump-sum', min: 987_654_321, max: null, currency: 'USD' },
		budget: { min: 123_454_321, max: null, currency: 'USD', source: 'Zqcanarybudget' },
		ip: { status: 'granted', rights: [{ type: 'patent', number: 'ZQCANARYPATENT', office: 'LA' }] },
		disclosure: GUARDS,
	});

let network: AlertsNetwork;
let folder: string;
let offer: string;
let reference: number;
let pairId: string;
const written: string[] = [];

beforeAll(async () => {
	vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
	network = await createAlertsNetwork();
	folder = mkdtempSync(join(tmpdir(), 'mitra-leaks-'));
	const { db } = network.database;
	const { institute, owner, officer, stranger } = network.network;
	await network.save(stranger, 'q=irrigation', 'immediate');
	const row = await startDraft(db, owner, { kind: 'offer', language: 'en', organisationId: institute });
	offer = row.id;
	await saveDraft(db, owner, { listingId: offer, content: content() });
	const png = Buffer.from('\x89PNG\r\n\x1a\nfield', 'latin1');
	await attachFile({ db, files: openFileStore(folder) }, owner, { listingId: offer, name: 'zqcanaryfile.png', disclosure: 'confidential', source: png });
	await submitListing(db, owner, { listingId: offer, areaExists: () => true });
	const submitted = (await listingById(db, offer))!;
	reference = submitted.reference;
	const context = { db, clock: () => network.now, jobs: idleJobs, baseUrl: BASE_URL };
	await reviewListing(context, officer, { listingId: offer, versionId: submitted.workingVersionId!, decision: 'publish', remark: '', language: 'en' });
	await network.search.refresh(offer);
	await network.find();
	await network.send();
	pairId = await network.suggest(network.need, offer);
	const pair = await viewPair({ ...network, db }, officer, pairId, 'en');
	await decidePair({ ...context, search: network.search }, officer, { pairId, expected: pair.version, decision: { decision: 'introduce' }, language: 'en' });
	network.now = new Date('2026-12-01T08:00:00Z');
	await network.sendMatches();
});
afterAll(async () => {
	vi.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
	await network.close();
});

function expectNothing(output: unknown, what = ''): void {
	const text = typeof output === 'string' ? output : JSON.stringify(output);
	expect(CANARY.exec(text)?.input.slice(0, 300), what).toBeUndefined();
	const digits = text.replace(/[,.\s\u00a0\u202f]/g, '');
	for (const sum of SUMS) expect(digits.includes(sum), `${what} ${sum}`).toBe(false);
}
const outsiders = (): [string, Actor][] => [
	['visitor', network.network.visitor],
	['stranger', network.network.stranger],
	['officer of another centre', network.network.thaiOfficer],
	['reviewer', network.network.reviewer],
	['authority', network.network.authority],
];

test('the words stand behind the wall and reach those inside, else the tests below would mean nothing', async () => {
	for (const actor of [network.network.reader, network.network.officer, network.network.secretariat]) {
		const seen = JSON.stringify(await viewListing(network.database.db, actor, reference));
		for (const word of ['Zqcanarydescription', 'Zqcanaryadvantages', 'Zqcanaryfigures', 'Zqcanarycompared', 'Zqcanarysought', 'Zqcanarybudget', 'ZQCANARYPATENT', 'zqcanaryfile', ...SUMS])
			expect(seen).toContain(word);
	}
});

test('no table but those behind the walls holds them: not the index, the mails, the jobs, the log, the pairs', async () => {
	const holding = await network.database.asOwner(async (owner) => {
		const { rows } = await owner.query<{ name: string }>(
			`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
		);
		const found: string[] = [];
		for (const { name } of rows) {
			const { rowCount } = await owner.query(`select 1 from ${name} t where t::text ~* 'zqcanary|987654321|123454321' limit 1`);
			if (rowCount) found.push(name);
		}
		return found.sort();
	});
	expect(holding).toEqual(['public.attachment', 'public.listing_guarded_section']);
});

describe('outside', () => {
	test('pages and the API show and find nothing of them', async () => {
		const { search, thesaurus, database } = network;
		const mitra = { db: database.db, search, thesaurus };
		for (const [name, actor] of outsiders()) {
			expectNothing(await viewListing(database.db, actor, reference), name);
			const paths = Object.entries(apiDocument().paths ?? {}).filter(([, operations]) => operations && 'get' in operations);
			expect(paths.length).toBeGreaterThan(5);
			for (const [path] of paths) {
				const address = path.replace('{reference}', String(reference)).replace(/\{id\}/, 'agriculture').replace(/\{slug\}/, 'test-institute');
				for (const query of ['', '?q=zqcanarydescription', '?q=irrigation', '?pageSize=100']) {
					const response = await api.fetch(new Request(`http://mitra.example${address}${query}`), { mitra, actor, reader: 'en' } as never);
					expectNothing((await response.text()).replaceAll(query, '').replace(/zqcanarydescription/gi, (word) => (query.includes(word) ? '' : word)), `${name} ${address}${query}`);
				}
			}
		}
	});

	test('search finds the listing by its public words and never by theirs, and counts no facet of them', async () => {
		const ask = (q: string) => network.search.search({ ...requestInputOf(q), page: 1, pageSize: 50 });
		expect((await ask('irrigation')).hits.map(({ card }) => card.id)).toContain(offer);
		for (const word of ['zqcanarydescription', 'zqcanaryadvantages', 'zqcanarysought', 'zqcanarybudget', 'ZQCANARYPATENT', '"furrow irrigation"', 'pulse leaching zqcanaryfigures']) {
			const answer = await ask(word);
			expect(answer.hits.map(({ card }) => card.id), word).not.toContain(word.includes('pulse') ? 'nothing' : offer);
			expectNothing(answer.hits, word);
		}
		// The status of the guarded IP is in no facet and on no card.
		expect((await ask('irrigation')).hits.find(({ card }) => card.id === offer)!.card.ipStatus).toBeNull();
	});

	test('reasons of a match quote nothing of them, neither to the officers of a pair nor beside a listing', async () => {
		const { db } = network.database;
		for (const actor of [network.network.officer, network.network.thaiOfficer, network.network.secretariat])
			expectNothing(await viewPair({ ...network, db }, actor, pairId, 'en'), 'pair');
		const need = await viewListing(db, network.network.stranger, (await listingById(db, network.need))!.reference);
		const beside = await counterpartsWithReasons({ ...network, db }, { kind: 'need', texts: readableTexts(need.content) }, network.search.counterparts(network.need, 20), 'en');
		expect(beside.map(({ card }) => card.id)).toContain(offer);
		expectNothing(beside);
		expectNothing(network.search.judgePair(network.need, offer));
	});

	test('feeds, letters and vectors say nothing of them', async () => {
		const { db } = network.database;
		for (const format of ['atom', 'rss'] as const) {
			const feed = writeFeed(await publicFeed({ db, thesaurus: network.thesaurus, search: network.search, origin: BASE_URL }, requestInput('q=irrigation'), 'en', format), format);
			expect(feed).toContain(String(reference));
			expectNothing(feed);
		}
		const mails = await db.execute<{ all: string; many: number }>(sql`select coalesce(string_agg(m::text, ' '), '') as all, count(*)::int as many from mail m`);
		expect(mails.rows[0]!.many).toBeGreaterThan(1);
		expectNothing(mails.rows[0]!.all);
		expectNothing(await versionsWithoutVector(db, 'any', 1000));
	});

	test('exports hold what their reader may read', async () => {
		const { db } = network.database;
		const all = async (actor: Actor, format: 'jsonl' | 'csv') => {
			let text = '';
			for await (const line of exportListings(db, actor, {}, format)) text += line;
			return text;
		};
		for (const format of ['jsonl', 'csv'] as const) {
			expectNothing(await all(network.network.stranger, format));
			expect(await all(network.network.owner, format)).toMatch(CANARY);
		}
		for (const [actor, view] of [[network.network.secretariat, 'log'], [network.network.authority, 'log'], [network.network.owner, 'own']] as const) {
			let entries = 0;
			for await (const row of exportAudit(db, actor, view, NO_FILTERS)) {
				entries++;
				expectNothing(row, `audit ${row.action}`);
			}
			expect(entries).toBeGreaterThan(0);
		}
	});

	test('the server’s log holds none of their words, also when writing them fails', async () => {
		const failure = await network.database.db
			.insert(listingVersion)
			.values({ listingId: offer, number: 1, ...content() })
			.then(() => undefined, (error: unknown) => error);
		expect(failure).toBeDefined();
		log.error('test.failed', failure, { description: 'a failed write' });
		expect(written.join('')).toContain('test.failed');
		expectNothing(written.join(''));
	});
});

function requestInputOf(q: string) {
	return requestInput(new URLSearchParams({ q }).toString());
}
