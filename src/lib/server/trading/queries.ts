import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { agreement } from '#lib/server/agreements/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { TradeMode, TradeState } from '#lib/trading/vocabulary.ts';
import type { StandingBid } from './auction.ts';
import type { TradingContext } from './context.ts';
import type { LogLine } from './replay.ts';
import type { TradeForRules } from './rules.ts';
import { trade, tradeAward, tradeBid, tradeBidder, tradeEvent, tradeOpening, tradeReserve } from './tables.ts';

export type TradeRow = typeof trade.$inferSelect;
export type BidderRow = typeof tradeBidder.$inferSelect;
export type BidRow = typeof tradeBid.$inferSelect;
export type AwardRow = typeof tradeAward.$inferSelect;

/** A trade by its number; `lock`: everything that happens to it follows one after the other. Drafts only inside `asActor`. */
export async function tradeByNumber(tx: Executor, number: number, options: { lock?: boolean } = {}): Promise<TradeRow | undefined> {
	const query = tx.select().from(trade).where(eq(trade.number, number));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function tradeById(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<TradeRow | undefined> {
	const query = tx.select().from(trade).where(eq(trade.id, id));
	return (options.lock ? await query.for('update') : await query)[0];
}

/** The time that counts, read behind the lock of the trade: a bid's time is when its turn came. */
export async function momentOf(tx: Executor, context: Pick<TradingContext, 'auctionClock'>, tradeId: string): Promise<number> {
	const clock = context.auctionClock?.() ?? null;
	const { rows } = await tx.execute<{ moment: number }>(sql`select trade_moment(${tradeId}::uuid, ${clock}::bigint) as moment`);
	return Number(rows[0]!.moment);
}

/** Remembers the highest time that was seen, and answers it. */
export async function clockSeen(db: Executor, context: Pick<TradingContext, 'auctionClock'>): Promise<number> {
	const clock = context.auctionClock?.() ?? null;
	const { rows } = await db.execute<{ moment: number }>(sql`select trading_clock_seen(${clock}::bigint) as moment`);
	return Number(rows[0]!.moment);
}

/** Appends a line to the log; answers its number. The database numbers and chains it, and refuses what cannot be. */
export async function appendEvent(tx: Executor, event: Omit<typeof tradeEvent.$inferInsert, 'number' | 'hash'>): Promise<number> {
	const { rows } = await tx.execute<{ number: number }>(sql`
		insert into trade_event (trade_id, number, moment, kind, bidder, amount, commitment, detail, key_digest, previous, hash)
		values (${event.tradeId}, 0, ${event.moment}, ${event.kind}, ${event.bidder ?? null}, ${event.amount?.toString() ?? null}::bigint, ${bytea(event.commitment)}, ${JSON.stringify(event.detail ?? {})}::jsonb, ${bytea(event.keyDigest)}, ''::bytea, ''::bytea)
		returning number`);
	return rows[0]!.number;
}
const bytea = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes) : null);

/** What a bid needs to know of its bidder, of what was sent before with its key, and of the reserve. */
export async function bidGround(tx: Executor, tradeId: string, organisationId: string, digest: Uint8Array) {
	const { rows } = await tx.execute<{ number: number | null; state: BidderRow['state'] | null; bought: boolean; before: number | null; before_kind: string | null; before_detail: { reason?: string; refused?: string } | null; reserve: string | null }>(sql`
		select b.number, b.state, exists (select from trade_bid x where x.trade_id = b.trade_id and x.bidder = b.number and x.accepted) as bought,
			e.number as before, e.kind as before_kind, e.detail as before_detail, (select r.amount::text from trade_reserve r where r.trade_id = ${tradeId}) as reserve
		from (select 1) one left join trade_bidder b on b.trade_id = ${tradeId} and b.organisation_id = ${organisationId}
		left join trade_event e on e.trade_id = b.trade_id and e.bidder = b.number and e.key_digest = ${Buffer.from(digest)}`);
	return rows[0]!;
}

