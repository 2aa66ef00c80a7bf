/** A text with the decimal digits of any script, also of full width, as 0 to 9. */
export const plainDigits = (text: string): string => text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));

/** The value of a decimal digit of any script: digits stand in runs of ten in Unicode. */
function digitValue(digit: string): number {
	const code = digit.codePointAt(0)!;
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return (code - zero) % 10;
}

/**
 * A number as people of the region type it: digits of any script, a point or a comma before decimals, and groups of three parted by
 * the one that is not, or by spaces. One group of three behind a point or comma is read as thousands, unless a 0 stands before it.
 * Undefined where it is none.
 */
export function typedNumber(text: string): number | undefined {
	const plain = plainDigits(text).replace(/[\s'’_]/g, '').replace(/^[−–]/, '-');
	const grouped = /^-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/.exec(plain);
	const number = grouped ? plain.replaceAll(grouped[1]!, '') : plain;
	return /^-?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/.test(number) ? Number(number.replace(',', '.')) : undefined;
}
