import { money, type Money } from '#lib/money/money.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { FormReader, type TermFieldError } from '#lib/server/terms/read-form.ts';
import { PAYMENT_TITLE_LIMIT, PAYMENT_WORDS_LIMIT, ROYALTY_PERIODS, type RoyaltyPeriod } from '#lib/trading/vocabulary.ts';
import { amountOf, requiredText, throwFirst } from '../input.ts';

const ROYALTY_YEARS_MOST = 30;

/** One line of a plan as somebody writes it. */
export type PaymentInput = { title: string; condition: string } & (
	| { kind: 'lump'; amount: bigint; dueOn: string }
	| { kind: 'milestone'; amount: bigint; dueOn: string | null }
	| { kind: 'royalty'; rateBp: number; base: string; minimum: bigint | null; cap: bigint | null; period: RoyaltyPeriod; fromOn: string; untilOn: string }
);

/** One payment of a plan in its currency. */
export function parsePayment(form: FormData, currency: string): { payment: PaymentInput; errors: TermFieldError[] } {
	const read = new FormReader(form);
	const kind = read.oneOf('kind', ['lump', 'milestone', 'royalty'] as const) ?? 'lump';
	const title = requiredText(read, 'title', PAYMENT_TITLE_LIMIT);
	const words = { title, condition: kind === 'milestone' ? requiredText(read, 'condition', PAYMENT_WORDS_LIMIT) : read.text('condition', PAYMENT_WORDS_LIMIT) };
	if (kind !== 'royalty') {
		const amount = amountOf(read, 'amount', currency, true) ?? 0n;
		const dueOn = kind === 'lump' ? requiredDay(read, 'dueOn') : read.day('dueOn');
		return { payment: kind === 'lump' ? { kind, ...words, amount, dueOn: dueOn ?? '' } : { kind, ...words, amount, dueOn }, errors: read.errors };
	}
	const rateBp = read.rate('rate') ?? 0;
	if (rateBp === 0) read.wrong('rate', 'rate');
	const [minimum, cap] = [amountOf(read, 'minimum', currency, false), amountOf(read, 'cap', currency, false)];
	if (minimum !== null && cap !== null && minimum > cap) read.wrong('cap', 'order');
	const [fromOn, untilOn] = [requiredDay(read, 'fromOn'), requiredDay(read, 'untilOn')];
	if (untilOn && untilOn <= fromOn) read.wrong('untilOn', 'order');
	if (fromOn && untilOn && Date.parse(untilOn) - Date.parse(fromOn) > ROYALTY_YEARS_MOST * 366 * 86_400_000) read.wrong('untilOn', 'years', ROYALTY_YEARS_MOST);
	const base = requiredText(read, 'base', PAYMENT_WORDS_LIMIT);
	return { payment: { kind, ...words, rateBp, base, minimum, cap, period: read.oneOf('period', ROYALTY_PERIODS) ?? 'year', fromOn, untilOn }, errors: read.errors };
}

function requiredDay(read: FormReader, field: string): string {
	const day = read.day(field);
	if (!day) read.wrong(field, 'required');
	return day ?? '';
}

/** What was sold in a period; also nothing, or less than nothing where goods came back. Errors: invalid_input at `baseAmount`. */
export function baseAmountInput(form: FormData, currency: string): Money {
	const typed = cleanLine(form.get('baseAmount'));
	const unsigned = new FormData();
	unsigned.set('baseAmount', typed.replace(/^[-−]/, ''));
	const read = new FormReader(unsigned);
	const given = read.money('baseAmount', currency);
	if (!given) read.wrong('baseAmount', 'required');
	throwFirst(read);
	return money(/^[-−]/.test(typed) ? -BigInt(given!.minor) : BigInt(given!.minor), currency);
}
