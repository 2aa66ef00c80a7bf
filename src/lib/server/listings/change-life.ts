import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { transition, type ListingEvent } from './listing.ts';
import { lifeOf, lockListing, updateListing } from './queries.ts';
import { listingRules, type ListingRight } from './rules.ts';
import { dayAfterMonths, VALIDITY_MONTHS } from './validity.ts';

/** What an owner does with a listing besides writing it. */
export type LifeChange = Extract<
	ListingEvent,
	{ type: 'take-back' | 'drop-revision' | 'pause' | 'resume' | 'renew' | 'close' | 'archive' }
>;

const RIGHT: Record<LifeChange['type'], ListingRight> = {
	'take-back': 'takeBack',
	'drop-revision': 'dropRevision',
	pause: 'pause',
	resume: 'resume',
	renew: 'renew',
	close: 'close',
	archive: 'archive',
};

/**
 * Pauses, resumes, renews (for another twelve months from today), closes or archives a listing, takes a submission back, or
 * drops the revision of a published one, whose text stays on record.
 * Errors: not_found, forbidden.
 */
export async function changeLife(
	context: { db: Database; clock: Clock },
	actor: Actor,
	input: { listingId: string; change: LifeChange },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const row = await lockListing(tx, input.listingId);
		if (!row || !listingRules.view(actor, { ...row, ...lifeOf(row) })) throw new ExpectedError('not_found', 'No such listing.');
		const next = transition(lifeOf(row), input.change);
		if (!next || !listingRules[RIGHT[input.change.type]](actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('forbidden', 'This actor cannot do that to the listing now.');
		const renewed =
			input.change.type === 'renew' ? { validUntil: dayAfterMonths(context.clock(), VALIDITY_MONTHS), remindedOn: null } : {};
		const dropped = input.change.type === 'drop-revision' ? { workingVersionId: null } : {};
		await updateListing(tx, row.id, { ...next, ...renewed, ...dropped });
		await recordAudit(tx, {
			actor,
			action: `listing.${input.change.type}`,
			entity: 'listing',
			entityId: row.id,
			before: { ...lifeOf(row), validUntil: row.validUntil },
			after: { ...next, validUntil: 'validUntil' in renewed ? renewed.validUntil : row.validUntil },
			...(input.change.type === 'close' ? { detail: { reason: input.change.reason } } : {}),
		});
	});
}
