import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseContent } from '../server/listings/input.ts';
import { emptyContent, type ListingContent } from '../server/listings/listing.ts';
import { contentInput, formFieldOf, formValuesOf, keywordsIn, parseAmount, readFormValues } from './listing-form.ts';

const FULL: ListingContent = {
	...emptyContent('lo'),
	title: 'ລະບົບນ້ຳຢອດ <b>',
	summary: 'a\nb',
	areas: ['agriculture', 'soil-salinity'],
	keywords: ['ດິນເຄັມ', 'drip'],
	trl: 7,
	ip: { status: 'granted', rights: [{ type: 'patent', number: 'CN-1', office: 'CNIPA', date: '2023-05-01' }] },
	cooperation: ['licence', 'joint-rd'],
	partner: { kinds: ['university'], role: 'tests' },
	countries: ['LA', 'BE'],
	price: { kind: 'floor', basis: 'both', min: 5_000_050, max: null, currency: 'CNY' },
	budget: { min: 12_000_000, max: 90_000_000, currency: 'VND', source: 'own' },
	relevantDate: '2027-03-31',
	sdgs: [2, 6],
	exportControl: 'restricted: dual use, see list 3',
	videoUrl: 'https://example.org/v',
	display: 'hidden',
	disclosure: { price: 'parties', description: 'network' },
};

/** The form that a browser posts for some values. */
function posted(content: ListingContent): FormData {
	const values = formValuesOf(content);
	const form = new FormData();
	const names: Record<string, string> = { ipStatus: 'ip.status', partnerRole: 'partner.role', priceKind: 'price.kind', priceBasis: 'price.basis', priceMin: 'price.min', priceMax: 'price.max', priceCurrency: 'price.currency', budgetMin: 'budget.min', budgetMax: 'budget.max', budgetCurrency: 'budget.currency', budgetSource: 'budget.source', exportChoice: 'exportControl' };
	for (const [key, value] of Object.entries(values)) {
		if (typeof value === 'string') form.set(names[key] ?? key, value.replace(/\n/g, '\r\n'));
		if (key === 'partnerKinds' || (Array.isArray(value) && typeof value[0] === 'string'))
			for (const each of value as string[]) form.append(key === 'partnerKinds' ? 'partner.kinds' : key, each);
	}
	if (values.hasBudget) form.set('budget.given', 'on');
	values.rights.forEach((right, row) => Object.entries(right).forEach(([key, value]) => form.set(`ip.rights.${row}.${key}`, value)));
	for (const [section, choice] of Object.entries(values.disclosure)) form.set(`disclosure.${section}`, choice);
	return form;
}

describe('the listing form', () => {
	test.each([FULL, emptyContent('en'), { ...FULL, price: null, budget: null, exportControl: 'checked-none' }])('gives back what it was given', (content) => {
		expect(parseContent(contentInput(readFormValues(posted(content))))).toEqual({ content });
	});

	test('survives any posted text, and says what is wrong at fields that exist', () => {
		const name = fc.constantFrom('language', 'title', 'areas', 'trl', 'ip.status', 'ip.rights.0.type', 'ip.rights.0.date', 'price.kind', 'price.min', 'price.currency', 'sdgs', 'display', 'disclosure.ip', 'relevantDate', 'videoUrl', 'countries', 'cooperation');
		fc.assert(
			fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary' })), { maxLength: 12 }), (fields) => {
				const form = posted(FULL);
				for (const [field, value] of fields) form.append(field, value), form.set(field, value);
				const parsed = parseContent(contentInput(readFormValues(form)));
				if ('errors' in parsed) for (const { field } of parsed.errors) expect(formFieldOf(field)).not.toBe('');
			}),
			{ numRuns: 500 },
		);
	});

	test('names each wrong value at its field', () => {
		const form = posted(FULL);
		form.set('language', 'tlh');
		form.set('title', 'ກ'.repeat(257));
		form.set('trl', '12');
		form.set('ip.rights.0.date', '2023-02-31');
		form.set('price.min', 'much');
		form.set('cooperation', 'theft');
		form.set('videoUrl', 'javascript:alert(1)');
		form.set('keywords', 'a,b,c,d,e,f');
		const parsed = parseContent(contentInput(readFormValues(form)));
		if ('content' in parsed) throw new Error('accepted');
		expect(parsed.errors.map(({ field, code }) => `${formFieldOf(field)} ${code}`).sort()).toEqual([
			'cooperation not_allowed',
			'ip.rights.0.date not_a_date',
			'keywords too_many',
			'language not_allowed',
			'price.min not_a_number',
			'title too_long',
			'trl out_of_range',
			'videoUrl not_an_address',
		]);
	});
});

test.each([
	['50000', 'CNY', 5_000_000],
	['50,000.50', 'CNY', 5_000_050],
	['1.250.000', 'VND', 1_250_000],
	['1.250.000,75', 'EUR', 125_000_075],
	['1 250 000', 'VND', 1_250_000],
	['๕๐๐', 'THB', 50_000],
	['５００', 'CNY', 50_000],
	['၅၀', 'MMK', 5000],
	['12.5', 'VND', '12.5'],
	['-5', 'CNY', '-5'],
	['1e9', 'CNY', '1e9'],
	['12,34,56', 'CNY', '12,34,56'],
	['99999999999999999', 'CNY', '99999999999999999'],
	['', 'CNY', null],
])('the amount %j in %s is %j', (text, currency, expected) => {
	expect(parseAmount(text, currency)).toBe(expected);
});

test('keywords are parted by the commas of any script', () => {
	expect(keywordsIn('滴灌、盐碱地，节水; drip ၊ ')).toEqual(['滴灌', '盐碱地', '节水', 'drip']);
});