export async function insertTrade(tx: Executor, values: typeof trade.$inferInsert): Promise<number> {
	const { number: _drawn, ...rest } = values;
	return (await tx.insert(trade).values({ ...rest, number: sql`nextval('trade_number')` as unknown as number }).returning({ number: trade.number }))[0]!.number;
}

export async function updateTrade(tx: Executor, id: string, values: Partial<typeof trade.$inferInsert>): Promise<void> {
	await tx.update(trade).set(values).where(eq(trade.id, id));
}

export async function putReserve(tx: Executor, tradeId: string, reserve: { amount: bigint; nonce: Uint8Array } | null): Promise<void> {
	if (!reserve) await tx.delete(tradeReserve).where(eq(tradeReserve.tradeId, tradeId));
	else await tx.insert(tradeReserve).values({ tradeId, ...reserve }).onConflictDoUpdate({ target: tradeReserve.tradeId, set: reserve });
}

/** For the seller, and the operator who closes. */
export async function reserveOf(tx: Executor, tradeId: string): Promise<{ amount: bigint; nonce: Uint8Array } | undefined> {
	return (await tx.select({ amount: tradeReserve.amount, nonce: tradeReserve.nonce }).from(tradeReserve).where(eq(tradeReserve.tradeId, tradeId)))[0];
}

export async function insertBidder(tx: Executor, values: typeof tradeBidder.$inferInsert): Promise<void> {
	await tx.insert(tradeBidder).values(values);
}

export async function updateBidder(tx: Executor, tradeId: string, number: number, values: Partial<typeof tradeBidder.$inferInsert>): Promise<void> {
	await tx.update(tradeBidder).set(values).where(and(eq(tradeBidder.tradeId, tradeId), eq(tradeBidder.number, number)));
}

export interface NamedBidder extends BidderRow {
	organisation: { slug: string; names: (typeof organisation.$inferSelect)['names']; kind: string } | null;
}

/** Bidders as far as the asking person may know them, by number; `only`: these organisations. */
export async function biddersOf(tx: Executor, tradeId: string, only?: readonly string[]): Promise<NamedBidder[]> {
	if (only && only.length === 0) return [];
	const rows = await tx
		.select({ bidder: tradeBidder, slug: organisation.slug, names: organisation.names, kind: organisation.kind })
		.from(tradeBidder)
		.leftJoin(organisation, eq(organisation.id, tradeBidder.organisationId))
		.where(and(eq(tradeBidder.tradeId, tradeId), only ? inArray(tradeBidder.organisationId, [...only]) : undefined))
		.orderBy(asc(tradeBidder.number))
		.limit(1000);
	return rows.map(({ bidder, slug, names, kind }) => ({ ...bidder, organisation: slug ? { slug, names: names ?? [], kind: kind ?? '' } : null }));
}

export async function countBidders(tx: Executor, tradeId: string): Promise<number> {
	return Number((await tx.select({ count: sql<number>`coalesce(max(${tradeBidder.number}), 0)` }).from(tradeBidder).where(eq(tradeBidder.tradeId, tradeId)))[0]!.count);
}

export async function insertBid(tx: Executor, values: typeof tradeBid.$inferInsert): Promise<void> {
	await tx.insert(tradeBid).values(values);
}

/** The bids that stand, with what they say; as far as the asking person may read them. Those of a bidder: the last one. */
export async function standingBids(tx: Executor, tradeId: string): Promise<(StandingBid & { id: string; words: string; language: BidRow['language']; nonce: Uint8Array })[]> {
	const { rows } = await tx.execute<{ id: string; bidder: number; amount: string; words: string; language: BidRow['language']; nonce: Buffer; event: number; moment: number }>(sql`
		select distinct on (b.bidder) b.id, b.bidder, b.amount::text, b.words, b.language, b.nonce, b.event, e.moment
		from trade_bid b join trade_event e on e.trade_id = b.trade_id and e.number = b.event
		where b.trade_id = ${tradeId} and b.accepted
			and not exists (select from trade_event w where w.trade_id = b.trade_id and w.kind = 'bid-withdrawn' and w.bidder = b.bidder and w.number > b.event)
		order by b.bidder, b.event desc`);
	return rows.map((row) => ({ ...row, amount: BigInt(row.amount), moment: Number(row.moment) }));
}

