// A network of 100,000 member organisations and their people: what its pages cost on the server.
// node bench/network/main.ts [--members 100000] [--seconds 3] [--port 4790]
// Makes a data folder of its own in the system's temporary folder, loads it through SQL, starts Mitra on it as it is built, and
// asks each page in turn over the loopback interface, one connection, as signed-in or not.
import { parseArgs } from 'node:util';
import { completeTerms } from '#lib/server/directory/complete-terms.ts';
import { openShippedReader } from '../eval/shipped-reader.ts';
import { filled, inOwnFolder, whileServed } from '../own-server.ts';
import { loadActivity, loadMembers, seeded } from './synthetic.ts';

const { values } = parseArgs({
	options: { members: { type: 'string', default: '100000' }, listings: { type: 'string', default: '6000' }, seconds: { type: 'string', default: '3' }, port: { type: 'string', default: '4790' } },
});
const members = Number(values.members);
const seconds = Math.min(30, Number(values.seconds));
const PASSWORD = 'bench husk drier 2026';

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
	const began = performance.now();
	await work();
	console.log(`${what.padEnd(46)} ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function load(dataFolder: string): Promise<void> {
	await filled(dataFolder, false, async (client, database) => {
		const reader = await openShippedReader();
		const areas = reader.thesaurus.areas().map(({ id }) => id);
		await timed(`${members} organisations and their people`, () => loadMembers(client, members, PASSWORD, areas));
		await timed('their words for the directory', () => completeTerms(database.db, reader, Number.POSITIVE_INFINITY));
		await timed(`${values.listings} listings, pairs`, () => loadActivity(client, Number(values.listings), 100_000));
		await timed('statistics of the database', () => client.query('vacuum analyze'));
	});
}

async function signedIn(base: string): Promise<string> {
	const body = new URLSearchParams({ email: 'person1@bench.example', password: PASSWORD, next: '' });
	const response = await fetch(`${base}/sign-in`, { method: 'POST', body, redirect: 'manual', headers: { origin: base } });
	const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
	if (!/session/.test(cookie)) throw new Error(`Signing in answered ${response.status}.`);
	return cookie;
}

const random = seeded(9);
const any = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
const WORDS = ['guangda solar', 'khon', '水产 研究院', 'university', 'Nanfeng Rice', 'มหาวิทยาลัย', 'tanlu medical institute', '昆明太阳能', 'viện nghiên cứu', 'ບໍລິສັດ', 'zzqx', 'surin rubber works'];
const COUNTRIES = ['CN', 'VN', 'LA', 'SG', 'BN'];

const PAGES: { name: string; path(): string; signed?: boolean }[] = [
	{ name: 'directory', path: () => '/directory' },
	{ name: 'directory, country and kind', path: () => `/directory?country=${any(COUNTRIES)}&kind=${any(['company', 'university', 'institute'])}` },
	{ name: 'directory, area of a small country', path: () => '/directory?country=BN&area=agriculture' },
	{ name: 'directory, area and centre', path: () => `/directory?area=agriculture&centre=${any(['laos', 'vietnam', 'cattc'])}` },
	{ name: 'directory, core members', path: () => '/directory?core=1' },
	{ name: 'directory, alliance', path: () => '/directory?alliance=ALLIANCE' },
	{ name: 'directory, newest first', path: () => '/directory?sort=newest' },
	{ name: 'directory, far in', path: () => `/directory?after=${Buffer.from(JSON.stringify([any(['meng', 'tan', 'yun', 'wan']), '00000000-0000-4000-8000-000000000000'])).toString('base64url')}` },
	{ name: 'directory, words in any script', path: () => `/directory?q=${encodeURIComponent(any(WORDS))}` },
	{ name: 'directory, words and filters', path: () => `/directory?q=${encodeURIComponent(any(WORDS))}&country=CN&kind=company` },
	{ name: 'organisation page', path: () => `/organisations/bench-${Math.floor(random() * members)}` },
	{ name: 'network with map and flows', path: () => '/network' },
	{ name: 'search', path: () => `/search?q=${encodeURIComponent(any(['drier', 'rice husk', '水稻', 'ເຄື່ອງອົບ']))}` },
	{ name: 'member desk', path: () => '/desk', signed: true },
	{ name: 'own data', path: () => '/desk/my-data', signed: true },
	{ name: 'directory, signed in', path: () => `/directory?country=${any(COUNTRIES)}`, signed: true },
];

async function measure(base: string, page: (typeof PAGES)[number], cookie: string): Promise<number[]> {
	const times: number[] = [];
	const end = performance.now() + seconds * 1000;
	for (let count = 0; count < 12 || performance.now() < end; count++) {
		const began = performance.now();
		const response = await fetch(base + page.path(), { headers: { 'accept-encoding': 'identity', ...(page.signed ? { cookie } : {}) }, redirect: 'manual' });
		await response.arrayBuffer();
		if (response.status !== 200) throw new Error(`${page.name} answered ${response.status}.`);
		// The first ones fill caches of the database and of the compiler.
		if (count >= 10) times.push(performance.now() - began);
	}
	return times.sort((a, b) => a - b);
}

async function serve(dataFolder: string): Promise<void> {
	await whileServed(dataFolder, values.port, async (base) => {
		const cookie = await signedIn(base);
		const alliance = /<option value="([a-z0-9-]+)"[^>]*>/.exec((await (await fetch(`${base}/directory`)).text()).split('id="alliance"')[1]?.split('</select>')[0]?.replace('<option value=""', '') ?? '')?.[1] ?? '';
		console.log(`\n${'page'.padEnd(38)}${['p50 ms', 'p95 ms', 'p99 ms', 'asked'].map((head) => head.padStart(10)).join('')}`);
		for (const page of PAGES) {
			const times = await measure(base, { ...page, path: () => page.path().replace('ALLIANCE', alliance) }, cookie);
			const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
			console.log(`${page.name.padEnd(38)}${[at(0.5), at(0.95), at(0.99), String(times.length)].map((cell) => cell.padStart(10)).join('')}`);
		}
	}, { MITRA_SEARCH_RATE: '1000000' });
}

await inOwnFolder('network', async (dataFolder) => {
	await load(dataFolder);
	await serve(dataFolder);
});
