import { membership, user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { MICROS, type TradingContext } from '#lib/server/trading/context.ts';
import type { TradeInput } from '#lib/server/trading/input.ts';
import { placeBid, type BidOutcome } from '#lib/server/trading/place-bid.ts';
import { announceTrade, beginTrade } from '#lib/server/trading/put-up.ts';
import { replayTrade } from '#lib/server/trading/replay-trade.ts';
import { askToBid } from '#lib/server/trading/take-part.ts';
import { viewTrade } from '#lib/server/trading/view-trade.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { publishListing } from '../publish-listing.ts';
import { completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';
import { eq } from 'drizzle-orm';
import { listing } from '#lib/server/listings/tables.ts';

export type Person = Extract<Actor, { kind: 'member' }>;
export const START = Date.UTC(2026, 10, 21, 8) * 1000;
export const minutes = (count: number) => count * 60 * MICROS;

export interface Bidder {
	person: Person;
	organisation: string;
}

export interface TradingNetwork extends SmallNetwork {
	database: TestDatabase;
	context: TradingContext;
	/** The clock that decides on bids, which tests set; microseconds. */
	time: { now: number };
	/** A company of Vietnam with an owner. */
	bidder(name: string): Promise<Bidder>;
	/** A draft of the institute, of a listing of its own. */
	draft(change?: Partial<TradeInput>): Promise<number>;
	/** The same, announced, with bidders admitted; it runs from START to an hour later. */
	announced(change: Partial<TradeInput>, bidders: readonly Bidder[]): Promise<number>;
	bid(number: number, by: Bidder, amount: number, key?: string): Promise<BidOutcome>;
	view(actor: Actor, number: number): ReturnType<typeof viewTrade>;
	replay(number: number): ReturnType<typeof replayTrade>;
	mailsTo(actor: Actor): Promise<string[]>;
	close(): Promise<void>;
}

export const ascending = (change: Partial<TradeInput> = {}): TradeInput => ({
	mode: 'ascending',
	subject: 'exclusive-licence',
	terms: 'Exclusive for the Mekong countries.',
	currency: 'USD',
	price: 10_000n,
	increment: 500n,
	reserve: null,
	places: 1,
	opens: START,
	closes: START + minutes(60),
	softSeconds: 300,
	latestEnd: START + minutes(180),
	admission: 'rules',
	kinds: [],
	countries: [],
	answerDays: 14,
	...change,
});
export const otherMode = (mode: 'fixed' | 'offers' | 'sealed', change: Partial<TradeInput> = {}): TradeInput => ascending({ mode, increment: null, softSeconds: 0, latestEnd: START + minutes(60), ...change });

export async function createTradingNetwork(): Promise<TradingNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const network = await createSmallNetwork(db);
	const time = { now: START - minutes(30) };
	const context: TradingContext = { db, clock: () => new Date(Math.floor(time.now / 1000)), jobs: idleJobs, baseUrl: 'https://mitra.example', auctionClock: () => time.now };
	const trading: TradingNetwork = {
		...network,
		database,
		context,
		time,
		async bidder(name) {
			const [row] = await db.insert(organisation).values({ slug: name, kind: 'company', country: 'VN', centreId: 'vietnam', names: [{ language: 'en', text: name }], about: [], areas: [] }).returning({ id: organisation.id });
			const id = crypto.randomUUID();
			await db.insert(user).values({ id, name, email: `${name}@bidder.example`, emailVerified: true, language: 'en' });
			await db.insert(membership).values({ userId: id, organisationId: row!.id, role: 'owner' });
			return { person: (await actorOfUser(db, id)) as Person, organisation: row!.id };
		},
		async draft(change = {}) {
			const listingId = await publishListing(db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer() });
			const [row] = await db.select({ reference: listing.reference }).from(listing).where(eq(listing.id, listingId));
			return beginTrade(context, network.owner, { reference: row!.reference, trade: ascending(change) });
		},
		async announced(change, bidders) {
			const now = time.now;
			// Each trade of a test has the same hour; the time that an earlier one has seen is forgotten.
			await database.asOwner((client) => client.query('update trading_clock set highest = 0'));
			time.now = Math.min(now, (change.opens ?? START) - minutes(30));
			const number = await trading.draft(change);
			await announceTrade(context, network.owner, { number, expected: 1 });
			for (const each of bidders) await askToBid(context, each.person, { number, organisationId: each.organisation });
			time.now = now;
			return number;
		},
		bid: (number, by, amount, key = crypto.randomUUID()) => placeBid(context, by.person, { number, organisationId: by.organisation, amount: BigInt(amount), key, words: '', language: 'en' }),
		view: (actor, number) => viewTrade(context, actor, number),
		replay: (number) => replayTrade(db, network.visitor, number),
		async mailsTo(actor) {
			return (await listMails(db, { limit: 500 })).filter(({ to }) => to === (actor as Person).email).map(({ subject, text }) => `${subject}\n${text}`);
		},
		close: () => database.close(),
	};
	return trading;
}
