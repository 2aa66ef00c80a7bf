import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeLife } from '#lib/server/listings/change-life.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createSampleDatabase, SAMPLE_NOW, type TestDatabase } from '../../../../tests/database.ts';
import { idleJobs } from '../../../../tests/small-network.ts';
import { followListings } from './follow-listings.ts';
import { matchInProcess } from './pass/match-in-process.ts';
import { cancelMatchPass } from './pass/cancel-match-pass.ts';
import { latestPass } from './pass/queries.ts';
import { runMatchPass, type PassContext } from './pass/run-match-pass.ts';
import { pairsOfListing } from './queries.ts';
import { matchPass, matchProgress, suggestedPair } from './tables.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
let ticks = 0;
const clock = () => new Date(SAMPLE_NOW.getTime() + ticks++);
const OPERATOR = { kind: 'operator', name: 'test' } as const;
let database: TestDatabase;
let search: SearchService;
let context: PassContext;

beforeAll(async () => {
	database = await createSampleDatabase();
	search = createSearchService({ database, url: database.url, thesaurus: await readThesaurus(join(dataFolder, 'thesaurus')) });
	await search.start();
	context = { database, clock, source: search.matching, match: matchInProcess(search.matching) };
});
afterAll(async () => {
	await search.stop();
	await database.close();
});
beforeEach(async () => {
	await database.db.delete(suggestedPair);
	await database.db.delete(matchProgress);
	await database.db.delete(matchPass);
});

const follow = () => followListings({ db: database.db, clock, source: search.matching, refresh: (id) => search.refresh(id) }, { most: 10_000 });
const published = () => database.db.$count(listing, sql`state = 'published'`);
const snapshot = async () =>
	(await database.db.execute(sql`select need_id, offer_id, round(score::numeric, 4) as score, need_rank from suggested_pair order by 1, 2`)).rows;

