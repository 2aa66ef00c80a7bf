/**
 * Computes how the languages that some browsers lack are written, from what Node's own Intl writes in them, for
 * src/lib/text/own-formats/. Run: node scripts/own-formats.ts
 */
import { writeFileSync } from 'node:fs';
import { TIME_ZONES } from '../src/lib/alerts/vocabulary.ts';
import { LABEL_LANGUAGES } from '../src/lib/engines/thesaurus/types.ts';
import { COUNTRIES } from '../src/lib/text/countries.ts';
import { DATE_SHAPES, shapeKey } from '../src/lib/text/date-shapes.ts';
import type { OwnData } from '../src/lib/text/own-formats.ts';

const LANGUAGES = ['lo', 'km', 'my'];
/** One of them writes numbers as each language does. */
const NUMBERS_LIKE = ['en', 'id', 'en-u-nu-mymr'];
const UNITS = ['byte', 'kilobyte', 'megabyte'];
const LISTS = [{ type: 'conjunction', style: 'long' }, { type: 'unit', style: 'long' }, { type: 'unit', style: 'short' }] as const;
/** Written with one digit are those of its numbers that are not filled up to two. */
const MOMENT = new Date('2026-02-03T04:05:06Z');
const MONTHS = upTo(12).map((index) => new Date(Date.UTC(2026, index)));
/** From the first of March 2026, a Sunday. */
const DAYS = upTo(7).map((index) => new Date(Date.UTC(2026, 2, 1 + index)));

function upTo(count: number): number[] {
	return Array.from({ length: count }, (_, index) => index);
}

const named = (keys: readonly string[], name: (key: string) => string) => Object.fromEntries(keys.map((key) => [key, name(key)]));

function expected<T>(value: T | undefined, what: string): T {
	if (value === undefined) throw new Error(`Not as expected: ${what}`);
	return value;
}

function partIn(language: string, options: Intl.DateTimeFormatOptions, type: string, moment = MOMENT): string {
	const parts = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).formatToParts(moment);
	return expected(parts.find((part) => part.type === type)?.value, `${type} in ${language}`);
}

function dataOf(language: string): OwnData {
	const digits = upTo(10).map((digit) => digit.toLocaleString(language)).join('');
	const monthsIn = (options: Intl.DateTimeFormatOptions) => MONTHS.map((moment) => partIn(language, options, 'month', moment));
	const weekdaysIn = (options: Intl.DateTimeFormatOptions) => DAYS.map((moment) => partIn(language, options, 'weekday', moment));
	const calendar = {
		months: { MMM: monthsIn({ day: 'numeric', month: 'short' }), MMMM: monthsIn({ day: 'numeric', month: 'long' }) },
		weekdays: { EEE: weekdaysIn({ weekday: 'short' }), EEEE: weekdaysIn({ weekday: 'long', day: 'numeric', month: 'long' }) },
	};
	const names = (type: 'language' | 'region') => new Intl.DisplayNames([language, 'en'], { type });
	return {
		dates: Object.fromEntries(DATE_SHAPES.map((shape) => [shapeKey(shape), patternOf(language, shape, { ...calendar, digits })])),
		...calendar,
		dayPeriods: [4, 16].map((hour) => partIn(language, { hour: 'numeric', hour12: true }, 'dayPeriod', new Date(Date.UTC(2026, 1, 3, hour)))),
		offset: partIn(language, { timeZone: 'Asia/Bangkok', timeZoneName: 'shortOffset' }, 'timeZoneName').replace(`+${digits[7]}`, '#'),
		zones: named(TIME_ZONES.map(({ zone }) => zone), (timeZone) => partIn(language, { timeZone, timeZoneName: 'long' }, 'timeZoneName')),
		digits,
		numbersLike: numbersLike(language),
		currency: [1, -1].map((value) => amountPattern(language, { style: 'currency', currency: 'USD', currencyDisplay: 'code', maximumFractionDigits: 0 }, value, digits).replace('USD', '¤')).join(';'),
		units: named(UNITS, (unit) => amountPattern(language, { style: 'unit', unit }, 1, digits)),
		lists: Object.fromEntries(LISTS.map((list) => [`${list.type} ${list.style}`, separators(language, list)])),
		languages: named(LABEL_LANGUAGES, (each) => names('language').of(each)!),
		regions: named(COUNTRIES, (each) => names('region').of(each)!),
	};
}

/** The pattern in CLDR's letters of what Intl writes for a shape. */
function patternOf(language: string, shape: Intl.DateTimeFormatOptions, { months, weekdays, digits }: Pick<OwnData, 'months' | 'weekdays' | 'digits'>): string {
	const parts = new Intl.DateTimeFormat(language, { ...shape, timeZone: 'UTC' }).formatToParts(MOMENT);
	const hour = parts.some(({ type }) => type === 'dayPeriod') ? 'h' : 'H';
	const zone = { short: 'z', shortOffset: 'O', long: 'zzzz', longGeneric: 'vvvv' } as Record<string, string>;
	const number = (letter: string, value: string) => letter.repeat(value.length);
	const field = ({ type, value }: Intl.DateTimeFormatPart): string => {
		switch (type) {
			case 'year':
				return 'y';
			case 'month':
				return digits.includes(value.at(-1)!) ? number('M', value) : expected((['MMM', 'MMMM'] as const).find((style) => months[style].every((name, index) => partIn(language, shape, type, MONTHS[index]) === name)), value);
			case 'weekday':
				return expected((['EEE', 'EEEE'] as const).find((style) => weekdays[style].every((name, index) => partIn(language, shape, type, DAYS[index]) === name)), value);
			case 'day':
				return number('d', value);
			case 'hour':
				return number(hour, value);
			case 'minute':
				return number('m', value);
			case 'second':
				return number('s', value);
			case 'dayPeriod':
				return 'a';
			case 'timeZoneName':
				return expected(zone[shape.timeZoneName ?? ''], value);
			default:
				return expected(type === 'literal' && !/[a-zA-Z]/.test(value) ? value : undefined, `${type} "${value}"`);
		}
	};
	return parts.map(field).join('');
}

function numbersLike(language: string): string {
	const ways: Intl.NumberFormatOptions[] = [{}, { minimumFractionDigits: 2 }, { style: 'percent', maximumFractionDigits: 2 }];
	const written = (tag: string) => ways.flatMap((way) => [0, -0.125, 999, 1000, -12345, 1234567.891].map((value) => new Intl.NumberFormat(tag, way).format(value))).join();
	return expected(NUMBERS_LIKE.find((tag) => written(tag) === written(language)), `numbers in ${language}`);
}

const amountPattern = (language: string, options: Intl.NumberFormatOptions, value: number, digits: string): string => new Intl.NumberFormat(language, options).format(value).replace(digits[1]!, '#');

/** What stands between two, and in more after the first, between others and before the last. */
function separators(language: string, list: Intl.ListFormatOptions): string[] {
	const between = (words: string[]) => new Intl.ListFormat(language, list).formatToParts(words).filter(({ type }) => type === 'literal').map(({ value }) => value);
	const found = [...between(['1', '2']), ...between(['1', '2', '3', '4'])];
	return expected(found.length === 4 ? found : undefined, `lists in ${language}`);
}

for (const language of LANGUAGES) writeFileSync(new URL(`../src/lib/text/own-formats/${language}.json`, import.meta.url), `${JSON.stringify(dataOf(language), null, '\t')}\n`);
