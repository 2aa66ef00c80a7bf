import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { PAYMENTS_MOST } from '#lib/trading/vocabulary.ts';
import type { TradingContext } from '../context.ts';
import { changePlan, type PlanChange } from './change-plan.ts';
import type { PaymentInput } from './input.ts';
import { awardWithTrade, deletePayment, insertPayment, insertPlan, planOfAward } from './queries.ts';

/** Begins the payment plan of an accepted award; where it has one, answers that. Errors: not_found, forbidden, conflict. */
export async function beginPlan(context: TradingContext, actor: Actor, input: { award: string }): Promise<string> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members keep payment plans.');
	return asActor(context.db, actor, async (tx) => {
		const found = await awardWithTrade(tx, input.award);
		if (!found) throw new ExpectedError('not_found', 'No such award.');
		const { award, sellerId, sellerCountry, centreId, title, language } = found;
		if (![sellerId, award.organisationId].some((id) => id !== null && writesFor(actor, id))) throw new ExpectedError('forbidden', 'Owners and editors of both sides keep the plan.');
		if (award.state !== 'accepted' && award.state !== 'contracted') throw new ExpectedError('conflict', 'The award is not accepted.');
		const before = await planOfAward(tx, award.id);
		if (before) return before.id;
		const now = context.clock();
		const id = crypto.randomUUID();
		await insertPlan(tx, { id, awardId: award.id, dockingId: award.dockingId, sellerId, buyerId: award.organisationId, sellerCountry, buyerCountry: award.country, centreId, title, language, currency: award.currency, state: 'draft', createdBy: actor.userId, createdAt: now, updatedAt: now });
		await recordAudit(tx, { actor, action: 'payment-plan.begin', entity: 'payment-plan', entityId: id, about: { organisationId: sellerId, centreId } });
		return id;
	});
}

/** Adds a payment; a plan that was proposed is a draft again. Errors: not_found, forbidden, conflict (too many). */
export async function addPayment(context: TradingContext, actor: Actor, input: { id: string; expected: number; payment: PaymentInput }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'change', action: 'add-payment' }, async (change) => {
		if (change.payments.length >= PAYMENTS_MOST) throw new ExpectedError('conflict', 'The plan has as many payments as it may.');
		const position = (change.payments.at(-1)?.position ?? 0) + 1;
		await change.go('change', { proposedBy: null });
		await insertPayment(change.tx, { planId: change.plan.id, position, state: 'planned', updatedAt: change.now, ...input.payment });
	});
}

/** Takes a payment out. Errors: not_found, forbidden, conflict. */
export async function removePayment(context: TradingContext, actor: Actor, input: { id: string; expected: number; payment: string }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'change', action: 'remove-payment' }, async (change) => {
		if (!change.payments.some(({ id }) => id === input.payment)) throw new ExpectedError('not_found', 'No such payment.');
		await change.go('change', { proposedBy: null });
		await deletePayment(change.tx, input.payment);
	});
}

/** The side for which the person proposes: the own one, of the seller where it is both. */
function ownSide({ plan }: PlanChange, actor: Actor): string {
	return [plan.sellerId, plan.buyerId].find((id): id is string => id !== null && writesFor(actor, id))!;
}

/** Proposes the plan to the other side. Errors: not_found, forbidden, conflict (nothing in it). */
export async function proposePlan(context: TradingContext, actor: Actor, input: { id: string; expected: number }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'change', action: 'propose' }, async (change) => {
		await change.go('propose', { proposedBy: ownSide(change, actor) });
	});
}

/** The other side agrees: from now on the plan stands. Errors: not_found, forbidden, conflict. */
export async function agreeToPlan(context: TradingContext, actor: Actor, input: { id: string; expected: number }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'agree', action: 'agree' }, async (change) => {
		await change.go('agree', { agreedBy: isSignedIn(actor) ? actor.userId : null, agreedAt: change.now });
	});
}

/** Ends the plan; what was invoiced and paid stays on record. Errors: not_found, forbidden, conflict. */
export async function cancelPlan(context: TradingContext, actor: Actor, input: { id: string; expected: number }): Promise<void> {
	await changePlan(context, actor, { ...input, right: 'cancel', action: 'cancel' }, async (change) => {
		await change.go('cancel');
	});
}
