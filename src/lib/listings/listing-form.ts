import { minorDigits } from '#lib/text/currency.ts';
import { plainDigits } from '#lib/text/typed-number.ts';
import { SECTIONS, type Section } from './vocabulary.ts';
import type { ListingContent } from '../server/listings/listing.ts';

/** A right as the form's fields hold it. */
export interface RightValues {
	type: string;
	number: string;
	office: string;
	date: string;
	expiry: string;
}

/** A listing as its form holds it: everything as typed, right or wrong, so that it can be shown again. */
export interface ListingFormValues {
	language: string;
	title: string;
	summary: string;
	description: string;
	advantages: string;
	benefitInFigures: string;
	comparedWith: string;
	sought: string;
	areas: string[];
	keywords: string;
	trl: string;
	ipStatus: string;
	rights: RightValues[];
	cooperation: string[];
	partnerKinds: string[];
	partnerRole: string;
	countries: string[];
	priceKind: string;
	priceBasis: string;
	priceMin: string;
	priceMax: string;
	priceCurrency: string;
	hasBudget: boolean;
	budgetMin: string;
	budgetMax: string;
	budgetCurrency: string;
	budgetSource: string;
	relevantDate: string;
	sdgs: string[];
	/** `checked-none`, `restricted`, or empty while the question is open. */
	exportChoice: string;
	exportRestriction: string;
	videoUrl: string;
	display: string;
	disclosure: Record<Section, string>;
}

/** The currencies of the region and those that its contracts are written in. */
export const CURRENCIES = ['CNY', 'USD', 'EUR', 'BND', 'IDR', 'KHR', 'LAK', 'MMK', 'MYR', 'PHP', 'SGD', 'THB', 'VND', 'JPY', 'GBP', 'HKD'] as const;

export const EXPORT_CHECKED = 'checked-none';
const EXPORT_RESTRICTED = 'restricted';
export const EMPTY_RIGHT: RightValues = { type: '', number: '', office: '', date: '', expiry: '' };
const MOST_RIGHTS = 20;

function amountText(minor: number | null, currency: string): string {
	if (minor === null) return '';
	const decimals = minorDigits(currency);
	const text = (minor / 10 ** decimals).toFixed(decimals);
	return decimals > 0 && text.endsWith('0'.repeat(decimals)) ? text.slice(0, -decimals - 1) : text;
}

/**
 * An amount as people of the region write it, in minor units: digits of any script, groups of three parted by point, comma
 * or space, at most as many decimals as the currency has. Null where empty; the text itself where it is no amount.
 */
