import { minorDigits } from '#lib/text/currency.ts';

/** A calendar day in one of the ways that people write it, as ISO 8601; undefined where it is none or can mean two days. */
export function readDay(text: string): string | undefined {
	const value = text.normalize('NFKC').trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
	const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/.exec(value);
	if (yearFirst) return day(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
	const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(value);
	if (compact) return day(Number(compact[1]), Number(compact[2]), Number(compact[3]));
	const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(value);
	if (yearLast) return dayOrMonthFirst(Number(yearLast[1]), Number(yearLast[2]), Number(yearLast[3]));
	const named = /^(?:(\d{1,2})\s+)?([a-z]{3,9})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?)?,?\s+(\d{4})$/i.exec(value.replace(/(\d)(?:st|nd|rd|th)\b/i, '$1'));
	if (!named) return undefined;
	const month = MONTHS.findIndex((name) => name.startsWith(named[2]!.toLowerCase().slice(0, 3))) + 1;
	const dayOfMonth = named[1] ?? named[3];
	return month > 0 && dayOfMonth ? day(Number(named[4]), month, Number(dayOfMonth)) : undefined;
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** 3/4/2027 is one day in Jakarta and another in Manila: only where one number cannot be a month is it sure. */
function dayOrMonthFirst(first: number, second: number, year: number): string | undefined {
	if (first > 12 || first === second) return day(year, second, first);
	return second > 12 ? day(year, first, second) : undefined;
}

function day(year: number, month: number, dayOfMonth: number): string | undefined {
	// Thai calendars count 543 years more.
	const common = year >= 2400 && year <= 2700 ? year - 543 : year;
	const date = new Date(Date.UTC(common, month - 1, dayOfMonth));
	if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth || common < 1900 || common > 2200) return undefined;
	return date.toISOString().slice(0, 10);
}

/**
 * A number as people write it ("1,234.5", "1.234,5", "1 234", "1234"), as plain decimal text: a lone separator before
 * exactly three digits groups thousands, any other is the decimal mark. Undefined where it is none.
 */
