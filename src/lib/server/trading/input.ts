import { CURRENCIES, isCurrency } from '#lib/money/money.ts';
import { readMoney } from '#lib/money/read-money.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { ADMISSIONS, BID_WORDS_LIMIT, REASON_LIMIT, TRADE_MODES, TRADE_SUBJECTS, TRADE_TERMS_LIMIT, type Admission, type TradeMode, type TradeSubject } from '#lib/trading/vocabulary.ts';
import { MICROS } from './context.ts';

export interface TradingFieldError {
	field: string;
	code: string;
	limit?: number;
}

/** The rules of a trade as its seller states them. Moments are microseconds since 1970. */
export interface TradeInput {
	mode: TradeMode;
	subject: TradeSubject;
	terms: string;
	currency: string;
	price: bigint | null;
	increment: bigint | null;
	reserve: bigint | null;
	places: number;
	opens: number;
	closes: number;
	softSeconds: number;
	latestEnd: number;
	admission: Admission;
	kinds: string[];
	countries: string[];
	answerDays: number;
}

export const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((each) => each === value);
export const refuse = (field: string, code: string, limit?: number) => new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });
const PROBLEMS = { unreadable: 'amount', 'too-fine': 'amount_fine', 'too-large': 'amount_large', negative: 'amount' } as const;

/** A calendar day as browsers send it; null where none is given, undefined where it is none. */
export function dayOf(typed: string): string | null | undefined {
	if (typed === '') return null;
	const day = new Date(`${typed}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(typed) ? typed : undefined;
}

/** A moment in UTC as `datetime-local` fields send it, in microseconds; undefined where it is none. */
function momentOfField(typed: string): number | undefined {
	const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(typed);
	if (!found || !dayOf(found[1]!)) return undefined;
	const at = Date.parse(`${found[1]}T${found[2]}:00Z`);
	return Number.isNaN(at) ? undefined : at * 1000;
}

/** Collects what is wrong with a form's fields. */
export class FieldErrors {
	readonly errors: TradingFieldError[] = [];

	add(field: string, code: string, limit?: number): void {
		this.errors.push({ field, code, ...(limit === undefined ? {} : { limit }) });
	}

	text(form: FormData, field: string, limit: number, required = false): string {
		const text = cleanText(String(form.get(field) ?? '')).trim();
		if (required && text === '') this.add(field, 'required');
		if ([...text].length > limit) this.add(field, 'too_long', limit);
		return text;
	}

	/** An amount above zero in minor units; null where none is given. */
	amount(form: FormData, field: string, currency: string, required: boolean): bigint | null {
		const typed = cleanLine(form.get(field));
		if (typed === '') {
			if (required) this.add(field, 'required');
			return null;
		}
		const read = readMoney(typed, currency);
		if (!read.ok) this.add(field, PROBLEMS[read.problem]);
		else if (read.money.minor === 0n) this.add(field, 'amount');
		else return read.money.minor;
		return null;
	}

	whole(form: FormData, field: string, range: [least: number, most: number], fallback: number): number {
		const typed = cleanLine(form.get(field));
		const value = typed === '' ? fallback : Number(typed);
		if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value;
		this.add(field, 'not_allowed');
		return fallback;
	}
}

export const currencyOf = (form: FormData): string => {
	const currency = cleanLine(form.get('currency'));
	return isCurrency(currency) ? currency : CURRENCIES[0];
};

/** The rules of a trade; what does not concern its mode is left out. `now` in microseconds. */
export function parseTrade(form: FormData, now: number): { trade: TradeInput; errors: TradingFieldError[] } {
	const checked = new FieldErrors();
	const mode = oneOf(TRADE_MODES, form.get('mode')) ?? 'fixed';
	const subject = oneOf(TRADE_SUBJECTS, form.get('subject'));
	const currency = currencyOf(form);
	if (!subject) checked.add('subject', 'required');
	const [opens, closes] = [momentOfField(cleanLine(form.get('opens'))), momentOfField(cleanLine(form.get('closes')))];
	if (opens === undefined) checked.add('opens', 'moment');
	if (closes === undefined) checked.add('closes', 'moment');
	else if (opens !== undefined && closes <= opens) checked.add('closes', 'order');
	else if (closes <= now) checked.add('closes', 'past');
	const auction = mode === 'ascending';
	const price = checked.amount(form, 'price', currency, mode === 'fixed' || auction);
	const reserve = auction || mode === 'sealed' ? checked.amount(form, 'reserve', currency, false) : null;
	if (reserve !== null && price !== null && reserve < price) checked.add('reserve', 'reserve');
	const softMinutes = auction ? checked.whole(form, 'softMinutes', [0, 60], 5) : 0;
	const latestHours = auction ? checked.whole(form, 'latestHours', [0, 72], 12) : 0;
	const trade: TradeInput = {
		mode,
		subject: subject ?? 'licence',
		terms: checked.text(form, 'terms', TRADE_TERMS_LIMIT),
		currency,
		price,
		increment: auction ? checked.amount(form, 'increment', currency, true) : null,
		reserve,
		places: mode === 'fixed' ? checked.whole(form, 'places', [1, 1000], 1) : 1,
		opens: opens ?? now,
		closes: closes ?? now,
		softSeconds: softMinutes * 60,
		latestEnd: (closes ?? now) + latestHours * 3600 * MICROS,
		admission: oneOf(ADMISSIONS, form.get('admission')) ?? 'rules',
		kinds: ORGANISATION_KINDS.filter((kind) => form.getAll('kinds').includes(kind)),
		countries: REGION_COUNTRIES.filter((country) => form.getAll('countries').includes(country)),
		answerDays: checked.whole(form, 'answerDays', [1, 90], 14),
	};
	return { trade, errors: checked.errors };
}

/** What a bidder sends. Errors: invalid_input at the field. */
export function bidInput(form: FormData, currency: string): { amount: bigint; key: string; words: string; organisationId: string } {
	const checked = new FieldErrors();
	const amount = checked.amount(form, 'amount', currency, true);
	const words = checked.text(form, 'words', BID_WORDS_LIMIT);
	const [error] = checked.errors;
	if (error || amount === null) throw refuse(error?.field ?? 'amount', error?.code ?? 'amount', error?.limit);
	return { amount, key: keyOf(form), words, organisationId: cleanLine(form.get('organisation')) };
}

/** The key that was drawn with the form. */
export function keyOf(form: FormData): string {
	const key = cleanLine(form.get('key'));
	if (!/^[A-Za-z0-9-]{8,64}$/.test(key)) throw refuse('key', 'required');
	return key;
}

/** A reason that stands on record. Errors: invalid_input at the field. */
export function reasonInput(form: FormData, required: boolean, field = 'reason'): string {
	const checked = new FieldErrors();
	const reason = checked.text(form, field, REASON_LIMIT, required);
	const [error] = checked.errors;
	if (error) throw refuse(error.field, error.code, error.limit);
	return reason;
}

/** A day of the past or today. Errors: invalid_input at the field. */
export function pastDayInput(form: FormData, field: string, today: string): string {
	const day = dayOf(cleanLine(form.get(field)));
	if (!day) throw refuse(field, day === null ? 'required' : 'day');
	if (day > today) throw refuse(field, 'future');
	return day;
}
