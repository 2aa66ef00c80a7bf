import { randomInt } from 'node:crypto';

/** The zeros of the region's scripts; the other nine digits follow each: Thai, Lao, Khmer, Burmese, Tamil. */
const ZEROS = [0x0e50, 0x0ed0, 0x17e0, 0x1040, 0x0be6];

function digitOf(letter: string): string | undefined {
	const point = letter.codePointAt(0)!;
	const zero = ZEROS.find((first) => point >= first && point <= first + 9);
	return zero === undefined ? undefined : String(point - zero);
}

/** Letters that nobody mistakes for one another on paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_CODES = 10;
const GROUP = 5;

/** Ten recovery codes of two groups: 49 bits each, and attempts are counted. */
export function newRecoveryCodes(): string[] {
	const group = () => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
	return Array.from({ length: RECOVERY_CODES }, () => `${group()}-${group()}`);
}

/** A code as a person typed it: in groups, in capitals, or in the digits of another script. */
export function readCode(typed: string): string {
	const ascii = [...typed.normalize('NFKC')].map((letter) => digitOf(letter) ?? letter).join('');
	const compact = ascii.replace(/\s+/g, '').slice(0, 100);
	const digits = compact.replaceAll('-', '');
	if (isTimedCode(digits)) return digits;
	const letters = compact.toLowerCase().replaceAll('-', '');
	return letters.length === 2 * GROUP ? `${letters.slice(0, GROUP)}-${letters.slice(GROUP)}` : compact;
}

/** A code of an authenticator, rather than one of the recovery codes. */
export const isTimedCode = (code: string): boolean => /^\d{6}$/.test(code);
