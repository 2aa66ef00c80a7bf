import type { Actor } from '#lib/server/accounts/actor.ts';
import { organisationById, type OrganisationRow } from '#lib/server/network/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ListingContent } from './listing.ts';
import { attachmentsOf, contentOf, lifeOf, listingById, reviewsOf, versionById, type AttachmentRow, type ListingRow, type ReviewEntry } from './queries.ts';
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
	const version = versionId ? await versionById(db, versionId) : undefined;
	const organisation = await organisationById(db, row.organisationId);
	if (!version || !organisation) throw new ExpectedError('not_found', 'No such listing.');
	const published = row.publishedVersionId && row.publishedVersionId !== version.id ? await versionById(db, row.publishedVersionId) : undefined;
	await recordGuardedReading(db, actor, row, contentOf(version), readableDisclosures(actor, life));
	return {
		row,
		versionId: version.id,
		content: contentOf(version),
		published: published ? contentOf(published) : null,
		organisation,
		rights: listingRights(actor, life),
		attachments: await attachmentsOf(db, row.id),
		reviews: await reviewsOf(db, row.id),
	};
}
