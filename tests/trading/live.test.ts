import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LiveTrades } from '#lib/server/trading/live.ts';
import type { LiveState } from '#lib/server/trading/view-trade.ts';
import { createTradingNetwork, minutes, START, type Bidder, type TradingNetwork } from './trading-network.ts';

let network: TradingNetwork;
let one: Bidder;
let two: Bidder;
let live: LiveTrades;
beforeAll(async () => {
	network = await createTradingNetwork();
	[one, two] = (await Promise.all(['first-bidder', 'second-bidder'].map((name) => network.bidder(name)))) as [Bidder, Bidder];
	live = new LiveTrades(network.context, network.database.url);
});
afterAll(async () => {
	live.stop();
	await network.close();
});

test('who follows is told how things stand, then of every change, and of the end without anybody doing anything', async () => {
	network.time.now = START + minutes(1);
	const number = await network.announced({ softSeconds: 0 }, [one, two]);
	const told: LiveState[] = [];
	const unfollow = live.follow(number, (message) => told.push(JSON.parse(/^data: (.*)$/m.exec(message)![1]!) as LiveState));
	await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ phase: 'running', leadingAmount: null, least: '10000', bidderCount: 2 }), 20_000);
	await network.bid(number, one, 10_000);
	await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ leadingBidder: 1, leadingAmount: '10000', least: '10500' }), 20_000);
	await network.bid(number, two, 12_000);
	await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ leadingBidder: 2, leadingAmount: '12000', bidCount: 2 }), 20_000);
	// A bid that was refused is on record, and none of the followers' business.
	await network.bid(number, one, 12_001);
	network.time.now = START + minutes(60);
	await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ phase: 'awarded' }), 20_000);
	expect(told.flatMap(({ events }) => events).some(({ kind }) => kind === 'bid-refused')).toBe(false);
	expect(JSON.stringify(told)).not.toMatch(/first-bidder|second-bidder|reserve"|organisation/);
	unfollow();
	const count = told.length;
	const later = await network.announced({ opens: START + minutes(60), closes: START + minutes(120) }, [one]);
	expect(later).not.toBe(number);
	expect(told.length).toBe(count);
}, 90_000);
