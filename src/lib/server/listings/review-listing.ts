import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { mailReviewDecision } from './listing-mails.ts';
import { cleanText } from './input.ts';
import { transition } from './listing.ts';
import { contentOf, insertReview, lifeOf, lockListing, updateListing, versionById } from './queries.ts';
import { listingRules } from './rules.ts';
import { dayAfterMonths, VALIDITY_MONTHS } from './validity.ts';

/** The most characters of an officer's remark. */
export const REMARK_LIMIT = 2000;

export interface ReviewInput {
	listingId: string;
	/** The version that the officer read; a newer one must be read before it is decided on. */
	versionId: string;
	/** The save number of what the officer read: a version taken back, changed and submitted again has another one. */
	expected?: number;
	decision: 'publish' | 'return';
	remark: string;
	language: Language;
}

/**
 * An officer of the owner's centre publishes a submitted version, or returns it with a remark that says what to change.
 * Publication makes it the public version, valid for twelve months from its first publication, or from now where that
 * time is over. The contacts get a mail.
 * Errors: not_found, forbidden, conflict (someone decided, or the owner changed it), invalid_input (a return says why).
 */
export async function reviewListing(
	context: { db: Database; clock: Clock; jobs: Jobs; baseUrl: string },
	actor: Actor,
	input: ReviewInput,
): Promise<void> {
	const remark = cleanText(input.remark);
	if (input.decision === 'return' && remark === '')
		throw new ExpectedError('invalid_input', 'A return says what to change.', { field: 'remark', detail: { code: 'required' } });
	if ([...remark].length > REMARK_LIMIT)
		throw new ExpectedError('invalid_input', 'The remark is too long.', {
			field: 'remark',
			detail: { code: 'too_long', limit: REMARK_LIMIT },
		});
	await inTransaction(context.db, async (tx) => {
		const row = await lockListing(tx, input.listingId);
		if (!row || !listingRules.viewWorkingVersion(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('not_found', 'No such listing.');
		const next = transition(lifeOf(row), { type: input.decision });
		const changed = input.expected !== undefined && input.expected !== row.changeNumber;
		if (!next || changed || row.workingVersionId !== input.versionId)
			throw new ExpectedError('conflict', 'The listing has been decided on or changed since it was read.');
		if (!listingRules.review(actor, { ...row, ...lifeOf(row) }))
			throw new ExpectedError('forbidden', 'Only an officer of the owner’s centre reviews, and never an own listing.');
		const published = input.decision === 'publish';
		const now = context.clock();
		await updateListing(tx, row.id, {
			...next,
			...(published
				? {
						publishedVersionId: input.versionId,
						workingVersionId: null,
						publishedAt: row.publishedAt ?? now,
						...(isValid(row.validUntil, now) ? {} : { validUntil: dayAfterMonths(now, VALIDITY_MONTHS), remindedOn: null }),
					}
				: {}),
		});
		await insertReview(tx, {
			listingId: row.id,
			versionId: input.versionId,
			reviewerId: actor.kind === 'member' ? actor.userId : null,
			decision: published ? 'published' : 'returned',
			remark,
			language: input.language,
		});
		const earlier = published && row.publishedVersionId ? await versionById(tx, row.publishedVersionId) : undefined;
		const version = await versionById(tx, input.versionId);
		await recordAudit(tx, {
			actor,
			action: published ? 'listing.publish' : 'listing.return',
			entity: 'listing',
			entityId: row.id,
			detail: { versionId: input.versionId },
			before: { ...lifeOf(row), ...(earlier ? contentOf(earlier) : {}) },
			after: { ...next, ...(published && earlier && version ? contentOf(version) : {}) },
		});
		await mailReviewDecision(tx, context, { listing: row, title: version?.title ?? '', decision: input.decision, remark });
	});
}

function isValid(until: string | null, now: Date): boolean {
	return until !== null && until >= now.toISOString().slice(0, 10);
}
