import type { Actor } from '#lib/server/accounts/actor.ts';
import { writersOf } from '#lib/server/membership/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { TradingContext } from '../context.ts';
import { planRules, type PLAN_RIGHTS } from '../rules.ts';
import { nextPaymentState, nextPlanState, PAYMENT_STEPS, PLAN_STEPS, type PaymentStep, type PlanAudience, type PlanNews, type PlanStep } from './payment-plan.ts';
import { paymentsOf, planById, updatePayment, updatePlan, type PaymentRow, type PlanRow } from './queries.ts';

export interface PlanChange {
	tx: Transaction;
	plan: PlanRow;
	payments: PaymentRow[];
	now: Date;
	today: string;
	/** Goes on to the plan's state after a step, and tells whom the table of steps names. Errors: conflict. */
	go(step: PlanStep, values?: Partial<PlanRow>): Promise<void>;
	/** Goes on to a payment's state after a step, and tells whom the table of steps names. Errors: not_found, conflict. */
	goPayment(id: string, step: PaymentStep, values?: Partial<PaymentRow>): Promise<PaymentRow>;
	tell(side: 'seller' | 'buyer', news: PlanNews): Promise<void>;
}

/** Runs a change of a payment plan: locked, its right checked, with letters and audit. Errors: not_found, forbidden, conflict. */
export async function changePlan<Result>(
	context: TradingContext,
	actor: Actor,
	input: { id: string; right: (typeof PLAN_RIGHTS)[number]; action: string; expected?: number },
	work: (change: PlanChange) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const plan = await planById(tx, input.id, { lock: true });
		if (!plan || !planRules.view(actor, plan)) throw new ExpectedError('not_found', 'No such payment plan.');
		if (!planRules[input.right](actor, plan)) throw new ExpectedError('forbidden', 'This person may not do this with the plan now.');
		if (input.expected !== undefined && input.expected !== plan.version) throw new ExpectedError('conflict', 'Somebody changed the plan meanwhile.');
		const change = changeOfPlan(context, tx, plan, await paymentsOf(tx, plan.id), actor);
		const result = await work(change);
		await recordAudit(tx, { actor, action: `payment-plan.${input.action}`, entity: 'payment-plan', entityId: plan.id, before: { state: plan.state }, after: { state: change.plan.state }, about: { organisationId: plan.sellerId, centreId: plan.centreId } });
		return result;
	});
}

export function changeOfPlan(context: TradingContext, tx: Transaction, plan: PlanRow, payments: PaymentRow[], actor: Actor): PlanChange {
	const now = context.clock();
	const tellOf = async (tells: Partial<Record<PlanAudience, PlanNews>>) => {
		for (const [whom, news] of Object.entries(tells) as [PlanAudience, PlanNews][])
			await change.tell(whom === 'other-side' ? (change.plan.proposedBy === plan.sellerId ? 'buyer' : 'seller') : whom, news);
	};
	const change: PlanChange = {
		tx,
		plan,
		payments,
		now,
		today: now.toISOString().slice(0, 10),
		async go(step, values = {}) {
			const open = change.payments.filter(({ state }) => state === 'planned' || state === 'due' || state === 'invoiced').length;
			const state = nextPlanState(change.plan.state, step, { payments: change.payments.length, open });
			if (!state) throw new ExpectedError('conflict', 'The plan is in another state by now.');
			const next = { ...values, state, version: change.plan.version + 1, updatedAt: now };
			await updatePlan(tx, plan.id, next);
			change.plan = { ...change.plan, ...next };
			await tellOf(PLAN_STEPS[step].tells);
		},
		async goPayment(id, step, values = {}) {
			const found = change.payments.find((each) => each.id === id);
			if (!found) throw new ExpectedError('not_found', 'No such payment.');
			const state = nextPaymentState(found.state, step, found);
			if (!state) throw new ExpectedError('conflict', 'The payment is in another state by now.');
			const next = { ...found, ...values, state, updatedAt: now };
			await updatePayment(tx, id, { ...values, state, updatedAt: now });
			change.payments = change.payments.map((each) => (each.id === id ? next : each));
			await tellOf(PAYMENT_STEPS[step].tells);
			return next;
		},
		async tell(side, news) {
			const organisationId = side === 'seller' ? plan.sellerId : plan.buyerId;
			const person = actor.kind === 'member' ? actor.email : '';
			if (!organisationId || context.quiet) return;
			const { planLetter } = await import('../letters.ts');
			for (const to of await writersOf(tx, organisationId))
				if (to.email !== person) await sendMail(tx, context.jobs, planLetter(to, { number: plan.number, planId: plan.id, baseUrl: context.baseUrl }, news));
		},
	};
	return change;
}
