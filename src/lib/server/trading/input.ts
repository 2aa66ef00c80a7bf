import { CURRENCIES, isCurrency } from '#lib/money/money.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { FormReader, type TermFieldError } from '#lib/server/terms/read-form.ts';
import { ADMISSIONS, BID_WORDS_LIMIT, REASON_LIMIT, TRADE_MODES, TRADE_SUBJECTS, TRADE_TERMS_LIMIT, type Admission, type TradeMode, type TradeSubject } from '#lib/trading/vocabulary.ts';
import { MICROS } from './context.ts';

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

const refuse = (field: string, code: string, limit?: number) => new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** Throws what is wrong first, for forms of a field or two. */
export function throwFirst({ errors: [first] }: FormReader): void {
	if (first) throw refuse(first.field, first.code, first.limit);
}

/** A moment in UTC as `datetime-local` fields send it, in microseconds; undefined where it is none. */
function momentOf(read: FormReader, field: string): number | undefined {
	const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(read.line(field));
	const at = found ? new Date(`${found[1]}:00Z`) : null;
	// Days that no month has, JavaScript reads as days of the next.
	if (found && at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(found[1]!)) return at.getTime() * 1000;
	read.wrong(field, 'moment');
	return undefined;
}

/** An amount above zero in minor units; null where none is given. */
export function amountOf(read: FormReader, field: string, currency: string, required: boolean): bigint | null {
	const given = read.money(field, currency);
	if (!given && required) read.wrong(field, 'required');
	if (given && given.minor === '0') read.wrong(field, 'money');
	return given && given.minor !== '0' ? BigInt(given.minor) : null;
}

export function requiredText(read: FormReader, field: string, limit: number): string {
	const text = read.text(field, limit);
	if (text === '') read.wrong(field, 'required');
	return text;
}

function wholeOf(read: FormReader, field: string, [least, most]: [least: 0 | 1, most: number], fallback: number): number {
	const typed = read.line(field);
	const value = typed === '' ? fallback : Number(typed.normalize('NFKC'));
	if (Number.isInteger(value) && value >= least && value <= most) return value;
	read.wrong(field, least === 0 ? 'number' : 'number_from_1', most);
	return fallback;
}

export const currencyOf = (form: FormData): string => {
	const currency = cleanLine(form.get('currency'));
	return isCurrency(currency) ? currency : CURRENCIES[0];
};

/** The rules of a trade; what does not concern its mode is left out. `now` in microseconds. */
export function parseTrade(form: FormData, now: number): { trade: TradeInput; errors: TermFieldError[] } {
	const read = new FormReader(form);
	const mode = read.oneOf('mode', TRADE_MODES) ?? 'fixed';
	const subject = read.oneOf('subject', TRADE_SUBJECTS);
	const currency = currencyOf(form);
	if (!subject) read.wrong('subject', 'required');
	const [opens, closes] = [momentOf(read, 'opens'), momentOf(read, 'closes')];
	if (closes !== undefined && opens !== undefined && closes <= opens) read.wrong('closes', 'order');
	else if (closes !== undefined && closes <= now) read.wrong('closes', 'past');
	const auction = mode === 'ascending';
	const price = amountOf(read, 'price', currency, mode === 'fixed' || auction);
	const reserve = auction || mode === 'sealed' ? amountOf(read, 'reserve', currency, false) : null;
	if (reserve !== null && price !== null && reserve < price) read.wrong('reserve', 'reserve');
	const softMinutes = auction ? wholeOf(read, 'softMinutes', [0, 60], 5) : 0;
	const latestHours = auction ? wholeOf(read, 'latestHours', [0, 72], 12) : 0;
	const trade: TradeInput = {
		mode,
		subject: subject ?? 'licence',
		terms: read.text('terms', TRADE_TERMS_LIMIT),
		currency,
		price,
		increment: auction ? amountOf(read, 'increment', currency, true) : null,
		reserve,
		places: mode === 'fixed' ? wholeOf(read, 'places', [1, 1000], 1) : 1,
		opens: opens ?? now,
		closes: closes ?? now,
		softSeconds: softMinutes * 60,
		latestEnd: (closes ?? now) + latestHours * 3600 * MICROS,
		admission: read.oneOf('admission', ADMISSIONS) ?? 'rules',
		kinds: read.several('kinds', ORGANISATION_KINDS),
		countries: read.countries('countries'),
		answerDays: wholeOf(read, 'answerDays', [1, 90], 14),
	};
	return { trade, errors: read.errors };
}

/** What a bidder sends. Errors: invalid_input at the field. */
export function bidInput(form: FormData, currency: string): { amount: bigint; key: string; words: string; organisationId: string } {
	const read = new FormReader(form);
	const amount = amountOf(read, 'amount', currency, true);
	const words = read.text('words', BID_WORDS_LIMIT);
	throwFirst(read);
	return { amount: amount!, key: keyOf(form), words, organisationId: cleanLine(form.get('organisation')) };
}

/** The key that was drawn with the form. */
export function keyOf(form: FormData): string {
	const key = cleanLine(form.get('key'));
	if (!/^[A-Za-z0-9-]{8,64}$/.test(key)) throw refuse('key', 'required');
	return key;
}

/** A reason that stands on record. Errors: invalid_input at the field. */
export function reasonInput(form: FormData, required: boolean, field = 'reason'): string {
	const read = new FormReader(form);
	const reason = required ? requiredText(read, field, REASON_LIMIT) : read.text(field, REASON_LIMIT);
	throwFirst(read);
	return reason;
}

/** A day of the past or today. Errors: invalid_input at the field. */
export function pastDayInput(form: FormData, field: string, today: string): string {
	const read = new FormReader(form);
	const day = read.day(field);
	if (!day) read.wrong(field, 'required');
	else if (day > today) read.wrong(field, 'future');
	throwFirst(read);
	return day!;
}