/** How many bids stand, told by the log alone: of sealed ones too. */
export async function countStanding(tx: Executor, tradeId: string): Promise<number> {
	const { rows } = await tx.execute<{ count: number }>(sql`
		select count(*) filter (where kind = 'bid') as count from (
			select distinct on (bidder) kind from trade_event where trade_id = ${tradeId} and kind in ('bid', 'bid-withdrawn') order by bidder, number desc) last`);
	return Number(rows[0]!.count);
}

/** One bidder's own bids, newest first. */
export async function bidsOfBidder(tx: Executor, tradeId: string, bidder: number): Promise<(BidRow & { moment: number; refusal: string | null })[]> {
	const rows = await tx
		.select({ bid: tradeBid, moment: tradeEvent.moment, detail: tradeEvent.detail })
		.from(tradeBid)
		.innerJoin(tradeEvent, and(eq(tradeEvent.tradeId, tradeBid.tradeId), eq(tradeEvent.number, tradeBid.event)))
		.where(and(eq(tradeBid.tradeId, tradeId), eq(tradeBid.bidder, bidder)))
		.orderBy(desc(tradeBid.event))
		.limit(20);
	return rows.map(({ bid, moment, detail }) => ({ ...bid, moment, refusal: typeof detail.reason === 'string' ? detail.reason : null }));
}

/** The log in its order, from after a number on. */
export async function logOf(tx: Executor, tradeId: string, range: { after?: number; limit?: number } = {}): Promise<(LogLine & { hash: string; commitment: string | null })[]> {
	const rows = await tx
		.select()
		.from(tradeEvent)
		.where(and(eq(tradeEvent.tradeId, tradeId), gt(tradeEvent.number, range.after ?? 0)))
		.orderBy(asc(tradeEvent.number))
		.limit(range.limit ?? 1_000_000);
	return rows.map((row) => ({ number: row.number, moment: row.moment, kind: row.kind, bidder: row.bidder, amount: row.amount, detail: row.detail, hash: Buffer.from(row.hash).toString('hex'), commitment: row.commitment ? Buffer.from(row.commitment).toString('hex') : null }));
}

/** The last lines of the log, newest first. */
export async function latestEvents(tx: Executor, tradeId: string, limit: number): Promise<LogLine[]> {
	const rows = await tx.select().from(tradeEvent).where(eq(tradeEvent.tradeId, tradeId)).orderBy(desc(tradeEvent.number)).limit(limit);
	return rows.map(({ number, moment, kind, bidder, amount, detail }) => ({ number, moment, kind, bidder, amount, detail }));
}

/** The first line that is not as it was written; null where the log is whole. */
export async function logFault(tx: Executor, tradeId: string): Promise<number | null> {
	const { rows } = await tx.execute<{ fault: number | null }>(sql`select trade_log_fault(${tradeId}::uuid) as fault`);
	return rows[0]!.fault;
}

export async function insertOpening(tx: Executor, values: { tradeId: string; personId: string; moment: number }): Promise<void> {
	await tx.insert(tradeOpening).values(values);
}

/** People who asked for the opening since a moment. */
export async function openingsSince(tx: Executor, tradeId: string, moment: number): Promise<string[]> {
	const rows = await tx.selectDistinct({ personId: tradeOpening.personId }).from(tradeOpening).where(and(eq(tradeOpening.tradeId, tradeId), gt(tradeOpening.moment, moment)));
	return rows.flatMap(({ personId }) => personId ?? []);
}

export async function insertAward(tx: Executor, values: typeof tradeAward.$inferInsert): Promise<void> {
	await tx.insert(tradeAward).values(values);
}

