import type { Actor } from '#lib/server/accounts/actor.ts';
import { servesCentre } from '#lib/server/accounts/actor.ts';
import { judgedCriteria } from '#lib/server/matching/suggested-pair.ts';
import { upsertPairs } from '#lib/server/matching/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { assignTo, findPair, insertByHand, pairOfListings } from './queries.ts';
import { pairRules } from './rules.ts';

/** Says in the pair's record that a person, not a version of the engine, brought it. */
const BY_HAND = 'by-hand';

/**
 * An officer makes a pair of two public listings that no ranking brought together; it is judged like any other, and is the
 * officer's. A pair that exists already is returned as it stands. Returns the pair's id.
 * Errors: not_found (a listing is not public), forbidden (no side is of the officer's centre), invalid_input (same kind or owner).
 */
export async function makePair(
	context: { db: Database; clock: Clock; search: Pick<SearchService, 'judgePair'> },
	actor: Actor,
	input: { needId: string; offerId: string },
): Promise<string> {
	const listings = await publicListings(context.db, [input.needId, input.offerId]);
	const need = listings.find(({ id }) => id === input.needId);
	const offer = listings.find(({ id }) => id === input.offerId);
	if (!need || !offer || actor.kind !== 'member') throw new ExpectedError('not_found', 'No such listing.');
	if (!servesCentre(actor, need.centreId) && !servesCentre(actor, offer.centreId))
		throw new ExpectedError('forbidden', 'Neither side is of this officer’s centre.');
	if (need.kind !== 'need' || offer.kind !== 'offer' || need.organisation.slug === offer.organisation.slug)
		throw new ExpectedError('invalid_input', 'A pair is a need and an offer of different organisations.');
	const judged = context.search.judgePair(need.id, offer.id);
	return inTransaction(context.db, async (tx) => {
		const known = await pairOfListings(tx, need.id, offer.id);
		if (known) return known.id;
		const now = context.clock();
		await upsertPairs(
			tx,
			[
				{
					needId: need.id,
					offerId: offer.id,
					needCentreId: need.centreId,
					offerCentreId: offer.centreId,
					score: judged?.score ?? 0,
					criteria: judgedCriteria(judged?.criteria ?? []),
					exclusion: null,
					nearDuplicateOf: null,
					needChange: need.changeNumber,
					offerChange: offer.changeNumber,
					engine: BY_HAND,
				},
			],
			now,
		);
		const row = (await pairOfListings(tx, need.id, offer.id))!;
		const pair = (await findPair(tx, row.id))!;
		if (!pairRules.note(actor, pair.forRules)) throw new ExpectedError('forbidden', 'Who belongs to a side does not broker it.');
		await insertByHand(tx, { pairId: row.id, madeBy: actor.userId, madeAt: now });
		await assignTo(tx, row.id, actor.userId);
		await recordAudit(tx, { actor, action: 'pair.make', entity: 'suggested_pair', entityId: row.id });
		return row.id;
	});
}
