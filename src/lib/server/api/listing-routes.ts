import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { LISTING_KINDS } from '#lib/listings/vocabulary.ts';
import { emptyContent } from '#lib/server/listings/listing.ts';
import { parseContent } from '#lib/server/listings/input.ts';
import { openingFor, versionFor } from '#lib/server/listings/guarded/queries.ts';
import { lifeOf, listingById, listingByReference, type ListingRow } from '#lib/server/listings/queries.ts';
import { readerCopy } from '#lib/server/listings/reader-copy.ts';
import { listingRules, readableDisclosures } from '#lib/server/listings/rules.ts';
import { saveDraft } from '#lib/server/listings/save-draft.ts';
import { startDraft } from '#lib/server/listings/start-draft.ts';
import { submitListing } from '#lib/server/listings/submit-listing.ts';
import { recordGuardedReading } from '#lib/server/listings/view-listing.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ApiEnvironment } from './context.ts';
import { InvalidFields } from './problems.ts';
import { byReference, contentSchema, errorSchema, languageSchema, listingSchema } from './schemas.ts';

const problem = (description: string) => ({ description, content: { 'application/json': { schema: errorSchema } } });
const answer = { 200: { description: 'The listing as the caller may read it', content: { 'application/json': { schema: listingSchema } } } };
const byId = z.object({ id: z.uuid() });
const refusals = { 401: problem('Not signed in'), 403: problem('Not allowed'), 404: problem('No such listing'), 409: problem('Changed meanwhile'), 422: problem('Fields are wrong') };

const read = createRoute({
	method: 'get',
	path: '/listings/{reference}',
	tags: ['Listings'],
	summary: 'One listing, as much of it as the caller may read',
	request: { params: byReference },
	responses: { ...answer, 404: problem('No such listing, or not open to the caller') },
});

const start = createRoute({
	method: 'post',
	path: '/listings',
	tags: ['Writing'],
	summary: 'Start a draft',
	request: {
		body: {
			required: true,
			content: {
				'application/json': {
					schema: z.object({
						kind: z.enum(LISTING_KINDS),
						language: languageSchema,
						organisationId: z.uuid(),
						content: contentSchema.partial().optional(),
					}),
				},
			},
		},
	},
	responses: { 201: { description: 'The draft', content: { 'application/json': { schema: listingSchema } } }, ...refusals },
});

const save = createRoute({
	method: 'put',
	path: '/listings/{id}/draft',
	tags: ['Writing'],
	summary: 'Save the version being written',
	request: {
		params: byId,
		body: { required: true, content: { 'application/json': { schema: z.object({ content: contentSchema, expected: z.number().int().optional() }) } } },
	},
	responses: { ...answer, ...refusals },
});

const submit = createRoute({
	method: 'post',
	path: '/listings/{id}/submit',
	tags: ['Writing'],
	summary: 'Hand a draft to the centre for review',
	request: { params: byId },
	responses: { ...answer, ...refusals },
});

/** The listing with the version that the caller may read: the published one in public, the working one inside. */
async function readable(env: ApiEnvironment['Bindings'], row: ListingRow | undefined, working: boolean) {
	if (!row || !listingRules.view(env.actor, { ...row, ...lifeOf(row) })) throw new ExpectedError('not_found', 'No such listing.');
	const inside = working && listingRules.viewWorkingVersion(env.actor, { ...row, ...lifeOf(row) });
	const versionId = (inside ? row.workingVersionId : null) ?? row.publishedVersionId ?? (inside ? row.workingVersionId : null);
	const version = versionId ? await versionFor(env.mitra.db, env.actor, versionId) : undefined;
	if (!version) throw new ExpectedError('not_found', 'No such listing.');
	const disclosures = readableDisclosures(env.actor, { ...row, ...lifeOf(row) }, await openingFor(env.mitra.db, env.actor, row));
	const { content, withheld } = readerCopy(version.content, disclosures, version.held);
	await recordGuardedReading(env.mitra.db, env.actor, row, version, disclosures);
	return listingSchema.parse({
		id: row.id,
		reference: row.reference,
		kind: row.kind,
		state: row.state,
		revision: inside ? row.revision : null,
		content,
		withheld,
		publishedAt: row.publishedAt?.toISOString() ?? null,
		validUntil: row.validUntil,
		changeNumber: row.changeNumber,
	});
}

function checkedContent(input: unknown) {
	const parsed = parseContent(input);
	if ('errors' in parsed) throw new InvalidFields(parsed.errors);
	return parsed.content;
}

export function addListingRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(read, async (c) => c.json(await readable(c.env, await listingByReference(c.env.mitra.db, c.req.valid('param').reference), false), 200));
	api.openapi(start, async (c) => {
		const { kind, language, organisationId, content } = c.req.valid('json');
		const checked = content && checkedContent({ ...emptyContent(language), ...content, language });
		const row = await startDraft(c.env.mitra.db, c.env.actor, { kind, language, organisationId });
		if (checked) await saveDraft(c.env.mitra.db, c.env.actor, { listingId: row.id, content: checked });
		return c.json(await readable(c.env, await listingById(c.env.mitra.db, row.id), true), 201);
	});
	api.openapi(save, async (c) => {
		const { content, expected } = c.req.valid('json');
		const { id } = c.req.valid('param');
		await saveDraft(c.env.mitra.db, c.env.actor, { listingId: id, content: checkedContent(content), ...(expected === undefined ? {} : { expected }) });
		return c.json(await readable(c.env, await listingById(c.env.mitra.db, id), true), 200);
	});
	api.openapi(submit, async (c) => {
		const { id } = c.req.valid('param');
		const { thesaurus, db } = c.env.mitra;
		const result = await submitListing(db, c.env.actor, { listingId: id, areaExists: (concept) => thesaurus.has(concept) });
		if (!result.submitted) throw new InvalidFields(result.missing);
		return c.json(await readable(c.env, await listingById(db, id), true), 200);
	});
}
