import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { closeDueTrades } from '#lib/server/trading/close-trade.ts';
import { agreementSigned, answerAward, chooseBid, completeTrade, declineAll, lapseAwards, recordContract, withdrawTrade } from '#lib/server/trading/decide-trade.ts';
import { draftContract } from '#lib/server/trading/draft-contract.ts';
import { openSealedBids } from '#lib/server/trading/open-bids.ts';
import { placeBid } from '#lib/server/trading/place-bid.ts';
import { announceTrade, saveTrade } from '#lib/server/trading/put-up.ts';
import { askToBid, decideBidder, takeBidBack } from '#lib/server/trading/take-part.ts';
import { tellOutbidBidders } from '#lib/server/trading/tell-outbid.ts';
import { ascending, createTradingNetwork, minutes, otherMode, START, type Bidder, type TradingNetwork } from './trading-network.ts';

let network: TradingNetwork;
let one: Bidder;
let two: Bidder;
let three: Bidder;
beforeAll(async () => {
	network = await createTradingNetwork();
	[one, two, three] = (await Promise.all(['one-company', 'two-company', 'three-company'].map((name) => network.bidder(name)))) as [Bidder, Bidder, Bidder];
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const at = (minute: number) => (network.time.now = START + minutes(minute));
const over = async (minute = 61) => {
	at(minute);
	await closeDueTrades(network.context);
};
const running = (change: Parameters<TradingNetwork['announced']>[0] = {}, bidders = [one, two]) => {
	at(1);
	return network.announced(change, bidders);
};
const sound = async (number: number) => {
	const { fault, replayed, trade } = await network.replay(number);
	expect({ fault, faults: replayed.faults }).toEqual({ fault: null, faults: [] });
	return { trade, replayed };
};

describe('putting up', () => {
	test('a draft is the seller’s and the centre’s; announced, its rules stand', async () => {
		at(-30);
		const number = await network.draft();
		await expect(network.view(network.stranger, number)).rejects.toEqual(refused('not_found'));
		await expect(network.view(network.visitor, number)).rejects.toEqual(refused('not_found'));
		expect((await network.view(network.officer, number)).may).toMatchObject({ edit: false, announce: false });
		await saveTrade(network.context, network.editor, { number, expected: 1, trade: ascending({ reserve: 20_000n }) });
		await expect(saveTrade(network.context, network.owner, { number, expected: 1, trade: ascending() })).rejects.toEqual(refused('conflict'));
		for (const actor of [network.reader, network.officer, network.secretariat]) await expect(announceTrade(network.context, actor, { number, expected: 2 })).rejects.toEqual(refused('forbidden'));
		await announceTrade(network.context, network.owner, { number, expected: 2 });
		await expect(saveTrade(network.context, network.owner, { number, expected: 3, trade: ascending() })).rejects.toEqual(refused('forbidden'));
		const seen = await network.view(network.visitor, number);
		expect(seen).toMatchObject({ phase: 'coming', reserve: null, own: [], bidders: [], may: { takePart: false } });
		expect((await network.view(network.owner, number)).reserve).toBe(20_000n);
		// The reserve is the seller's alone, in the database too.
		const { db } = network.database;
		for (const actor of [network.officer, network.stranger, network.visitor]) expect((await asActor(db, actor, (tx) => tx.execute(sql`select * from trade_reserve`))).rows).toEqual([]);
		expect(await network.mailsTo(network.officer)).toHaveLength(1);
		await withdrawTrade(network.context, network.owner, { number, reason: 'Sold elsewhere.' });
		await sound(number);
	});
});

describe('who may bid', () => {
	test('by stated rules, decided at once; never the seller, and nobody for another’s organisation', async () => {
		const number = await running({ countries: ['VN'] }, []);
		expect(await askToBid(network.context, one.person, { number, organisationId: one.organisation })).toBe('admitted');
		expect(await askToBid(network.context, one.person, { number, organisationId: one.organisation })).toBe('admitted');
		await expect(askToBid(network.context, network.stranger, { number, organisationId: network.company })).rejects.toMatchObject({ code: 'invalid_input', detail: { code: 'ineligible_country' } });
		await expect(askToBid(network.context, network.owner, { number, organisationId: network.institute })).rejects.toEqual(refused('forbidden'));
		await expect(askToBid(network.context, two.person, { number, organisationId: one.organisation })).rejects.toEqual(refused('forbidden'));
		await expect(askToBid(network.context, network.visitor, { number, organisationId: one.organisation })).rejects.toEqual(refused('unauthenticated'));
		await expect(network.bid(number, two, 10_000)).rejects.toEqual(refused('forbidden'));
		await expect(placeBid(network.context, two.person, { number, organisationId: one.organisation, amount: 10_000n, key: 'key-of-another', words: '', language: 'en' })).rejects.toEqual(refused('forbidden'));
	});

	test('by an officer on neither side, where the rules say so', async () => {
		const number = await running({ admission: 'officer' });
		expect(await network.bid(number, one, 10_000)).toMatchObject({ accepted: false, reason: 'not_admitted' });
		expect(await network.mailsTo(network.officer)).toEqual(expect.arrayContaining([expect.stringContaining('asks to bid')]));
		for (const actor of [network.officerAndOwner, network.owner, network.thaiOfficer, one.person]) await expect(decideBidder(network.context, actor, { number, bidder: 1, admit: true, reason: '' })).rejects.toEqual(refused('forbidden'));
		await decideBidder(network.context, network.officer, { number, bidder: 1, admit: true, reason: '' });
		await decideBidder(network.context, network.officer, { number, bidder: 2, admit: false, reason: 'No licence to trade.' });
		await expect(decideBidder(network.context, network.officer, { number, bidder: 2, admit: true, reason: '' })).rejects.toEqual(refused('conflict'));
		expect(await network.bid(number, one, 10_000)).toMatchObject({ accepted: true });
		expect(await network.bid(number, two, 11_000)).toMatchObject({ accepted: false, reason: 'not_admitted' });
		// In an auction the seller learns numbers, not names.
		expect((await network.view(network.owner, number)).bidders).toEqual([]);
		expect((await network.view(network.officer, number)).bidders).toHaveLength(2);
		expect((await network.view(two.person, number)).own[0]).toMatchObject({ bidder: { state: 'refused', reason: 'No licence to trade.' } });
		await sound(number);
	});
});

describe('an open auction', () => {
	test('outbid, told by a letter without amounts; won; taken: a docking opens; contract and end are recorded', async () => {
		const number = await running({ reserve: 11_000n });
		await network.bid(number, one, 10_000);
		expect(await network.bid(number, one, 20_000)).toMatchObject({ accepted: false, reason: 'leading' });
		expect(await network.bid(number, two, 10_400)).toMatchObject({ accepted: false, reason: 'too_low' });
		expect((await network.view(network.visitor, number)).trade.reserveMet).toBe(false);
		await network.bid(number, two, 11_000);
		const seen = await network.view(network.visitor, number);
		expect(seen).toMatchObject({ least: 11_500n, trade: { reserveMet: true, bidCount: 2 } });
		const { trade } = await sound(number);
		expect(await tellOutbidBidders(network.context, trade.id)).toBe(1);
		expect(await tellOutbidBidders(network.context, trade.id)).toBe(0);
		const letters = (await network.mailsTo(one.person)).join('\n');
		expect(letters).toContain('There is a higher bid');
		expect(letters).not.toMatch(/11[,.]?000|110/);
		await over();
		const won = (await network.view(two.person, number)).own[0]!;
		expect(won.award).toMatchObject({ state: 'offered', amount: 11_000n, mayAnswer: true });
		expect((await network.view(one.person, number)).own[0]!.award).toBeNull();
		await expect(answerAward(network.context, one.person, { award: won.award!.id, accept: true, reason: '' })).rejects.toEqual(refused('not_found'));
		await answerAward(network.context, two.person, { award: won.award!.id, accept: true, reason: '' });
		await expect(answerAward(network.context, two.person, { award: won.award!.id, accept: false, reason: '' })).rejects.toEqual(refused('conflict'));
		expect((await network.view(two.person, number)).own[0]!.award!.dockingId).toMatch(/^[0-9a-f-]{36}$/);
		await expect(draftContract(network.context, one.person, { award: won.award!.id })).rejects.toEqual(refused('not_found'));
		const reference = await draftContract(network.context, two.person, { award: won.award!.id });
		expect(await draftContract(network.context, network.owner, { award: won.award!.id })).toBe(reference);
		await expect(recordContract(network.context, two.person, { number, award: won.award!.id, day: '2026-11-21' })).rejects.toEqual(refused('forbidden'));
		await recordContract(network.context, network.owner, { number, award: won.award!.id, day: '2026-11-21' });
		await completeTrade(network.context, network.officer, { number, expected: (await network.view(network.owner, number)).trade.version });
		expect((await sound(number)).trade.state).toBe('completed');
	});

	test('below the reserve the seller decides; who refuses or does not answer makes room for the next', async () => {
		const number = await running({ reserve: 50_000n });
		await network.bid(number, one, 10_000);
		await network.bid(number, two, 12_000);
		await over();
		const seen = await network.view(network.owner, number);
		expect(seen).toMatchObject({ phase: 'closed', may: { choose: true } });
		await expect(chooseBid(network.context, network.officer, { number, bid: seen.bids[0]!.id, expected: seen.trade.version })).rejects.toEqual(refused('forbidden'));
		await chooseBid(network.context, network.owner, { number, bid: seen.bids[0]!.id, expected: seen.trade.version });
		const award = (await network.view(two.person, number)).own[0]!.award!;
		await answerAward(network.context, two.person, { award: award.id, accept: false, reason: 'No budget left.' });
		const again = await network.view(network.owner, number);
		expect(again.phase).toBe('closed');
		await expect(chooseBid(network.context, network.owner, { number, bid: again.bids[0]!.id, expected: again.trade.version })).rejects.toEqual(refused('conflict'));
		await chooseBid(network.context, network.owner, { number, bid: again.bids[1]!.id, expected: again.trade.version });
		at(61 + 15 * 24 * 60);
		expect(await lapseAwards(network.context)).toBeGreaterThanOrEqual(1);
		const left = await network.view(network.owner, number);
		expect(left.phase).toBe('closed');
		await declineAll(network.context, network.owner, { number, expected: left.trade.version, reason: 'Nobody left.' });
		expect((await sound(number)).trade.state).toBe('unsold');
	});

	test('once somebody has bid the seller cannot take it back; an officer on neither side can', async () => {
		const number = await running();
		await network.bid(number, one, 10_000);
		for (const actor of [network.owner, network.officerAndOwner, network.thaiOfficer]) await expect(withdrawTrade(network.context, actor, { number, reason: 'x' })).rejects.toEqual(refused('forbidden'));
		await withdrawTrade(network.context, network.officer, { number, reason: 'The patent lapsed.' });
		// Everybody it concerns is told, the seller too, and not why.
		for (const each of [network.owner, network.secondOfficer, one.person, two.person]) {
			const letters = (await network.mailsTo(each)).filter((text) => text.includes(`Trade ${number} ends without a winner`));
			expect([letters.length, letters.join().includes('patent')]).toEqual([1, false]);
		}
		expect(await network.bid(number, two, 20_000)).toMatchObject({ accepted: false, reason: 'closed' });
		await sound(number);
	});
});

describe('sealed bids', () => {
	const sealed = () => running(otherMode('sealed', { price: 5_000n, reserve: 8_000n }), [one, two, three]);

	test('are nobody’s to read before two officers open them together, not even the operator’s; then the best wins', async () => {
		const number = await sealed();
		await network.bid(number, one, 9_000);
		await network.bid(number, one, 9_500);
		await network.bid(number, two, 9_600);
		await network.bid(number, three, 20_000);
		await takeBidBack(network.context, three.person, { number, organisationId: three.organisation, key: 'take-it-back' });
		const { db } = network.database;
		const read = async (actor: Parameters<typeof asActor>[1]) => (await asActor(db, actor, (tx) => tx.execute(sql`select b.amount from trade_bid b join trade t on t.id = b.trade_id where t.number = ${number}`))).rows.length;
		for (const actor of [network.owner, network.officer, network.secretariat, network.visitor, network.stranger, operator('curious')]) expect(await read(actor)).toBe(0);
		expect(await read(one.person)).toBe(2);
		expect((await network.replay(number)).log.every(({ amount }) => amount === null)).toBe(true);
		await expect(openSealedBids(network.context, network.officer, { number })).rejects.toEqual(refused('forbidden'));
		await over();
		await expect(network.bid(number, one, 30_000)).resolves.toMatchObject({ accepted: false, reason: 'closed' });
		await expect(takeBidBack(network.context, two.person, { number, organisationId: two.organisation, key: 'too-late-1' })).rejects.toEqual(refused('conflict'));
		for (const actor of [network.owner, network.officerAndOwner, network.thaiOfficer, one.person, operator('curious')]) await expect(openSealedBids(network.context, actor, { number })).rejects.toEqual(refused('forbidden'));
		expect(await openSealedBids(network.context, network.officer, { number })).toBe(1);
		expect(await openSealedBids(network.context, network.officer, { number })).toBe(1);
		// Together means within a quarter of an hour.
		at(61 + 16);
		expect(await openSealedBids(network.context, network.secondOfficer, { number })).toBe(1);
		expect(await read(network.officer)).toBe(0);
		at(61 + 20);
		expect(await openSealedBids(network.context, network.officer, { number })).toBe(0);
		expect(await read(network.owner)).toBe(5);
		const { trade, replayed } = await sound(number);
		expect(trade).toMatchObject({ state: 'awarded', leadingAmount: 9_600n });
		expect(replayed.awards).toMatchObject([{ bidder: 2, amount: 9_600n }]);
		expect(replayed.standing.map(({ bidder, amount }) => [bidder, amount])).toEqual([[2, 9_600n], [1, 9_500n]]);
	});

	test('that are equal: the earlier one wins; all below the reserve: the seller decides', async () => {
		const number = await sealed();
		await network.bid(number, two, 9_000);
		await network.bid(number, one, 9_000);
		await over();
		await openSealedBids(network.context, network.officer, { number });
		await openSealedBids(network.context, network.secretariat, { number });
		expect((await sound(number)).replayed.awards).toMatchObject([{ bidder: 2 }]);
		const low = await sealed();
		await network.bid(low, one, 6_000);
		await over();
		await openSealedBids(network.context, network.officer, { number: low });
		await openSealedBids(network.context, network.secondOfficer, { number: low });
		expect((await network.view(network.owner, low)).may.choose).toBe(true);
		await sound(low);
	});
});

describe('offers until a date, and a fixed price', () => {
	test('offers are between each bidder, the seller and the officers; the seller chooses', async () => {
		const number = await running(otherMode('offers', { price: null }));
		await placeBid(network.context, one.person, { number, organisationId: one.organisation, amount: 4_000n, key: crypto.randomUUID(), words: 'With 3 % royalty.', language: 'en' });
		await network.bid(number, two, 9_000);
		expect((await network.view(two.person, number)).bids).toEqual([]);
		expect((await network.view(network.owner, number)).bids.map(({ amount }) => amount)).toEqual([9_000n, 4_000n]);
		await over();
		const seen = await network.view(network.owner, number);
		await chooseBid(network.context, network.owner, { number, bid: seen.bids[1]!.id, expected: seen.trade.version });
		const { replayed } = await sound(number);
		expect(replayed.awards).toMatchObject([{ bidder: 1, amount: 0n }]);
		expect((await network.replay(number)).log.every(({ amount }) => amount === null)).toBe(true);
	});

	test('at a fixed price who comes first buys, as often as there are places, each once', async () => {
		const number = await running(otherMode('fixed', { places: 2 }), [one, two, three]);
		expect(await network.bid(number, one, 9_999)).toMatchObject({ accepted: false, reason: 'wrong_amount' });
		expect(await network.bid(number, one, 10_000)).toMatchObject({ accepted: true });
		expect(await network.bid(number, one, 10_000)).toMatchObject({ accepted: false, reason: 'bought' });
		const last = await Promise.all([network.bid(number, two, 10_000), network.bid(number, three, 10_000)]);
		expect(last.filter(({ accepted }) => accepted)).toHaveLength(1);
		const { trade, replayed } = await sound(number);
		expect(trade).toMatchObject({ state: 'awarded', taken: 2 });
		expect(replayed.awards).toHaveLength(2);
		expect((await network.view(network.owner, number)).awards.every(({ state, dockingId }) => state === 'accepted' && dockingId !== null)).toBe(true);
	});

	test('a signed agreement makes the award of its docking a contract, once, and no other; the rest of a fixed price stays for sale', async () => {
		const number = await running(otherMode('fixed', { places: 2 }), [one, two]);
		await network.bid(number, one, 10_000);
		const { trade, awards } = await network.view(network.owner, number);
		const { db } = network.database;
		const signed = (change: Partial<Parameters<typeof agreementSigned>[3]>) => asActor(db, one.person, (tx) => agreementSigned(network.context, tx, one.person, { reference: 'MA-2026-0001', tradeId: trade.id, dockingId: awards[0]!.dockingId, signedOn: '2026-11-20', ...change }));
		for (const other of [{ tradeId: null }, { dockingId: null }, { dockingId: crypto.randomUUID() }, { tradeId: crypto.randomUUID() }]) expect(await signed(other)).toBe(false);
		expect(await signed({})).toBe(true);
		expect(await signed({})).toBe(false);
		expect(await network.view(network.owner, number)).toMatchObject({ phase: 'running', awards: [{ state: 'contracted', contractedOn: '2026-11-20' }], may: { contract: true } });
		await expect(recordContract(network.context, network.owner, { number, award: awards[0]!.id, day: '2026-11-21' })).rejects.toEqual(refused('conflict'));
		// The log is public, and says nothing of the agreement.
		expect((await network.replay(number)).log.at(-1)).toMatchObject({ kind: 'contracted', bidder: 1, detail: {} });
		await network.bid(number, two, 10_000);
		expect((await sound(number)).trade.state).toBe('awarded');
		const second = (await network.view(network.owner, number)).awards.find(({ state }) => state === 'accepted')!;
		await expect(recordContract(network.context, two.person, { number, award: second.id, day: '2026-11-21' })).rejects.toEqual(refused('forbidden'));
		expect(await signed({ dockingId: second.dockingId })).toBe(true);
		expect((await sound(number)).trade.state).toBe('contracted');
	});
});
