// An open auction in its heat: 500 bidders who follow it live, 50 bids a second, through the web server.
// node bench/trading/main.ts [--bidders 500] [--rate 50] [--seconds 30] [--port 4795]
// Makes a data folder of its own in the system's temporary folder, starts Mitra on it as it is built, signs everybody in by
// sessions in the database, and sends each bid as the form of the page does. Afterwards the log is played anew: every bid that
// was answered must stand in it, and the winner must be the same.
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { prepareWalls } from '#lib/server/platform/application-role.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { replayTrade } from '#lib/server/trading/replay-trade.ts';
import { projectFolder } from '../eval/shipped-reader.ts';
import { loadAuction } from './auction.ts';

const { values } = parseArgs({
	options: { bidders: { type: 'string', default: '500' }, rate: { type: 'string', default: '50' }, seconds: { type: 'string', default: '30' }, port: { type: 'string', default: '4795' } },
});
const [bidders, rate, seconds] = [Number(values.bidders), Number(values.rate), Math.min(300, Number(values.seconds))];
const base = new URL(`http://127.0.0.1:${values.port}`);

interface Bidder {
	organisationId: string;
	cookie: string;
}

async function load(dataFolder: string): Promise<{ number: number; people: Bidder[] }> {
	const server = await startEmbeddedPostgres({ dataFolder, projectFolder, durable: true });
	const database = openDatabase(server.url, { connections: 4, statementTimeout: 0 });
	try {
		await migrate(database.pool, { folder: join(projectFolder, 'migrations') });
		await prepareWalls(database.pool);
		await loadNetwork(database.db, { folder: join(projectFolder, 'data', 'network'), samples: false });
		const { number, sessions } = await loadAuction(database, bidders);
		const secret = await ensureSecret(dataFolder);
		const people = sessions.map(({ organisationId, token }) => {
			const signed = `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`;
			return { organisationId, cookie: `mitra.session_token=${encodeURIComponent(signed)}` };
		});
		return { number, people };
	} finally {
		await database.close();
		await server.stop();
	}
}

/** Follows the trade as a browser does; tells how long after the server's moment a state came. */
function follow(number: number, seen: (delay: number, state: { last: number }) => void): () => void {
	const asked = request(new URL(`/trading/${number}/live`, base), { headers: { accept: 'text/event-stream' } }, (response: IncomingMessage) => {
		let rest = '';
		response.setEncoding('utf8');
		response.on('data', (text: string) => {
			const messages = (rest + text).split('\n\n');
			rest = messages.pop()!;
			for (const message of messages) {
				const data = /^data: (.*)$/m.exec(message)?.[1];
				if (!data) continue;
				const state = JSON.parse(data) as { moment: number; last: number; events: { moment: number }[] };
				if (state.events[0]) seen(Date.now() - state.events[0].moment / 1000, state);
			}
		});
		response.on('error', () => undefined);
	});
	asked.on('error', () => undefined);
	asked.end();
	return () => asked.destroy();
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** One bid as the form sends it; answers the time that it took and the status. */
function bid(number: number, person: Bidder, amount: number): Promise<{ ms: number; status: number }> {
	const body = new URLSearchParams({ organisation: person.organisationId, key: randomUUID(), amount: String(amount) }).toString();
	const began = performance.now();
	return new Promise((resolve, reject) => {
		const sent = request(
			new URL(`/trading/${number}?/bid`, base),
			{ method: 'POST', agent, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: base.origin, accept: 'text/html', cookie: person.cookie } },
			(response) => {
				response.resume();
				response.on('end', () => resolve({ ms: performance.now() - began, status: response.statusCode! }));
				response.on('error', reject);
			},
		);
		sent.on('error', reject);
		sent.end(body);
	});
}

function row(name: string, times: number[]): void {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
	console.log(`${name.padEnd(34)}${[at(0.5), at(0.95), at(0.99), at(1), String(times.length)].map((cell) => cell.padStart(10)).join('')}`);
}

