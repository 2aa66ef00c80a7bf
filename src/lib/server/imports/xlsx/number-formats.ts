/** Number formats of SpreadsheetML (ECMA-376 part 1, 18.8.30) that show a day or a time. */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
	[14, 22],
	[27, 36],
	[45, 47],
	[50, 58],
];

/** Whether a number format shows a day or a time; `code` is its text where the workbook defines one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
	if (code === undefined) return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to);
	const bare = code
		.replace(/"[^"]*"/g, '')
		.replace(/\\./g, '')
		.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
		.split(';')[0]!;
	return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

const DAY = 86_400_000;

/**
 * The day of a serial date (days since 1899-12-30, or 1904-01-01 in workbooks made so), as ISO 8601; with hours and
 * minutes where it has them. Undefined where it is no day.
 */
export function dayOfSerial(serial: number, since1904: boolean): string | undefined {
	// Day 60 of the first system is 1900-02-29, which never was; days before it count one less.
	const shifted = since1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
	if (!(shifted >= 1) || shifted > 2_958_466) return undefined;
	const instant = new Date(Math.round((Date.UTC(1899, 11, 30) + shifted * DAY) / 1000) * 1000);
	const iso = instant.toISOString();
	return serial % 1 === 0 ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}