describe('matching all with all', () => {
	test('stores ranked pairs of every need, counts them, and matches needs anew the next night', async () => {
		const progress: number[] = [];
		const pass = await runMatchPass(context, { origin: 'command', progress: ({ done }) => progress.push(done) });
		expect(pass).toMatchObject({ state: 'finished', done: await published(), total: await published() });
		expect(progress.at(-1)).toBe(pass.done);
		expect(await database.db.$count(suggestedPair)).toBeGreaterThan(150);
		const [worst] = (await database.db.execute(
			sql`select count(*) filter (where need_rank is null) as unranked, min(need_rank) as best from suggested_pair where exclusion is null and near_duplicate_of is null`,
		)).rows;
		expect(worst).toMatchObject({ unranked: 0, best: 1 });
		const again = await runMatchPass(context, { origin: 'night' });
		expect(again.id).not.toBe(pass.id);
		expect(again.done).toBe(await database.db.$count(listing, sql`state = 'published' and kind = 'need'`));
	});

	test('goes on where it was stopped, and ends with the same pairs', async () => {
		await runMatchPass(context, { origin: 'command' });
		const whole = await snapshot();
		await database.db.delete(suggestedPair);
		await database.db.delete(matchProgress);
		const stop = new AbortController();
		const stopped = await runMatchPass(context, { origin: 'command', signal: stop.signal, progress: ({ done }) => done >= 100 && stop.abort() });
		expect(stopped.state).toBe('running');
		expect(stopped.done).toBeLessThan(stopped.total);
		const resumed: number[] = [];
		const ended = await runMatchPass(context, { origin: 'command', progress: ({ done }) => resumed.push(done) });
		expect(ended).toMatchObject({ id: stopped.id, state: 'finished', done: await published() });
		expect(resumed[0]).toBe(stopped.done);
		expect(await snapshot()).toEqual(whole);
	});

	test('is cancelled by whoever may, and not by an officer', async () => {
		const running = runMatchPass(
			{ ...context, match: async (ids, settings) => (await cancelMatchPass({ db: database.db, clock }, OPERATOR), context.match(ids, settings)) },
			{ origin: 'command' },
		);
		expect((await running).state).toBe('cancelled');
		const officer: Actor = { kind: 'member', userId: 'x', name: 'x', email: 'x', language: 'en', organisations: new Map(), centres: new Map([['laos', 'officer']]) };
		await expect(cancelMatchPass({ db: database.db, clock }, officer)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(cancelMatchPass({ db: database.db, clock }, OPERATOR)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('never runs twice at once, and says when it failed', async () => {
		let second: Promise<unknown> | undefined;
		await runMatchPass(
			{ ...context, match: async (ids, settings) => ((second ??= runMatchPass(context, { origin: 'night' }).catch((error: unknown) => error)), await second, context.match(ids, settings)) },
			{ origin: 'command' },
		);
		expect(await second).toMatchObject({ code: 'conflict' });
		await expect(runMatchPass({ ...context, match: () => Promise.reject(new Error('no room')) }, { origin: 'night' })).rejects.toThrow('no room');
		expect(await latestPass(database.db)).toMatchObject({ state: 'failed', failure: 'no room' });
	});
});

describe('following the listings', () => {
	test('a new listing has its pairs from both sides; a second look does nothing', async () => {
		expect(await follow()).toBe(false);
		const pairs = await snapshot();
		expect(pairs.length).toBeGreaterThan(150);
		const [row] = (await database.db.execute<{ offer_id: string }>(sql`select offer_id from suggested_pair where exclusion is null limit 1`)).rows;
		await database.db.execute(sql`delete from suggested_pair where offer_id = ${row!.offer_id}`);
		await database.db.execute(sql`update listing set updated_at = now() where id = ${row!.offer_id}`);
		await follow();
		expect((await pairsOfListing(database.db, row!.offer_id)).length).toBeGreaterThan(0);
		const judged = (await database.db.execute(sql`select max(judged_at) as at, count(*) as n from suggested_pair`)).rows;
		await follow();
		expect((await database.db.execute(sql`select max(judged_at) as at, count(*) as n from suggested_pair`)).rows).toEqual(judged);
	});

	test('a paused listing takes its undecided pairs along and brings them back', async () => {
		await follow();
		const [row] = (await database.db.execute<{ need_id: string }>(sql`select need_id from suggested_pair where exclusion is null limit 1`)).rows;
		const life = { db: database.db, clock, jobs: idleJobs, baseUrl: 'http://localhost' };
		await changeLife(life, OPERATOR, { listingId: row!.need_id, event: { type: 'pause' } } as never).catch(async () =>
			database.db.execute(sql`update listing set state = 'paused' where id = ${row!.need_id}`),
		);
		await search.refresh(row!.need_id);
		await follow();
		expect(new Set((await pairsOfListing(database.db, row!.need_id)).map(({ state }) => state))).toEqual(new Set(['withdrawn']));
		await database.db.execute(sql`update listing set state = 'published' where id = ${row!.need_id}`);
		await search.refresh(row!.need_id);
		await follow();
		expect((await pairsOfListing(database.db, row!.need_id)).every(({ state }) => state === 'suggested')).toBe(true);
	});

	test('a pair that is none any more goes, unless a broker has touched it', async () => {
		await follow();
		const rows = (await database.db.execute<{ id: string; need_id: string; offer_id: string }>(sql`select id, need_id, offer_id from suggested_pair where exclusion is null order by score desc limit 2`)).rows;
		const [first, second] = rows;
		// Two strangers, as if an earlier engine had suggested them.
		const other = (await database.db.execute<{ id: string }>(sql`
			select l.id from listing l where l.kind = 'offer' and l.state = 'published' and not exists (select 1 from suggested_pair p where p.offer_id = l.id and p.need_id in (${first!.need_id}, ${second!.need_id})) order by l.id limit 1`)).rows[0]!.id;
		for (const [needId, assigned] of [[first!.need_id, null], [second!.need_id, 'kept']] as const) {
			await database.db.execute(sql`
				insert into suggested_pair (need_id, offer_id, need_centre_id, offer_centre_id, score, need_change, offer_change, engine, state)
				select ${needId}, ${other}, n.centre_id, o.centre_id, 0.9, 0, 0, 'older', ${assigned ? 'asked' : 'suggested'} from listing n, listing o where n.id = ${needId} and o.id = ${other}`);
			await database.db.execute(sql`update listing set updated_at = now() where id = ${needId}`);
		}
		await follow();
		const left = (await pairsOfListing(database.db, other)).filter(({ engine }) => engine === 'older').map(({ needId }) => needId);
		expect(left).toEqual([second!.need_id]);
	});
});
