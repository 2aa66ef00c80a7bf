import { describe, expect, test } from 'vitest';
import { TIME_ZONES } from '../alerts/vocabulary.ts';
import { LABEL_LANGUAGES } from '../engines/thesaurus/types.ts';
import { COUNTRIES } from './countries.ts';
import { DATE_SHAPES } from './date-shapes.ts';
import { dateFormat, displayNames, listFormat, numberFormat, writeByOwn, type DateFormat } from './kept-formats.ts';
import { ownFormats } from './own-formats.ts';
import km from './own-formats/km.json' with { type: 'json' };
import lo from './own-formats/lo.json' with { type: 'json' };
import my from './own-formats/my.json' with { type: 'json' };

const HOUR = 3_600_000;
/** A year, every 13 hours and some minutes, so that each hour of the clock and each day of the week comes. */
const MOMENTS = Array.from({ length: 650 }, (_, index) => new Date(Date.UTC(2026, 0, 1) + index * 13.4 * HOUR));
const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 5, 1, hour)));

describe.each([['lo', lo], ['km', km], ['my', my]] as const)('%s by its own formatters', (language, data) => {
	const own = ownFormats(data);

	test.each(['UTC', 'Asia/Bangkok', 'Asia/Yangon', 'Asia/Kolkata'])('dates are as Intl writes them in %s', (timeZone) => {
		for (const shape of DATE_SHAPES) {
			// Of zones only the network's have names; see the next test.
			if ('timeZoneName' in shape && shape.timeZoneName.startsWith('long') && !TIME_ZONES.some(({ zone }) => zone === timeZone)) continue;
			const options = { ...shape, timeZone };
			const intl = new Intl.DateTimeFormat(language, options);
			const format = own.date(options);
			expect(MOMENTS.map(format.format)).toEqual(MOMENTS.map(intl.format));
			expect(HOURS.map((moment) => format.formatToParts(moment))).toEqual(HOURS.map((moment) => intl.formatToParts(moment)));
		}
	});

	test('the zones of the network have names, others say how far they are from UTC', () => {
		const zoneIn = (format: DateFormat) => format.formatToParts(MOMENTS[0]).find(({ type }) => type === 'timeZoneName')!.value;
		for (const timeZoneName of ['long', 'longGeneric'] as const)
			for (const { zone: timeZone } of TIME_ZONES) expect(zoneIn(own.date({ timeZone, timeZoneName }))).toBe(zoneIn(new Intl.DateTimeFormat(language, { timeZone, timeZoneName })));
		for (const timeZone of ['America/New_York', 'America/St_Johns', 'Africa/Abidjan', 'Asia/Kathmandu']) {
			const offset = zoneIn(new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'shortOffset' }));
			expect(zoneIn(own.date({ timeZone, timeZoneName: 'shortOffset' }))).toBe(offset);
			expect(zoneIn(own.date({ timeZone, timeZoneName: 'long' }))).toBe(offset);
		}
	});

	test('a range is two dates, or one', () => {
		const format = own.date({ dateStyle: 'medium', timeZone: 'UTC' });
		expect(format.formatRange(MOMENTS[0]!, MOMENTS[9]!)).toBe(`${format.format(MOMENTS[0])} – ${format.format(MOMENTS[9])}`);
		expect(format.formatRange(MOMENTS[0]!, MOMENTS[0]!)).toBe(format.format(MOMENTS[0]));
	});

	test('a shape or a list that is not known is written in English', () => {
		const options = { month: 'long', timeZone: 'UTC' } as const;
		expect(own.date(options).format(MOMENTS[0])).toBe('January');
		expect(own.list({ type: 'disjunction' }).format(['a', 'b'])).toBe('a or b');
	});

	test('what is no moment is refused, as by Intl', () => {
		expect(() => own.date({ dateStyle: 'medium', timeZone: 'UTC' }).format(new Date('never'))).toThrow(RangeError);
	});

	test('numbers, shares, amounts and sizes are as Intl writes them', () => {
		const ways: (Intl.NumberFormatOptions | undefined)[] = [
			undefined,
			{ maximumFractionDigits: 3 },
			{ minimumFractionDigits: 2, maximumFractionDigits: 2 },
			{ style: 'percent' },
			{ style: 'percent', maximumFractionDigits: 2 },
			...['CNY', 'USD', 'LAK', 'KHR', 'MMK'].flatMap((currency) => [0, 2].map((digits) => ({ style: 'currency', currency, currencyDisplay: 'code', minimumFractionDigits: digits, maximumFractionDigits: digits }) as const)),
			{ style: 'currency', currency: 'VND', currencyDisplay: 'code', maximumFractionDigits: 0 },
			...['byte', 'kilobyte', 'megabyte'].flatMap((unit) => [{ style: 'unit', unit, maximumFractionDigits: 1 }, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 }] as const),
		];
		for (const way of ways) {
			const intl = new Intl.NumberFormat(language, way);
			for (const value of [0, 0.5, -0.125, 7, -12, 999, 1000, 9999.995, -12_345.67, 1_234_567.891, 9_007_199_254_740_991n]) expect(own.number(way).format(value)).toBe(intl.format(value));
		}
		expect(own.number({ style: 'currency', currency: 'MMK', currencyDisplay: 'code', minimumFractionDigits: 2 }).format('90071992547409931234.56')).toBe(
			new Intl.NumberFormat(language, { style: 'currency', currency: 'MMK', currencyDisplay: 'code', minimumFractionDigits: 2 }).format('90071992547409931234.56'),
		);
	});

	test('lists are as Intl writes them', () => {
		for (const options of [{ type: 'conjunction' }, { type: 'unit' }, { type: 'unit', style: 'short' }] as const)
			for (let count = 0; count <= 5; count++) {
				const words = ['ก', 'b', '丙', 'd', 'e'].slice(0, count);
				expect(own.list(options).format(words)).toBe(new Intl.ListFormat(language, options).format(words));
			}
	});

	test('countries and languages have the names that Intl knows', () => {
		const intl = { region: new Intl.DisplayNames([language, 'en'], { type: 'region' }), language: new Intl.DisplayNames([language, 'en'], { type: 'language' }) };
		for (const code of COUNTRIES) expect(own.names('region').of(code)).toBe(intl.region.of(code));
		for (const code of LABEL_LANGUAGES) expect(own.names('language').of(code)).toBe(intl.language.of(code));
		expect(() => own.names('region').of('no country')).toThrow(RangeError);
	});
});

test('a language that is given its own formatters is written by them, and no other is', () => {
	writeByOwn('zxx', ownFormats(lo));
	const midnight = new Date('2026-11-02T00:00:00Z');
	expect(dateFormat('zxx', { dateStyle: 'medium', timeZone: 'UTC' }).format(midnight)).toBe('2 ພ.ຈ. 2026');
	expect(numberFormat('zxx').format(1234.5)).toBe('1.234,5');
	expect(listFormat('zxx', { type: 'conjunction' }).format(['a', 'b'])).toBe(new Intl.ListFormat('lo').format(['a', 'b']));
	expect(displayNames('zxx', 'region').of('LA')).toBe('ລາວ');
	expect(dateFormat('vi', { dateStyle: 'medium', timeZone: 'UTC' })).toBeInstanceOf(Intl.DateTimeFormat);
});
