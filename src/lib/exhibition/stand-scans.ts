import { CODE_MOST, readSigns } from '../registration/check-in.ts';
import type { LocalText } from '../text/local-text.ts';

/** What the server says to a badge at a stand. */
export interface StandAnswer {
	/** `named`: the visitor lets the exhibitor know; `waiting`: the visitor is asked; `nameless`: the visit counts, and no more. */
	result: 'named' | 'waiting' | 'nameless' | 'unknown';
	/** The visit that one may write about; null for a code that is no badge of this event. */
	visit: string | null;
	/** Of a visitor who is named. */
	names: LocalText[];
	worksAt: LocalText[];
}

/** A scan as the page of a stand shows it; without an answer it waits for the network. */
export interface StandScan {
	code: string;
	/** The phone's clock, ISO 8601. */
	at: string;
	answer: StandAnswer | null;
}

/** Where unsent scans outlive the page: the browser's local storage. */
type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What a camera sees twice within this time is one scan. */
const SAME_SCAN = 5000;
const SCANS_KEPT = 500;

/** With a new scan, the newest first; nothing changes where the code was there a moment ago or is none. */
export function withScan(scans: readonly StandScan[], typed: string, now: Date): StandScan[] {
	const code = readSigns(typed).slice(0, CODE_MOST);
	const again = scans.some((scan) => scan.code === code && now.getTime() - Date.parse(scan.at) < SAME_SCAN);
	return code === '' || again ? [...scans] : [{ code, at: now.toISOString(), answer: null }, ...scans];
}

/** With what the server said to one scan. */
export const withAnswer = (scans: readonly StandScan[], to: Pick<StandScan, 'code' | 'at'>, answer: StandAnswer): StandScan[] =>
	scans.map((scan) => (scan.code === to.code && scan.at === to.at ? { ...scan, answer } : scan));

/** What is not sent yet, the oldest first. */
export const unsent = (scans: readonly StandScan[]): StandScan[] => scans.filter(({ answer }) => answer === null).reverse();

/** Keeps what is not sent, and nothing else: codes name nobody, answers do. */
export function keepUnsent(keeper: Keeper, key: string, scans: readonly StandScan[]): void {
	const waiting = unsent(scans).slice(0, SCANS_KEPT);
	if (waiting.length === 0) keeper.removeItem(key);
	else keeper.setItem(key, JSON.stringify(waiting.map(({ code, at }) => ({ code, at }))));
}

/** What an earlier page kept; what is broken is nothing. */
export function keptScans(keeper: Keeper, key: string): StandScan[] {
	let kept: unknown;
	try {
		kept = JSON.parse(keeper.getItem(key) ?? '[]');
	} catch {
		return [];
	}
	if (!Array.isArray(kept)) return [];
	return kept
		.filter((each: unknown): each is { code: string; at: string } => typeof each === 'object' && each !== null && 'code' in each && typeof each.code === 'string' && 'at' in each && typeof each.at === 'string' && !Number.isNaN(Date.parse(each.at)))
		.map(({ code, at }) => ({ code, at, answer: null }))
		.reverse();
}
