/**
 * Measures matching: one new listing, and all needs with all offers on every processor.
 *
 *   node bench/match.ts [--offers 100000] [--needs 10000] [--threads 2] [--sample 0] [--data ../shared/data]
 *
 * Listings are the real ones of ../shared/data and, beyond them, ones made of their sentences: a title, and sentences of two
 * listings of the same source, so that words are as common as in real texts. `--sample` matches only so many needs and
 * says what all would take. Without data it says so and ends.
 */
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { MatchingEngine } from '../src/lib/engines/matching/matching-engine.ts';
import { READ_FIELDS, type MatchableListing } from '../src/lib/engines/matching/types.ts';
import { indexTerms } from '../src/lib/engines/reading/index-terms.ts';
import type { TextReader } from '../src/lib/engines/reading/text-reader.ts';
import { RetrievalIndex } from '../src/lib/engines/retrieval/index.ts';
import { LISTING_INDEX } from '../src/lib/server/search/listing-index.ts';
import { openShippedReader, projectFolder } from './eval/shipped-reader.ts';
import { readRealListings } from './real-listings.ts';

const SUGGESTIONS = 12;
/** As the threads of `mitra match --all` keep. */
const READINGS_KEPT = 60_000;
/** What the issue asks of a full pass and of one listing, in seconds. */
const PASS_LIMIT = 600;
const LISTING_LIMIT = 1;

interface Work {
	snapshot: Uint8Array;
	listings: MatchableListing[];
	/** Ids of the needs that this thread matches. */
	needs: string[];
}

if (isMainThread) await measure();
else parentPort!.postMessage(await matchAll(workerData as Work));

async function measure(): Promise<void> {
	const { values } = parseArgs({
		options: {
			offers: { type: 'string', default: '100000' },
			needs: { type: 'string', default: '10000' },
			threads: { type: 'string', default: String(availableParallelism()) },
			sample: { type: 'string', default: '0' },
			data: { type: 'string', default: join(projectFolder, '..', 'shared', 'data') },
		},
	});
	const real = readRealListings(resolve(values.data));
	if (real.length === 0) return console.log(`No listings in ${values.data}: nothing to measure.`);
	const offers = grown(real.filter(({ kind }) => kind === 'offer'), Number(values.offers));
	const needs = grown(real.filter(({ kind }) => kind === 'need'), Number(values.needs));
	const reader = await openShippedReader();
	const listings = [...offers, ...needs];
	console.log(`${offers.length} offers, ${needs.length} needs (${real.length} of all real), ${values.threads} threads`);

	let began = performance.now();
	const index = indexOf(listings, reader);
	const building = seconds(began);
	console.log(`index built in ${building.toFixed(1)} s (${((building / listings.length) * 1000).toFixed(2)} ms a listing)`);

	const engine = engineOver(index, listings, reader);
	const one = latency(engine, [...offers.slice(-200), ...needs.slice(-200)]);
	console.log(`one new listing, both kinds, readings cold: median ${one.median.toFixed(1)} ms, p95 ${one.p95.toFixed(1)} ms, a ${Math.round((LISTING_LIMIT * 1000) / one.p95)}th of a second`);

	began = performance.now();
	const snapshot = index.toSnapshot();
	const asked = Number(values.sample) > 0 ? needs.slice(0, Number(values.sample)) : needs;
	const parts = Array.from({ length: Number(values.threads) }, (_, part) => asked.filter((_need, i) => i % Number(values.threads) === part).map(({ id }) => id));
	const found = await Promise.all(parts.map((part) => inThread({ snapshot, listings, needs: part })));
	const matching = (seconds(began) * needs.length) / asked.length;
	const pairs = found.reduce((sum, each) => sum + each.pairs, 0);
	console.log(`${asked.length} needs matched: ${(asked.length / seconds(began)).toFixed(0)} a second, ${pairs} pairs, threads at ${found.map((each) => `${each.megabytes} MB`).join(', ')}`);
	const whole = building + matching;
	console.log(`all needs with all offers, index included: ${whole.toFixed(0)} s${asked.length < needs.length ? ' (reckoned)' : ''}, ${(PASS_LIMIT / whole).toFixed(1)} times faster than ${PASS_LIMIT} s`);
}

