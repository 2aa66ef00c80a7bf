import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { writersOf } from '#lib/server/membership/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeOf, changeTrade, type TradeChange } from './change-trade.ts';
import type { TradingContext } from './context.ts';
import { giveAward } from './give-award.ts';
import { awardById, awardsOf, lapsedAwards, standingBids, tradeById, updateAward, type AwardRow } from './queries.ts';
import { awardRules } from './rules.ts';
import { nextAwardState } from './trade.ts';

/** The seller gives the trade to one of the bids that stand: of offers, or below the reserve. Errors: not_found, forbidden, conflict. */
export async function chooseBid(context: TradingContext, actor: Actor, input: { number: number; bid: string; expected: number }): Promise<void> {
	await changeTrade(context, actor, { ...input, right: 'choose', action: 'award' }, async (change) => {
		const bid = (await standingBids(change.tx, change.row.id)).find(({ id }) => id === input.bid);
		if (!bid) throw new ExpectedError('not_found', 'No such bid.');
		const state = await change.after('award');
		await giveAward(change, bid, { chosen: true });
		await change.update({ state });
	});
}

/** The seller takes none. Errors: not_found, forbidden, conflict. */
export async function declineAll(context: TradingContext, actor: Actor, input: { number: number; expected: number; reason: string }): Promise<void> {
	await changeTrade(context, actor, { ...input, right: 'choose', action: 'decline-all' }, async (change) => {
		const state = await change.after('decline-all');
		await change.append('unsold', { detail: { reason: input.reason } });
		await change.update({ state });
		await change.tellOf('decline-all');
	});
}

/** Takes a trade back, for a reason that stands in the log. Errors: not_found, forbidden, conflict. */
export async function withdrawTrade(context: TradingContext, actor: Actor, input: { number: number; reason: string }): Promise<void> {
	// No version is asked for: while bids come in, every one of them changes it.
	await changeTrade(context, actor, { number: input.number, right: 'withdraw', action: 'withdraw' }, async (change) => {
		const state = await change.after('withdraw');
		await change.append('withdrawn', { detail: { reason: input.reason } });
		await change.update({ state, closedMoment: change.row.closedMoment ?? change.moment });
		await change.tellOf('withdraw');
	});
}

/**
 * The winner takes the award, or refuses it. Taken, a docking opens between the two, in which the contract is made; refused,
 * the seller may choose another. Errors: not_found, forbidden, conflict.
 */
export async function answerAward(context: TradingContext, actor: Actor, input: { award: string; accept: boolean; reason: string }): Promise<void> {
	await asActor(context.db, operator('trading'), async (tx) => {
		const found = await awardById(tx, input.award);
		// The trade's lock orders this with everything else that happens to it.
		const row = found && (await tradeById(tx, found.tradeId, { lock: true }));
		const award = found && (await awardById(tx, found.id));
		if (!award || !row || award.organisationId === null || !isSignedIn(actor) || !actor.organisations.has(award.organisationId)) throw new ExpectedError('not_found', 'No such award.');
		if (award.state !== 'offered') throw new ExpectedError('conflict', 'This award was answered already.');
		if (!awardRules.answer(actor, award)) throw new ExpectedError('forbidden', 'Owners and editors answer for their organisation.');
		const change = await changeOf(context, tx, row);
		if (input.accept) await accept(context, change, actor, award);
		else await refuse(change, award, 'refuse', input.reason);
		await recordAudit(tx, { actor, action: input.accept ? 'trade.award-accept' : 'trade.award-refuse', entity: 'trade', entityId: row.id, about: { organisationId: award.organisationId, centreId: row.centreId } });
	});
}

async function accept(context: TradingContext, change: TradeChange, actor: Actor, award: AwardRow): Promise<void> {
	const state = nextAwardState(award.state, 'accept');
	if (!state) throw new ExpectedError('conflict', 'This award was answered already.');
	await updateAward(change.tx, award.id, { state, answeredAt: change.now, dockingId: await openDockingFor(context, change, actor, award) });
	await change.append('award-accepted', { bidder: award.bidder });
	await change.tellSeller('accepted');
}

