import { and, asc, eq, inArray } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { changeOf } from '#lib/server/trading/change-trade.ts';
import { closeTrade } from '#lib/server/trading/close-trade.ts';
import { MICROS, type TradingContext } from '#lib/server/trading/context.ts';
import type { TradeInput } from '#lib/server/trading/input.ts';
import { confirmPayment, issueInvoice, reachMilestone } from '#lib/server/trading/payments/bill.ts';
import { paymentsOf } from '#lib/server/trading/payments/queries.ts';
import { addPayment, agreeToPlan, beginPlan, proposePlan } from '#lib/server/trading/payments/write-plan.ts';
import { placeBid } from '#lib/server/trading/place-bid.ts';
import { announceTrade, beginTrade } from '#lib/server/trading/put-up.ts';
import { awardsOf, tradeByNumber, updateAward, updateTrade } from '#lib/server/trading/queries.ts';
import { askToBid } from '#lib/server/trading/take-part.ts';

const HOUR = 3600 * MICROS;
const DAY = 24 * HOUR;

interface Offer {
	reference: number;
	organisationId: string;
	seller: Actor;
}

type SampleRules = Partial<TradeInput> & Pick<TradeInput, 'mode' | 'subject'>;

/**
 * A handful of trades, one in each state that a page shows: a running auction, licences at a fixed price, offers to come, sealed
 * bids that wait for two officers, and one under contract with a payment plan. Made by the use cases themselves, at past times.
 */
export async function insertSampleTrades(tx: Transaction, now: Date): Promise<void> {
	const sample = new SampleTrades(tx, now);
	const offers = await sample.offers();
	if (offers.length < 5) return;
	const [first, second, third, fourth, fifth] = offers as [Offer, Offer, Offer, Offer, Offer];
	const auction = await sample.announce(first, { mode: 'ascending', subject: 'exclusive-licence', currency: 'USD', price: 4_000_000n, increment: 100_000n, reserve: 4_500_000n }, -2, 5);
	await sample.bids(auction, first, [4_000_000n, 4_200_000n, 4_600_000n, 4_750_000n], -40 * HOUR);
	await sample.announce(second, { mode: 'fixed', subject: 'licence', currency: 'CNY', price: 12_000_000n, places: 5 }, -1, 30);
	await sample.announce(third, { mode: 'offers', subject: 'assignment', currency: 'USD' }, 3, 24);
	const sealed = await sample.announce(fourth, { mode: 'sealed', subject: 'assignment', currency: 'USD', price: 2_000_000n, reserve: 3_000_000n }, -12, -1);
	await sample.bids(sealed, fourth, [2_500_000n, 3_400_000n], -5 * DAY);
	await sample.close(sealed);
	const sold = await sample.announce(fifth, { mode: 'ascending', subject: 'exclusive-licence', currency: 'CNY', price: 30_000_000n, increment: 1_000_000n }, -60, -45);
	await sample.bids(sold, fifth, [30_000_000n, 32_000_000n, 36_000_000n], -50 * DAY);
	await sample.close(sold, -45 * DAY);
	await sample.contract(sold, fifth);
}

class SampleTrades {
	private readonly tx: Transaction;
	private readonly now: number;
	private readonly people = new Map<string, Actor>();
	/** Microseconds: the time at which the next step of a sample happened. */
	private at = 0;
	private readonly context: TradingContext;

	constructor(tx: Transaction, now: Date) {
		this.tx = tx;
		this.now = now.getTime() * 1000;
		const jobs = { enqueue: async () => null, stop: async () => undefined };
		// The use cases run within the transaction that loads all samples.
		this.context = { db: tx as unknown as Database, clock: () => new Date(Math.floor(this.at / 1000)), jobs, baseUrl: '', auctionClock: () => this.at, quiet: true };
	}

	/** One published offer of each organisation that somebody with a sample account owns. */
	async offers(): Promise<Offer[]> {
		const owners = await this.tx.select({ userId: user.id, organisationId: membership.organisationId }).from(membership).innerJoin(user, eq(user.id, membership.userId)).where(and(eq(membership.role, 'owner'), eq(user.isSample, true))).orderBy(asc(user.email));
		for (const { userId, organisationId } of owners) if (organisationId) this.people.set(organisationId, await actorOfUser(this.tx, userId));
		const rows = await this.tx
			.select({ reference: listing.reference, organisationId: listing.organisationId })
			.from(listing)
			.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
			.where(and(eq(listing.kind, 'offer'), eq(listing.state, 'published'), eq(listingVersion.display, 'open'), inArray(listing.organisationId, [...this.people.keys()])))
			.orderBy(asc(listing.reference));
		const taken = new Map<string, number>();
		return rows.flatMap(({ reference, organisationId }) => {
			const count = (taken.get(organisationId) ?? 0) + 1;
			taken.set(organisationId, count);
			return count > 2 ? [] : [{ reference, organisationId, seller: this.people.get(organisationId)! }];
		});
	}

