import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { transition, wasPublished, type ListingContent } from './listing.ts';
import {
	insertVersion,
	latestVersionNumber,
	lifeOf,
	listingById,
	lockListing,
	reviewedVersion,
	updateListing,
	updateVersion,
	type ListingRow,
} from './queries.ts';
import { versionFor } from './guarded/queries.ts';
import { listingRules } from './rules.ts';

/**
 * Saves what has been typed so far. A published listing gets a revision, and stays visible as it was; a returned one gets
 * a new version, so that what was reviewed stays on record. `expected` is the number of the last save that the writer has
 * seen: where someone else saved since, nothing is overwritten. Answers the version's id and its save number.
 * Errors: not_found, forbidden, conflict.
 */
export async function saveDraft(
	db: Database,
	actor: Actor,
	input: { listingId: string; content: ListingContent; expected?: number },
): Promise<{ versionId: string; changeNumber: number }> {
	return inTransaction(db, async (tx) => {
		const row = await lockListing(tx, input.listingId);
		if (!row || !listingRules.view(actor, { ...row, ...lifeOf(row) })) throw new ExpectedError('not_found', 'No such listing.');
		if (!listingRules.edit(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('forbidden', 'The listing cannot be edited by this actor now.');
		if (input.expected !== undefined && input.expected !== row.changeNumber)
			throw new ExpectedError('conflict', 'Someone else has saved this listing since.');
		const versionId = await writeVersion(tx, actor, row, input.content);
		const after = await listingById(tx, row.id);
		return { versionId, changeNumber: after!.changeNumber };
	});
}

async function writeVersion(tx: Transaction, actor: Actor, row: ListingRow, content: ListingContent): Promise<string> {
	const author = actor.kind === 'member' ? actor.userId : null;
	const life = lifeOf(row);
	const startsRevision = wasPublished(row.state) && row.revision === null;
	const onRecord = row.workingVersionId !== null && (await reviewedVersion(tx, row.workingVersionId));
	if (row.workingVersionId && !startsRevision && !onRecord) {
		await updateVersion(tx, row.workingVersionId, content);
		await updateListing(tx, row.id, { updatedAt: new Date() });
		// Each save of one's own would fill the log; what a helper writes is on record.
		if (actor.kind === 'member' && actor.support) await recordAudit(tx, { actor, action: 'listing.save', entity: 'listing', entityId: row.id });
		return row.workingVersionId;
	}
	const number = (await latestVersionNumber(tx, row.id)) + 1;
	const version = await insertVersion(tx, { listingId: row.id, number, content, createdBy: author });
	const next = startsRevision ? transition(life, { type: 'revise' }) : life;
	if (!next) throw new ExpectedError('conflict', 'The listing cannot be revised now.');
	await updateListing(tx, row.id, { workingVersionId: version.id, revision: next.revision });
	if (startsRevision || (actor.kind === 'member' && actor.support)) await recordAudit(tx, { actor, action: startsRevision ? 'listing.revise' : 'listing.save', entity: 'listing', entityId: row.id });
	return version.id;
}

/** Makes sure that a version is being written: a published listing without a revision gets one that says the same. */
export async function ensureWorkingVersion(tx: Transaction, actor: Actor, row: ListingRow): Promise<void> {
	if (!wasPublished(row.state) || row.revision !== null) return;
	const published = row.publishedVersionId ? await versionFor(tx, actor, row.publishedVersionId) : undefined;
	if (published) await writeVersion(tx, actor, row, published.content);
}
