import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { APPLICATION_ROLE, prepareWalls } from '#lib/server/platform/application-role.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { closeDueTrades } from '#lib/server/trading/close-trade.ts';
import { microsOf, type TradingContext } from '#lib/server/trading/context.ts';
import { placeBid } from '#lib/server/trading/place-bid.ts';
import { replayTrade } from '#lib/server/trading/replay-trade.ts';
import { loadAuction } from '../../bench/trading/auction.ts';
import { idleJobs } from '../small-network.ts';

const projectFolder = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'mitra-killed-auction-'));
// Entered by the account that PostgreSQL runs as.
chmodSync(folder, 0o755);
const VISITOR = { kind: 'visitor' } as const;

interface Sent {
	amount: number;
	person: string;
	organisationId: string;
}
const sent = new Map<string, Sent>();
const answered = new Map<string, { accepted: boolean; event: number }>();

// A server of this test alone: the other tests' database must not be killed under them.
let postgres: EmbeddedPostgres;
let database: OpenDatabase;
let number: number;
let bidding: ChildProcess | undefined;
const start = async () => {
	postgres = await startEmbeddedPostgres({ dataFolder: folder, projectFolder });
};
const open = () => (database = openDatabase(postgres.url, { connections: 4, role: APPLICATION_ROLE }));

beforeAll(async () => {
	await start();
	const owner = openDatabase(postgres.url, { connections: 4, statementTimeout: 0 });
	await migrate(owner.pool, { folder: join(projectFolder, 'migrations') });
	await prepareWalls(owner.pool);
	await loadNetwork(owner.db, { folder: join(projectFolder, 'data', 'network'), samples: false });
	({ number } = await loadAuction(owner, 6));
	await owner.close();
	open();
}, 120_000);
afterAll(async () => {
	bidding?.kill('SIGKILL');
	await database?.close();
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});

function startBidding(lowest: number): void {
	const child = spawn(process.execPath, [join(import.meta.dirname, 'bidding-process.ts'), postgres.url, String(number), String(lowest)], { stdio: ['ignore', 'pipe', 'inherit'] });
	bidding = child;
	createInterface({ input: child.stdout }).on('line', (text) => {
		const line = JSON.parse(text) as { sent?: string; answered?: string; accepted: boolean; event: number } & Sent;
		if (line.sent) sent.set(line.sent, { amount: line.amount, person: line.person, organisationId: line.organisationId });
		if (line.answered) answered.set(line.answered, { accepted: line.accepted, event: line.event });
	});
}
async function killBidding(): Promise<void> {
	const ended = new Promise((resolve) => bidding!.once('close', resolve));
	bidding!.kill('SIGKILL');
	await ended;
}
const moreAnswers = (count: number) => {
	const before = answered.size;
	return vi.waitFor(() => expect(answered.size).toBeGreaterThanOrEqual(before + count), { timeout: 60_000, interval: 20 });
};
const highest = () => Math.max(...[...sent.values()].map(({ amount }) => amount));

/** Whatever was killed: the log is whole, playing it anew gives the same lead, and every bid that was answered stands in it as it was answered. */
async function expectSound() {
	const { trade, log, fault, replayed } = await replayTrade(database.db, VISITOR, number);
	expect({ fault, faults: replayed.faults }).toEqual({ fault: null, faults: [] });
	expect(replayed.leading).toEqual({ bidder: trade.leadingBidder, amount: trade.leadingAmount });
	for (const { accepted, event } of answered.values()) expect(log[event - 1]).toMatchObject({ number: event, kind: accepted ? 'bid' : 'bid-refused' });
	return { trade, log, replayed, bids: log.filter(({ kind }) => kind === 'bid' || kind === 'bid-refused') };
}

test.skipIf(process.platform === 'win32')('an auction outlives kill -9 of the server and of the database: no answered bid is lost, none stands twice, and the winner is the same', async () => {
	startBidding(100_000);
	await moreAnswers(30);
	await killBidding();
	const first = await expectSound();
	expect(first.bids.length).toBeGreaterThanOrEqual(answered.size);

	startBidding(highest());
	await moreAnswers(30);
	process.kill(postgres.pid, 'SIGKILL');
	await postgres.exited;
	await database.close();
	await start();
	open();
	await moreAnswers(30);
	await killBidding();
	await expectSound();

	// Whoever got no answer sends the bid again, with its key: it is put on record now, or was before, once.
	const context: TradingContext = { db: database.db, clock: () => new Date(), jobs: idleJobs, baseUrl: '', quiet: true };
	for (const [key, { amount, person, organisationId }] of sent) {
		const again = await placeBid(context, await actorOfUser(database.db, person), { number, organisationId, amount: BigInt(amount), key, words: '', language: 'en' });
		const before = answered.get(key);
		if (before) expect(again).toMatchObject({ ...before, repeated: true });
	}
	expect((await expectSound()).bids).toHaveLength(sent.size);

	const end = { ...context, auctionClock: () => microsOf(new Date()) + 50 * 3600 * 1_000_000 };
	expect(await closeDueTrades(end)).toBe(1);
	const late = [...sent.values()][0]!;
	expect(await placeBid(end, await actorOfUser(database.db, late.person), { number, organisationId: late.organisationId, amount: 99_000_000n, key: crypto.randomUUID(), words: '', language: 'en' })).toMatchObject({ accepted: false, reason: 'closed' });
	const { trade, replayed } = await expectSound();
	expect(trade.state).toBe('awarded');
	expect(replayed.awards).toMatchObject([{ bidder: trade.leadingBidder, amount: trade.leadingAmount }]);
}, 240_000);
