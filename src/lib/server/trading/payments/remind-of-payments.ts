import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { TradingContext } from '../context.ts';
import { changeOfPlan } from './change-plan.ts';
import { nextPeriod } from './bill.ts';
import type { PlanNews } from './payment-plan.ts';
import { paymentsOf, paymentsToRemind, planById, runningRoyalties, updatePayment } from './queries.ts';

const DAY = 86_400_000;
const SOON_DAYS = 14;
/** Days after the due day on which a letter goes out; from the last on, every thirty days. */
const OVERDUE_DAYS = [7, 30];

/** What is to be said of a payment today; null: nothing. Each is said once: `last` is the day of the last letter. */
export function reminderFor(dueOn: string, today: string, last: string | null): PlanNews | null {
	const days = Math.round((Date.parse(today) - Date.parse(dueOn)) / DAY);
	const since = last === null ? Number.POSITIVE_INFINITY : Math.round((Date.parse(last) - Date.parse(dueOn)) / DAY);
	const saidFrom = (from: number) => last !== null && since >= from;
	if (days < -SOON_DAYS) return null;
	if (days < 0) return saidFrom(-SOON_DAYS) ? null : 'due-soon';
	const [first, second] = OVERDUE_DAYS as [number, number];
	if (days < first) return saidFrom(0) ? null : 'due';
	const step = days < second ? first : second + Math.floor((days - second) / 30) * 30;
	return saidFrom(step) ? null : 'overdue';
}

/** The daily round: lumps whose day has come fall due, and buyers are reminded; of royalties, when a period is over. */
export async function remindOfPayments(context: TradingContext): Promise<number> {
	const actor = operator('trading');
	const today = context.clock().toISOString().slice(0, 10);
	const soon = new Date(context.clock().getTime() + SOON_DAYS * DAY).toISOString().slice(0, 10);
	const near = await asActor(context.db, actor, (tx) => paymentsToRemind(tx, soon));
	let told = 0;
	for (const { payment, plan } of near)
		told += await asActor(context.db, actor, async (tx) => {
			const locked = await planById(tx, plan.id, { lock: true });
			if (locked?.state !== 'agreed' || !payment.dueOn) return 0;
			const change = changeOfPlan(context, tx, locked, await paymentsOf(tx, plan.id), actor);
			const current = change.payments.find(({ id }) => id === payment.id);
			if (!current?.dueOn || current.state === 'paid' || current.state === 'waived') return 0;
			if (current.kind === 'lump' && current.state === 'planned' && current.dueOn <= today) await change.goPayment(current.id, 'fall-due');
			const news = reminderFor(current.dueOn, today, current.remindedOn);
			if (!news) return 0;
			await change.tell('buyer', news);
			if (news === 'overdue') await change.tell('seller', news);
			await updatePayment(tx, current.id, { remindedOn: today });
			return 1;
		});
	return told + (await remindOfPeriods(context, today));
}

async function remindOfPeriods(context: TradingContext, today: string): Promise<number> {
	const actor = operator('trading');
	const running = await asActor(context.db, actor, (tx) => runningRoyalties(tx));
	let told = 0;
	for (const { royalty, plan } of running)
		told += await asActor(context.db, actor, async (tx) => {
			const locked = await planById(tx, plan.id, { lock: true });
			if (locked?.state !== 'agreed') return 0;
			const change = changeOfPlan(context, tx, locked, await paymentsOf(tx, plan.id), actor);
			const current = change.payments.find(({ id }) => id === royalty.id);
			const period = current && nextPeriod(change.payments, current);
			if (!current || !period || period.until >= today) return 0;
			const dueOn = new Date(Date.parse(period.until) + DAY).toISOString().slice(0, 10);
			const last = current.remindedOn !== null && current.remindedOn >= dueOn ? current.remindedOn : null;
			if (!reminderFor(dueOn, today, last)) return 0;
			await change.tell('buyer', 'due');
			await updatePayment(tx, current.id, { remindedOn: today });
			return 1;
		});
	return told;
}
