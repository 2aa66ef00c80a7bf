import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { openDatabase } from '#lib/server/platform/database.ts';
import { APPLICATION_ROLE } from '#lib/server/platform/application-role.ts';
import { closeDueTrades } from '#lib/server/trading/close-trade.ts';
import { clockSeen } from '#lib/server/trading/queries.ts';
import { placeBid } from '#lib/server/trading/place-bid.ts';
import { createTradingNetwork, minutes, START, type Bidder, type TradingNetwork } from './trading-network.ts';

let network: TradingNetwork;
let bidders: Bidder[];
beforeAll(async () => {
	network = await createTradingNetwork();
	bidders = await Promise.all(['mekong-seeds', 'delta-water', 'red-river-tools', 'highland-farms'].map((name) => network.bidder(name)));
});
afterAll(() => network.close());

const auction = async (change = {}) => {
	network.time.now = START + minutes(1);
	return network.announced(change, bidders);
};

/** What must hold of any auction: the log is whole, playing it anew finds nothing wrong, and the same winner. */
async function expectSound(number: number) {
	const { trade, fault, replayed, log } = await network.replay(number);
	expect({ fault, faults: replayed.faults }).toEqual({ fault: null, faults: [] });
	expect(replayed.leading?.amount ?? null).toEqual(trade.leadingAmount);
	expect(replayed.leading?.bidder ?? null).toEqual(trade.leadingBidder);
	expect(replayed.ends).toBe(trade.ends);
	expect(log.every((line, index) => line.number === index + 1 && (index === 0 || line.moment > log[index - 1]!.moment))).toBe(true);
	return { trade, replayed, log };
}

