import { toMoneyText, money } from '#lib/money/money.ts';
import type { AgreementKind } from '#lib/agreements/vocabulary.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { TradeSubject } from '#lib/trading/vocabulary.ts';
import type { TradingContext } from './context.ts';
import { agreementOfAward, awardById, tradeById } from './queries.ts';

const KIND: Record<TradeSubject, AgreementKind> = { assignment: 'assignment', 'exclusive-licence': 'licence', licence: 'licence', 'technical-service': 'service', 'joint-venture-share': 'joint-venture' };

/**
 * Drafts the contract of an accepted award: an agreement in the docking of the two sides, with the price that won. Where there
 * is one already, answers that. Answers its reference. Errors: not_found (also for the award of others), forbidden, conflict.
 */
export async function draftContract(context: TradingContext, actor: Actor, input: { award: string }): Promise<string> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members draft contracts.');
	return asActor(context.db, actor, async (tx) => {
		const award = await awardById(tx, input.award);
		const trade = award && (await tradeById(tx, award.tradeId));
		if (!award || !trade) throw new ExpectedError('not_found', 'No such award.');
		if (award.state !== 'accepted' && award.state !== 'contracted') throw new ExpectedError('conflict', 'The award is not accepted.');
		const docking = award.dockingId ? await findDocking(tx, { id: award.dockingId }) : undefined;
		if (!docking) throw new ExpectedError('not_found', 'There is no docking of this award that this person is in.');
		const before = await agreementOfAward(tx, { tradeId: trade.id, dockingId: docking.row.id });
		if (before) return before;
		const { beginInDocking } = await import('#lib/server/agreements/begin-agreement.ts');
		return beginInDocking({ ...context, db: tx as unknown as TradingContext['db'] }, actor, {
			docking: docking.row.reference,
			kind: KIND[trade.subject],
			titles: { [trade.language]: trade.title },
			languages: ['en', 'zh'],
			area: trade.areas[0] ?? null,
			trade: { id: trade.id, price: toMoneyText(money(award.amount, award.currency)) },
		});
	});
}
