import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { confirmPayment, issueInvoice, reachMilestone, reportSales, waivePayment } from '#lib/server/trading/payments/bill.ts';
import type { PaymentInput } from '#lib/server/trading/payments/input.ts';
import { remindOfPayments } from '#lib/server/trading/payments/remind-of-payments.ts';
import { ownPlans, viewDocument, viewPlan } from '#lib/server/trading/payments/view-plan.ts';
import { addPayment, agreeToPlan, beginPlan, cancelPlan, proposePlan, removePayment } from '#lib/server/trading/payments/write-plan.ts';
import { readTurnover } from '#lib/server/trading/turnover/turnover.ts';
import { createTradingNetwork, minutes, otherMode, START, type Bidder, type Person, type TradingNetwork } from './trading-network.ts';

let network: TradingNetwork;
let buyer: Bidder;
let stranger: Bidder;
beforeAll(async () => {
	network = await createTradingNetwork();
	[buyer, stranger] = (await Promise.all(['buying-company', 'other-company'].map((name) => network.bidder(name)))) as [Bidder, Bidder];
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const onDay = (iso: string) => (network.time.now = Date.parse(`${iso}T08:00:00Z`) * 1000);
const view = (actor: Actor, id: string) => viewPlan(network.database.db, actor, id, new Date(network.time.now / 1000).toISOString().slice(0, 10));
const versionOf = async (id: string) => (await view(network.owner, id)).plan.version;
const lump: PaymentInput = { kind: 'lump', title: 'First payment', condition: '', amount: 600_000n, dueOn: '2027-01-15' };
const milestone: PaymentInput = { kind: 'milestone', title: 'Pilot runs', condition: '40 ha irrigated', amount: 400_000n, dueOn: null };
const royaltyLine: PaymentInput = { kind: 'royalty', title: 'Royalty', condition: '', rateBp: 350, base: 'Net sales', minimum: 50_000n, cap: null, period: 'half', fromOn: '2027-01-01', untilOn: '2027-12-31' };

/** The award of a sale at a fixed price, which the buyer has. */
async function sale(by: Bidder): Promise<string> {
	network.time.now = START + minutes(1);
	const number = await network.announced(otherMode('fixed', { price: 1_000_000n }), [by]);
	await network.bid(number, by, 1_000_000);
	return (await network.view(network.owner, number)).awards[0]!.id;
}

async function agreedPlan(payments: readonly PaymentInput[]): Promise<string> {
	const id = await beginPlan(network.context, network.owner, { award: await sale(buyer) });
	for (const payment of payments) await addPayment(network.context, network.owner, { id, expected: await versionOf(id), payment });
	await proposePlan(network.context, network.owner, { id, expected: await versionOf(id) });
	await agreeToPlan(network.context, buyer.person, { id, expected: await versionOf(id) });
	return id;
}

describe('a payment plan', () => {
	test('is proposed by one side and agreed by the other; a change is proposed anew; nobody else sees it', async () => {
		const award = await sale(buyer);
		await expect(beginPlan(network.context, stranger.person, { award })).rejects.toEqual(refused('not_found'));
		const id = await beginPlan(network.context, buyer.person, { award });
		expect(await beginPlan(network.context, network.owner, { award })).toBe(id);
		await expect(proposePlan(network.context, buyer.person, { id, expected: 1 })).rejects.toEqual(refused('conflict'));
		await addPayment(network.context, buyer.person, { id, expected: 1, payment: lump });
		await expect(addPayment(network.context, network.owner, { id, expected: 1, payment: lump })).rejects.toEqual(refused('conflict'));
		for (const actor of [stranger.person, network.thaiOfficer, network.secretariat, network.authority, network.visitor]) {
			await expect(view(actor, id)).rejects.toEqual(refused('not_found'));
			expect((await asActor(network.database.db, actor, (tx) => tx.execute(sql`select (select count(*) from payment) + (select count(*) from payment_plan) as seen`))).rows).toEqual([{ seen: 0 }]);
		}
		expect((await view(network.officer, id)).side).toBe('officers');
		await expect(addPayment(network.context, network.reader, { id, expected: 2, payment: lump })).rejects.toEqual(refused('forbidden'));
		await expect(addPayment(network.context, network.officer, { id, expected: 2, payment: lump })).rejects.toEqual(refused('forbidden'));
		await proposePlan(network.context, buyer.person, { id, expected: 2 });
		await expect(agreeToPlan(network.context, buyer.person, { id, expected: 3 })).rejects.toEqual(refused('forbidden'));
		await addPayment(network.context, network.owner, { id, expected: 3, payment: milestone });
		await expect(agreeToPlan(network.context, buyer.person, { id, expected: 4 })).rejects.toEqual(refused('forbidden'));
		await removePayment(network.context, network.owner, { id, expected: 4, payment: (await view(network.owner, id)).payments[1]!.id });
		await proposePlan(network.context, network.owner, { id, expected: 5 });
		await expect(agreeToPlan(network.context, network.owner, { id, expected: 6 })).rejects.toEqual(refused('forbidden'));
		await agreeToPlan(network.context, buyer.person, { id, expected: 6 });
		await expect(addPayment(network.context, network.owner, { id, expected: 7, payment: lump })).rejects.toEqual(refused('forbidden'));
		await cancelPlan(network.context, buyer.person, { id, expected: 7 });
		const letters = await network.mailsTo(network.owner);
		expect(letters.some((text) => text.includes('proposes a payment plan'))).toBe(true);
		expect(letters.join()).not.toMatch(/First payment|6,000|600000/);
		expect(letters.every((text) => !text.includes('Payment plan') || text.includes('Mitra moves no money'))).toBe(true);
	});

	test('runs to its end: milestone, invoice, receipt, royalty by periods, all settled; documents stay as they are', async () => {
		const id = await agreedPlan([lump, milestone, royaltyLine]);
		const [first, second, royalty] = (await view(network.owner, id)).payments.map(({ id: payment }) => ({ id: payment })) as [{ id: string }, { id: string }, { id: string }];
		await expect(issueInvoice(network.context, buyer.person, { id, payment: first.id, remarks: '' })).rejects.toEqual(refused('forbidden'));
		const invoice = await issueInvoice(network.context, network.owner, { id, payment: first.id, remarks: 'Bank of Laos, account 1' });
		await expect(issueInvoice(network.context, network.owner, { id, payment: first.id, remarks: '' })).rejects.toEqual(refused('conflict'));
		await expect(confirmPayment(network.context, buyer.person, { id, payment: first.id, paidOn: '2026-11-21', remarks: '' })).rejects.toEqual(refused('forbidden'));
		await confirmPayment(network.context, network.owner, { id, payment: first.id, paidOn: '2026-11-21', remarks: '' });
		await reachMilestone(network.context, network.editor, { id, payment: second.id });
		await waivePayment(network.context, network.owner, { id, payment: second.id, reason: 'Settled by the pilot field.' });
		const seen = await viewDocument(network.database.db, buyer.person, invoice);
		expect(seen).toMatchObject({ genuine: true, content: { number: 'INV-2026-0001', amount: { minor: '600000', currency: 'USD' }, remarks: 'Bank of Laos, account 1' } });
		await expect(viewDocument(network.database.db, stranger.person, invoice)).rejects.toEqual(refused('not_found'));
		await expect(network.database.db.execute(sql`select 1 from payment_document`).then(({ rows }) => rows.length)).resolves.toBe(0);
		await expect(asActor(network.database.db, network.owner, (tx) => tx.execute(sql`update payment_document set amount = 1`))).rejects.toThrow();
		await expect(reportSales(network.context, buyer.person, { id, payment: royalty.id, base: 1_000_000n })).rejects.toEqual(refused('conflict'));
		onDay('2027-07-02');
		await expect(reportSales(network.context, network.owner, { id, payment: royalty.id, base: 1_000_000n })).rejects.toEqual(refused('forbidden'));
		expect(await reportSales(network.context, buyer.person, { id, payment: royalty.id, base: 1_000_001n })).toBe(35_000n);
		onDay('2028-01-05');
		// The minimum of the whole term falls due with its last period.
		expect(await reportSales(network.context, buyer.person, { id, payment: royalty.id, base: 10_000n })).toBe(15_000n);
		await expect(reportSales(network.context, buyer.person, { id, payment: royalty.id, base: 1n })).rejects.toEqual(refused('conflict'));
		for (const payment of (await view(network.owner, id)).payments.filter(({ kind }) => kind === 'royalty-period')) {
			await issueInvoice(network.context, network.owner, { id, payment: payment.id, remarks: '' });
			await confirmPayment(network.context, network.owner, { id, payment: payment.id, paidOn: '2028-01-05', remarks: '' });
		}
		const end = await view(buyer.person, id);
		expect(end).toMatchObject({ plan: { state: 'settled' }, paid: 650_000n, open: 0n });
		expect(end.documents.map(({ number }) => number).sort()).toEqual(['INV-2026-0001', 'INV-2028-0001', 'INV-2028-0002', 'REC-2026-0001', 'REC-2028-0001', 'REC-2028-0002']);
	});

	test('reminds the buyer before the day, on it and after it, each once, and says nothing of the sum', async () => {
		const id = await agreedPlan([lump, milestone, royaltyLine]);
		const before = (await network.mailsTo(buyer.person)).length;
		const news: string[] = [];
		for (const day of ['2027-01-02', '2027-01-03', '2027-01-15', '2027-01-16', '2027-01-22', '2027-01-23', '2027-07-01']) {
			onDay(day);
			const letters = await network.mailsTo(buyer.person);
			await remindOfPayments(network.context);
			const after = await network.mailsTo(buyer.person);
			if (after.length > letters.length) news.push(`${day} ${after.length - letters.length}`);
		}
		expect(news).toEqual(['2027-01-02 1', '2027-01-15 1', '2027-01-22 1', '2027-07-01 2']);
		expect((await view(network.owner, id)).payments[0]).toMatchObject({ state: 'due', overdue: true });
		for (const actor of [network.owner, buyer.person]) expect((await ownPlans(network.database.db, actor as Person)).find((plan) => plan.id === id)).toMatchObject({ open: 1, nextDue: '2027-01-15' });
		expect(await ownPlans(network.database.db, stranger.person)).toEqual([]);
		const letters = (await network.mailsTo(buyer.person)).slice(0, -before || undefined).join('\n');
		expect(letters).not.toMatch(/6,?000|First payment|Drip irrigation/);
		expect((await network.mailsTo(network.owner)).some((text) => text.includes('overdue'))).toBe(true);
	});
});

test('turnover counts itself from awards and confirmed payments; small groups are for officers and the authority', async () => {
	const full = await readTurnover(network.database.db, network.authority, 'pair');
	expect(full).toMatchObject({ full: true, deals: 3, groups: [{ key: 'LA-VN', currency: 'USD', deals: 3, agreed: 3_000_000n }] });
	expect(full.totals[0]!.paid).toBe(650_000n);
	const anybody = await readTurnover(network.database.db, network.visitor, 'pair');
	expect(anybody).toMatchObject({ full: false, groups: [{ agreed: 3_000_000n }] });
	// One plan alone was paid from: what came of it is not for everybody.
	expect(anybody.totals[0]!.paid).toBeNull();
	expect((await readTurnover(network.database.db, buyer.person, 'year')).full).toBe(false);
});
