/**
 * The index in PostgreSQL beside the one in memory: the same listings, queries and answers, in one run, on an embedded server in
 * a folder of its own.
 *
 *     node bench/search/shared-index.ts [--listings 20000]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import { memoryRetrieval } from '#lib/engines/retrieval/memory-retrieval.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { IndexedDocument, IndexOptions, QueryGroup, SearchRequest } from '#lib/engines/retrieval/types.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { PostgresRetrieval } from '#lib/server/search/postgres/postgres-retrieval.ts';
import { FILTER, LIMIT } from './engine.ts';
import { FACETS, syntheticListings, TEXT_FIELDS, type BenchListing } from './listings.ts';
import { makeQueries, type BenchQuery, type Kind } from './queries.ts';

const { values } = parseArgs({ options: { listings: { type: 'string', default: '20000' } } });
const count = Number(values.listings);
const BATCH = 500;
const MEASURED: readonly Kind[] = ['2-term AND', '3-term OR', '12-term OR', '60-term weighted OR', 'filtered, 5 facets'];
const QUERIES = 40;
const project = join(import.meta.dirname, '..', '..');

const options: IndexOptions = {
	fields: [
		{ name: 'title', weight: 3, b: 0.5 },
		{ name: 'summary', weight: 1.5, b: 0.6 },
		{ name: 'description', weight: 1, b: 0.75 },
		{ name: 'keywords', weight: 2, b: 0.5 },
	],
	facets: FACETS,
};

function documentOf(listing: BenchListing): IndexedDocument {
	const fields = TEXT_FIELDS.map((field) => {
		const counts = new Map<string, number>();
		for (const term of listing[field]) counts.set(term, (counts.get(term) ?? 0) + 1);
		return { field, terms: [...counts], length: listing[field].length };
	});
	return { id: listing.id, fields, facets: listing.facets };
}

function requestOf(query: BenchQuery): SearchRequest {
	const groups: QueryGroup[] = query.terms.map(({ term, weight }) => ({ alternatives: [{ term, weight: 1 }], weight, occur: query.all ? 'must' : 'should' }));
	return query.filtered ? { groups, limit: LIMIT, filters: { kind: [FILTER.kind], trl: FILTER.trl }, facets: FACETS } : { groups, limit: LIMIT };
}

async function fill(retrieval: Retrieval): Promise<number> {
	const began = performance.now();
	let batch: IndexedDocument[] = [];
	for (const listing of syntheticListings(count)) {
		batch.push(documentOf(listing));
		if (batch.length < BATCH) continue;
		await retrieval.add(batch);
		batch = [];
	}
	await retrieval.add(batch);
	return (performance.now() - began) / 1000;
}

async function latency(retrieval: Retrieval, queries: readonly BenchQuery[]): Promise<string> {
	const times: number[] = [];
	for (const query of [...queries, ...queries]) {
		const began = performance.now();
		await retrieval.search(requestOf(query));
		times.push(performance.now() - began);
	}
	// The first pass warms up.
	const timed = times.slice(queries.length).sort((a, b) => a - b);
	const at = (share: number) => timed[Math.min(timed.length - 1, Math.floor(timed.length * share))]!;
	return `${at(0.5).toFixed(1)} / ${at(0.95).toFixed(1)}`;
}

const dataFolder = mkdtempSync(join(tmpdir(), 'mitra-bench-'));
chmodSync(dataFolder, 0o755);
const server = await startEmbeddedPostgres({ dataFolder, projectFolder: project, durable: false });
const database = openDatabase(server.url, { statementTimeout: 0 });
try {
	await migrate(database.pool, { folder: join(project, 'migrations') });
	const index = new RetrievalIndex(options);
	const engines: [string, Retrieval][] = [['in memory', memoryRetrieval(() => index)], ['PostgreSQL', new PostgresRetrieval(database.pool, options)]];
	const sample = [...syntheticListings(Math.min(count, 400))];
	const queries = makeQueries(sample);
	console.log(`${count} synthetic listings, ${LIMIT} best; milliseconds p50 / p95\n`);
	for (const [name, retrieval] of engines) {
		console.log(`${name}: filled in ${(await fill(retrieval)).toFixed(1)} s`);
		if (name === 'PostgreSQL') await database.pool.query('vacuum analyze search_posting, search_document, search_term');
		for (const kind of MEASURED) console.log(`  ${kind.padEnd(24)} ${await latency(retrieval, queries[kind].slice(0, QUERIES))}`);
	}
	const { rows } = await database.pool.query<{ size: string }>("select pg_size_pretty(pg_total_relation_size('search_posting') + pg_total_relation_size('search_term') + pg_total_relation_size('search_document')) as size");
	console.log(`  on disk ${rows[0]!.size}; in memory ${(index.stats().bytes / 1e6).toFixed(0)} MB`);
} finally {
	await database.close();
	await server.stop();
	rmSync(dataFolder, { recursive: true, force: true });
}
