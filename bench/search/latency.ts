/**
 * How fast search is, next to SQLite FTS5 and MiniSearch on the same machine in the same run.
 *
 *     node bench/search/latency.ts [--listings 100000] [--real] [--engines mitra,fts5,minisearch] [--json]
 *
 * Each engine runs in a process of its own, one after the other, so that its memory is its own.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseArgs } from 'node:util';
import type { Latency, Measured } from './measure-engine.ts';
import { KINDS } from './queries.ts';

const { values } = parseArgs({
	options: {
		listings: { type: 'string', default: '100000' },
		real: { type: 'boolean', default: false },
		engines: { type: 'string', default: 'mitra,fts5,minisearch' },
		json: { type: 'boolean', default: false },
	},
});
const TIME_LIMIT_MS = 240_000;

async function measure(engine: string): Promise<Measured> {
	const script = new URL('./measure-engine.ts', import.meta.url).pathname;
	const args = ['--expose-gc', '--max-old-space-size=6144', '--disable-warning=ExperimentalWarning', script];
	args.push('--engine', engine, '--listings', values.listings);
	if (values.real) args.push('--real');
	const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: TIME_LIMIT_MS, maxBuffer: 1 << 20 });
	return JSON.parse(stdout) as Measured;
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const ms = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const pair = (latency: Latency | undefined) => (latency ? `${ms(latency.p50)} / ${ms(latency.p95)}` : '-');

function printTable(results: readonly Measured[]): void {
	const [own, ...peers] = results;
	const ratio = (mine: number | undefined, theirs: number | undefined) =>
		mine === undefined || theirs === undefined ? '-' : `${(theirs / mine).toFixed(theirs / mine < 10 ? 1 : 0)} x`;
	const row = (name: string, cells: string[], ratios: string[]) => {
		console.log([name.padEnd(28), ...cells.map((cell) => cell.padStart(18)), ...ratios.map((cell) => cell.padStart(16))].join(''));
	};
	console.log(`\n${own!.listings} ${values.real ? 'real' : 'synthetic'} listings, 50 best; milliseconds are p50 / p95; ratios are of p95\n`);
	row('', results.map((result) => result.engine), peers.map((peer) => `vs ${peer.engine}`));
	row('build, s', results.map((result) => result.buildSeconds.toFixed(1)), peers.map((peer) => ratio(own!.buildSeconds, peer.buildSeconds)));
	row('index memory', results.map((result) => mb(result.indexBytes)), peers.map((peer) => ratio(own!.indexBytes, peer.indexBytes)));
	row('peak of the process', results.map((result) => mb(result.peakBytes)), peers.map((peer) => ratio(own!.peakBytes, peer.peakBytes)));
	for (const kind of [...KINDS, 'update visible'] as const) {
		row(
			kind,
			results.map((result) => pair(result.latencies[kind])),
			peers.map((peer) => ratio(own!.latencies[kind]?.p95, peer.latencies[kind]?.p95)),
		);
	}
	const snapshots = results.map(({ snapshot }) => snapshot);
	row('snapshot save, ms', snapshots.map((s) => (s ? ms(s.saveMs) : '-')), peers.map((p) => ratio(own!.snapshot?.saveMs, p.snapshot?.saveMs)));
	row('snapshot load, ms', snapshots.map((s) => (s ? ms(s.loadMs) : '-')), peers.map((p) => ratio(own!.snapshot?.loadMs, p.snapshot?.loadMs)));
	row('snapshot size', snapshots.map((s) => (s ? mb(s.bytes) : '-')), peers.map((p) => ratio(own!.snapshot?.bytes, p.snapshot?.bytes)));
}

const results: Measured[] = [];
for (const engine of values.engines.split(',')) {
	console.error(`measuring ${engine} ...`);
	results.push(await measure(engine));
}
if (values.json) console.log(JSON.stringify(results, null, '\t'));
else printTable(results);