export function readDecimal(text: string): string | undefined {
	const value = text.normalize('NFKC').replace(/[\s'’_]/g, '');
	if (!/^[+-]?\d[\d.,]*$/.test(value)) return undefined;
	const lastDot = value.lastIndexOf('.');
	const lastComma = value.lastIndexOf(',');
	const mark = lastDot > lastComma ? '.' : ',';
	const at = Math.max(lastDot, lastComma);
	if (at < 0) return value.replace(/^\+/, '');
	const isAlone = lastDot < 0 || lastComma < 0;
	const repeats = value.indexOf(mark) !== at;
	const groups = isAlone && (repeats || (value.length - at - 1 === 3 && !/^[+-]?0[.,]/.test(value)));
	if (groups) return /^[+-]?\d{1,3}(?:[.,]\d{3})+$/.test(value) ? value.replace(/[.,+]/g, '') : undefined;
	const whole = value.slice(0, at).replace(/[.,+]/g, '');
	return `${whole}.${value.slice(at + 1)}`;
}

/** An amount in minor units of its currency (ISO 4217); undefined where it is finer than the currency or too large. */
export function minorUnits(decimal: string, currency: string): number | undefined {
	const digits = minorDigits(currency);
	const [whole = '', fraction = ''] = decimal.split('.');
	if (/[1-9]/.test(fraction.slice(digits))) return undefined;
	const amount = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
	return Number.isSafeInteger(amount) ? amount : undefined;
}

/** An amount of minor units as decimal text, e.g. 1250050 and USD as "12500.50". */
export function decimalOf(minor: number, currency: string): string {
	const digits = minorDigits(currency);
	if (digits === 0) return String(minor);
	const text = String(minor).padStart(digits + 1, '0');
	return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
	[/人民币|RMB|CNY|CN¥|元|¥|￥/i, 'CNY'],
	[/US\$|USD|美元|US dollars?/i, 'USD'],
	[/S\$|SGD|新元|新加坡元/i, 'SGD'],
	[/HK\$|HKD|港元|港币/i, 'HKD'],
	[/EUR|€|欧元/i, 'EUR'],
	[/฿|THB|บาท|baht|泰铢/i, 'THB'],
	[/₫|VND|đồng|越南盾/i, 'VND'],
	[/Rp\.?(?=\s*\d)|IDR|rupiah|印尼盾/i, 'IDR'],
	[/RM(?=\s*\d)|MYR|ringgit|林吉特/i, 'MYR'],
	[/₱|PHP|peso|比索/i, 'PHP'],
	[/₭|LAK|kip|ກີບ|基普/i, 'LAK'],
	[/៛|KHR|riel|瑞尔/i, 'KHR'],
	[/MMK|kyat|缅元|缅币/i, 'MMK'],
	[/B\$|BND|文莱元/i, 'BND'],
	[/£|GBP|英镑/i, 'GBP'],
	[/JPY|日元|円/i, 'JPY'],
	[/\$/, 'USD'],
];

/** The ISO 4217 code that a word or sign means: longer signs before the ones they contain. */
export function readCurrency(text: string): string | undefined {
	const value = text.normalize('NFKC').trim();
	const code = /^[A-Za-z]{3}$/.exec(value)?.[0].toUpperCase();
	if (code) return code === 'RMB' ? 'CNY' : Intl.supportedValuesOf('currency').includes(code) ? code : undefined;
	const specific = SIGNS.filter(([sign]) => sign.test(value) && !sign.test('元') && !sign.test('$'));
	return (specific[0] ?? SIGNS.find(([sign]) => sign.test(value)))?.[1];
}

export interface MoneyRange {
	min: number | null;
	max: number | null;
	currency: string;
}

const MULTIPLIERS: readonly (readonly [RegExp, number])[] = [
	[/亿/, 8],
	[/千万/, 7],
	[/百万|million|mio\b|mln\b|juta|triệu|ล้าน|ລ້ານ/i, 6],
	[/billion|bn\b|miliar|tỷ/i, 9],
	[/万|萬/, 4],
	[/thousand|ribu|nghìn|พัน|\dk\b/i, 3],
];

/** "USD 50,000 - 80,000", "500万元", "€1.5 million": an amount or a range with its currency. Undefined where it is none. */
export function readMoney(text: string, fallbackCurrency?: string): MoneyRange | undefined {
	const value = text.normalize('NFKC').trim();
	const numbers = value.match(/\d[\d.,]*(?:\s\d{3}(?!\d))*/g) ?? [];
	if (numbers.length < 1 || numbers.length > 2) return undefined;
	const currency = readCurrency(value.replace(/[\d.,]+/g, '0')) ?? fallbackCurrency;
	if (!currency) return undefined;
	const power = MULTIPLIERS.find(([word]) => word.test(value))?.[1] ?? 0;
	const amounts = numbers.map((number) => {
		const decimal = readDecimal(number.replace(/[.,]$/, ''));
		return decimal === undefined ? undefined : minorUnits(shifted(decimal, power), currency);
	});
	const [min, max] = amounts;
	if (min === undefined || (amounts.length === 2 && max === undefined)) return undefined;
	return { min, max: max ?? min, currency };
}

/** A decimal text times a power of ten, exactly. */
function shifted(decimal: string, power: number): string {
	const [whole = '', fraction = ''] = decimal.split('.');
	const padded = fraction.padEnd(power, '0');
	return `${whole}${padded.slice(0, power)}.${padded.slice(power)}`;
}

/** The parts of a list in one cell: by semicolons, bars, line ends; by commas only where `takesWhole` refuses a part. */
export function readList(text: string, takesWhole: (part: string) => boolean = () => false): string[] {
	const parts = text.split(/[;；|、\n]/).map((part) => part.trim());
	return parts.flatMap((part) => (takesWhole(part) ? [part] : part.split(/[,，]/).map((each) => each.trim()))).filter((part) => part !== '');
}
