import { belongsTo, isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sumsByCurrency } from '#lib/money/money.ts';
import { PLAN_RIGHTS, planRules } from '../rules.ts';
import { nextPeriod } from './bill.ts';
import { isSameDigest } from '../commitment.ts';
import { documentDigest } from './document.ts';
import { documentById, documentsOf, partiesOf, paymentsOf, planById, plansOf } from './queries.ts';

export type PlanView = Awaited<ReturnType<typeof viewPlan>>;

/** A payment plan as one of its two sides, or an officer of its centre, sees it. Errors: not_found. */
export async function viewPlan(db: Database, actor: Actor, id: string, today: string) {
	return asActor(db, actor, async (tx) => {
		const plan = await planById(tx, id);
		if (!plan || !planRules.view(actor, plan)) throw new ExpectedError('not_found', 'No such payment plan.');
		const payments = await paymentsOf(tx, plan.id);
		const parties = await partiesOf(tx, [plan.sellerId, plan.buyerId]);
		const sum = (states: readonly string[]) => sumsByCurrency(payments.flatMap(({ amount, state }) => (amount !== null && states.includes(state) ? [{ minor: amount, currency: plan.currency }] : [])))[0]?.minor ?? 0n;
		return {
			plan,
			seller: parties.find((each) => each.id === plan.sellerId) ?? null,
			buyer: parties.find((each) => each.id === plan.buyerId) ?? null,
			payments: payments.map((payment) => {
				const next = payment.kind === 'royalty' && payment.state === 'planned' ? nextPeriod(payments, payment) : undefined;
				return { ...payment, overdue: (payment.state === 'due' || payment.state === 'invoiced') && payment.dueOn !== null && payment.dueOn < today, next: next ? { ...next, ready: next.until < today } : null };
			}),
			documents: (await documentsOf(tx, plan.id)).map(({ id: documentId, paymentId, kind, content, issuedAt }) => ({ id: documentId, paymentId, kind, number: content.number, issuedAt })),
			paid: sum(['paid']),
			open: sum(['due', 'invoiced']),
			planned: sum(['planned']),
			side: isSignedIn(actor) && plan.sellerId && belongsTo(actor, plan.sellerId) ? ('seller' as const) : isSignedIn(actor) && plan.buyerId && belongsTo(actor, plan.buyerId) ? ('buyer' as const) : ('officers' as const),
			may: Object.fromEntries(PLAN_RIGHTS.map((right) => [right, planRules[right](actor, plan)])) as Record<(typeof PLAN_RIGHTS)[number], boolean>,
		};
	});
}

/** An invoice or a receipt as it was issued; `genuine`: it is what was issued. Errors: not_found. */
export async function viewDocument(db: Database, actor: Actor, id: string) {
	return asActor(db, actor, async (tx) => {
		const document = await documentById(tx, id);
		const plan = document && (await planById(tx, document.planId));
		if (!document || !plan || !planRules.view(actor, plan)) throw new ExpectedError('not_found', 'No such document.');
		return { planId: plan.id, content: document.content, digest: Buffer.from(document.digest).toString('hex'), genuine: isSameDigest(document.digest, documentDigest(document.content)) };
	});
}

export async function ownPlans(db: Database, actor: Extract<Actor, { kind: 'member' }>) {
	return asActor(db, actor, (tx) => plansOf(tx, [...actor.organisations.keys()]));
}