export async function updateAward(tx: Executor, id: string, values: Partial<typeof tradeAward.$inferInsert>): Promise<void> {
	await tx.update(tradeAward).set(values).where(eq(tradeAward.id, id));
}

export async function awardsOf(tx: Executor, tradeId: string): Promise<AwardRow[]> {
	return tx.select().from(tradeAward).where(eq(tradeAward.tradeId, tradeId)).orderBy(asc(tradeAward.createdAt), asc(tradeAward.bidder));
}

export async function awardById(tx: Executor, id: string): Promise<AwardRow | undefined> {
	if (!isUuid(id)) return undefined;
	return (await tx.select().from(tradeAward).where(eq(tradeAward.id, id)))[0];
}

export function forRules(row: Pick<TradeRow, 'organisationId' | 'centreId' | 'mode' | 'state' | 'bidCount'>, bidders: readonly Pick<BidderRow, 'organisationId'>[]): TradeForRules {
	const { organisationId, centreId, mode, state, bidCount } = row;
	return { organisationId, centreId, mode, state, bids: bidCount, bidders: new Set(bidders.flatMap((each) => each.organisationId ?? [])) };
}

/** Trades past their end that nobody has closed, and awards whose time to answer has run out. */
export async function dueTrades(db: Executor, moment: number, limit = 100): Promise<string[]> {
	const rows = await db.select({ id: trade.id }).from(trade).where(and(eq(trade.state, 'announced'), lte(trade.ends, moment))).orderBy(asc(trade.ends)).limit(limit);
	return rows.map(({ id }) => id);
}

export async function lapsedAwards(tx: Executor, now: Date, limit = 100): Promise<AwardRow[]> {
	return tx.select().from(tradeAward).where(and(eq(tradeAward.state, 'offered'), lt(tradeAward.answerBy, now))).limit(limit);
}

export type TradeLine = Pick<TradeRow, 'number' | 'title' | 'language' | 'mode' | 'subject' | 'state' | 'country' | 'currency' | 'price' | 'opens' | 'closes' | 'ends' | 'bidCount' | 'leadingAmount' | 'areas' | 'isSample'>;
const line = { number: trade.number, title: trade.title, language: trade.language, mode: trade.mode, subject: trade.subject, state: trade.state, country: trade.country, currency: trade.currency, price: trade.price, opens: trade.opens, closes: trade.closes, ends: trade.ends, bidCount: trade.bidCount, leadingAmount: trade.leadingAmount, areas: trade.areas, isSample: trade.isSample };

/** Announced trades for everybody: those that run or come by their end, those that are over newest first; one page of them. */
export async function publicTrades(db: Executor, filter: { over: boolean; mode: TradeMode | null; before: { ends: number; number: number } | null }, limit: number): Promise<TradeLine[]> {
	const over: TradeState[] = ['closed', 'opened', 'awarded', 'contracted', 'completed', 'unsold', 'withdrawn'];
	const key = sql`(${trade.ends}, ${trade.number})`;
	const { before } = filter;
	const further = before ? (filter.over ? sql`${key} < (${before.ends}, ${before.number})` : sql`${key} > (${before.ends}, ${before.number})`) : undefined;
	const order = filter.over ? [desc(trade.ends), desc(trade.number)] : [asc(trade.ends), asc(trade.number)];
	return db
		.select(line)
		.from(trade)
		.where(and(filter.over ? inArray(trade.state, over) : eq(trade.state, 'announced'), filter.mode ? eq(trade.mode, filter.mode) : undefined, further))
		.orderBy(...order)
		.limit(limit);
}

/** The trades of a listing that anybody may see, newest first. */
export async function tradesOfListing(db: Executor, listingId: string): Promise<TradeLine[]> {
	return db.select(line).from(trade).where(and(eq(trade.listingId, listingId), ne(trade.state, 'draft'))).orderBy(desc(trade.announcedAt)).limit(5);
}

