import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { putAlertProgress, putHits, searchesAfter, uncheckedListings, type SavedSearchRow } from './queries.ts';
import { requestOf } from './saved-search.ts';

export interface FindContext {
	db: Database;
	clock: Clock;
	search: Pick<SearchService, 'answers' | 'refresh' | 'matching'>;
}

/** Searches read at once. */
const SEARCHES = 200;

/**
 * Runs every saved search against the listings that were published or changed since the last time, and keeps what is new to
 * each; letters and pages tell it. At most `most` listings; answers whether some still wait. Where it is stopped, the next
 * call begins these listings again, and nothing is kept twice.
 */
export async function findNew(context: FindContext, { most, signal }: { most: number; signal?: AbortSignal }): Promise<{ found: number; more: boolean }> {
	const { db, search } = context;
	const waiting = await uncheckedListings(db, most + 1);
	const changed = waiting.slice(0, most);
	for (const { id, changeNumber } of changed)
		if (search.matching.published(id)?.changeNumber !== changeNumber) await search.refresh(id);
	const among = new Set(changed.map(({ id }) => id));
	const publishedAt = new Map(changed.map((each) => [each.id, each.publishedAt ?? new Date(0)]));
	let found = 0;
	for (let after: string | null = null; among.size > 0; ) {
		const searches: SavedSearchRow[] = await searchesAfter(db, after, SEARCHES);
		for (const saved of searches) {
			if (signal?.aborted) return { found, more: true };
			const answers = await answersOf(context, saved, among);
			const fresh = answers.filter((id) => !saved.broad || publishedAt.get(id)! > saved.createdAt);
			found += await putHits(db, saved.id, fresh, context.clock(), null);
		}
		const last = searches.at(-1);
		if (!last || searches.length < SEARCHES) break;
		after = last.id;
	}
	await putAlertProgress(db, changed);
	return { found, more: waiting.length > most };
}

/** One search that fails must not keep all others from being answered. */
async function answersOf({ search }: FindContext, saved: SavedSearchRow, among: ReadonlySet<string>): Promise<string[]> {
	try {
		return await search.answers(requestOf(saved.request), among);
	} catch (error) {
		log.error('alerts.search-failed', error, { search: saved.id });
		return [];
	}
}
