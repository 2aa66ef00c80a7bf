import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AWARD_STATES, PAYMENT_KINDS, PAYMENT_STATES, PLAN_STATES, TRADE_MODES, TRADE_STATES } from '#lib/trading/vocabulary.ts';
import { judgeBid, leastBid, ranked, type AuctionRules, type Standing } from '#lib/server/trading/auction.ts';
import { royalty } from '#lib/money/royalty.ts';
import { money } from '#lib/money/money.ts';
import { documentDigest, type DocumentContent } from '#lib/server/trading/payments/document.ts';
import { parseTrade } from '#lib/server/trading/input.ts';
import { parsePayment } from '#lib/server/trading/payments/input.ts';
import { nextPaymentState, nextPlanState, PLAN_STEPS, royaltyDue, royaltyPeriods, type PaymentStep, type PlanStep } from '#lib/server/trading/payments/payment-plan.ts';
import { reminderFor } from '#lib/server/trading/payments/remind-of-payments.ts';
import { replay, writtenRules, type LogLine } from '#lib/server/trading/replay.ts';
import { nextAwardState, nextTradeState, TRADE_STEPS, type TradeFacts, type TradeStep } from '#lib/server/trading/trade.ts';
import { turnoverOf } from '#lib/server/trading/turnover/turnover.ts';

const facts = (change: Partial<TradeFacts> = {}): TradeFacts => ({ mode: 'ascending', bids: 2, reserveMet: true, awards: 0, approvals: 2, allContracted: true, ...change });

describe('states follow one another in one place', () => {
	const TRADE: Record<TradeStep, string> = {
		announce: 'draft>announced',
		discard: 'draft>withdrawn',
		withdraw: 'announced>withdrawn closed>withdrawn opened>withdrawn',
		close: 'announced>awarded',
		'open-bids': '',
		award: 'closed>awarded opened>awarded',
		'decline-all': 'closed>unsold opened>unsold',
		'refuse-award': 'awarded>closed',
		contract: 'awarded>contracted',
		complete: 'contracted>completed',
	};
	test.each(Object.keys(TRADE_STEPS) as TradeStep[])('of a trade: %s', (step) => {
		const found = TRADE_STATES.flatMap((state) => nextTradeState(state, step, facts()) ? [`${state}>${nextTradeState(state, step, facts())}`] : []);
		expect(found.sort()).toEqual(TRADE[step].split(' ').filter(Boolean).sort());
	});

	test('of a trade by its mode, its bids and its reserve', () => {
		expect(TRADE_MODES.map((mode) => nextTradeState('announced', 'close', facts({ mode })))).toEqual(['unsold', 'closed', 'awarded', 'closed']);
		expect(TRADE_MODES.map((mode) => nextTradeState('announced', 'close', facts({ mode, bids: 0 })))).toEqual(['unsold', 'unsold', 'unsold', 'unsold']);
		expect(nextTradeState('announced', 'close', facts({ reserveMet: false }))).toBe('closed');
		const fixed = (step: TradeStep, change: Partial<TradeFacts>) => TRADE_STATES.flatMap((state) => nextTradeState(state, step, facts({ mode: 'fixed', ...change })) ?? []).join(' ');
		expect([fixed('close', { awards: 1, allContracted: false }), fixed('close', { awards: 1 })]).toEqual(['awarded', 'contracted']);
		// At a fixed price the first buyer signs while others may buy still.
		expect(fixed('contract', {})).toBe('announced contracted withdrawn');
		const sealed = (change: Partial<TradeFacts>) => nextTradeState('closed', 'open-bids', facts({ mode: 'sealed', ...change }));
		expect([sealed({}), sealed({ approvals: 1 }), sealed({ reserveMet: false })]).toEqual(['awarded', undefined, 'opened']);
		// Nobody is given a sealed trade before its bids are opened.
		expect(nextTradeState('closed', 'award', facts({ mode: 'sealed' }))).toBeUndefined();
		expect(nextTradeState('closed', 'decline-all', facts({ mode: 'sealed' }))).toBeUndefined();
		expect(nextTradeState('awarded', 'contract', facts({ allContracted: false }))).toBe('awarded');
	});

	test('of an award, a plan and a payment', () => {
		const awards = AWARD_STATES.flatMap((state) => (['accept', 'refuse', 'lapse', 'contract'] as const).flatMap((step) => (nextAwardState(state, step) ? [`${state} ${step} ${nextAwardState(state, step)}`] : [])));
		expect(awards).toEqual(['offered accept accepted', 'offered refuse refused', 'offered lapse refused', 'accepted contract contracted']);
		const plan = (step: PlanStep, open = 0) => PLAN_STATES.flatMap((state) => nextPlanState(state, step, { payments: 1, open }) ?? []).join(' ');
		expect((Object.keys(PLAN_STEPS) as PlanStep[]).map((step) => plan(step))).toEqual(['proposed', 'draft draft', 'agreed', 'settled', 'cancelled cancelled cancelled']);
		expect(plan('settle', 1)).toBe('');
		expect(nextPlanState('draft', 'propose', { payments: 0, open: 0 })).toBeUndefined();
		const payment = (kind: (typeof PAYMENT_KINDS)[number], step: PaymentStep) => PAYMENT_STATES.map((state) => nextPaymentState(state, step, { kind }) ?? '-').join(' ');
		expect(payment('lump', 'fall-due')).toBe('due - - - -');
		expect(payment('milestone', 'fall-due')).toBe('- - - - -');
		expect(payment('milestone', 'reach')).toBe('due - - - -');
		expect(payment('lump', 'invoice')).toBe('invoiced invoiced - - -');
		expect(payment('lump', 'confirm')).toBe('- paid paid - -');
		expect(payment('lump', 'waive')).toBe('waived waived waived - -');
		expect((['fall-due', 'reach', 'invoice', 'confirm'] as const).map((step) => payment('royalty', step)).every((all) => all === '- - - - -')).toBe(true);
	});
});

