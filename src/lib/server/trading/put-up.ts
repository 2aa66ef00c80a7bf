import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { contentOf, listingByReference, versionById } from '#lib/server/listings/queries.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeTrade } from './change-trade.ts';
import { newNonce, reserveCommitment } from './commitment.ts';
import { dateOf, type TradingContext } from './context.ts';
import type { TradeInput } from './input.ts';
import { rulesOf } from './place-bid.ts';
import { insertTrade, putReserve, reserveOf, tradeByNumber, updateTrade } from './queries.ts';
import { writtenRules } from './replay.ts';
import { closeOne } from './task-keys.ts';

const columns = ({ reserve, ...rules }: TradeInput) => ({ ...rules, ends: rules.closes, hasReserve: reserve !== null });

/**
 * Begins to put up a published offer for trading: a draft that only the seller and the centre see. Answers its number.
 * Errors: unauthenticated, not_found, forbidden, conflict (a trade of this listing runs already).
 */
export async function beginTrade(context: TradingContext, actor: Actor, input: { reference: number; trade: TradeInput }): Promise<number> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members sell.');
	return asActor(context.db, actor, async (tx) => {
		const listing = await listingByReference(tx, input.reference);
		if (!listing || !writesFor(actor, listing.organisationId)) throw new ExpectedError('not_found', 'No such listing of yours.');
		const version = listing.publishedVersionId ? await versionById(tx, listing.publishedVersionId) : undefined;
		const organisation = await organisationById(tx, listing.organisationId);
		if (listing.kind !== 'offer' || listing.state !== 'published' || !version || organisation?.state !== 'admitted') throw new ExpectedError('conflict', 'Only a published offer can be put up.');
		const { title, language, areas, display } = contentOf(version);
		const now = context.clock();
		try {
			const number = await insertTrade(tx, {
				...columns(input.trade),
				number: 0,
				listingId: listing.id,
				organisationId: listing.organisationId,
				centreId: listing.centreId,
				createdBy: actor.userId,
				state: 'draft',
				title,
				language,
				areas,
				country: organisation.country,
				sellerHidden: display === 'hidden',
				createdAt: now,
				updatedAt: now,
			});
			const row = (await tradeByNumber(tx, number))!;
			await keepReserve(tx, row.id, input.trade.reserve);
			await recordAudit(tx, { actor, action: 'trade.begin', entity: 'trade', entityId: row.id, about: { organisationId: listing.organisationId, centreId: listing.centreId } });
			return number;
		} catch (error) {
			if (violatedConstraint(error) === 'trade_one_running') throw new ExpectedError('conflict', 'This listing is put up already.', { cause: error });
			throw error;
		}
	});
}

async function keepReserve(tx: Parameters<typeof putReserve>[0], tradeId: string, amount: bigint | null): Promise<void> {
	await putReserve(tx, tradeId, amount === null ? null : { amount, nonce: newNonce() });
}

/** Changes the rules while they are a draft. Errors: not_found, forbidden, conflict. */
export async function saveTrade(context: TradingContext, actor: Actor, input: { number: number; expected: number; trade: TradeInput }): Promise<void> {
	await changeTrade(context, actor, { ...input, right: 'edit', action: 'save' }, async (change) => {
		await change.update(columns(input.trade));
		await keepReserve(change.tx, change.row.id, input.trade.reserve);
	});
}

/**
 * Announces a trade: from now on its rules stand, as the first line of its log, and everybody sees it. Errors: not_found,
 * forbidden, conflict, invalid_input (at `closes`: that time is past).
 */
export async function announceTrade(context: TradingContext, actor: Actor, input: { number: number; expected: number }): Promise<void> {
	const id = await changeTrade(context, actor, { ...input, right: 'announce', action: 'announce' }, async (change) => {
		const state = await change.after('announce');
		const { row } = change;
		if (row.closes <= change.moment) throw new ExpectedError('invalid_input', 'The end is past.', { field: 'closes', detail: { code: 'past' } });
		const reserve = await reserveOf(change.tx, row.id);
		await change.append('announced', {
			...(reserve ? { commitment: reserveCommitment({ trade: row.number, ...reserve, currency: row.currency }) } : {}),
			detail: { rules: writtenRules(rulesOf(row)), currency: row.currency, admission: row.admission, kinds: row.kinds, countries: row.countries, hasReserve: row.hasReserve },
		});
		await change.update({ state, announcedAt: change.now });
		await change.tellOf('announce');
		return row.id;
	});
	const row = await asActor(context.db, actor, (tx) => tradeByNumber(tx, input.number));
	// The minute's round closes it too; this one is punctual where the end is not moved.
	await context.jobs.enqueue(closeOne, { tradeId: id }, { singletonKey: id, startAfter: dateOf(row!.ends + 1_000_000) });
}

/** Gives a draft up. Errors: not_found, forbidden, conflict. */
export async function discardTrade(context: TradingContext, actor: Actor, input: { number: number }): Promise<void> {
	await changeTrade(context, actor, { ...input, right: 'edit', action: 'discard' }, async (change) => {
		await updateTrade(change.tx, change.row.id, { state: await change.after('discard') });
	});
}
