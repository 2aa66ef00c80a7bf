import type { Budget, IntellectualProperty, PartnerSought, Price } from '#lib/server/listings/listing.ts';
import type { IpRightType, IpStatus, PartnerKind } from '#lib/listings/vocabulary.ts';
import type { ImportField } from './fields.ts';
import { readCode, readCodes } from './read-codes.ts';
import { minorUnits, readCurrency, readDay, readDecimal, readList, readMoney, type MoneyRange } from './read-values.ts';
import type { RowValues } from './row-values.ts';
import { codeOf } from './value-words.ts';

/** Unchecked, as JSONL may hold anything: `parseContent` judges it. */
type Loose = Record<string, unknown>;

/** The status, and the rights as JSON or as "patent: CN 102 (CNIPA, 2021-05-01); ...". */
export function intellectualProperty(values: RowValues): IntellectualProperty {
	const whole = values.json('ip') as Loose | undefined;
	if (whole) {
		const rights = Array.isArray(whole.rights) ? (whole.rights as Loose[]) : [];
		return {
			status: (whole.status as IpStatus | undefined) ?? null,
			rights: rights.map((right) => ({ number: '', office: '', ...right })) as unknown as IntellectualProperty['rights'],
		};
	}
	const statusField: ImportField = values.has('ip.status') ? 'ip.status' : 'ip';
	const status = readCode(values, statusField, 'ip_status') as IpStatus | undefined;
	return { status: status ?? null, rights: rightsOf(values) };
}

function rightsOf(values: RowValues): IntellectualProperty['rights'] {
	const listed = values.json('ip.rights');
	if (listed) return (Array.isArray(listed) ? listed : [listed]).map((right: Loose) => ({ number: '', office: '', ...right })) as IntellectualProperty['rights'];
	const rights: IntellectualProperty['rights'] = [];
	for (const part of readList(values.text('ip.rights'), (whole) => whole.includes('('))) {
		const [, typeWord, number = '', notes = ''] = /^(?:([^:：(]+)[:：])?\s*([^(]*?)\s*(?:\((.*)\))?$/.exec(part.normalize('NFKC')) ?? [];
		const type = typeWord === undefined ? 'patent' : codeOf('ip_right', typeWord);
		if (!type) {
			values.failValue('ip.rights', 'unknown_value', part);
			continue;
		}
		const pieces = notes.split(',').map((piece) => piece.trim());
		const date = pieces.map(readDay).find((day) => day !== undefined);
		const office = pieces.find((piece) => piece !== '' && readDay(piece) === undefined) ?? '';
		rights.push({ type: type as IpRightType, number, office, ...(date && { date }) });
	}
	return rights;
}

export function partnerSought(values: RowValues, limited: (role: string) => string): PartnerSought {
	const whole = values.json('partner') as Loose | undefined;
	if (whole) return { kinds: (whole.kinds as PartnerKind[] | undefined) ?? [], role: limited(typeof whole.role === 'string' ? whole.role : '') };
	const field: ImportField = values.has('partner.kinds') ? 'partner.kinds' : 'partner';
	return { kinds: readCodes(values, field, 'partner') as PartnerKind[], role: limited(values.text('partner.role')) };
}

export function readPrice(values: RowValues): Price | null {
	const whole = values.json('price') as Loose | undefined;
	if (whole) return { kind: 'negotiable', basis: 'lump-sum', min: null, max: null, ...whole } as Price;
	const kind = readCode(values, 'price.kind', 'price_kind') as Price['kind'] | undefined;
	const basis = (readCode(values, 'price.basis', 'price_basis') as Price['basis'] | undefined) ?? 'lump-sum';
	const range = readRange(values, 'price');
	if (!range) return null;
	return { kind: kind ?? 'indicative', basis, ...range };
}

export function readBudget(values: RowValues): Budget | null {
	const whole = values.json('budget') as Loose | undefined;
	if (whole) return { min: null, max: null, source: '', ...whole } as Budget;
	const range = readRange(values, 'budget');
	return range ? { ...range, source: values.text('budget.source') } : null;
}

/** From a phrase in one column, or from columns for the lower and the upper amount in whole units of the currency. */
function readRange(values: RowValues, field: 'price' | 'budget'): MoneyRange | null {
	const currencyWord = values.text(`${field}.currency`).trim();
	const currency = currencyWord === '' ? undefined : readCurrency(currencyWord);
	if (values.has(field)) {
		const money = readMoney(values.text(field), currency);
		if (!money) values.failValue(field, 'not_money', values.text(field));
		return money ?? null;
	}
	const min = values.text(`${field}.min`).trim();
	const max = values.text(`${field}.max`).trim();
	if (min === '' && max === '') return null;
	if (currency === undefined) {
		if (currencyWord === '') values.fail(`${field}.currency`, { code: 'required' });
		else values.failValue(`${field}.currency`, 'unknown_value', currencyWord);
		return null;
	}
	return { min: readAmount(values, `${field}.min`, min, currency), max: readAmount(values, `${field}.max`, max, currency), currency };
}

function readAmount(values: RowValues, field: ImportField, text: string, currency: string): number | null {
	if (text === '') return null;
	const decimal = readDecimal(text);
	const amount = decimal === undefined ? undefined : minorUnits(decimal, currency);
	if (amount === undefined) values.failValue(field, 'not_a_number', text);
	return amount ?? null;
}
