// Pages per second and latency of a running server, one connection after the other and sixteen at once.
// node bench/pages/pages.ts [--base http://127.0.0.1:3000] [--seconds 5]
// Named peer in the same run: Node's own HTTP server answering the same bytes, i.e. the most that this machine could serve.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: { base: { type: 'string', default: 'http://127.0.0.1:3000' }, seconds: { type: 'string', default: '5' } },
});
const base = values.base.replace(/\/$/, '');
if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(base)) throw new Error('The benchmark asks servers of this machine only.');
const seconds = Math.min(60, Number(values.seconds));

const PAGES = [
	['front page', '/'],
	['front page, Chinese', '/zh'],
	['search, Lao', `/search?q=${encodeURIComponent('ລະບົບນ້ຳຢອດ ດິນເຄັມ')}`],
	['search, facets', '/search?kind=need&area=water'],
	['listing with counterparts', '/listings/1001'],
	['areas', '/concepts'],
	['API search', '/api/v1/listings?q=water'],
] as const;

interface Measured {
	perSecond: number;
	p50: number;
	p95: number;
	bytes: number;
}

async function measure(address: string, connections: number): Promise<Measured> {
	const times: number[] = [];
	let bytes = 0;
	const end = performance.now() + seconds * 1000;
	const began = performance.now();
	await Promise.all(
		Array.from({ length: connections }, async () => {
			while (performance.now() < end) {
				const start = performance.now();
				const response = await fetch(address, { headers: { 'accept-encoding': 'identity' } });
				bytes = (await response.arrayBuffer()).byteLength;
				if (!response.ok) throw new Error(`${address} answered ${response.status}`);
				times.push(performance.now() - start);
			}
		}),
	);
	times.sort((a, b) => a - b);
	const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
	return { perSecond: (times.length * 1000) / (performance.now() - began), p50: at(0.5), p95: at(0.95), bytes };
}

/** The peer: the same bytes, without any work. */
async function bareServer(bytes: number): Promise<{ address: string; close(): void }> {
	const body = Buffer.alloc(bytes, 'x');
	const server = createServer((_request, response) => response.end(body));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

const columns = (cells: (string | number)[]) =>
	cells.map((cell, index) => (index === 0 ? String(cell).padEnd(28) : String(cell).padStart(12))).join('');
console.log(columns(['page', 'kB', 'p50 ms', 'p95 ms', 'pages/s x16', 'of bare Node']));
for (const [name, path] of PAGES) {
	await fetch(base + path);
	const alone = await measure(base + path, 1);
	const together = await measure(base + path, 16);
	const peer = await bareServer(alone.bytes);
	const bare = await measure(peer.address, 16);
	peer.close();
	console.log(
		columns([
			name,
			(alone.bytes / 1000).toFixed(0),
			alone.p50.toFixed(1),
			alone.p95.toFixed(1),
			together.perSecond.toFixed(0),
			`${((100 * together.perSecond) / bare.perSecond).toFixed(1)} %`,
		]),
	);
}
