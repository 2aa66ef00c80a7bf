/** Currencies that ISO 4217 divides otherwise than into hundredths. The runtime's own table follows custom, not the standard. */
const MINOR_DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
	...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0]),
	...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
]);

/** How many decimal digits the minor unit of a currency (ISO 4217 code) stands for: 2 for most, 0 for VND and JPY. */
export function minorDigits(currency: string): number {
	return MINOR_DIGITS[currency] ?? 2;
}
