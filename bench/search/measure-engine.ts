/**
 * Measures one engine in this process alone and prints one line of JSON. Started by latency.ts, with --expose-gc.
 */
import { parseArgs } from 'node:util';
import type { BenchEngine } from './engine.ts';
import { fts5Engine } from './engine-fts5.ts';
import { miniSearchEngine } from './engine-minisearch.ts';
import { mitraEngine } from './engine-mitra.ts';
import { syntheticListings } from './listings.ts';
import type { BenchListing } from './listings.ts';
import { KINDS, makeQueries } from './queries.ts';
import type { BenchQuery, Kind } from './queries.ts';
import { realListings } from './real-listings.ts';

export interface Latency {
	p50: number;
	p95: number;
	queries: number;
}

export interface Measured {
	engine: string;
	listings: number;
	buildSeconds: number;
	/** Kept after collecting garbage: heap, buffers and the engine's native memory. */
	indexBytes: number;
	/** Resident memory at most, building and searching; includes garbage that nobody had collected yet. */
	peakBytes: number;
	latencies: Partial<Record<Kind | 'update visible', Latency>>;
	snapshot: { saveMs: number; loadMs: number; bytes: number } | null;
}

const ENGINES: Record<string, () => BenchEngine> = { mitra: mitraEngine, fts5: fts5Engine, minisearch: miniSearchEngine };
/** A kind of query stops after that long, however slow the engine. */
const BUDGET_MS = 5000;
const SAMPLE = 400;

function latencyOf(times: number[]): Latency {
	times.sort((a, b) => a - b);
	const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
	return { p50: at(0.5), p95: at(0.95), queries: times.length };
}

/** One pass warms up, for at most a fifth of the budget; the passes after it are timed. */
function measureQueries(engine: BenchEngine, queries: readonly BenchQuery[]): Latency | null {
	const warmEnd = performance.now() + BUDGET_MS / 5;
	for (const query of queries) {
		if (engine.search(query) === null) return null;
		if (performance.now() > warmEnd) break;
	}
	const times: number[] = [];
	const end = performance.now() + BUDGET_MS;
	for (let pass = 0; pass < 5; pass++) {
		for (const query of queries) {
			const start = performance.now();
			engine.search(query);
			const now = performance.now();
			times.push(now - start);
			if (now > end) return latencyOf(times);
		}
	}
	return latencyOf(times);
}

/** A listing is replaced and searched for: the time until the first answer that knows it. */
function measureUpdates(engine: BenchEngine, sample: readonly BenchListing[], query: BenchQuery): Latency {
	const times: number[] = [];
	const end = performance.now() + BUDGET_MS;
	for (const [i, listing] of sample.entries()) {
		const word = `fresh${i}`;
		const start = performance.now();
		engine.replace({ ...listing, title: [...listing.title, word] });
		engine.search({ terms: [...query.terms, { term: word, weight: 1 }] });
		times.push(performance.now() - start);
		// Asked alone: how high the listing ranks among others is each engine's own affair.
		if (!engine.search({ terms: [{ term: word, weight: 1 }] })?.includes(listing.id)) throw new Error(`The update of ${listing.id} is not visible`);
		if (performance.now() > end) break;
	}
	return latencyOf(times);
}

function measureSnapshot(engine: BenchEngine): Measured['snapshot'] {
	if (!engine.save || !engine.load) return null;
	const start = performance.now();
	const saved = engine.save();
	const middle = performance.now();
	engine.load(saved);
	return { saveMs: middle - start, loadMs: performance.now() - middle, bytes: saved.length };
}

function keptBytes(): number {
	// Twice: what the first pass finds dead may free buffers only in the second.
	global.gc!();
	global.gc!();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

const { values } = parseArgs({
	options: { engine: { type: 'string' }, listings: { type: 'string' }, real: { type: 'boolean', default: false } },
});
const name = values.engine!;
const wanted = Number(values.listings);
const source = () => (values.real ? realListings() : syntheticListings(wanted));

const sample: BenchListing[] = [];
let listings = 0;
const sampling = performance.now();
for (const listing of source()) {
	if (listings++ % Math.max(1, Math.floor((values.real ? 15_000 : wanted) / SAMPLE)) === 0) sample.push(listing);
}
// Listings are made while the index is built, so that they need not all be kept; what making them takes is no building.
const makingMs = performance.now() - sampling;
const queries = makeQueries(sample);

const before = keptBytes();
const engine = ENGINES[name]!();
const start = performance.now();
engine.build(source());
const buildSeconds = (performance.now() - start - makingMs) / 1000;
const indexBytes = keptBytes() - before + (engine.nativeBytes?.() ?? 0);
const latencies: Measured['latencies'] = {};
for (const kind of KINDS) {
	const latency = measureQueries(engine, queries[kind]);
	if (latency) latencies[kind] = latency;
}
// Before the snapshot, which keeps everything twice for a moment.
const peakBytes = process.resourceUsage().maxRSS * 1024;
const snapshot = listings <= 200_000 || name === 'mitra' ? measureSnapshot(engine) : null;
latencies['update visible'] = measureUpdates(engine, sample.slice(0, 200), queries['3-term OR'][0]!);
const measured: Measured = { engine: name, listings, buildSeconds, indexBytes, peakBytes, latencies, snapshot };
console.log(JSON.stringify(measured));
