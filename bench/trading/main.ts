// An open auction in its heat: 500 bidders who follow it live, 50 bids a second, through the web server.
// node bench/trading/main.ts [--bidders 500] [--rate 50] [--seconds 30] [--port 4795]
// Makes a data folder of its own in the system's temporary folder, starts Mitra on it as it is built, signs everybody in by
// sessions in the database, and sends each bid as the form of the page does: first bids alone, then with the page that a browser
// asks for after each. A bid is timed from the moment it was due, so that one that had to wait to be sent counts as slow.
// Afterwards the log is played anew: every bid that was answered must stand in it, and the winner must be the same.
// Named peer: the bare transaction of the same database at the same rate, nothing else running (bare-transaction.ts).
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
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
import { inOwnFolder, whileServed } from '../own-server.ts';
import { loadAuction } from './auction.ts';
import { bareTransactions } from './bare-transaction.ts';
import { pace } from './pace.ts';

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

interface Follower {
	/** Milliseconds from the moment of each new line of the log until it came. */
	delays: number[];
	messages: number;
	/** Whether the line is open. */
	open: boolean;
	end(): void;
}

/** Follows the trade as a browser does. */
function follow(number: number): Follower {
	const follower: Follower = { delays: [], messages: 0, open: false, end: () => asked.destroy() };
	let last = 0;
	const asked = request(new URL(`/trading/${number}/live`, base), { headers: { accept: 'text/event-stream' } }, (response: IncomingMessage) => {
		follower.open = response.statusCode === 200;
		let rest = '';
		response.setEncoding('utf8');
		response.on('data', (text: string) => {
			const messages = (rest + text).split('\n\n');
			rest = messages.pop()!;
			for (const message of messages) {
				const data = /^data: (.*)$/m.exec(message)?.[1];
				if (!data) continue;
				follower.messages++;
				const [newest] = (JSON.parse(data) as { events: { number: number; moment: number }[] }).events;
				// A refused bid sends a state too, with the lines that stood before.
				if (newest && newest.number > last) follower.delays.push(Date.now() - newest.moment / 1000);
				last = newest?.number ?? last;
			}
		});
		response.on('error', () => undefined);
		response.on('close', () => (follower.open = false));
	});
	asked.on('error', () => undefined);
	asked.end();
	return follower;
}

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

