// 50,000 dockings with their interests and 500,000 messages: what the pages of members and officers cost on the server.
// node bench/docking/main.ts [--dockings 50000] [--messages 500000] [--seconds 3] [--port 4791]
// Makes a data folder of its own in the system's temporary folder, loads it through SQL, starts Mitra on it as it is built, and
// asks each page in turn over the loopback interface, one connection, signed in as a member with 500 dockings or as an officer.
import { parseArgs } from 'node:util';
import { filled, inOwnFolder, whileServed } from '../own-server.ts';
import { loadActivity, loadMembers } from '../network/synthetic.ts';
import { loadDockings, loadOfficers } from './load-dockings.ts';
import { COMMON, loadMessages, seldom } from './load-messages.ts';

const { values } = parseArgs({
	options: { dockings: { type: 'string', default: '50000' }, messages: { type: 'string', default: '500000' }, seconds: { type: 'string', default: '3' }, port: { type: 'string', default: '4791' } },
});
const seconds = Math.min(30, Number(values.seconds));
const PASSWORD = 'bench husk drier 2026';

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
	const began = performance.now();
	await work();
	console.log(`${what.padEnd(46)} ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function load(dataFolder: string): Promise<Place> {
	return filled(dataFolder, false, async (client) => {
		await timed('2000 organisations, their people, listings', async () => {
			await loadMembers(client, 2000, PASSWORD, []);
			await loadActivity(client, 6000, 100);
			await loadOfficers(client, PASSWORD);
		});
		await timed(`${values.dockings} dockings and interests`, () => loadDockings(client, Number(values.dockings)));
		await timed(`${values.messages} messages`, () => loadMessages(client, Number(values.messages)));
		await timed('statistics of the database', () => client.query('vacuum analyze'));
		const { rows } = await client.query<Place>(`
			select d.reference, t.id as thread from docking d join docking_person p on p.docking_id = d.id join room_thread t on t.docking_id = d.id
			where p.person_id = 'bench-1' order by d.touched_at desc, t.messages desc limit 1`);
		return { ...rows[0]!, seldom: await seldom() };
	});
}

async function signedIn(base: string, email: string): Promise<string> {
	const body = new URLSearchParams({ email, password: PASSWORD, next: '' });
	const response = await fetch(`${base}/sign-in`, { method: 'POST', body, redirect: 'manual', headers: { origin: base } });
	const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
	if (!/session/.test(cookie)) throw new Error(`Signing in answered ${response.status}.`);
	return cookie;
}

type Who = 'member' | 'officer' | 'small officer';
/** The docking, conversation and seldom word that are asked for. */
interface Place {
	reference: string;
	thread: string;
	seldom: string;
}
interface Page {
	name: string;
	as: Who;
	path(place: Place): string;
}

const FAR = `2025-06-01T00:00:00.000Z~00000000-0000-4000-8000-000000000000`;
const PAGES: Page[] = [
	{ name: 'own dockings', as: 'member', path: () => '/docking' },
	{ name: 'own dockings, all, far in', as: 'member', path: () => `/docking?show=all&after=${FAR}` },
	{ name: 'interests received', as: 'member', path: () => '/docking/interests' },
	{ name: 'interests sent', as: 'member', path: () => '/docking/interests?which=sent' },
	{ name: 'docking, overview', as: 'member', path: ({ reference }) => `/docking/${reference}` },
	{ name: 'docking, room', as: 'member', path: ({ reference }) => `/docking/${reference}/room` },
	{ name: 'conversation of 2000 messages', as: 'member', path: ({ reference, thread }) => `/docking/${reference}/room/threads/${thread}` },
	{ name: 'search in own rooms, common word', as: 'member', path: () => `/docking/search?q=${COMMON}` },
	{ name: 'search in own rooms, seldom word', as: 'member', path: (place) => `/docking/search?q=${place.seldom}` },
	{ name: 'express interest', as: 'member', path: () => '/docking/express/1003' },
	{ name: 'dockings of a large centre', as: 'officer', path: () => '/docking?centre=cattc' },
	{ name: 'dockings of it, one state, far in', as: 'officer', path: () => `/docking?centre=cattc&show=negotiating&after=${FAR}` },
	{ name: 'queue, funnel and ageing of it', as: 'officer', path: () => '/centre-desk/docking?centre=cattc&period=all' },
	{ name: 'queue, funnel, twelve months', as: 'officer', path: () => '/centre-desk/docking?centre=cattc' },
	{ name: 'search in its rooms, common word', as: 'officer', path: () => `/docking/search?q=${COMMON}` },
	{ name: 'search in its rooms, seldom word', as: 'officer', path: (place) => `/docking/search?q=${place.seldom}` },
	{ name: 'search in its rooms, both words', as: 'officer', path: (place) => `/docking/search?q=${COMMON}+${place.seldom}` },
	{ name: 'dockings of a small centre', as: 'small officer', path: () => '/docking?centre=brunei' },
	{ name: 'queue and figures of it', as: 'small officer', path: () => '/centre-desk/docking?centre=brunei&period=all' },
	{ name: 'search in its rooms, common word', as: 'small officer', path: () => `/docking/search?q=${COMMON}` },
	{ name: 'search in its rooms, seldom word', as: 'small officer', path: (place) => `/docking/search?q=${place.seldom}` },
];

async function measure(base: string, path: string, cookie: string): Promise<{ times: number[]; status: number }> {
	const times: number[] = [];
	let status = 0;
	const end = performance.now() + seconds * 1000;
	for (let count = 0; count < 12 || performance.now() < end; count++) {
		const began = performance.now();
		const response = await fetch(base + path, { headers: { 'accept-encoding': 'identity', cookie }, redirect: 'manual' });
		await response.arrayBuffer();
		status = response.status;
		if (status !== 200) break;
		// The first ones fill caches of the database and of the compiler.
		if (count >= 10) times.push(performance.now() - began);
	}
	return { times: times.sort((a, b) => a - b), status };
}

async function serve(dataFolder: string, place: Place): Promise<void> {
	await whileServed(dataFolder, values.port, async (base) => {
		const cookies: Record<Who, string> = {
			member: await signedIn(base, 'person1@bench.example'),
			officer: await signedIn(base, 'cattc@officers.example'),
			'small officer': await signedIn(base, 'brunei@officers.example'),
		};
		console.log(`\n${'page'.padEnd(38)}${['p50 ms', 'p95 ms', 'p99 ms', 'asked'].map((head) => head.padStart(10)).join('')}`);
		for (const page of PAGES) {
			const { times, status } = await measure(base, page.path(place), cookies[page.as]);
			if (status !== 200) {
				console.log(`${page.name.padEnd(38)}  answered ${status}`);
				continue;
			}
			const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
			console.log(`${page.name.padEnd(38)}${[at(0.5), at(0.95), at(0.99), String(times.length)].map((cell) => cell.padStart(10)).join('')}`);
		}
	});
}

await inOwnFolder('docking', async (dataFolder) => {
	await serve(dataFolder, await load(dataFolder));
});