describe('an open auction', () => {
	test('two bids at the same instant: one leads, the other is refused as too low, both stand on record', async () => {
		const number = await auction();
		const [one, other] = await Promise.all([network.bid(number, bidders[0]!, 10_000), network.bid(number, bidders[1]!, 10_000)]);
		expect([one, other].filter(({ accepted }) => accepted)).toHaveLength(1);
		expect([one, other].find(({ accepted }) => !accepted)?.reason).toBe('too_low');
		const { log } = await expectSound(number);
		expect(log.filter(({ kind }) => kind === 'bid' || kind === 'bid-refused')).toHaveLength(2);
	});

	test('many bids at once from all: none is lost, amounts only rise, and the last one leads', async () => {
		const number = await auction();
		// Two processes, each with connections of its own: the database alone puts them in their order.
		const second = openDatabase(network.database.url, { connections: 5, role: APPLICATION_ROLE });
		const sent = Array.from({ length: 40 }, (_, index) => {
			const by = bidders[index % 4]!;
			return placeBid({ ...network.context, db: index % 2 === 0 ? second.db : network.database.db }, by.person, { number, organisationId: by.organisation, amount: BigInt(10_000 + index * 500), key: crypto.randomUUID(), words: '', language: 'en' });
		});
		const outcomes = await Promise.all(sent);
		await second.close();
		const { log, trade } = await expectSound(number);
		expect(log.filter(({ kind }) => kind.startsWith('bid'))).toHaveLength(40);
		const amounts = log.filter(({ kind }) => kind === 'bid').map(({ amount }) => amount!);
		expect(amounts).toEqual([...amounts].sort((a, b) => (a < b ? -1 : 1)));
		expect(trade.leadingAmount).toBe(amounts.at(-1));
		expect(new Set(outcomes.map(({ event }) => event)).size).toBe(40);
	});

	test('the last microsecond counts, the closing second itself does not', async () => {
		const number = await auction({ softSeconds: 0 });
		network.time.now = START + minutes(60) - 1;
		expect(await network.bid(number, bidders[0]!, 10_000)).toMatchObject({ accepted: true });
		const late = await auction({ softSeconds: 0 });
		network.time.now = START + minutes(60);
		expect(await network.bid(late, bidders[0]!, 10_000)).toMatchObject({ accepted: false, reason: 'closed' });
		const { log } = await expectSound(late);
		// The bid that came too late closed the auction, and stands after the close.
		expect(log.slice(-3).map(({ kind }) => kind)).toEqual(['closed', 'unsold', 'bid-refused']);
	});

	test('the soft close moves the end, as often as needed, to the stated latest end and no further', async () => {
		const number = await auction({ latestEnd: START + minutes(68) });
		let amount = 10_000;
		for (const at of [59, 63, 67]) {
			network.time.now = START + minutes(at);
			expect(await network.bid(number, bidders[amount % 1000 === 0 ? 0 : 1]!, amount)).toMatchObject({ accepted: true });
			amount += 500;
		}
		network.time.now = START + minutes(68);
		expect(await network.bid(number, bidders[1]!, 99_000)).toMatchObject({ accepted: false, reason: 'closed' });
		const { trade, replayed } = await expectSound(number);
		expect(trade.ends).toBe(START + minutes(68));
		expect(trade).toMatchObject({ state: 'awarded', leadingAmount: 11_000n });
		expect(replayed.awards).toMatchObject([{ bidder: 1, amount: 11_000n }]);
	});

	test('a lost connection: the same bid sent again, even at once, is one bid, and answers the same', async () => {
		const number = await auction();
		const key = crypto.randomUUID();
		const answers = await Promise.all([1, 2, 3].map(() => network.bid(number, bidders[0]!, 12_000, key)));
		expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
		expect(answers.every(({ accepted, event }) => accepted && event === answers[0]!.event)).toBe(true);
		// Sent again after the close it still answers what it was.
		network.time.now = START + minutes(61);
		await closeDueTrades(network.context);
		expect(await network.bid(number, bidders[0]!, 12_000, key)).toMatchObject({ accepted: true, repeated: true });
		// The same key with another amount is another bid.
		expect(await network.bid(number, bidders[0]!, 13_000, key)).toMatchObject({ accepted: false, reason: 'closed', repeated: false });
		// And another bidder cannot take the key over.
		expect(await network.bid(number, bidders[1]!, 12_000, key)).toMatchObject({ accepted: false, repeated: false });
		await expectSound(number);
	});

	test('a clock set back opens nothing again, and time goes on from where it was', async () => {
		const number = await auction({ softSeconds: 0 });
		network.time.now = START + minutes(50);
		await network.bid(number, bidders[0]!, 10_000);
		network.time.now = START + minutes(2);
		expect(await network.bid(number, bidders[1]!, 10_500)).toMatchObject({ accepted: true });
		const before = await expectSound(number);
		expect(before.log.at(-1)!.moment).toBeGreaterThan(START + minutes(50));
		// Seen by the watch alone, with nothing bid: the end is past, whatever the clock says afterwards.
		network.time.now = START + minutes(60);
		await clockSeen(network.database.db, network.context);
		network.time.now = START + minutes(3);
		expect(await network.bid(number, bidders[0]!, 11_000)).toMatchObject({ accepted: false, reason: 'closed' });
		const { trade } = await expectSound(number);
		expect(trade).toMatchObject({ state: 'awarded', leadingAmount: 10_500n });
	});

	test('a restart in the middle: what was answered stands, what was under way is whole or not there, the rest is the same', async () => {
		const number = await auction();
		await network.bid(number, bidders[0]!, 10_000);
		const second = openDatabase(network.database.url, { connections: 4, role: APPLICATION_ROLE });
		const dying = { ...network.context, db: second.db };
		const keys = Array.from({ length: 12 }, () => crypto.randomUUID());
		const bidOn = (context: typeof dying, index: number) => placeBid(context, bidders[1 + (index % 3)]!.person, { number, organisationId: bidders[1 + (index % 3)]!.organisation, amount: BigInt(11_000 + index * 500), key: keys[index]!, words: '', language: 'en' });
		const running = Promise.allSettled(keys.map((_, index) => bidOn(dying, index)));
		// As when the server of the database is killed: every connection of the process ends in the middle of its work.
		for (let round = 0; round < 3; round++) {
			await network.database.asOwner((client) => client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'mitra' and state <> 'idle' and pid <> pg_backend_pid()"));
			await new Promise((resolve) => setTimeout(resolve, 4));
		}
		const answered = await running;
		await second.close();
		const middle = await expectSound(number);
		for (const answer of answered) if (answer.status === 'fulfilled') expect(middle.log.some((line) => line.number === answer.value.event)).toBe(true);
		// Every bidder who got no answer sends the bid again: nothing stands twice.
		for (const [index] of keys.entries()) await bidOn(network.context, index);
		const { log } = await expectSound(number);
		expect(log.filter(({ kind }) => kind.startsWith('bid'))).toHaveLength(13);
		network.time.now = START + minutes(180);
		expect(await closeDueTrades(network.context)).toBeGreaterThan(0);
		const closed = await expectSound(number);
		expect(closed.replayed.awards.map(({ bidder, amount }) => ({ bidder, amount }))).toEqual([{ bidder: closed.trade.leadingBidder, amount: closed.trade.leadingAmount }]);
	}, 20_000);

	test('closing at the same time from many sides closes once', async () => {
		const number = await auction({ softSeconds: 0 });
		await network.bid(number, bidders[0]!, 10_000);
		network.time.now = START + minutes(60);
		await Promise.all([network.view(network.visitor, number), closeDueTrades(network.context), network.bid(number, bidders[1]!, 20_000), network.view(network.owner, number), closeDueTrades(network.context)]);
		const { log } = await expectSound(number);
		expect(log.filter(({ kind }) => kind === 'closed')).toHaveLength(1);
		expect(log.filter(({ kind }) => kind === 'awarded')).toHaveLength(1);
	});
});

describe('the database itself', () => {
	const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow();
	const insert = (values: string, number: number) => network.database.asOwner((client) => client.query(`insert into trade_event (trade_id, number, moment, kind, bidder, amount, previous, hash) select id, 0, ${values}, '', '' from trade where number = ${number}`));

	test('takes no bid after the close, before the opening, out of time, or of somebody who is not admitted, whoever writes it', async () => {
		const number = await auction({ softSeconds: 0 });
		await refused(insert(`${START + minutes(60)}, 'bid', 1, 10000`, number));
		await refused(insert(`${START - 1}, 'bid', 1, 10000`, number));
		await refused(insert(`${START + minutes(2)}, 'bid', 9, 10000`, number));
		await insert(`${START + minutes(2)}, 'bid', 1, 10000`, number);
		await refused(insert(`${START + minutes(2)}, 'bid', 2, 10500`, number));
		network.time.now = START + minutes(60);
		await closeDueTrades(network.context);
		await refused(insert(`${START + minutes(61)}, 'bid', 2, 10500`, number));
	});

	test('lets nobody change or take out a line; what its owner forges by force is found, by the chain and by playing it anew', async () => {
		const number = await auction();
		for (const [index, each] of bidders.entries()) await network.bid(number, each, 10_000 + index * 500);
		const { db } = network.database;
		await refused(db.execute(sql`update trade_event set amount = 1`));
		await refused(db.execute(sql`delete from trade_event`));
		await refused(network.database.asOwner((client) => client.query('update trade_event set amount = 1')));
		await network.database.asOwner(async (client) => {
			await client.query('alter table trade_event disable trigger user');
			await client.query(`update trade_event e set amount = 99999 from trade t where t.id = e.trade_id and t.number = ${number} and e.kind = 'bid' and e.bidder = 2`);
			await client.query('alter table trade_event enable trigger user');
		});
		const { fault, replayed, log } = await network.replay(number);
		expect(fault).toBe(log.find(({ amount }) => amount === 99_999n)!.number);
		expect(replayed.faults.length).toBeGreaterThan(0);
	});
});
