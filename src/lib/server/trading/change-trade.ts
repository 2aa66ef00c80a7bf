import type { Actor } from '#lib/server/accounts/actor.ts';
import { officersOf, writersOf } from '#lib/server/membership/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { TradeEventKind, TradeState } from '#lib/trading/vocabulary.ts';
import type { TradingContext } from './context.ts';
import { appendEvent, awardsOf, biddersOf, countStanding, forRules, momentOf, tradeByNumber, updateTrade, type TradeRow } from './queries.ts';
import { tradeRules, type TRADE_RIGHTS } from './rules.ts';
import { nextTradeState, TRADE_STEPS, type TradeAudience, type TradeFacts, type TradeNews, type TradeStep } from './trade.ts';

/** What a change of a trade works with, behind the trade's lock. `row` is kept as it is now. */
export interface TradeChange {
	tx: Transaction;
	row: TradeRow;
	/** The time that counts for this change, in microseconds. */
	moment: number;
	now: Date;
	/** Appends a line to the log; several of one change follow one another by a microsecond. Answers its number. */
	append(kind: TradeEventKind, line?: { bidder?: number; amount?: bigint | null; commitment?: Uint8Array; keyDigest?: Uint8Array; detail?: Record<string, unknown> }): Promise<number>;
	update(values: Partial<TradeRow>): Promise<void>;
	/** The state after a step; errors: conflict. Writes nothing. */
	after(step: TradeStep, facts?: Partial<TradeFacts>): Promise<TradeState>;
	tell(to: readonly Recipient[], news: TradeNews): Promise<void>;
	tellSeller(news: TradeNews): Promise<void>;
	/** Tells those whom the table of steps names, once the change is made. `winner`: the number of a bidder. */
	tellOf(step: TradeStep, winner?: number): Promise<void>;
}

/**
 * Runs a change of a trade on behalf of an actor: locked, its right checked, in one transaction with log, letters and audit.
 * Errors: not_found (also for drafts of others), forbidden, conflict.
 */
export async function changeTrade<Result>(
	context: TradingContext,
	actor: Actor,
	input: { number: number; right: (typeof TRADE_RIGHTS)[number]; action: string; expected?: number },
	work: (change: TradeChange) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const row = await tradeByNumber(tx, input.number, { lock: true });
		// The wall lets outsiders lock nothing, though they may see it.
		if (!row && (await tradeByNumber(tx, input.number))) throw new ExpectedError('forbidden', 'This person may not do this with the trade.');
		if (!row) throw new ExpectedError('not_found', 'No such trade.');
		const thing = forRules(row, await biddersOf(tx, row.id));
		if (!tradeRules.view(actor, thing)) throw new ExpectedError('not_found', 'No such trade.');
		if (!tradeRules[input.right](actor, thing)) throw new ExpectedError('forbidden', 'This person may not do this with the trade now.');
		if (input.expected !== undefined && input.expected !== row.version) throw new ExpectedError('conflict', 'Somebody changed the trade meanwhile.');
		const change = await changeOf(context, tx, row, actor);
		const before = { state: row.state };
		const result = await work(change);
		await recordAudit(tx, { actor, action: `trade.${input.action}`, entity: 'trade', entityId: row.id, before, after: { state: change.row.state }, about: { organisationId: row.organisationId, centreId: row.centreId } });
		return result;
	});
}

/** `by`: whom nobody needs to tell. */
export async function changeOf(context: TradingContext, tx: Transaction, locked: TradeRow, by?: Actor): Promise<TradeChange> {
	const now = context.clock();
	const self = by?.kind === 'member' ? by.email : '';
	let next = await momentOf(tx, context, locked.id);
	const change: TradeChange = {
		tx,
		row: locked,
		moment: next,
		now,
		append: (kind, line = {}) => appendEvent(tx, { tradeId: locked.id, moment: next++, kind, ...line }),
		async update(values) {
			const version = change.row.version + 1;
			await updateTrade(tx, locked.id, { ...values, version, updatedAt: now });
			change.row = { ...change.row, ...values, version };
		},
		async after(step, given = {}) {
			const state = nextTradeState(change.row.state, step, { ...(await factsOf(change)), ...given });
			if (!state) throw new ExpectedError('conflict', 'The trade is in another state by now.');
			return state;
		},
		async tell(to, news) {
			if (context.quiet) return;
			// Only now: the words of all letters are thousands of files, and who loads the samples needs none of them.
			const { tradeLetter } = await import('./letters.ts');
			const { number, title } = change.row;
			const path = news === 'asked' || news === 'to-open' || news === 'announced' || news === 'closed' || news === 'accepted' || news === 'declined' ? `/desk/trading/${number}` : `/trading/${number}`;
			for (const recipient of to) if (recipient.email !== self) await sendMail(tx, context.jobs, tradeLetter(recipient, { number, title, baseUrl: context.baseUrl, path }, news));
		},
		async tellSeller(news) {
			if (change.row.organisationId) await change.tell(await writersOf(tx, change.row.organisationId), news);
		},
		async tellOf(step, winner) {
			const { centreId, mode, state } = change.row;
			for (const [whom, news] of Object.entries(TRADE_STEPS[step].tells) as [TradeAudience, TradeNews][])
				if (whom === 'seller') await change.tellSeller(news);
				else if (whom === 'officers' || (whom === 'openers' && mode === 'sealed' && state === 'closed')) await change.tell(await officersOf(tx, centreId), news);
				else if (whom === 'bidders' || whom === 'winner') await tellBidders(change, news, whom === 'winner' ? winner : undefined);
		},
	};
	return change;
}

/** People of bidders, those of one number or of all who were not refused. Only the operator may know them all. */
async function tellBidders({ tx, row, tell }: TradeChange, news: TradeNews, only?: number): Promise<void> {
	await asActor(tx, operator('trading'), async (tx) => {
		for (const { organisationId, number, state } of await biddersOf(tx, row.id))
			if (organisationId && state !== 'refused' && (only === undefined || only === number)) await tell(await writersOf(tx, organisationId), news);
	});
}

async function factsOf({ tx, row }: TradeChange): Promise<TradeFacts> {
	const awards = (await awardsOf(tx, row.id)).filter(({ state }) => state !== 'refused');
	return {
		mode: row.mode,
		bids: await countStanding(tx, row.id),
		reserveMet: row.reserveMet || !row.hasReserve,
		awards: awards.length,
		approvals: 0,
		allContracted: awards.length > 0 && awards.every(({ state }) => state === 'contracted'),
	};
}