async function heat(number: number, people: readonly Bidder[]): Promise<Map<number, number>> {
	const delays: number[] = [];
	let heard = 0;
	const ends = people.map((_, index) => follow(number, (delay) => (heard++, index % 10 === 0 && delays.push(delay))));
	await new Promise((resolve) => setTimeout(resolve, 3000));
	delays.length = 0;
	const times: { ms: number; status: number }[] = [];
	const sent: Promise<unknown>[] = [];
	const began = performance.now();
	const count = rate * seconds;
	for (let index = 0; index < count; index++) {
		const wait = began + (index * 1000) / rate - performance.now();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		// Each a step above the one before, as from people who watch; those that overtake one another are refused as too low.
		sent.push(bid(number, people[(index * 7) % people.length]!, 1000 + index * 10).then((each) => times.push(each)));
	}
	await Promise.all(sent);
	const took = (performance.now() - began) / 1000;
	await new Promise((resolve) => setTimeout(resolve, 1000));
	ends.forEach((end) => end());
	console.log(`\n${`${people.length} bidders, ${(count / took).toFixed(1)} bids a second`.padEnd(34)}${['p50 ms', 'p95 ms', 'p99 ms', 'most', 'count'].map((head) => head.padStart(10)).join('')}`);
	row('a bid, until it is answered', times.map(({ ms }) => ms));
	row('until a follower sees it', delays);
	console.log(`${heard} messages to ${people.length} followers`);
	return times.reduce((statuses, { status }) => statuses.set(status, (statuses.get(status) ?? 0) + 1), new Map<number, number>());
}

/** What was answered against what stands on record, and the log played anew. */
async function check(url: string, number: number, answered: Map<number, number>): Promise<void> {
	const database = openDatabase(url, { connections: 2, statementTimeout: 0 });
	try {
		const began = performance.now();
		const { log, fault, replayed, trade } = await replayTrade(database.db, { kind: 'visitor' }, number);
		const accepted = log.filter(({ kind }) => kind === 'bid').length;
		const refused = log.filter(({ kind }) => kind === 'bid-refused').length;
		console.log(`answered: ${[...answered].map(([status, count]) => `${count} x ${status}`).join(', ')}; on record: ${accepted} taken, ${refused} refused`);
		console.log(`log of ${log.length} lines played anew in ${(performance.now() - began).toFixed(0)} ms: ${fault === null && replayed.faults.length === 0 ? 'whole' : 'FAULTY'}; leading ${replayed.leading?.amount} = ${trade.leadingAmount}`);
		if (fault !== null || replayed.faults.length > 0 || replayed.leading?.amount !== trade.leadingAmount || (answered.get(303) ?? 0) !== accepted || (answered.get(409) ?? 0) !== refused) process.exitCode = 1;
	} finally {
		await database.close();
	}
}

async function serve(dataFolder: string, number: number, people: readonly Bidder[]): Promise<void> {
	const up = spawn(process.execPath, ['src/cli/main.ts', 'up', '--no-build', '--no-sample', '--port', values.port], { cwd: projectFolder, env: { ...process.env, MITRA_DATA: dataFolder, HOST: '127.0.0.1' }, stdio: ['ignore', 'ignore', 'inherit'] });
	const ended = new Promise((resolve) => up.once('close', resolve));
	try {
		for (const deadline = performance.now() + 240_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
			if (up.exitCode !== null || performance.now() > deadline) throw new Error('The server did not start.');
			if (await fetch(new URL('/readyz', base)).then(({ ok }) => ok, () => false)) break;
		}
		const databaseUrl = readHolder(dataFolder)!.databaseUrl!;
		const warm = await bid(number, people[0]!, 10);
		if (warm.status !== 409) throw new Error(`A bid that is too low answered ${warm.status}.`);
		const answered = await heat(number, people);
		await check(databaseUrl, number, answered.set(warm.status, (answered.get(warm.status) ?? 0) + 1));
	} finally {
		up.kill('SIGTERM');
		await ended;
	}
}

const dataFolder = mkdtempSync(join(tmpdir(), 'mitra-bench-trading-'));
// Entered by the account that PostgreSQL runs as.
chmodSync(dataFolder, 0o755);
try {
	const { number, people } = await load(dataFolder);
	await serve(dataFolder, number, people);
} finally {
	rmSync(dataFolder, { recursive: true, force: true });
}
