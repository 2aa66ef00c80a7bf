import { money, toMoneyText } from '#lib/money/money.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DocumentKind } from '#lib/trading/vocabulary.ts';
import type { TradingContext } from '../context.ts';
import { changePlan, type PlanChange } from './change-plan.ts';
import { documentDigest, documentNumber, type DocumentContent } from './document.ts';
import { royaltyDue, royaltyPeriods } from './payment-plan.ts';
import { insertDocument, insertPayment, nextOrdinal, partiesOf, type PaymentRow } from './queries.ts';

const DUE_DAYS = 30;
const dayAfter = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** The seller says that a milestone is reached: its payment falls due. Errors: not_found, forbidden, conflict. */
export async function reachMilestone(context: TradingContext, actor: Actor, input: { id: string; payment: string }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'bill', action: 'reach' }, async (change) => {
		await change.goPayment(input.payment, 'reach', { dueOn: dayAfter(change.now, DUE_DAYS) });
	});
}

/** The seller issues the invoice of a payment. Answers the document's id. Errors: not_found, forbidden, conflict. */
export async function issueInvoice(context: TradingContext, actor: Actor, input: { id: string; payment: string; remarks: string }): Promise<string> {
	return changePlan(context, actor, { ...input, right: 'bill', action: 'invoice' }, async (change) => {
		const before = change.payments.find(({ id }) => id === input.payment);
		const payment = await change.goPayment(input.payment, 'invoice', { dueOn: before?.dueOn ?? dayAfter(change.now, DUE_DAYS) });
		return issue(change, actor, 'invoice', payment, input.remarks);
	});
}

/** The seller confirms that a payment came in, and issues the receipt; with the last one the plan is settled. Errors: not_found, forbidden, conflict. */
export async function confirmPayment(context: TradingContext, actor: Actor, input: { id: string; payment: string; paidOn: string; remarks: string }): Promise<string> {
	return changePlan(context, actor, { ...input, right: 'bill', action: 'confirm-payment' }, async (change) => {
		const payment = await change.goPayment(input.payment, 'confirm', { paidOn: input.paidOn });
		const id = await issue(change, actor, 'receipt', payment, input.remarks);
		await settle(change);
		return id;
	});
}

/** The seller lets the buyer off a payment, for a reason. Errors: not_found, forbidden, conflict. */
export async function waivePayment(context: TradingContext, actor: Actor, input: { id: string; payment: string; reason: string }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'bill', action: 'waive' }, async (change) => {
		await change.goPayment(input.payment, 'waive', { reason: input.reason });
		await settle(change);
	});
}

/** A plan in which nothing is open any more is settled; a royalty is open until its last period was reported and paid. */
async function settle(change: PlanChange): Promise<void> {
	for (const royalty of change.payments.filter(({ kind, state }) => kind === 'royalty' && state === 'planned'))
		if (nextPeriod(change.payments, royalty)) return;
	const open = change.payments.some(({ kind, state }) => kind !== 'royalty' && (state === 'planned' || state === 'due' || state === 'invoiced'));
	if (open) return;
	change.payments = change.payments.map((each) => (each.kind === 'royalty' ? { ...each, state: 'paid' } : each));
	await change.go('settle');
}

/** The first period of a royalty that was not reported; undefined where all were. */
export function nextPeriod(payments: readonly PaymentRow[], royalty: PaymentRow): { from: string; until: string; isLast: boolean } | undefined {
	if (!royalty.fromOn || !royalty.untilOn || !royalty.period) return undefined;
	const reported = new Set(payments.filter(({ royaltyId }) => royaltyId === royalty.id).map(({ fromOn }) => fromOn));
	const periods = royaltyPeriods({ fromOn: royalty.fromOn, untilOn: royalty.untilOn, period: royalty.period });
	const index = periods.findIndex(({ from }) => !reported.has(from));
	return index < 0 ? undefined : { ...periods[index]!, isLast: index === periods.length - 1 };
}

