import { isSuggestible } from '#lib/engines/matching/matching-engine.ts';
import type { MatchResult } from '#lib/engines/matching/types.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import type { MatchSource } from '#lib/server/search/match-source.ts';
import {
	dropUntouchedPairs,
	presentListings,
	putMatchProgress,
	putNearDuplicate,
	rankPairs,
	undecidedPairsOf,
	upsertPairs,
	type JudgedPair,
} from './queries.ts';
import { judgedCriteria } from './suggested-pair.ts';

/** Suggestions kept for a listing; more would never be looked at. */
export const SUGGESTIONS_PER_LISTING = 12;

export interface MatchSettings {
	/** Names the engine and its weights in what is stored. */
	engine: string;
	now: Date;
	passId?: string;
}

/** What matching one listing found. */
export interface MatchedListing {
	id: string;
	kind: 'offer' | 'need';
	changeNumber: number;
	pairs: JudgedPair[];
	/** The earlier listing of the same kind that says the same. */
	original: { id: string; likeness: number } | null;
	/** Later listings that this one is the original of. */
	copies: { id: string; likeness: number }[];
}

/** Matches one listing with the other side and looks for what says the same; undefined where the index does not have it. */
export function matchListing(source: MatchSource, id: string, { engine, now }: MatchSettings): MatchedListing | undefined {
	const listing = source.published(id);
	if (!listing) return undefined;
	const today = now.toISOString().slice(0, 10);
	const pairs = source
		.suggestions(id, SUGGESTIONS_PER_LISTING, today)
		.flatMap((suggestion) => judgedPair(source, id, suggestion, { engine, duplicateOf: suggestion.duplicateOf }) ?? []);
	const said = source.nearDuplicates(id).flatMap((found) => {
		const other = source.published(found.id);
		return other ? [{ ...found, publishedAt: other.publishedAt }] : [];
	});
	const isEarlier = (other: { publishedAt: string; id: string }) =>
		other.publishedAt < listing.publishedAt || (other.publishedAt === listing.publishedAt && other.id < id);
	const [original] = said.filter(isEarlier).sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
	return {
		id,
		kind: listing.kind,
		changeNumber: listing.changeNumber,
		pairs,
		original: original ? { id: original.id, likeness: original.likeness } : null,
		copies: original ? [] : said,
	};
}

function judgedPair(
	source: MatchSource,
	askedId: string,
	match: MatchResult,
	{ engine, duplicateOf }: { engine: string; duplicateOf: string | null },
): JudgedPair | undefined {
	const asked = source.published(askedId);
	const other = source.published(match.id);
	if (!asked || !other) return undefined;
	const [need, offer] = asked.kind === 'need' ? [asked, other] : [other, asked];
	return {
		needId: need.id,
		offerId: offer.id,
		needCentreId: need.centreId,
		offerCentreId: offer.centreId,
		score: Math.min(1, Math.max(0, match.score)),
		criteria: judgedCriteria(match.criteria),
		exclusion: match.exclusion,
		nearDuplicateOf: duplicateOf,
		needChange: need.changeNumber,
		offerChange: offer.changeNumber,
		engine,
	};
}

/**
 * Stores what matching some listings found, in one transaction: their pairs, their places, their near-duplicates and that they
 * were matched. Pairs that they had before and that are no longer among the strongest are judged once more, and go where they
 * are no suggestion any more and no broker has touched them. Answers how many pairs were stored.
 */
export async function storeMatched(db: Database, source: MatchSource, matched: readonly MatchedListing[], settings: MatchSettings): Promise<number> {
	if (matched.length === 0) return 0;
	const { engine, now, passId } = settings;
	return inTransaction(db, async (tx) => {
		const earlier = await judgeEarlierPairs(tx, source, matched, settings);
		const found = [...matched.flatMap(({ pairs }) => pairs), ...earlier.kept];
		// The same pair may be found from both of its ends.
		const unique = [...new Map(found.map((pair) => [`${pair.needId} ${pair.offerId}`, pair])).values()];
		const mentioned = [
			...unique.flatMap(({ needId, offerId, nearDuplicateOf }) => [needId, offerId, nearDuplicateOf ?? needId]),
			...matched.flatMap(({ id, original, copies }) => [id, original?.id ?? id, ...copies.map((copy) => copy.id)]),
		];
		const present = await presentListings(tx, [...new Set(mentioned)].sort());
		const pairs = unique
			.filter(({ needId, offerId }) => present.has(needId) && present.has(offerId))
			.map((pair) => ({ ...pair, nearDuplicateOf: pair.nearDuplicateOf !== null && present.has(pair.nearDuplicateOf) ? pair.nearDuplicateOf : null }))
			.sort((a, b) => (a.needId + a.offerId < b.needId + b.offerId ? -1 : 1));
		await upsertPairs(tx, pairs, now);
		await dropUntouchedPairs(tx, earlier.dropped);
		for (const { id, original, copies } of matched) {
			if (!present.has(id)) continue;
			await putNearDuplicate(tx, id, original && present.has(original.id) ? original : null, now);
			for (const copy of copies) if (present.has(copy.id)) await putNearDuplicate(tx, copy.id, { ...copy, id }, now);
		}
		await rankPairs(tx, 'need', [...new Set(pairs.map(({ needId }) => needId))]);
		await rankPairs(tx, 'offer', [...new Set(pairs.map(({ offerId }) => offerId))]);
		const done = matched.filter(({ id }) => present.has(id));
		await putMatchProgress(tx, done.map(({ id, changeNumber }) => ({ listingId: id, changeNumber, engine, passId: passId ?? null })), now);
		return pairs.length;
	});
}

async function judgeEarlierPairs(
	tx: Parameters<typeof undecidedPairsOf>[0],
	source: MatchSource,
	matched: readonly MatchedListing[],
	{ engine, now }: MatchSettings,
): Promise<{ kept: JudgedPair[]; dropped: string[] }> {
	const today = now.toISOString().slice(0, 10);
	const fresh = new Set(matched.flatMap(({ pairs }) => pairs.map(({ needId, offerId }) => `${needId} ${offerId}`)));
	const kept: JudgedPair[] = [];
	const dropped: string[] = [];
	for (const { id, needId, offerId } of await undecidedPairsOf(tx, matched.map((each) => each.id))) {
		if (fresh.has(`${needId} ${offerId}`)) continue;
		const again = source.judge(needId, offerId, today);
		const pair = again && judgedPair(source, needId, again, { engine, duplicateOf: null });
		if (pair && isSuggestible(again)) kept.push(pair);
		else dropped.push(id);
	}
	return { kept, dropped };
}
