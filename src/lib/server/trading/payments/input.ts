import { money, smaller, type Money } from '#lib/money/money.ts';
import { readMoney } from '#lib/money/read-money.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { PAYMENT_TITLE_LIMIT, PAYMENT_WORDS_LIMIT, ROYALTY_PERIODS, type RoyaltyPeriod } from '#lib/trading/vocabulary.ts';
import { dayOf, FieldErrors, oneOf, refuse, type TradingFieldError } from '../input.ts';

/** One line of a plan as somebody writes it. */
export type PaymentInput = { title: string; condition: string } & (
	| { kind: 'lump'; amount: bigint; dueOn: string }
	| { kind: 'milestone'; amount: bigint; dueOn: string | null }
	| { kind: 'royalty'; rateBp: number; base: string; minimum: bigint | null; cap: bigint | null; period: RoyaltyPeriod; fromOn: string; untilOn: string }
);

/** A per cent as people type it, `3.5` or `3,5`, in basis points; undefined where it is none or finer than that. */
export function basisPointsOf(typed: string): number | undefined {
	const found = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.normalize('NFKC').trim());
	const points = found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : Number.NaN;
	return points >= 1 && points <= 10_000 ? points : undefined;
}

/** One payment of a plan in its currency. */
export function parsePayment(form: FormData, currency: string): { payment: PaymentInput; errors: TradingFieldError[] } {
	const checked = new FieldErrors();
	const kind = oneOf(['lump', 'milestone', 'royalty'] as const, form.get('kind')) ?? 'lump';
	const words = { title: checked.text(form, 'title', PAYMENT_TITLE_LIMIT, true), condition: checked.text(form, 'condition', PAYMENT_WORDS_LIMIT, kind === 'milestone') };
	const day = (field: string, required: boolean): string | null => {
		const read = dayOf(cleanLine(form.get(field)));
		if (read === undefined) checked.add(field, 'day');
		else if (read === null && required) checked.add(field, 'required');
		return read ?? null;
	};
	if (kind !== 'royalty') {
		const amount = checked.amount(form, 'amount', currency, true) ?? 0n;
		const dueOn = day('dueOn', kind === 'lump');
		return { payment: kind === 'lump' ? { kind, ...words, amount, dueOn: dueOn ?? '' } : { kind, ...words, amount, dueOn }, errors: checked.errors };
	}
	const rateBp = basisPointsOf(cleanLine(form.get('rate')));
	if (rateBp === undefined) checked.add('rate', 'rate');
	const [minimum, cap] = [checked.amount(form, 'minimum', currency, false), checked.amount(form, 'cap', currency, false)];
	if (minimum !== null && cap !== null && smaller(money(minimum, currency), money(cap, currency)).minor !== minimum) checked.add('cap', 'order');
	const [fromOn, untilOn] = [day('fromOn', true), day('untilOn', true)];
	if (fromOn && untilOn && untilOn <= fromOn) checked.add('untilOn', 'order');
	if (fromOn && untilOn && Date.parse(untilOn) - Date.parse(fromOn) > 30 * 366 * 86_400_000) checked.add('untilOn', 'too_long', 30);
	const base = checked.text(form, 'base', PAYMENT_WORDS_LIMIT, true);
	return { payment: { kind, ...words, rateBp: rateBp ?? 1, base, minimum, cap, period: oneOf(ROYALTY_PERIODS, form.get('period')) ?? 'year', fromOn: fromOn ?? '', untilOn: untilOn ?? '' }, errors: checked.errors };
}

/** What was sold in a period; also nothing, or less than nothing where goods came back. Errors: invalid_input at `baseAmount`. */
export function baseAmountInput(form: FormData, currency: string): Money {
	const typed = cleanLine(form.get('baseAmount'));
	const negative = /^\s*[-−]/.test(typed);
	const read = readMoney(typed.replace(/^\s*[-−]/, ''), currency);
	if (typed === '') throw refuse('baseAmount', 'required');
	if (!read.ok) throw refuse('baseAmount', read.problem === 'too-fine' ? 'amount_fine' : read.problem === 'too-large' ? 'amount_large' : 'amount');
	return negative ? money(-read.money.minor, currency) : read.money;
}
