import type { MatchSource } from '#lib/server/search/match-source.ts';
import { matchListing, type MatchedListing, type MatchSettings } from '../match-listings.ts';

/** Matches listings one after the other in this process; between two of them other work can go on. */
export function matchInProcess(source: MatchSource) {
	return async (ids: readonly string[], settings: MatchSettings): Promise<MatchedListing[]> => {
		const found: MatchedListing[] = [];
		for (const id of ids) {
			const matched = matchListing(source, id, settings);
			if (matched) found.push(matched);
			await new Promise((resolve) => setImmediate(resolve));
		}
		return found;
	};
}
