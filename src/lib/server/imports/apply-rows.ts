import { randomUUID } from 'node:crypto';
import { belongsTo, type Actor } from '#lib/server/accounts/actor.ts';
import { transition, wasPublished, type ListingContent, type ListingLife } from '#lib/server/listings/listing.ts';
import { contentsFor } from '#lib/server/listings/guarded/queries.ts';
import { insertVersion, lifeOf, updateListing } from '#lib/server/listings/queries.ts';
import { dayAfterMonths, VALIDITY_MONTHS } from '#lib/server/listings/validity.ts';
import { auditRow } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { CheckedRow } from './check-row.ts';
import { existingListings, insertAudits, insertImported, ownersOf, type ExistingListing } from './queries.ts';
import type { RowError } from './row-errors.ts';
import type { RowOutcome } from './tables.ts';

export interface ApplyContext {
	actor: Actor;
	owner: { id: string; centreId: string };
	/** Published at once; else handed to the centre for review. */
	publish: boolean;
	source: string | null;
	now: Date;
	batchId: string;
}

export interface AppliedRow {
	number: number;
	outcome: RowOutcome;
	listingId: string | null;
	errors: RowError[];
}

type GoodRow = Extract<CheckedRow, { ok: true }>;

/**
 * Brings good rows into the listings of their owner: a listing with the same external id is changed where its content
 * differs, else one is made. Everything in the caller's transaction. Answers what became of each row.
 */
export async function applyRows(tx: Transaction, context: ApplyContext, rows: GoodRow[]): Promise<AppliedRow[]> {
	if (rows.length === 0) return [];
	const existing = await existingListings(tx, context.owner.id, rows.map((row) => row.externalId));
	const fresh = rows.filter((row) => !existing.has(row.externalId));
	const applied = await createListings(tx, context, fresh);
	const said = await contentsFor(tx, context.actor, [...existing.values()].map(({ version }) => version));
	for (const row of rows) {
		const found = existing.get(row.externalId);
		if (found) applied.push({ number: row.number, ...(await updateExisting(tx, context, row, { ...found, content: said.get(found.version.id)! })) });
	}
	const touched = applied.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
	await insertAudits(
		tx,
		touched.map(({ outcome, listingId }) =>
			auditRow({
				actor: context.actor,
				action: outcome === 'created' ? 'listing.import' : 'listing.import-change',
				entity: 'listing',
				entityId: listingId!,
				detail: { batchId: context.batchId, published: context.publish },
				about: { organisationId: context.owner.id, centreId: context.owner.centreId },
			}),
		),
	);
	return applied;
}

async function createListings(tx: Transaction, context: ApplyContext, rows: GoodRow[]): Promise<AppliedRow[]> {
	if (rows.length === 0) return [];
	const author = context.actor.kind === 'member' ? context.actor.userId : null;
	const made = rows.map((row) => ({ row, id: randomUUID(), versionId: randomUUID() }));
	const state = context.publish
		? {
				state: 'published' as const,
				publishedAt: context.now,
				validUntil: dayAfterMonths(context.now, VALIDITY_MONTHS),
			}
		: { state: 'submitted' as const };
	await insertImported(
		tx,
		made.map(({ row, id, versionId }) => ({
			listing: {
				id,
				kind: row.kind,
				organisationId: context.owner.id,
				centreId: context.owner.centreId,
				externalId: row.externalId,
				source: context.source,
				createdBy: author,
				...state,
				...(context.publish ? { publishedVersionId: versionId } : { workingVersionId: versionId }),
			},
			version: { id: versionId, listingId: id, number: 1, createdBy: author, ...row.content },
		})),
		await contactsFor(tx, context),
	);
	return made.map(({ row, id }) => ({ number: row.number, outcome: 'created', listingId: id, errors: [] }));
}

async function contactsFor(tx: Transaction, context: ApplyContext): Promise<string[]> {
	const { actor, owner } = context;
	return actor.kind === 'member' && belongsTo(actor, owner.id) ? [actor.userId] : ownersOf(tx, owner.id);
}

async function updateExisting(
	tx: Transaction,
	context: ApplyContext,
	row: GoodRow,
	found: ExistingListing & { content: ListingContent },
): Promise<Omit<AppliedRow, 'number'>> {
	const listingId = found.listing.id;
	const refused = (code: RowError['code']): Omit<AppliedRow, 'number'> => ({
		outcome: 'bad',
		listingId,
		errors: [{ field: 'externalId', column: null, code, value: row.externalId }],
	});
	if (found.listing.kind !== row.kind) return refused('other_kind');
	const isSame = sameContent(found.content, row.content);
	const awaitsPublication = context.publish && (found.listing.state === 'submitted' || found.listing.revision === 'submitted');
	if (isSame && !awaitsPublication) return { outcome: 'unchanged', listingId, errors: [] };
	const next = lifeAfterChange(lifeOf(found.listing), context.publish);
	if (!next) return refused('listing_closed');
	const versionId = isSame
		? found.version.id
		: (
				await insertVersion(tx, {
					listingId,
					number: Number(found.latestNumber) + 1,
					content: row.content,
					createdBy: context.actor.kind === 'member' ? context.actor.userId : null,
				})
			).id;
	const endsNow = found.listing.state === 'expired' || found.listing.validUntil === null;
	await updateListing(tx, listingId, {
		...next,
		...(context.source !== null ? { source: context.source } : {}),
		...(context.publish
			? {
					publishedVersionId: versionId,
					workingVersionId: null,
					publishedAt: found.listing.publishedAt ?? context.now,
					...(endsNow ? { validUntil: dayAfterMonths(context.now, VALIDITY_MONTHS), remindedOn: null } : {}),
				}
			: { workingVersionId: versionId }),
	});
	return { outcome: 'updated', listingId, errors: [] };
}

/** The life of a listing whose new version is handed in, and published where that is allowed; undefined once it is closed. */
function lifeAfterChange(life: ListingLife, publish: boolean): ListingLife | undefined {
	let next: ListingLife | undefined = life;
	if (wasPublished(life.state) && life.revision === null) next = transition(next, { type: 'revise' });
	else if (life.state === 'submitted' || life.revision === 'submitted') next = transition(next, { type: 'take-back' });
	next &&= transition(next, { type: 'submit' });
	return publish ? next && transition(next, { type: 'publish' }) : next;
}

export function sameContent(a: ListingContent, b: ListingContent): boolean {
	return canonical(a) === canonical(b);
}

/** JSON with names in order, and without what is undefined: equal values have equal text. */
function canonical(value: unknown): string {
	return JSON.stringify(value, (_name, inner: unknown) =>
		inner !== null && typeof inner === 'object' && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}
