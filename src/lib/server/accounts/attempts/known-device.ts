import { randomBytes } from 'node:crypto';
import { cookieLine, cookieOf } from '../cookies.ts';
import { markOf, sameMark } from '../tokens.ts';

const COOKIE = 'mitra.device';
const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** People who share a device. */
const MOST_PEOPLE = 8;

/**
 * A device that somebody has signed in from keeps a cookie: its own number, and a mark for each address that signed in
 * here. Only this installation makes such marks, and none of them tells the address.
 */
function readDevice(headers: Headers): { id: string; marks: string[] } | undefined {
	const match = /^([\w-]{22})\.([\w-]{22}(?:\.[\w-]{22})*)$/.exec(cookieOf(headers, COOKIE) ?? '');
	return match ? { id: match[1]!, marks: match[2]!.split('.').slice(0, MOST_PEOPLE) } : undefined;
}

const markFor = (secret: string, id: string, email: string) => markOf(secret, `device ${id} ${email}`, 22);

/** The number of the device, where this address has signed in from it before. */
export function knownDevice(secret: string, headers: Headers, email: string): string | undefined {
	const device = readDevice(headers);
	if (!device) return undefined;
	const mark = markFor(secret, device.id, email);
	return device.marks.some((each) => sameMark(each, mark)) ? device.id : undefined;
}

/** The cookie with which the device is known from now on to this address too. */
export function deviceCookie(secret: string, headers: Headers, email: string, secure: boolean): string {
	const device = readDevice(headers);
	const id = device?.id ?? randomBytes(16).toString('base64url');
	const mark = markFor(secret, id, email);
	const marks = [mark, ...(device?.marks ?? []).filter((each) => each !== mark)].slice(0, MOST_PEOPLE);
	return cookieLine(COOKIE, [id, ...marks].join('.'), { seconds: YEAR_SECONDS, secure });
}
