import type { Rhythm } from '#lib/alerts/vocabulary.ts';
import type { ListingSearchRequest } from '#lib/search/types.ts';
import { nextMorning } from './local-morning.ts';

/** What is searched for: the search page's request without its page. */
export type SavedRequest = Omit<ListingSearchRequest, 'page' | 'pageSize'>;

/** Immediate letters of one search leave at least so far apart; what comes between is told together. */
const IMMEDIATE_GAP_MS = 10 * 60_000;

/** The request of a page of a saved search. */
export function requestOf(saved: SavedRequest, page = 1, pageSize = 20): ListingSearchRequest {
	return { ...saved, page, pageSize };
}

/** The earliest time of the next letter for somebody who was told just now, or has just chosen the rhythm; null: no letters. */
export function nextLetterTime(rhythm: Rhythm, zone: string, now: Date, told: boolean): Date | null {
	switch (rhythm) {
		case 'none':
			return null;
		case 'immediate':
			return told ? new Date(now.getTime() + IMMEDIATE_GAP_MS) : now;
		case 'daily':
		case 'weekly':
			return nextMorning(zone, rhythm, now);
	}
}
