import type { Actor } from '#lib/server/accounts/actor.ts';
import { organisationById, type OrganisationRow } from '#lib/server/network/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ListingContent } from './listing.ts';
import { filesFor, versionFor } from './guarded/queries.ts';
import { lifeOf, listingById, reviewsOf, type AttachmentRow, type ListingRow, type ReviewEntry } from './queries.ts';
import { listingRights, listingRules, readableDisclosures, type ListingRight } from './rules.ts';
import { recordGuardedReading } from './view-listing.ts';

/** A listing as those inside work on it: the version being written, else the published one. */
export interface Draft {
	row: ListingRow;
	versionId: string;
	content: ListingContent;
	/** What is public now, where the version being written is another. */
	published: ListingContent | null;
	organisation: OrganisationRow;
	rights: Record<ListingRight, boolean>;
	attachments: AttachmentRow[];
	reviews: ReviewEntry[];
}

/** Opens a listing for its writers and officers. Errors: not_found, also for those who may see only what is published. */
export async function openDraft(db: Executor, actor: Actor, listingId: string): Promise<Draft> {
	const row = await listingById(db, listingId);
	const life = row && { ...row, ...lifeOf(row) };
	if (!life || !listingRules.viewWorkingVersion(actor, life)) throw new ExpectedError('not_found', 'No such listing.');
	const versionId = row.workingVersionId ?? row.publishedVersionId;
	const version = versionId ? await versionFor(db, actor, versionId) : undefined;
	const organisation = await organisationById(db, row.organisationId);
	if (!version || !organisation) throw new ExpectedError('not_found', 'No such listing.');
	const published = row.publishedVersionId && row.publishedVersionId !== versionId ? await versionFor(db, actor, row.publishedVersionId) : undefined;
	await recordGuardedReading(db, actor, row, version, readableDisclosures(actor, life));
	return {
		row,
		versionId: version.version.id,
		content: version.content,
		published: published?.content ?? null,
		organisation,
		rights: listingRights(actor, life),
		attachments: (await filesFor(db, actor, row.id)).files,
		reviews: await reviewsOf(db, row.id),
	};
}
