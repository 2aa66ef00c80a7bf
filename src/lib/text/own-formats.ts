import { shapeKey } from './date-shapes.ts';
import { dateFormat, displayNames, listFormat, numberFormat, type DateFormat, type Formats, type NumberFormat } from './kept-formats.ts';

/** How a language writes, as own-formats/README.md describes it. The letters of patterns are those of CLDR (UTS 35, part 4). */
export interface OwnData {
	/** By the shape of the options: "EEE, d MMM y, HH:mm z". */
	dates: Readonly<Record<string, string>>;
	months: { MMM: readonly string[]; MMMM: readonly string[] };
	/** From Sunday. */
	weekdays: { EEE: readonly string[]; EEEE: readonly string[] };
	dayPeriods: readonly string[];
	/** How far a zone is from UTC: "GMT#". */
	offset: string;
	/** Names of time zones; of others it is written how far they are from UTC. */
	zones: Readonly<Record<string, string>>;
	/** From nought to nine. */
	digits: string;
	/** The tag of a language that every browser has and that writes numbers alike. */
	numbersLike: string;
	/** An amount by the currency's code, and one below nought: "¤ #;¤-#". */
	currency: string;
	units: Readonly<Record<string, string>>;
	/** By type and style: what stands between two, and in more after the first, between others and before the last. */
	lists: Readonly<Record<string, readonly string[]>>;
	languages: Readonly<Record<string, string>>;
	regions: Readonly<Record<string, string>>;
}

/**
 * The formatters of a language that the runtime lacks, for what the interface writes: amounts by the currency's code, short units.
 * What is not known, a shape of dates or a list, is written in English.
 */
export function ownFormats(data: OwnData): Formats {
	return {
		number: (options = {}) => ownNumbers(data, options),
		date: (options) => ownDates(data, options),
		list: (options) => {
			const separators = data.lists[`${options.type ?? 'conjunction'} ${options.style ?? 'long'}`];
			return separators ? { format: (words) => joined([...words], separators) } : listFormat('en', options);
		},
		names: (type) => {
			const names = type === 'language' ? data.languages : data.regions;
			return { of: (code) => names[code] ?? displayNames('en', type).of(code) };
		},
	};
}

function joined(words: readonly string[], [pair, start, middle, end]: readonly string[]): string {
	if (words.length === 2) return words.join(pair);
	return words.map((word, index) => (index === 0 ? word : (index === words.length - 1 ? end : index === 1 ? start : middle) + word)).join('');
}

function ownNumbers(data: OwnData, options: Intl.NumberFormatOptions): NumberFormat {
	const { style, currency = '', unit = '', minimumFractionDigits, maximumFractionDigits } = options;
	const pattern = style === 'currency' ? data.currency.replaceAll('¤', currency) : style === 'unit' ? data.units[unit] : undefined;
	if (pattern === undefined) return numberFormat(data.numbersLike, options);
	const plain = numberFormat(data.numbersLike, { minimumFractionDigits, maximumFractionDigits });
	const [amount = '#', belowNought] = pattern.split(';');
	return {
		format: (value) => {
			const text = plain.format(value);
			return belowNought && text.startsWith('-') ? belowNought.replace('#', text.slice(1)) : amount.replace('#', text);
		},
	};
}

/** Ranges are written as two dates, though a language may say what they share but once. */
function ownDates(data: OwnData, options: Intl.DateTimeFormatOptions): DateFormat {
	const pattern = data.dates[shapeKey(options)];
	if (pattern === undefined) return dateFormat('en', options);
	const tokens = pattern.match(/([a-zA-Z])\1*|[^a-zA-Z]+/g)!;
	const clock = clockOf(options.timeZone);
	const formatToParts: DateFormat['formatToParts'] = (moment) => {
		const shown = clock(moment);
		return tokens.map((token) => partOf(token, shown, data, options.timeZone));
	};
	const format: DateFormat['format'] = (moment) => formatToParts(moment).map(({ value }) => value).join('');
	return {
		format,
		formatToParts,
		formatRange: (from, to) => [...new Set([format(from), format(to)])].join(' – '),
	};
}

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
type Shown = Record<Field, number> & { offset: string };

/** What a zone's clocks show at a moment; its offset as "+6:30". */
function clockOf(timeZone: string | undefined): (moment?: Date | number) => Shown {
	const format = dateFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23', timeZone, timeZoneName: 'shortOffset' });
	return (moment) => {
		const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value])) as Record<Field | 'timeZoneName', string>;
		const number = (field: Field) => Number(parts[field]);
		return {
			year: number('year'), month: number('month'), day: number('day'), hour: number('hour'), minute: number('minute'), second: number('second'),
			offset: parts.timeZoneName.replace('GMT', '') || '+0',
		};
	};
}

function partOf(token: string, shown: Shown, data: OwnData, timeZone: string | undefined): Intl.DateTimeFormatPart {
	const inDigits = (text: string) => text.replace(/\d/g, (digit) => data.digits[Number(digit)]!);
	const number = (type: Field, value: number = shown[type]) => ({ type, value: inDigits(String(value).padStart(token.length, '0')) });
	const offset = () => data.offset.replace('#', inDigits(shown.offset));
	switch (token) {
		case 'y':
			return number('year');
		case 'M':
		case 'MM':
			return number('month');
		case 'MMM':
		case 'MMMM':
			return { type: 'month', value: data.months[token][shown.month - 1]! };
		case 'd':
		case 'dd':
			return number('day');
		case 'EEE':
		case 'EEEE':
			return { type: 'weekday', value: data.weekdays[token][new Date(Date.UTC(shown.year, shown.month - 1, shown.day)).getUTCDay()]! };
		case 'H':
		case 'HH':
			return number('hour');
		case 'h':
		case 'hh':
			return number('hour', shown.hour % 12 || 12);
		case 'a':
			return { type: 'dayPeriod', value: data.dayPeriods[shown.hour < 12 ? 0 : 1]! };
		case 'mm':
			return number('minute');
		case 'ss':
			return number('second');
		case 'z':
			return { type: 'timeZoneName', value: timeZone === 'UTC' ? timeZone : offset() };
		case 'O':
			return { type: 'timeZoneName', value: offset() };
		case 'vvvv':
		case 'zzzz':
			return { type: 'timeZoneName', value: data.zones[timeZone ?? ''] ?? offset() };
		default:
			return { type: 'literal', value: token };
	}
}
