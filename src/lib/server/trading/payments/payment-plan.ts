import { money, type Money } from '#lib/money/money.ts';
import { royaltiesByPeriod, type RoyaltyTerms } from '#lib/money/royalty.ts';
import type { PaymentKind, PaymentState, PlanState, RoyaltyPeriod } from '#lib/trading/vocabulary.ts';

export type PlanStep = 'propose' | 'change' | 'agree' | 'settle' | 'cancel';

/**
 * The state of a payment plan after a step; undefined where the step cannot happen. The other side agrees to what one side
 * proposed; whoever changes it proposes anew.
 */
export function nextPlanState(state: PlanState, step: PlanStep, facts: { payments: number; open: number }): PlanState | undefined {
	switch (step) {
		case 'propose':
			return state === 'draft' && facts.payments > 0 ? 'proposed' : undefined;
		case 'change':
			return state === 'draft' || state === 'proposed' ? 'draft' : undefined;
		case 'agree':
			return state === 'proposed' ? 'agreed' : undefined;
		case 'settle':
			return state === 'agreed' && facts.open === 0 ? 'settled' : undefined;
		case 'cancel':
			return state === 'draft' || state === 'proposed' || state === 'agreed' ? 'cancelled' : undefined;
	}
}

export type PaymentStep = 'fall-due' | 'reach' | 'invoice' | 'confirm' | 'waive';

/**
 * The state of one payment after a step. A lump falls due by its day, a milestone when the seller says it is reached, a
 * period of a royalty when it is reported; the royalty itself is never paid, its periods are.
 */
export function nextPaymentState(state: PaymentState, step: PaymentStep, payment: { kind: PaymentKind }): PaymentState | undefined {
	if (payment.kind === 'royalty') return step === 'waive' && state === 'planned' ? 'waived' : undefined;
	switch (step) {
		case 'fall-due':
			return state === 'planned' && payment.kind === 'lump' ? 'due' : undefined;
		case 'reach':
			return state === 'planned' && payment.kind === 'milestone' ? 'due' : undefined;
		case 'invoice':
			return state === 'due' || state === 'planned' ? 'invoiced' : undefined;
		case 'confirm':
			return state === 'due' || state === 'invoiced' ? 'paid' : undefined;
		case 'waive':
			return state === 'planned' || state === 'due' || state === 'invoiced' ? 'waived' : undefined;
	}
}

/** What a letter about a payment plan says. */
export type PlanNews = 'proposed' | 'agreed' | 'cancelled' | 'due-soon' | 'due' | 'overdue' | 'reached' | 'invoiced' | 'paid' | 'reported' | 'waived';
export type PlanAudience = 'seller' | 'buyer' | 'other-side';

interface StepOfPlan<By> {
	by: By;
	needs: string;
	/** Who is told what; the letters follow it. */
	tells: Partial<Record<PlanAudience, PlanNews>>;
}

/** Who takes a step of a plan, what must be there, and who is told. */
export const PLAN_STEPS: Record<PlanStep, StepOfPlan<'either-side' | 'other-side' | 'itself'>> = {
	propose: { by: 'either-side', needs: 'a payment in the plan', tells: { 'other-side': 'proposed' } },
	change: { by: 'either-side', needs: 'a plan that is not agreed', tells: {} },
	agree: { by: 'other-side', needs: 'a plan that the other side has proposed', tells: { seller: 'agreed', buyer: 'agreed' } },
	settle: { by: 'itself', needs: 'nothing open any more', tells: {} },
	cancel: { by: 'either-side', needs: 'a plan that is not settled', tells: { seller: 'cancelled', buyer: 'cancelled' } },
};

/** Who takes a step of a payment, what must be there, and who is told. */
export const PAYMENT_STEPS: Record<PaymentStep, StepOfPlan<'seller' | 'clock'>> = {
	'fall-due': { by: 'clock', needs: 'the day of a lump sum; reminders tell the buyer', tells: {} },
	reach: { by: 'seller', needs: 'a planned milestone', tells: { buyer: 'reached' } },
	invoice: { by: 'seller', needs: 'a payment that is planned or due', tells: { buyer: 'invoiced' } },
	confirm: { by: 'seller', needs: 'the day on which it came in', tells: { buyer: 'paid' } },
	waive: { by: 'seller', needs: 'a reason', tells: { buyer: 'waived' } },
};

const MONTHS: Record<RoyaltyPeriod, number> = { quarter: 3, half: 6, year: 12 };

export interface Period {
	/** ISO days, both included. */
	from: string;
	until: string;
}

/** The periods of a royalty, from its first day on; the last ends with the royalty. */
export function royaltyPeriods(royalty: { fromOn: string; untilOn: string; period: RoyaltyPeriod }): Period[] {
	const periods: Period[] = [];
	for (let index = 0; ; index++) {
		const from = monthsAfter(royalty.fromOn, index * MONTHS[royalty.period]);
		if (from > royalty.untilOn) return periods;
		const next = dayBefore(monthsAfter(royalty.fromOn, (index + 1) * MONTHS[royalty.period]));
		periods.push({ from, until: next < royalty.untilOn ? next : royalty.untilOn });
	}
}

/** The day so many months later; the last of the month where that month is shorter. */
function monthsAfter(day: string, months: number): string {
	const [year, month, date] = day.split('-').map(Number) as [number, number, number];
	const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/**
 * What a period of a royalty owes: what all bases so far owe, less what the periods before were charged, so that roundings
 * never add up. The minimum holds for the whole term and falls due with its last period.
 */
export function royaltyDue(terms: RoyaltyTerms, currency: string, before: readonly bigint[], base: bigint, isLast: boolean): Money {
	const bases = [...before, base].map((minor) => money(minor, currency));
	// Whether the minimum counts is the last period's matter: without it the list would take this one for the last.
	return royaltiesByPeriod(bases, isLast ? terms : { ...terms, minimum: null }).at(-1)!;
}
