/** The zeros of the region's scripts; the other nine digits follow each: Thai, Lao, Khmer, Burmese, Tamil. */
const ZEROS = [0x0e50, 0x0ed0, 0x17e0, 0x1040, 0x0be6];

function digitOf(letter: string): string | undefined {
	const point = letter.codePointAt(0)!;
	const zero = ZEROS.find((first) => point >= first && point <= first + 9);
	return zero === undefined ? undefined : String(point - zero);
}

/** A code as a person typed it: in groups, or in the digits of another script. Recovery codes keep their hyphen. */
export function readCode(typed: string): string {
	const ascii = [...typed.normalize('NFKC')].map((letter) => digitOf(letter) ?? letter).join('');
	const compact = ascii.replace(/\s+/g, '').slice(0, 100);
	const digits = compact.replaceAll('-', '');
	return isTimedCode(digits) ? digits : compact;
}

/** A code of an authenticator, rather than one of the recovery codes. */
export const isTimedCode = (code: string): boolean => /^\d{6}$/.test(code);
