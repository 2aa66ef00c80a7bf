import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';
import { ORGANISATION_KINDS } from '#lib/server/network/organisation.ts';
import { agenciesOfCentres, allCentres, organisationById, organisationBySlug, organisationsAfter } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ApiEnvironment } from './context.ts';
import { json, pageFrom, pageOf, pageQuery } from './paging.ts';
import { errorSchema, localTextSchema } from './schemas.ts';

const centreSchema = z
	.object({
		id: z.string(),
		kind: z.enum(['headquarters', 'bilateral', 'regional']),
		country: z.string(),
		names: z.array(localTextSchema),
		memorandum: z.enum(['signed', 'not-signed']).nullable(),
		place: z.array(localTextSchema),
		languages: z.array(z.string()),
		website: z.string().nullable(),
		timeZone: z.string().nullable().openapi({ description: 'IANA name; the hours are of this zone' }),
		hours: z
			.array(z.object({ days: z.array(z.number().int().min(1).max(7)), from: z.string(), to: z.string() }))
			.openapi({ description: 'Working hours, HH:MM; days of the week by ISO 8601: 1 is Monday' }),
		closedDays: z.array(z.string()).openapi({ description: 'Days on which it is closed whatever the week says' }),
		closedOn: z.string().nullable().openapi({ description: 'Since when the centre is closed' }),
		successorId: z.string().nullable().openapi({ description: 'Which centre serves the members of a closed one' }),
		agencies: z.array(z.object({ role: z.string(), names: z.array(localTextSchema), website: z.string().nullable(), isSample: z.boolean() })),
		sampleFields: z.array(z.string()).openapi({ description: 'What no document states and the centre has not said: examples' }),
		source: z.string(),
	})
	.openapi('Centre');

const organisationSchema = z
	.object({
		slug: z.string(),
		kind: z.string(),
		country: z.string(),
		place: z.string().nullable(),
		names: z.array(localTextSchema),
		about: z.array(localTextSchema),
		areas: z.array(z.string()),
		website: z.string().nullable(),
		centreId: z.string(),
		isSample: z.boolean(),
	})
	.openapi('Organisation');

const conceptSchema = z
	.object({
		id: z.string(),
		area: z.string(),
		labels: z.record(z.enum(LABEL_LANGUAGES), z.array(z.string())),
		broader: z.array(z.string()),
		narrower: z.array(z.string()),
		related: z.array(z.string()),
		ipc: z.array(z.string()),
		sdgs: z.array(z.number().int()),
	})
	.openapi('Concept', { description: 'A concept of the thesaurus; the first label of a language is the preferred one' });

const centres = createRoute({
	method: 'get',
	path: '/centres',
	tags: ['Network'],
	summary: 'All centres with their hours and counterpart agencies',
	responses: { 200: json('In the order of the network', z.array(centreSchema)) },
});

const organisations = createRoute({
	method: 'get',
	path: '/organisations',
	tags: ['Network'],
	summary: 'Admitted organisations',
	request: { query: z.object({ country: z.string().length(2).optional(), kind: z.enum(ORGANISATION_KINDS).optional(), centre: z.string().regex(/^[a-z0-9-]{1,80}$/).optional(), ...pageQuery }) },
	responses: { 200: json('A page by slug', pageOf(organisationSchema)), 422: json('A parameter is wrong', errorSchema) },
});

const oneOrganisation = createRoute({
	method: 'get',
	path: '/organisations/{slug}',
	tags: ['Network'],
	summary: 'One organisation',
	request: { params: z.object({ slug: z.string().regex(/^[a-z0-9-]+$/) }) },
	responses: { 200: json('The organisation', organisationSchema), 404: json('No such organisation', errorSchema) },
});

const areas = createRoute({
	method: 'get',
	path: '/concepts',
	tags: ['Thesaurus'],
	summary: 'Every concept of the thesaurus',
	responses: { 200: json('By table', z.array(conceptSchema)) },
});

const oneConcept = createRoute({
	method: 'get',
	path: '/concepts/{id}',
	tags: ['Thesaurus'],
	summary: 'One concept with its labels in all languages',
	request: { params: z.object({ id: z.string() }) },
	responses: { 200: json('The concept', conceptSchema), 404: json('No such concept', errorSchema) },
});

export function addNetworkRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(centres, async (c) => {
		const rows = await allCentres(c.env.mitra.db);
		const agencies = await agenciesOfCentres(c.env.mitra.db, rows.map(({ id }) => id));
		const full = rows.map((row) => ({ ...row, agencies: agencies.filter(({ centreId }) => centreId === row.id) }));
		return c.json(z.array(centreSchema).parse(full), 200);
	});
	api.openapi(organisations, async (c) => {
		const { country, kind, centre, after, limit } = c.req.valid('query');
		const rows = await organisationsAfter(c.env.mitra.db, { country, kind, centre }, after ?? null, limit + 1);
		return c.json(pageFrom(rows, limit, ({ slug }) => slug, (row) => organisationSchema.parse(row)), 200);
	});
	api.openapi(oneOrganisation, async (c) => {
		const found = await organisationBySlug(c.env.mitra.db, c.req.valid('param').slug);
		// The address of one that was merged answers with the one that it is part of.
		const row = found?.mergedInto ? await organisationById(c.env.mitra.db, found.mergedInto) : found;
		if (!row || row.state !== 'admitted') throw new ExpectedError('not_found', 'No such organisation.');
		return c.json(organisationSchema.parse(row), 200);
	});
	api.openapi(areas, (c) => c.json(z.array(conceptSchema).parse([...c.env.mitra.thesaurus.all()]), 200));
	api.openapi(oneConcept, (c) => {
		const concept = c.env.mitra.thesaurus.concept(c.req.valid('param').id);
		if (!concept) throw new ExpectedError('not_found', 'No such concept.');
		return c.json(conceptSchema.parse(concept), 200);
	});
}