/** The room in which the contract is negotiated; null where the listing or a side has left the network. */
export async function openDockingFor(context: TradingContext, change: TradeChange, actor: Actor, award: AwardRow): Promise<string | null> {
	const { row, tx } = change;
	if (!row.listingId || !row.organisationId || !award.organisationId) return null;
	const { openDocking } = await import('#lib/server/docking/open-docking.ts');
	const idsOf = async (organisationId: string) => (await writersOf(tx, organisationId)).map(({ id }) => id);
	const people = { offering: await idsOf(row.organisationId), seeking: await idsOf(award.organisationId) };
	const docking = await openDocking(context, tx, actor, {
		offerListingId: row.listingId,
		needListingId: null,
		title: { text: row.title, language: row.language },
		organisations: { offering: row.organisationId, seeking: award.organisationId },
		people,
		ball: 'offering',
	});
	return docking.id;
}

async function refuse(change: TradeChange, award: AwardRow, step: 'refuse' | 'lapse', reason: string): Promise<void> {
	const state = nextAwardState(award.state, step);
	if (!state) throw new ExpectedError('conflict', 'This award was answered already.');
	await updateAward(change.tx, award.id, { state, answeredAt: change.now, reason });
	await change.append('award-refused', { bidder: award.bidder, detail: { lapsed: step === 'lapse' } });
	await change.update({ state: await change.after('refuse-award') });
	await change.tellOf('refuse-award');
}

/** Awards that were not answered in time count as refused. Answers how many. */
export async function lapseAwards(context: TradingContext): Promise<number> {
	const due = await asActor(context.db, operator('trading'), (tx) => lapsedAwards(tx, context.clock()));
	for (const { id, tradeId } of due)
		await asActor(context.db, operator('trading'), async (tx) => {
			const row = await tradeById(tx, tradeId, { lock: true });
			const award = await awardById(tx, id);
			if (!row || award?.state !== 'offered') return;
			await refuse(await changeOf(context, tx, row), award, 'lapse', '');
			await recordAudit(tx, { actor: operator('trading'), action: 'trade.award-lapse', entity: 'trade', entityId: row.id, about: { organisationId: row.organisationId, centreId: row.centreId } });
		});
	return due.length;
}

/** The seller or an officer records the day on which the contract with a winner was signed. Errors: not_found, forbidden, conflict. */
export async function recordContract(context: TradingContext, actor: Actor, input: { number: number; award: string; day: string }): Promise<void> {
	await changeTrade(context, actor, { number: input.number, right: 'contract', action: 'contract' }, async (change) => {
		const award = (await awardsOf(change.tx, change.row.id)).find(({ id }) => id === input.award);
		if (!award) throw new ExpectedError('conflict', 'There is no such award.');
		await contract(change, award, input.day);
		await change.tellOf('contract', award.bidder);
	});
}

/** The log is public: it says that there is a contract, not when it was signed nor which. */
async function contract(change: TradeChange, award: AwardRow, day: string): Promise<void> {
	const state = nextAwardState(award.state, 'contract');
	if (!state) throw new ExpectedError('conflict', 'The award is not accepted, or has a contract.');
	await updateAward(change.tx, award.id, { state, contractedOn: day });
	await change.append('contracted', { bidder: award.bidder });
	await change.update({ state: await change.after('contract') });
}

/**
 * A signed agreement makes the award that it came of a contract, within the transaction of the signature; its own letter tells
 * both sides. Nothing changes where it came of no trade, or where the day was recorded by hand before. Answers whether it did.
 */
export async function agreementSigned(context: TradingContext, tx: Transaction, actor: Actor, agreement: { reference: string; tradeId: string | null; dockingId: string | null; signedOn: string }): Promise<boolean> {
	const { reference, tradeId, dockingId, signedOn } = agreement;
	if (!tradeId || !dockingId) return false;
	// Whoever may put in or confirm the signature need not be one who may change the trade.
	return asActor(tx, operator('trading'), async (tx) => {
		const row = await tradeById(tx, tradeId, { lock: true });
		const award = row && (await awardsOf(tx, row.id)).find((each) => each.dockingId === dockingId && each.state === 'accepted');
		if (!row || !award) return false;
		const change = await changeOf(context, tx, row);
		await contract(change, award, signedOn);
		await recordAudit(tx, { actor, action: 'trade.contract', entity: 'trade', entityId: row.id, before: { state: row.state }, after: { state: change.row.state }, detail: { agreement: reference }, about: { organisationId: row.organisationId, centreId: row.centreId } });
		return true;
	});
}

/** All is delivered and paid. Errors: not_found, forbidden, conflict. */
export async function completeTrade(context: TradingContext, actor: Actor, input: { number: number; expected: number }): Promise<void> {
	await changeTrade(context, actor, { ...input, right: 'contract', action: 'complete' }, async (change) => {
		const state = await change.after('complete');
		await change.append('completed');
		await change.update({ state });
	});
}
