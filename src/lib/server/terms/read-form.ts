import { cleanLine } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { toMoneyText, type MoneyText } from '#lib/money/money.ts';
import { readMoney } from '#lib/money/read-money.ts';
import { ROYALTY_BASES } from '#lib/terms/vocabulary.ts';
import type { Royalty } from '#lib/terms/terms.ts';

/** One thing wrong with one field; `code` is the suffix of a message. */
export interface TermFieldError {
	field: string;
	code: 'required' | 'too_long' | 'not_allowed' | 'money' | 'money_fine' | 'money_large' | 'rate' | 'number' | 'number_from_1' | 'day' | 'order' | 'too_many' | 'email' | 'shares' | 'moment' | 'past' | 'future' | 'reserve' | 'years';
	limit?: number;
}

const MONEY_CODES = { unreadable: 'money', 'too-fine': 'money_fine', 'too-large': 'money_large', negative: 'money' } as const;

/** Reads the fields of a form one by one and gathers what is wrong with them. */
export class FormReader {
	readonly errors: TermFieldError[] = [];
	readonly form: FormData;

	constructor(form: FormData) {
		this.form = form;
	}

	/** Says what is wrong with a field; the first thing alone, since what could not be read is not missing besides. */
	wrong(field: string, code: TermFieldError['code'], limit?: number): void {
		if (!this.errors.some((error) => error.field === field)) this.errors.push({ field, code, ...(limit === undefined ? {} : { limit }) });
	}

	line(field: string, limit = 200): string {
		return this.within(field, cleanLine(this.form.get(field)), limit);
	}

	text(field: string, limit: number): string {
		const typed = this.form.get(field);
		return this.within(field, cleanText(typeof typed === 'string' ? typed : '').trim(), limit);
	}

	private within(field: string, text: string, limit: number): string {
		if ([...text].length > limit) this.wrong(field, 'too_long', limit);
		return text;
	}

	checked(field: string): boolean {
		return this.form.get(field) !== null;
	}

	oneOf<T extends string>(field: string, words: readonly T[]): T | null {
		const typed = cleanLine(this.form.get(field));
		const found = words.find((each) => each === typed) ?? null;
		if (typed !== '' && !found) this.wrong(field, 'not_allowed');
		return found;
	}

	several<T extends string>(field: string, words: readonly T[]): T[] {
		const chosen = this.form.getAll(field);
		return words.filter((each) => chosen.includes(each));
	}

	countries(field: string): string[] {
		return this.several(field, REGION_COUNTRIES);
	}

	/** A whole number from 0, or null. */
	count(field: string, most: number): number | null {
		const typed = cleanLine(this.form.get(field)).normalize('NFKC');
		if (typed === '') return null;
		const number = /^\d{1,6}$/.test(typed) ? Number(typed) : NaN;
		if (number <= most) return number;
		this.wrong(field, 'number', most);
		return null;
	}

	/** A calendar day as browsers send it, or null. */
	day(field: string): string | null {
		const typed = cleanLine(this.form.get(field));
		if (typed === '') return null;
		const day = new Date(`${typed}T00:00:00Z`);
		if (/^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(typed)) return typed;
		this.wrong(field, 'day');
		return null;
	}

	/** An amount in a currency, or null where none is given. */
	money(field: string, currency: string): MoneyText | null {
		const typed = cleanLine(this.form.get(field));
		if (typed === '') return null;
		const read = readMoney(typed, currency);
		if (read.ok) return toMoneyText(read.money);
		this.wrong(field, MONEY_CODES[read.problem]);
		return null;
	}

	/** Per cent with at most two decimals, as basis points. */
	rate(field: string): number | null {
		const typed = cleanLine(this.form.get(field)).normalize('NFKC').replace(/\s|%/g, '').replace(',', '.');
		if (typed === '') return null;
		const points = /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : NaN;
		if (points <= 10_000) return points;
		this.wrong(field, 'rate');
		return null;
	}

	/** A royalty: none without a rate. The floor may not be above the ceiling. */
	royalty(currency: string): Royalty | null {
		const rateBp = this.rate('royaltyRate');
		const base = this.oneOf('royaltyBase', ROYALTY_BASES);
		const [minimum, cap] = [this.money('royaltyMinimum', currency), this.money('royaltyCap', currency)];
		if (rateBp === null || rateBp === 0) {
			if (minimum || cap) this.wrong('royaltyRate', 'required');
			return null;
		}
		if (!base) this.wrong('royaltyBase', 'required');
		if (minimum && cap && BigInt(minimum.minor) > BigInt(cap.minor)) this.wrong('royaltyCap', 'order');
		return { base: base ?? 'net-sales', rateBp, minimum, cap };
	}
}