/** More listings out of some: each new one has a title and sentences of its own mixture. */
function grown(real: readonly MatchableListing[], count: number): MatchableListing[] {
	const next = numbers(17);
	const out = real.slice(0, count);
	const sentences = new Map(real.map((listing) => [listing.id, (listing.texts.description ?? '').split(/(?<=[.。!?！？])\s*/)]));
	while (out.length < count) {
		const base = real[Math.floor(next() * real.length)]!;
		const other = real[Math.floor(next() * real.length)]!;
		if (base.language !== other.language) continue;
		const mixed = [...sentences.get(base.id)!, ...sentences.get(other.id)!].filter(() => next() < 0.5).join(' ').slice(0, 4000);
		const title = next() < 0.5 ? base.texts.title : other.texts.title;
		const texts = { ...base.texts, title: title ?? '', summary: mixed.slice(0, 500), description: mixed, ...(base.kind === 'need' && { sought: mixed.slice(0, 2000) }) };
		out.push({ ...base, id: `${base.id}+${out.length}`, texts });
	}
	return out;
}

/** Numbers in 0..1, the same each time (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

function indexOf(listings: readonly MatchableListing[], reader: TextReader): RetrievalIndex {
	const index = new RetrievalIndex(LISTING_INDEX);
	for (const listing of listings) {
		const fields = READ_FIELDS.flatMap((field) => {
			const text = listing.texts[field];
			if (!text) return [];
			const reading = reader.read(text, listing.language);
			return [{ field, terms: [...indexTerms(reading, reader.thesaurus)], length: reading.length }];
		});
		index.add({ id: listing.id, fields, facets: { kind: [listing.kind] } });
	}
	return index;
}

function engineOver(index: RetrievalIndex, listings: readonly MatchableListing[], reader: TextReader): MatchingEngine {
	const engine = new MatchingEngine(
		reader,
		(groups, kind, limit, exclude) => index.search({ groups, filters: { kind: [kind] }, limit, exclude: { ids: [exclude] }, countTotal: false }).hits,
		{ documents: () => index.size, of: (key) => index.termDocumentFrequency(key) },
	);
	for (const listing of listings) engine.put(listing);
	return engine;
}

function latency(engine: MatchingEngine, asked: readonly MatchableListing[]): { median: number; p95: number } {
	const times = asked.map((listing) => {
		const began = performance.now();
		engine.suggestions(listing, SUGGESTIONS, '2026-11-21');
		engine.nearDuplicates(listing);
		return performance.now() - began;
	});
	times.sort((a, b) => a - b);
	return { median: times[Math.floor(times.length / 2)]!, p95: times[Math.floor(times.length * 0.95)]! };
}

function inThread(work: Work): Promise<{ pairs: number; megabytes: number }> {
	return new Promise((done, failed) => {
		const worker = new Worker(new URL(import.meta.url), { workerData: work });
		worker.once('message', done);
		worker.once('error', failed);
	});
}

async function matchAll({ snapshot, listings, needs }: Work): Promise<{ pairs: number; megabytes: number }> {
	const index = RetrievalIndex.fromSnapshot(snapshot);
	const engine = engineOver(index, listings, await openShippedReader());
	engine.keepReadings(READINGS_KEPT);
	const byId = new Map(listings.map((listing) => [listing.id, listing]));
	let pairs = 0;
	for (const id of needs) pairs += engine.suggestions(byId.get(id)!, SUGGESTIONS, '2026-11-21').length;
	return { pairs, megabytes: Math.round(process.memoryUsage().heapUsed / 1024 / 1024) };
}

function seconds(since: number): number {
	return (performance.now() - since) / 1000;
}
