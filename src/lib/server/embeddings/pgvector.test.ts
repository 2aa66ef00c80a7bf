import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '#lib/server/platform/database.ts';
import { hasPgvector, nearestByPgvector } from './queries.ts';

/** PostgreSQL with the real pgvector in WebAssembly, because not every machine of the tests has the extension installed. */
const postgres = new PGlite({ extensions: { vector } });
const db = drizzle(postgres) as unknown as Executor;

const NEAR = '00000000-0000-4000-8000-000000000001';
const FAR = '00000000-0000-4000-8000-000000000002';

beforeAll(async () => {
	await postgres.exec(`
		create table listing (id uuid primary key, state text not null, published_version_id uuid);
		create table listing_vector (version_id uuid, model text, vector real[], primary key (version_id, model));
		insert into listing values
			('${NEAR}', 'published', '${NEAR}'), ('${FAR}', 'published', '${FAR}'), ('00000000-0000-4000-8000-000000000003', 'withdrawn', '00000000-0000-4000-8000-000000000003'),
			('00000000-0000-4000-8000-000000000004', 'published', '00000000-0000-4000-8000-000000000004');
		insert into listing_vector values
			('${NEAR}', 'm', '{1,0.1,0}'), ('${FAR}', 'm', '{0,1,0}'), ('00000000-0000-4000-8000-000000000003', 'm', '{1,0,0}'),
			('00000000-0000-4000-8000-000000000004', 'm', '{1,0}'), ('${FAR}', 'another', '{1,0,0}');`);
}, 60_000);
afterAll(() => postgres.close());

test('the extension is seen once it is installed', async () => {
	expect(await hasPgvector(db)).toBe(false);
	await postgres.exec('create extension vector');
	expect(await hasPgvector(db)).toBe(true);
});

test('published listings come nearest first by the cosine, of this model and of this many numbers only', async () => {
	const found = await nearestByPgvector(db, 'm', Float32Array.from([1, 0, 0]), 10);
	expect(found.map(({ id }) => id)).toEqual([NEAR, FAR]);
	expect(found[0]!.similarity).toBeCloseTo(1 / Math.hypot(1, 0.1), 5);
	expect(found[1]!.similarity).toBeCloseTo(0, 5);
	expect(await nearestByPgvector(db, 'm', Float32Array.from([0, 1, 0]), 1)).toHaveLength(1);
});
