import { belongsTo, type Actor } from '#lib/server/accounts/actor.ts';
import type { Disclosure, ListingKind, Section } from '#lib/listings/vocabulary.ts';
import { centreById, organisationById, type CentreRow, type OrganisationRow } from '#lib/server/network/queries.ts';
import { auditRules } from '#lib/server/audit/rules.ts';
import { happenedSince } from '#lib/server/audit/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { wasPublished, type ListingContent, type ListingState, type RevisionState } from './listing.ts';
import { filesFor, openingFor, versionFor, type ReadVersion } from './guarded/queries.ts';
import { lifeOf, listingByReference, type AttachmentRow, type ListingRow } from './queries.ts';
import { readerCopy } from './reader-copy.ts';
import { listingRights, listingRules, readableDisclosures, type ListingRight } from './rules.ts';

/** Who offers or seeks, as far as this reader may know. */
export interface ListingOwner {
	kind: OrganisationRow['kind'];
	size: OrganisationRow['size'];
	country: string;
	place: string | null;
	/** Null where the owner asked to stay hidden and the reader is outside. */
	named: { slug: string; names: LocalText[] } | null;
	/** The owner is hidden from others; true also for those inside, who see the name. */
	hidden: boolean;
	isSample: boolean;
}

/** One listing as one reader may see it, with what this reader may do. */
export interface ListingView {
	id: string;
	reference: number;
	kind: ListingKind;
	state: ListingState;
	revision: RevisionState | null;
	closedReason: 'matched' | 'withdrawn' | null;
	publishedAt: string | null;
	updatedAt: string;
	validUntil: string | null;
	content: ListingContent;
	withheld: { section: Section; disclosure: Disclosure }[];
	owner: ListingOwner;
	centre: { id: string; names: LocalText[] } | null;
	attachments: { id: string; name: string; mediaType: string; bytes: number; disclosure: Disclosure }[];
	/** Attachments that this reader may not open, counted by who may. */
	withheldAttachments: { disclosure: Disclosure; count: number }[];
	rights: Record<ListingRight, boolean>;
	/** Where this reader may ask who opened the guarded sections and files; null for those who may not ask. */
	audit: '/audit' | '/desk/audit' | null;
}

/**
 * The page of a listing for one reader: what was published, or, before that and only inside, what is being written.
 * Who is shown guarded sections is put on record.
 * Errors: not_found, also where the reader may not know that the listing exists.
 */
export async function viewListing(db: Executor, actor: Actor, reference: number): Promise<ListingView> {
	const row = await reachableListing(db, actor, reference);
	const life = { ...row, ...lifeOf(row) };
	const versionId = wasPublished(row.state) ? row.publishedVersionId : (row.publishedVersionId ?? row.workingVersionId);
	const version = versionId ? await versionFor(db, actor, versionId) : undefined;
	const organisation = await organisationById(db, row.organisationId);
	if (!version || !organisation) throw new ExpectedError('not_found', 'No such listing.');
	const readable = readableDisclosures(actor, life, await openingFor(db, actor, row));
	const rights = listingRights(actor, life);
	const { content, withheld } = readerCopy(version.content, readable, version.held);
	const { files: given, published, guarded } = await filesFor(db, actor, row.id);
	// A file added since the last review is as private as the text written since.
	const shown = given.filter(({ id, disclosure }) => readable.has(disclosure) && (rights.viewWorkingVersion || published.has(id)));
	const seen = new Set(shown.map(({ id }) => id));
	await recordGuardedReading(db, actor, row, version, readable);
	return {
		id: row.id,
		reference: row.reference,
		kind: row.kind,
		state: row.state,
		revision: rights.viewWorkingVersion ? row.revision : null,
		closedReason: row.closedReason,
		publishedAt: row.publishedAt?.toISOString() ?? null,
		updatedAt: row.updatedAt.toISOString(),
		validUntil: row.validUntil,
		content,
		withheld,
		owner: ownerFor(organisation, content.display === 'hidden', rights.viewWorkingVersion),
		centre: centreSummary(await centreById(db, row.centreId)),
		attachments: shown.map(({ id, name, mediaType, bytes, disclosure }) => ({ id, name, mediaType, bytes, disclosure })),
		withheldAttachments: countedByDisclosure(guarded.filter((file) => !seen.has(file.id) && (rights.viewWorkingVersion || file.published))),
		rights,
		audit: auditRules.viewCentre(actor, row) ? '/audit' : belongsTo(actor, row.organisationId) ? '/desk/audit' : null,
	};
}