/**
 * The buyer reports what was sold in the next period of a royalty, which is over; what is owed is reckoned exactly and falls
 * due. Answers the amount in minor units. Errors: not_found, forbidden, conflict (no period to report, or it runs still).
 */
export async function reportSales(context: TradingContext, actor: Actor, input: { id: string; payment: string; base: bigint }): Promise<bigint> {
	return changePlan(context, actor, { ...input, right: 'report', action: 'report-sales' }, async (change) => {
		const royalty = change.payments.find(({ id, kind, state }) => id === input.payment && kind === 'royalty' && state === 'planned');
		if (!royalty?.rateBp) throw new ExpectedError('not_found', 'No such royalty.');
		const period = nextPeriod(change.payments, royalty);
		if (!period || period.until >= change.today) throw new ExpectedError('conflict', 'There is no period to report yet.');
		const { currency } = change.plan;
		const before = change.payments.filter(({ royaltyId }) => royaltyId === royalty.id).sort((a, b) => (a.fromOn! < b.fromOn! ? -1 : 1));
		const limit = (minor: bigint | null) => (minor === null ? null : money(minor, currency));
		const due = royaltyDue({ rateBp: royalty.rateBp, minimum: limit(royalty.minimum), cap: limit(royalty.cap) }, currency, before.map(({ baseAmount }) => baseAmount ?? 0n), input.base, period.isLast);
		await insertPayment(change.tx, {
			planId: change.plan.id,
			position: (change.payments.at(-1)?.position ?? 0) + 1,
			kind: 'royalty-period',
			title: royalty.title,
			condition: '',
			amount: due.minor,
			state: 'due',
			dueOn: dayAfter(change.now, DUE_DAYS),
			rateBp: royalty.rateBp,
			base: royalty.base,
			royaltyId: royalty.id,
			fromOn: period.from,
			untilOn: period.until,
			baseAmount: input.base,
			updatedAt: change.now,
		});
		await change.tell('seller', 'reported');
		return due.minor;
	});
}

async function issue(change: PlanChange, actor: Actor, kind: DocumentKind, payment: PaymentRow, remarks: string): Promise<string> {
	const { plan, tx, now } = change;
	if (!plan.sellerId || !plan.buyerId || payment.amount === null) throw new ExpectedError('conflict', 'One of the two sides has left the network.');
	const parties = await partiesOf(tx, [plan.sellerId, plan.buyerId]);
	const party = (id: string) => {
		const { names, country, place } = parties.find((each) => each.id === id)!;
		return { names, country, place };
	};
	const year = now.getUTCFullYear();
	const ordinal = await nextOrdinal(tx, plan.sellerId, kind, year);
	const amount = money(payment.amount, plan.currency);
	const content: DocumentContent = {
		kind,
		number: documentNumber(kind, year, ordinal),
		issuedOn: change.today,
		seller: party(plan.sellerId),
		buyer: party(plan.buyerId),
		plan: { number: plan.number, title: plan.title, language: plan.language },
		payment: { position: payment.position, title: payment.title, condition: payment.condition, dueOn: payment.dueOn, paidOn: payment.paidOn },
		royalty: payment.kind === 'royalty-period' && payment.rateBp ? { base: payment.base, baseAmount: toMoneyText(money(payment.baseAmount ?? 0n, plan.currency)), rateBp: payment.rateBp, from: payment.fromOn!, until: payment.untilOn! } : null,
		amount: toMoneyText(amount),
		remarks,
	};
	const id = crypto.randomUUID();
	await insertDocument(tx, { id, planId: plan.id, paymentId: payment.id, kind, sellerId: plan.sellerId, year, ordinal, amount: amount.minor, currency: plan.currency, content, digest: documentDigest(content), issuedBy: isSignedIn(actor) ? actor.userId : null, issuedAt: now });
	return id;
}