export async function tradesOfSellers(tx: Executor, organisationIds: readonly string[]): Promise<TradeLine[]> {
	if (organisationIds.length === 0) return [];
	return tx.select(line).from(trade).where(inArray(trade.organisationId, [...organisationIds])).orderBy(desc(trade.createdAt)).limit(100);
}

/** What organisations bid on, with what became of it for them. */
export async function tradesOfBidders(tx: Executor, organisationIds: readonly string[]) {
	if (organisationIds.length === 0) return [];
	return tx
		.select({ ...line, bidder: tradeBidder.number, bidderState: tradeBidder.state, leadingBidder: trade.leadingBidder, awardId: tradeAward.id, awardState: tradeAward.state })
		.from(tradeBidder)
		.innerJoin(trade, eq(trade.id, tradeBidder.tradeId))
		.leftJoin(tradeAward, and(eq(tradeAward.tradeId, trade.id), eq(tradeAward.bidder, tradeBidder.number)))
		.where(inArray(tradeBidder.organisationId, [...organisationIds]))
		.orderBy(desc(tradeBidder.askedAt))
		.limit(100);
}

/** What waits for officers of centres (null: of all): bidders to decide on, sealed bids to open. */
export async function tradesForOfficers(tx: Executor, centres: readonly string[] | null) {
	const ofCentre = centres ? inArray(trade.centreId, [...centres]) : undefined;
	const asked = await tx.select({ ...line, asked: sql<number>`count(*)` }).from(tradeBidder).innerJoin(trade, eq(trade.id, tradeBidder.tradeId)).where(and(eq(tradeBidder.state, 'asked'), eq(trade.state, 'announced'), ofCentre)).groupBy(trade.id).orderBy(asc(trade.ends)).limit(100);
	const toOpen = await tx.select(line).from(trade).where(and(eq(trade.state, 'closed'), eq(trade.mode, 'sealed'), ofCentre)).orderBy(asc(trade.ends)).limit(100);
	return { asked, toOpen };
}

/** Bidders of an auction who have bid, do not lead, and were not told within the last hour. */
export async function outbidBidders(tx: Executor, tradeId: string, now: Date): Promise<BidderRow[]> {
	const hourAgo = new Date(now.getTime() - 3_600_000);
	return tx
		.select()
		.from(tradeBidder)
		.where(
			and(
				eq(tradeBidder.tradeId, tradeId),
				or(isNull(tradeBidder.toldAt), lt(tradeBidder.toldAt, hourAgo)),
				sql`${tradeBidder.number} is distinct from (select t.leading_bidder from trade t where t.id = ${tradeId})`,
				sql`exists (select from trade_event e where e.trade_id = ${tradeId} and e.kind = 'bid' and e.bidder = ${tradeBidder.number})`,
			),
		)
		.limit(500);
}

export async function markTold(tx: Executor, tradeId: string, numbers: readonly number[], now: Date): Promise<void> {
	if (numbers.length > 0) await tx.update(tradeBidder).set({ toldAt: now }).where(and(eq(tradeBidder.tradeId, tradeId), inArray(tradeBidder.number, [...numbers])));
}

/** The number under which people know a listing; null while it is not public. */
export async function listingReference(tx: Executor, listingId: string): Promise<number | null> {
	const [row] = await tx.select({ reference: listing.reference, state: listing.state }).from(listing).where(eq(listing.id, listingId));
	return row && ['published', 'paused', 'expired', 'closed', 'archived'].includes(row.state) ? row.reference : null;
}

/** The reference of the agreement that was drafted for an award, as far as the asking person is in it. */
export async function agreementOfAward(tx: Executor, of: { tradeId: string; dockingId: string }): Promise<string | undefined> {
	const [row] = await tx.select({ reference: agreement.reference }).from(agreement).where(and(eq(agreement.tradeId, of.tradeId), eq(agreement.dockingId, of.dockingId))).limit(1);
	return row?.reference;
}