const rules: AuctionRules = { mode: 'ascending', price: 100n, increment: 10n, places: 1, opens: 1000, closes: 10_000, softMicros: 500, latestEnd: 12_000 };

/** An auction as it would be run, by the same judge: a log that a database could hold. */
function played(bids: { bidder: number; amount: bigint; wait: number }[]): LogLine[] {
	const log: LogLine[] = [];
	const add = (line: Omit<LogLine, 'number'>) => log.push({ ...line, number: log.length + 1 });
	add({ moment: 1, kind: 'announced', bidder: null, amount: null, detail: { rules: writtenRules(rules) } });
	for (const bidder of [1, 2, 3]) add({ moment: 10 + bidder, kind: 'admitted', bidder, amount: null, detail: {} });
	const standing: Standing = { ends: rules.closes, closed: false, leading: null, taken: 0, admitted: true, bought: false };
	let moment = 900;
	for (const { bidder, amount, wait } of bids) {
		moment += wait;
		const judged = judgeBid(rules, { ...standing, admitted: bidder <= 3 }, { bidder, amount, moment });
		add({ moment, kind: judged.accepted ? 'bid' : 'bid-refused', bidder, amount, detail: judged.accepted ? {} : { reason: judged.reason } });
		if (!judged.accepted) continue;
		standing.ends = judged.ends;
		standing.leading = { bidder, amount };
	}
	const end = Math.max(moment + 1, standing.ends);
	add({ moment: end, kind: 'closed', bidder: null, amount: null, detail: {} });
	if (standing.leading) add({ moment: end + 1, kind: 'awarded', bidder: standing.leading.bidder, amount: standing.leading.amount, detail: { bid: 0 } });
	return log;
}

const someBids = fc.array(fc.record({ bidder: fc.integer({ min: 1, max: 4 }), amount: fc.bigInt({ min: 0n, max: 400n }), wait: fc.integer({ min: 1, max: 900 }) }), { maxLength: 40 });

describe('a log played anew', () => {
	test('agrees with every auction that was run by the rules, and gives the same winner', () => {
		fc.assert(
			fc.property(someBids, (bids) => {
				const log = played(bids);
				const result = replay(log);
				expect(result.faults).toEqual([]);
				const accepted = log.filter(({ kind }) => kind === 'bid');
				expect(result.leading?.amount ?? null).toBe(accepted.at(-1)?.amount ?? null);
				expect(result.bids + result.refusals).toBe(bids.length);
				expect(result.ends).toBeLessThanOrEqual(rules.latestEnd);
				for (const { moment } of accepted) expect(moment >= rules.opens && moment < result.ends).toBe(true);
				expect(replay(log)).toEqual(result);
			}),
			{ numRuns: 200 },
		);
	});

	test('shows any award to another, any amount changed below the least, any bid put in after the close', () => {
		fc.assert(
			fc.property(someBids, (bids) => {
				const log = played(bids);
				const award = log.findIndex(({ kind }) => kind === 'awarded');
				fc.pre(award > 0);
				const winner = log[award]!.bidder!;
				expect(replay(log.with(award, { ...log[award]!, bidder: (winner % 3) + 1 })).faults.length).toBeGreaterThan(0);
				const first = log.findIndex(({ kind }) => kind === 'bid');
				expect(replay(log.with(first, { ...log[first]!, amount: 99n })).faults.length).toBeGreaterThan(0);
				const late = { number: log.length + 1, moment: log.at(-1)!.moment + 1, kind: 'bid' as const, bidder: 1, amount: 10_000n, detail: {} };
				expect(replay([...log, late]).faults).toContainEqual({ number: late.number, why: 'taken against the rules: closed' });
			}),
			{ numRuns: 100 },
		);
	});

	test('the least bid is the first price, then a step above the leading one; of two equal ones the earlier is better', () => {
		expect(leastBid(rules, null)).toBe(100n);
		expect(leastBid(rules, { amount: 250n })).toBe(260n);
		expect(leastBid({ ...rules, mode: 'sealed' }, { amount: 250n })).toBe(100n);
		expect(ranked([{ bidder: 1, amount: 5n, moment: 9, event: 2 }, { bidder: 2, amount: 5n, moment: 8, event: 1 }, { bidder: 3, amount: 6n, moment: 10, event: 3 }]).map(({ bidder }) => bidder)).toEqual([3, 2, 1]);
	});
});