export function parseAmount(text: string, currency: string): number | string | null {
	const plain = plainDigits(text).replace(/[\s\u00A0'’_]/g, '');
	if (plain === '') return null;
	const decimals = minorDigits(currency);
	const grouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(plain);
	const match = grouped ? null : /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
	const whole = grouped ? plain.replace(/[.,]/g, '') : match?.[1]?.replace(/[.,]/g, '');
	const fraction = match?.[3] ?? '';
	if (whole === undefined || whole.length > 15 || fraction.length > decimals) return text;
	const minor = Number(whole + fraction.padEnd(decimals, '0'));
	return Number.isSafeInteger(minor) ? minor : text;
}

/** A listing's content as its form shows it. */
export function formValuesOf(content: ListingContent): ListingFormValues {
	const { price, budget } = content;
	const restricted = content.exportControl !== '' && content.exportControl !== EXPORT_CHECKED;
	return {
		language: content.language,
		title: content.title,
		summary: content.summary,
		description: content.description,
		advantages: content.advantages,
		benefitInFigures: content.benefitInFigures,
		comparedWith: content.comparedWith,
		sought: content.sought,
		areas: [...content.areas],
		keywords: content.keywords.join(', '),
		trl: content.trl === null ? '' : String(content.trl),
		ipStatus: content.ip.status ?? '',
		rights: content.ip.rights.map((right) => ({ ...EMPTY_RIGHT, ...right })),
		cooperation: [...content.cooperation],
		partnerKinds: [...content.partner.kinds],
		partnerRole: content.partner.role,
		countries: [...content.countries],
		priceKind: price?.kind ?? '',
		priceBasis: price?.basis ?? 'lump-sum',
		priceMin: price ? amountText(price.min, price.currency) : '',
		priceMax: price ? amountText(price.max, price.currency) : '',
		priceCurrency: price?.currency ?? 'USD',
		hasBudget: budget !== null,
		budgetMin: budget ? amountText(budget.min, budget.currency) : '',
		budgetMax: budget ? amountText(budget.max, budget.currency) : '',
		budgetCurrency: budget?.currency ?? 'USD',
		budgetSource: budget?.source ?? '',
		relevantDate: content.relevantDate ?? '',
		sdgs: content.sdgs.map(String),
		exportChoice: restricted ? EXPORT_RESTRICTED : content.exportControl,
		exportRestriction: restricted ? content.exportControl.replace(/^restricted:\s*/, '') : '',
		videoUrl: content.videoUrl,
		display: content.display,
		disclosure: Object.fromEntries(SECTIONS.map((section) => [section, content.disclosure[section] ?? 'public'])) as Record<Section, string>,
	};
}

/** What a posted form holds. Never throws: fields that are missing are empty. */
export function readFormValues(form: FormData): ListingFormValues {
	const one = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	const many = (name: string) => form.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '');
	const rights: RightValues[] = [];
	for (let row = 0; row < MOST_RIGHTS + 1 && form.has(`ip.rights.${row}.type`); row++) {
		const cell = (name: string) => one(`ip.rights.${row}.${name}`).trim();
		rights.push({ type: cell('type'), number: cell('number'), office: cell('office'), date: cell('date'), expiry: cell('expiry') });
	}
	return {
		language: one('language'),
		title: one('title'),
		summary: one('summary'),
		description: one('description'),
		advantages: one('advantages'),
		benefitInFigures: one('benefitInFigures'),
		comparedWith: one('comparedWith'),
		sought: one('sought'),
		areas: [...new Set(many('areas'))],
		keywords: one('keywords'),
		trl: one('trl'),
		ipStatus: one('ip.status'),
		rights: rights.filter((right) => Object.values(right).some((value) => value !== '')),
		cooperation: many('cooperation'),
		partnerKinds: many('partner.kinds'),
		partnerRole: one('partner.role'),
		countries: many('countries'),
		priceKind: one('price.kind'),
		priceBasis: one('price.basis'),
		priceMin: one('price.min'),
		priceMax: one('price.max'),
		priceCurrency: one('price.currency'),
		hasBudget: one('budget.given') !== '',
		budgetMin: one('budget.min'),
		budgetMax: one('budget.max'),
		budgetCurrency: one('budget.currency'),
		budgetSource: one('budget.source'),
		relevantDate: one('relevantDate').trim(),
		sdgs: many('sdgs'),
		exportChoice: one('exportControl'),
		exportRestriction: one('exportRestriction'),
		videoUrl: one('videoUrl'),
		display: one('display'),
		disclosure: Object.fromEntries(SECTIONS.map((section) => [section, one(`disclosure.${section}`) || 'public'])) as Record<Section, string>,
	};
}

/** The content that the values stand for, unchecked: `parseContent` judges it, and names its errors as the fields are named. */
export function contentInput(values: ListingFormValues): unknown {
	const { disclosure } = values;
	const noPrice = values.priceKind === '' && values.priceMin.trim() === '' && values.priceMax.trim() === '';
	const noBudget = !values.hasBudget && values.budgetMin.trim() === '' && values.budgetMax.trim() === '' && values.budgetSource.trim() === '';
	return {
		language: values.language,
		title: values.title,
		summary: values.summary,
		description: values.description,
		advantages: values.advantages,
		benefitInFigures: values.benefitInFigures,
		comparedWith: values.comparedWith,
		sought: values.sought,
		areas: values.areas,
		keywords: keywordsIn(values.keywords),
		trl: values.trl === '' ? null : /^\d+$/.test(values.trl) ? Number(values.trl) : values.trl,
		ip: {
			status: values.ipStatus === '' ? null : values.ipStatus,
			rights: values.rights.map(({ date, expiry, ...right }) => ({
				...right,
				...(date === '' ? {} : { date }),
				...(expiry === '' ? {} : { expiry }),
			})),
		},
		cooperation: values.cooperation,
		partner: { kinds: values.partnerKinds, role: values.partnerRole },
		countries: values.countries,
		price: noPrice
			? null
			: {
					kind: values.priceKind,
					basis: values.priceBasis,
					min: parseAmount(values.priceMin, values.priceCurrency),
					max: parseAmount(values.priceMax, values.priceCurrency),
					currency: values.priceCurrency,
				},
		budget: noBudget
			? null
			: {
					min: parseAmount(values.budgetMin, values.budgetCurrency),
					max: parseAmount(values.budgetMax, values.budgetCurrency),
					currency: values.budgetCurrency,
					source: values.budgetSource,
				},
		relevantDate: values.relevantDate === '' ? null : values.relevantDate,
		sdgs: values.sdgs.map((goal) => (/^\d+$/.test(goal) ? Number(goal) : goal)),
		exportControl: exportControlOf(values),
		videoUrl: values.videoUrl,
		display: values.display === '' ? 'open' : values.display,
		disclosure: Object.fromEntries(Object.entries(disclosure).filter(([, choice]) => choice !== 'public')),
	};
}

function exportControlOf(values: ListingFormValues): string {
	if (values.exportChoice === EXPORT_CHECKED) return EXPORT_CHECKED;
	const text = values.exportRestriction.trim();
	// "Restricted" without saying how is not answered yet.
	return values.exportChoice === EXPORT_RESTRICTED && text !== '' ? `restricted: ${text}` : '';
}

/** Keywords parted by the commas and semicolons of any script, or by lines. */
export function keywordsIn(text: string): string[] {
	return text
		.split(/[,;，、；၊\n]/)
		.map((word) => word.trim())
		.filter((word) => word !== '');
}

/** The field of the form at which an error of the content is shown: list items are shown at their list. */
export function formFieldOf(field: string): string {
	if (field === 'partner' || field === 'ip') return field;
	return field.replace(/^(areas|keywords|cooperation|partner\.kinds|countries|sdgs)\.\d+$/, '$1');
}