	async announce({ reference, seller }: Offer, rules: SampleRules, opensIn: number, closesIn: number): Promise<number> {
		const [opens, closes] = [this.now + opensIn * DAY, this.now + closesIn * DAY];
		this.at = Math.min(opens, this.now) - 12 * HOUR;
		const trade: TradeInput = { terms: '', currency: 'USD', price: null, increment: null, reserve: null, places: 1, opens, closes, softSeconds: rules.mode === 'ascending' ? 300 : 0, latestEnd: rules.mode === 'ascending' ? closes + 12 * HOUR : closes, admission: 'rules', kinds: [], countries: [], answerDays: 14, ...rules };
		const number = await beginTrade(this.context, seller, { reference, trade });
		await announceTrade(this.context, seller, { number, expected: 1 });
		await asActor(this.tx, operator('sample'), async () => updateTrade(this.tx, (await tradeByNumber(this.tx, number))!.id, { isSample: true }));
		return number;
	}

	async bids(number: number, offer: Offer, amounts: readonly bigint[], from: number): Promise<void> {
		const bidders = [...this.people].filter(([id]) => id !== offer.organisationId).slice(0, 3);
		for (const [index, amount] of amounts.entries()) {
			const [organisationId, person] = bidders[index % bidders.length]!;
			this.at = this.now + from + index * 3 * HOUR;
			await askToBid(this.context, person, { number, organisationId });
			await placeBid(this.context, person, { number, organisationId, amount, key: crypto.randomUUID(), words: '', language: 'en' });
		}
	}

	async close(number: number, at = -20 * HOUR): Promise<void> {
		this.at = this.now + at;
		const row = await asActor(this.tx, operator('sample'), () => tradeByNumber(this.tx, number));
		await closeTrade(this.context, row!.id);
	}

	/** The award taken, the contract signed, a plan agreed: one payment made, a milestone invoiced, a royalty to come. */
	async contract(number: number, { seller }: Offer): Promise<void> {
		this.at = this.now - 30 * DAY;
		const day = this.context.clock().toISOString().slice(0, 10);
		const award = await asActor(this.tx, operator('sample'), async (tx) => {
			const row = (await tradeByNumber(tx, number, { lock: true }))!;
			const [given] = await awardsOf(tx, row.id);
			const change = await changeOf(this.context, tx, row);
			await updateAward(tx, given!.id, { state: 'contracted', answeredAt: change.now, contractedOn: day });
			await change.append('award-accepted', { bidder: given!.bidder });
			await change.append('contracted', { bidder: given!.bidder });
			await change.update({ state: 'contracted' });
			return given!;
		});
		const buyer = this.people.get(award.organisationId!)!;
		const later = (days: number) => new Date(Math.floor(this.at / 1000) + days * 86_400_000).toISOString().slice(0, 10);
		const id = await beginPlan(this.context, seller, { award: award.id });
		await addPayment(this.context, seller, { id, expected: 1, payment: { kind: 'lump', title: 'First payment', condition: '', amount: 16_000_000n, dueOn: later(10) } });
		await addPayment(this.context, seller, { id, expected: 2, payment: { kind: 'milestone', title: 'Pilot plant', condition: 'The pilot plant runs for thirty days.', amount: 20_000_000n, dueOn: later(90) } });
		await addPayment(this.context, seller, { id, expected: 3, payment: { kind: 'royalty', title: 'Royalty', condition: '', rateBp: 350, base: 'Net sales of licensed products', minimum: null, cap: 500_000_000n, period: 'half', fromOn: later(30), untilOn: later(30 + 3 * 365) } });
		await proposePlan(this.context, seller, { id, expected: 4 });
		await agreeToPlan(this.context, buyer, { id, expected: 5 });
		const payments = await asActor(this.tx, operator('sample'), (tx) => paymentsOf(tx, id));
		await issueInvoice(this.context, seller, { id, payment: payments[0]!.id, remarks: '' });
		this.at = this.now - 18 * DAY;
		await confirmPayment(this.context, seller, { id, payment: payments[0]!.id, paidOn: this.context.clock().toISOString().slice(0, 10), remarks: '' });
		this.at = this.now - 3 * DAY;
		await reachMilestone(this.context, seller, { id, payment: payments[1]!.id });
		await issueInvoice(this.context, seller, { id, payment: payments[1]!.id, remarks: '' });
	}
}