function send(path: string, person: Bidder, body?: string): Promise<number> {
	const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: base.origin };
	return new Promise((resolve, reject) => {
		const sent = request(new URL(path, base), { method: body === undefined ? 'GET' : 'POST', agent, headers: { ...form, accept: 'text/html', cookie: person.cookie } }, (response) => {
			response.resume();
			response.on('end', () => resolve(response.statusCode!));
			response.on('error', reject);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

/** One bid as the form sends it; answers the status: 303 taken, 409 refused. */
const bid = (number: number, person: Bidder, amount: number): Promise<number> =>
	send(`/trading/${number}?/bid`, person, new URLSearchParams({ organisation: person.organisationId, key: randomUUID(), amount: String(amount) }).toString());

const SHARES = [0.5, 0.95, 0.99, 1];
function shares(times: readonly number[]): number[] {
	const sorted = [...times].sort((a, b) => a - b);
	return SHARES.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
const line = (name: string, cells: readonly string[]) => console.log(`${name.padEnd(46)}${cells.map((cell) => cell.padStart(10)).join('')}`);
const row = (name: string, times: readonly number[]) => line(name, [...shares(times).map((time) => time.toFixed(1)), String(times.length)]);

interface Heat {
	/** What was answered, by status. */
	answered: number[];
	/** Until each bid was answered, in milliseconds from when it was due. */
	bids: number[];
}

/** A heat of the auction; `pages`: each bidder is shown the trade anew after a bid that was taken, as by a browser. */
async function heat(number: number, people: readonly Bidder[], { least, pages }: { least: number; pages: boolean }): Promise<Heat> {
	const followers = people.map(() => follow(number));
	await new Promise((resolve) => setTimeout(resolve, 3000));
	// What stood before came with the first message.
	followers.forEach((follower) => Object.assign(follower, { delays: [], messages: 0 }));
	const result: Heat = { answered: [], bids: [] };
	const shown: number[] = [];
	const began = performance.now();
	await pace(rate, seconds, async (index, due) => {
		const person = people[(index * 7) % people.length]!;
		// Each a step above the one before, as from people who watch; those that overtake one another are refused as too low.
		const status = await bid(number, person, least + index * 10);
		result.bids.push(performance.now() - due);
		result.answered.push(status);
		if (!pages || status !== 303) return;
		const asked = performance.now();
		const page = await send(`/trading/${number}?bid`, person);
		if (page !== 200) throw new Error(`The page after a bid answered ${page}.`);
		shown.push(performance.now() - asked);
	});
	const took = (performance.now() - began) / 1000;
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const still = followers.filter(({ open }) => open).length;
	followers.forEach(({ end }) => end());
	line(`\n${people.length} bidders, ${(result.bids.length / took).toFixed(1)} bids a second${pages ? ', each with its page' : ''}`, ['p50 ms', 'p95 ms', 'p99 ms', 'most', 'count']);
	row('a bid, until it is answered', result.bids);
	if (pages) row('the page after a bid', shown);
	row('until a follower sees it', followers.flatMap(({ delays }) => delays));
	console.log(`${followers.reduce((sum, { messages }) => sum + messages, 0)} messages; ${still} of ${people.length} followers were there at the end`);
	if (still < people.length) process.exitCode = 1;
	return result;
}

/** What was answered against what stands on record, and the log played anew. */
async function check(url: string, number: number, statuses: readonly number[]): Promise<void> {
	const database = openDatabase(url, { connections: 2, statementTimeout: 0 });
	const answered = statuses.reduce((all, status) => all.set(status, (all.get(status) ?? 0) + 1), new Map<number, number>());
	try {
		const began = performance.now();
		const { log, fault, replayed, trade } = await replayTrade(database.db, { kind: 'visitor' }, number);
		const accepted = log.filter(({ kind }) => kind === 'bid').length;
		const refused = log.filter(({ kind }) => kind === 'bid-refused').length;
		console.log(`answered: ${[...answered].map(([status, count]) => `${count} x ${status}`).join(', ')}; on record: ${accepted} taken, ${refused} refused`);
		console.log(`log of ${log.length} lines played anew in ${(performance.now() - began).toFixed(0)} ms: ${fault === null && replayed.faults.length === 0 ? 'whole' : 'FAULTY'}; leading ${replayed.leading?.amount} = ${trade.leadingAmount}`);
		if (fault !== null || replayed.faults.length > 0 || replayed.leading?.amount !== trade.leadingAmount || (answered.get(303) ?? 0) !== accepted || (answered.get(409) ?? 0) !== refused || accepted + refused !== statuses.length) process.exitCode = 1;
	} finally {
		await database.close();
	}
}

/** What a first start does in the background has nothing to do with an auction. */
async function jobsAreDone(databaseUrl: string): Promise<void> {
	const { pool, close } = openDatabase(databaseUrl, { connections: 1 });
	try {
		const open = `select from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now() limit 1`;
		for (const deadline = performance.now() + 120_000; performance.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 500)))
			if ((await pool.query(open)).rowCount === 0) return;
	} finally {
		await close();
	}
}

async function serve(dataFolder: string, number: number, people: readonly Bidder[]): Promise<void> {
	await whileServed(dataFolder, values.port, async () => {
		const databaseUrl = readHolder(dataFolder)!.databaseUrl!;
		await jobsAreDone(databaseUrl);
		// A server that has been up for a while: too low bids go the whole way and change nothing.
		const warm: number[] = [];
		for (let each = 0; each < 300; each++) warm.push(await bid(number, people[each % people.length]!, 10));
		if (warm.some((status) => status !== 409)) throw new Error(`A bid that is too low answered ${warm.find((status) => status !== 409)}.`);
		const alone = await heat(number, people, { least: 1000, pages: false });
		const bare = await bareTransactions(databaseUrl, rate, seconds);
		row('the bare transaction of the database', bare);
		const beside = shares(bare);
		line('a bid, times the bare transaction', shares(alone.bids).map((time, index) => `${(time / beside[index]!).toFixed(1)} x`));
		const withPages = await heat(number, people, { least: 1000 + rate * seconds * 10, pages: true });
		await check(databaseUrl, number, [...warm, ...alone.answered, ...withPages.answered]);
	});
}

await inOwnFolder('trading', async (dataFolder) => {
	const { number, people } = await load(dataFolder);
	await serve(dataFolder, number, people);
});