/**
 * One attachment that this reader may open. Errors: not_found, also where it exists but is guarded from this reader.
 */
export async function readAttachment(
	db: Executor,
	actor: Actor,
	input: { reference: number; attachmentId: string },
): Promise<AttachmentRow> {
	const row = await reachableListing(db, actor, input.reference);
	const { files, published } = await filesFor(db, actor, row.id);
	const file = files.find(({ id }) => id === input.attachmentId);
	const readable = readableDisclosures(actor, { ...row, ...lifeOf(row) }, await openingFor(db, actor, row));
	const inside = listingRules.viewWorkingVersion(actor, { ...row, ...lifeOf(row) });
	if (!file || !(inside || published.has(file.id)) || !readable.has(file.disclosure))
		throw new ExpectedError('not_found', 'No such file.');
	if (isGuarded(file.disclosure))
		await recordAudit(db, { actor, action: 'listing.read-guarded-file', entity: 'attachment', entityId: file.id, detail: { listingId: row.id } });
	return file;
}

async function reachableListing(db: Executor, actor: Actor, reference: number): Promise<ListingRow> {
	const row = await listingByReference(db, reference);
	if (!row || !listingRules.view(actor, { ...row, ...lifeOf(row) })) throw new ExpectedError('not_found', 'No such listing.');
	return row;
}

const isGuarded = (disclosure: Disclosure) => disclosure === 'parties' || disclosure === 'confidential';

/** An opening of the same sections by the same person counts once in so many milliseconds: pages are looked at again and again. */
const ONE_OPENING = 3_600_000;

/** Puts on record who has been shown sections that are not for everyone in the network, of the organisation or not. */
export async function recordGuardedReading(
	db: Executor,
	actor: Actor,
	row: ListingRow,
	version: Pick<ReadVersion, 'content'>,
	readable: ReadonlySet<Disclosure>,
): Promise<void> {
	if (actor.kind !== 'member') return;
	const unguarded = new Set([...readable].filter((disclosure) => !isGuarded(disclosure)));
	const sections = readerCopy(version.content, unguarded).withheld.filter(({ disclosure }) => readable.has(disclosure));
	if (sections.length === 0) return;
	const opening = { action: 'listing.read-guarded', entity: 'listing', entityId: row.id, detail: { sections: sections.map(({ section }) => section) } };
	if (await happenedSince(db, { ...opening, actorId: actor.userId }, new Date(Date.now() - ONE_OPENING))) return;
	await recordAudit(db, { actor, ...opening });
}

function ownerFor(organisation: OrganisationRow, hidden: boolean, inside: boolean): ListingOwner {
	return {
		kind: organisation.kind,
		size: hidden && !inside ? null : organisation.size,
		country: organisation.country,
		// In a small town a kind of organisation names the only one there is.
		place: hidden && !inside ? null : organisation.place,
		named: hidden && !inside ? null : { slug: organisation.slug, names: organisation.names },
		hidden,
		isSample: organisation.isSample,
	};
}

function centreSummary(centre: CentreRow | undefined): ListingView['centre'] {
	return centre ? { id: centre.id, names: centre.names } : null;
}

function countedByDisclosure(files: Pick<AttachmentRow, 'disclosure'>[]): ListingView['withheldAttachments'] {
	const counts = new Map<Disclosure, number>();
	for (const { disclosure } of files) counts.set(disclosure, (counts.get(disclosure) ?? 0) + 1);
	return [...counts].map(([disclosure, count]) => ({ disclosure, count }));
}
