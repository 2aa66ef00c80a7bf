import type { LocalText } from '../text/local-text.ts';
import type { Category, ScanResult } from './vocabulary.ts';

/** One scan as a phone keeps it and sends it, maybe several times. */
export interface Scan {
	/** Drawn by the phone: what has the same id is the same scan. */
	id: string;
	/** As scanned or typed; empty where somebody was found by name. */
	code: string;
	/** The registration of somebody who was found by name. */
	guest: string | null;
	/** What the door was called when it was scanned. */
	door: string;
	/** The phone's clock, ISO 8601. */
	at: string;
	/** The session whose door it is; null: the event's. */
	session: string | null;
}

/** That a scan let somebody in by mistake. */
export interface TakenBack {
	scan: string;
	reason: string;
}

/** What the server says to a scan. */
export interface ScanAnswer {
	id: string;
	result: ScanResult;
	names: LocalText[];
	category: Category | null;
	/** Where and when the person was let in before. */
	before: { door: string; at: string } | null;
}

/** How many are in today. */
export interface DoorCounts {
	approved: number;
	inside: number;
	doors: { door: string; count: number }[];
}

/** Who may come in, as a phone keeps it: found by the digest of a badge's code, from which no badge can be made. */
export interface Guest {
	/** The registration's id. */
	id: string;
	digest: string;
	names: LocalText[];
	category: Category;
	organisation: string;
}

/** Who was let in already today, by digest; of a session, or of the event. */
export interface Inside {
	/** The scan that let the person in. */
	scan: string;
	digest: string;
	session: string | null;
	door: string;
	at: string;
}

export const SCANS_AT_ONCE = 200;
export const TAKEN_BACK_REASON_MOST = 200;
/** Scans that say they are older are not believed; until then after the last day, phones may send what they kept. */
export const SCAN_BELIEVED_DAYS = 7;
/** Signs of a code that are kept and sent: whatever a camera sees is a scan, also a visiting card of a thousand signs. */
export const CODE_MOST = 200;

const SIGNS = /[\s\-–—.]/g;
/** What somebody typed or scanned as the code has it: capitals, without spaces and hyphens, misread signs put right (Crockford's base 32). */
export const readSigns = (typed: string): string => typed.toUpperCase().replace(SIGNS, '').replaceAll('O', '0').replace(/[IL]/g, '1').replaceAll('U', 'V');

/** SHA-256 of a code, in 32 hexadecimal digits. */
export async function digestOf(code: string): Promise<string> {
	const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(readSigns(code))));
	return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
