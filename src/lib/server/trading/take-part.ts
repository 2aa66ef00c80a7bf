import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { officersOf, writersOf } from '#lib/server/membership/queries.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { BidderState } from '#lib/trading/vocabulary.ts';
import { changeOf, changeTrade } from './change-trade.ts';
import { keyDigest } from './commitment.ts';
import type { TradingContext } from './context.ts';
import { ineligible } from './eligibility.ts';
import { biddersOf, countBidders, forRules, insertBidder, tradeByNumber, updateBidder } from './queries.ts';
import { tradeRules } from './rules.ts';

/**
 * Asks to bid for an organisation. Whoever fails what the seller stated is refused at once, and learns why; else the
 * organisation is admitted, or waits for an officer where the rules say so. Asked again, the answer is the same.
 * Errors: unauthenticated, not_found, forbidden, invalid_input (at `organisation`, with the reason).
 */
export async function askToBid(context: TradingContext, actor: Actor, input: { number: number; organisationId: string }): Promise<BidderState> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members bid.');
	if (!writesFor(actor, input.organisationId)) throw new ExpectedError('forbidden', 'Owners and editors bid for their organisation.');
	// Nobody but the operator may see all bidders, which the next number needs.
	return asActor(context.db, operator('trading'), async (tx) => {
		const row = await tradeByNumber(tx, input.number, { lock: true });
		if (!row || row.state === 'draft') throw new ExpectedError('not_found', 'No such trade.');
		if (!tradeRules.takePart(actor, forRules(row, []))) throw new ExpectedError('forbidden', 'This person may not bid here.');
		const before = (await biddersOf(tx, row.id)).find(({ organisationId }) => organisationId === input.organisationId);
		if (before) return before.state;
		const organisation = await organisationById(tx, input.organisationId);
		if (!organisation) throw new ExpectedError('not_found', 'No such organisation.');
		const [why] = ineligible(row, organisation, row.organisationId);
		if (why) throw new ExpectedError('invalid_input', 'This organisation may not bid by the rules of the trade.', { field: 'organisation', detail: { code: `ineligible_${why}` } });
		const change = await changeOf(context, tx, row);
		if (change.moment >= row.ends) throw new ExpectedError('conflict', 'The trade is over.');
		const state: BidderState = row.admission === 'officer' ? 'asked' : 'admitted';
		const number = (await countBidders(tx, row.id)) + 1;
		await insertBidder(tx, { tradeId: row.id, number, organisationId: organisation.id, personId: actor.userId, country: organisation.country, state, askedAt: change.now, ...(state === 'admitted' ? { decidedAt: change.now } : {}) });
		if (state === 'admitted') {
			await change.append('admitted', { bidder: number });
			await change.update({ bidderCount: row.bidderCount + 1 });
		} else await change.tell(await officersOf(tx, row.centreId), 'asked');
		await recordAudit(tx, { actor, action: 'trade.ask-to-bid', entity: 'trade', entityId: row.id, detail: { bidder: number, state }, about: { organisationId: organisation.id, centreId: row.centreId } });
		return state;
	});
}

/** An officer who is on neither side admits a bidder, or refuses with a reason. Errors: not_found, forbidden, conflict. */
export async function decideBidder(context: TradingContext, actor: Actor, input: { number: number; bidder: number; admit: boolean; reason: string }): Promise<void> {
	await changeTrade(context, actor, { number: input.number, right: 'admit', action: input.admit ? 'admit-bidder' : 'refuse-bidder' }, async (change) => {
		const bidder = (await biddersOf(change.tx, change.row.id)).find(({ number }) => number === input.bidder);
		if (!bidder) throw new ExpectedError('not_found', 'No such bidder.');
		if (bidder.state !== 'asked') throw new ExpectedError('conflict', 'This bidder was decided on already.');
		if (isSignedIn(actor) && bidder.organisationId && actor.organisations.has(bidder.organisationId)) throw new ExpectedError('forbidden', 'Nobody decides on the own organisation.');
		await updateBidder(change.tx, change.row.id, bidder.number, { state: input.admit ? 'admitted' : 'refused', reason: input.admit ? '' : input.reason, decidedBy: isSignedIn(actor) ? actor.userId : null, decidedAt: change.now });
		if (input.admit) {
			await change.append('admitted', { bidder: bidder.number });
			await change.update({ bidderCount: change.row.bidderCount + 1 });
		}
		if (bidder.organisationId) await change.tell(await writersOf(change.tx, bidder.organisationId), input.admit ? 'admitted' : 'refused');
	});
}

/** A bidder takes an offer or a sealed bid back before the end; in an open auction a bid stands. Errors: forbidden, not_found, conflict. */
export async function takeBidBack(context: TradingContext, actor: Actor, input: { number: number; organisationId: string; key: string }): Promise<void> {
	if (!isSignedIn(actor) || actor.support || !writesFor(actor, input.organisationId)) throw new ExpectedError('forbidden', 'Owners and editors act for their organisation.');
	await asActor(context.db, operator('trading'), async (tx) => {
		const row = await tradeByNumber(tx, input.number, { lock: true });
		const bidder = row && (await biddersOf(tx, row.id)).find(({ organisationId }) => organisationId === input.organisationId);
		if (!row || !bidder) throw new ExpectedError('not_found', 'No such bid.');
		const change = await changeOf(context, tx, row);
		const mayYet = (row.mode === 'offers' || row.mode === 'sealed') && row.state === 'announced' && change.moment < row.ends && change.moment >= row.opens;
		if (!mayYet) throw new ExpectedError('conflict', 'A bid cannot be taken back any more.');
		await change.append('bid-withdrawn', { bidder: bidder.number, keyDigest: keyDigest(input.key, null) });
		await recordAudit(tx, { actor, action: 'trade.bid-withdraw', entity: 'trade', entityId: row.id, about: { organisationId: input.organisationId, centreId: row.centreId } });
	});
}