describe('royalties', () => {
	test('of all periods add up to the royalty of the whole, minimum and cap included, whatever was sold', () => {
		fc.assert(
			fc.property(fc.array(fc.bigInt({ min: -5_000n, max: 1_000_000n }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 10_000 }), fc.option(fc.bigInt({ min: 0n, max: 50_000n })), fc.bigInt({ min: 0n, max: 100_000n }), (bases, rateBp, minimum, above) => {
				const cap = money((minimum ?? 0n) + above, 'USD');
				const terms = { rateBp, minimum: minimum === null ? null : money(minimum, 'USD'), cap };
				const due = bases.map((base, index) => royaltyDue(terms, 'USD', bases.slice(0, index), base, index === bases.length - 1).minor);
				expect(due.reduce((sum, each) => sum + each, 0n)).toBe(royalty(money(bases.reduce((sum, each) => sum + each, 0n), 'USD'), terms).minor);
			}),
		);
	});

	test('fall into periods without a gap, the last of them short; ends of months are kept', () => {
		expect(royaltyPeriods({ fromOn: '2027-01-31', untilOn: '2027-12-15', period: 'quarter' })).toEqual([
			{ from: '2027-01-31', until: '2027-04-29' },
			{ from: '2027-04-30', until: '2027-07-30' },
			{ from: '2027-07-31', until: '2027-10-30' },
			{ from: '2027-10-31', until: '2027-12-15' },
		]);
		expect(royaltyPeriods({ fromOn: '2028-02-29', untilOn: '2030-02-27', period: 'year' })).toEqual([{ from: '2028-02-29', until: '2029-02-27' }, { from: '2029-02-28', until: '2030-02-27' }]);
	});

	test('rates are read as people type them, to the basis point and no finer', () => {
		const read = (fields: Record<string, string>) => {
			const form = new FormData();
			for (const [name, value] of Object.entries({ kind: 'royalty', title: 'Royalty', base: 'Net sales', rate: '3.5', period: 'year', fromOn: '2027-01-01', untilOn: '2029-12-31', ...fields })) form.set(name, value);
			const { payment, errors } = parsePayment(form, 'USD');
			return errors.length > 0 ? errors : payment;
		};
		expect(['3.5', '3,25 %', '100', '0.01'].map((rate) => read({ rate }))).toMatchObject([{ rateBp: 350 }, { rateBp: 325 }, { rateBp: 10_000 }, { rateBp: 1 }]);
		for (const rate of ['0', '100.01', '3.125', 'x', '']) expect(read({ rate })).toEqual([{ field: 'rate', code: 'rate' }]);
		expect(read({ untilOn: '2058-01-01' })).toEqual([{ field: 'untilOn', code: 'years', limit: 30 }]);
		expect(read({ minimum: '500', cap: '499.99' })).toEqual([{ field: 'cap', code: 'order' }]);
		expect(read({ kind: 'lump', amount: '0', dueOn: '2027-02-30' })).toEqual([{ field: 'amount', code: 'money' }, { field: 'dueOn', code: 'day' }]);
	});

	test('the rules of a trade are read for its mode alone, each fault once and at its field', () => {
		const read = (fields: Record<string, string>) => {
			const form = new FormData();
			for (const [name, value] of Object.entries({ mode: 'ascending', subject: 'licence', currency: 'USD', price: '10,000', increment: '500', opens: '2027-01-01T08:00', closes: '2027-01-08T08:00', softMinutes: '5', latestHours: '12', answerDays: '14', ...fields })) form.set(name, value);
			return parseTrade(form, Date.UTC(2026, 10, 21) * 1000);
		};
		const hour = 3_600_000_000;
		expect(read({})).toMatchObject({ errors: [], trade: { mode: 'ascending', price: 1_000_000n, increment: 50_000n, reserve: null, softSeconds: 300, places: 1, opens: Date.UTC(2027, 0, 1, 8) * 1000 } });
		expect(read({}).trade.latestEnd - read({}).trade.closes).toBe(12 * hour);
		expect(read({ mode: 'offers', price: '', increment: 'x', softMinutes: 'x' })).toMatchObject({ errors: [], trade: { price: null, increment: null, softSeconds: 0 } });
		expect(read({ subject: '', price: '', increment: '0', reserve: '9,999' }).errors.map(({ field, code }) => `${field} ${code}`)).toEqual(['subject required', 'price required', 'increment money']);
		expect(read({ reserve: '9,999' }).errors).toEqual([{ field: 'reserve', code: 'reserve' }]);
		expect(read({ softMinutes: '61', answerDays: '0' }).errors).toEqual([{ field: 'softMinutes', code: 'number', limit: 60 }, { field: 'answerDays', code: 'number_from_1', limit: 90 }]);
		expect(read({ opens: '2027-02-30T08:00', closes: '' }).errors).toEqual([{ field: 'opens', code: 'moment' }, { field: 'closes', code: 'moment' }]);
		expect(read({ closes: '2027-01-01T08:00' }).errors).toEqual([{ field: 'closes', code: 'order' }]);
		expect(read({ opens: '2026-10-01T08:00', closes: '2026-11-01T08:00' }).errors).toEqual([{ field: 'closes', code: 'past' }]);
	});
});

test('a payment is spoken of two weeks before, on its day, a week and a month later, and then each month: each once', () => {
	const said: string[] = [];
	let last: string | null = null;
	for (let day = -20; day <= 95; day++) {
		const today = new Date(Date.UTC(2027, 2, 1 + day)).toISOString().slice(0, 10);
		const news = reminderFor('2027-03-01', today, last);
		if (!news) continue;
		said.push(`${day} ${news}`);
		last = today;
	}
	expect(said).toEqual(['-14 due-soon', '0 due', '7 overdue', '30 overdue', '60 overdue', '90 overdue']);
	// A server that slept over the day says it once when it wakes.
	expect(reminderFor('2027-03-01', '2027-03-04', '2027-02-15')).toBe('due');
	expect(reminderFor('2027-03-01', '2027-03-05', '2027-03-04')).toBeNull();
});

test('a document’s check sum does not depend on the order in which a database keeps its fields, and on everything in it', () => {
	const content: DocumentContent = { kind: 'invoice', number: 'INV-2027-0001', issuedOn: '2027-01-01', seller: { names: [], country: 'LA', place: null }, buyer: { names: [], country: 'VN', place: null }, plan: { number: 1001, title: 'x', language: 'en' }, payment: { position: 1, title: 'y', condition: '', dueOn: null, paidOn: null }, royalty: null, amount: { minor: '100', currency: 'USD' }, remarks: '' };
	const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown as DocumentContent;
	expect(documentDigest(turned)).toEqual(documentDigest(content));
	expect(documentDigest({ ...content, amount: { minor: '101', currency: 'USD' } })).not.toEqual(documentDigest(content));
});

test('turnover keeps small groups back, and what would tell them by subtraction', () => {
	const deal = (year: number, deals: number, agreed: bigint) => ({ year, mode: 'fixed' as const, subject: 'licence' as const, area: 'water', sellerCountry: 'CN', buyerCountry: 'LA', currency: 'USD', deals, agreed });
	const rows = [deal(2024, 1, 70n), deal(2025, 4, 400n), deal(2026, 5, 500n)];
	expect(turnoverOf(rows, [], 'year', 3).groups.map(({ key, agreed }) => [key, agreed])).toEqual([['2026', 500n], ['2025', null], ['2024', null]]);
	expect(turnoverOf(rows, [], 'year', 1).groups.map(({ agreed }) => agreed)).toEqual([500n, 400n, 70n]);
	expect(turnoverOf(rows, [], 'pair', 3)).toMatchObject({ deals: 10, groups: [{ key: 'CN-LA', deals: 10, agreed: 970n }], totals: [{ currency: 'USD', agreed: 970n }] });
	expect(turnoverOf([deal(2024, 1, 70n)], [{ year: 2024, kind: 'lump', sellerCountry: 'CN', buyerCountry: 'LA', currency: 'USD', plans: 1, paid: 70n }], 'year', 3).totals).toEqual([{ currency: 'USD', deals: 1, agreed: null, paid: null }]);
});
