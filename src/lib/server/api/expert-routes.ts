import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { EXPERT_FACETS, EXPERT_OFFERS } from '#lib/experts/vocabulary.ts';
import type { PublicExpert } from '#lib/experts/types.ts';
import { expertDirectory, publicCopy } from '#lib/server/experts/expert-directory.ts';
import { publicExpertBySlug, publicExpertsAfter, publicationsOf } from '#lib/server/experts/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ApiEnvironment } from './context.ts';
import { json, pageFrom, pageOf, pageQuery } from './paging.ts';
import { errorSchema, languageSchema, localTextSchema } from './schemas.ts';

const expertSchema = z
	.object({
		slug: z.string(),
		names: z.array(localTextSchema),
		headline: z.array(localTextSchema),
		about: z.array(localTextSchema),
		fields: z.array(z.string()).openapi({ description: 'Thesaurus concepts' }),
		languages: z.array(languageSchema),
		affiliation: z.string(),
		country: z.string(),
		place: z.string(),
		orcid: z.string().nullable(),
		offers: z.array(z.enum(EXPERT_OFFERS)),
		availableFrom: z.string().nullable(),
		availableUntil: z.string().nullable(),
		daysMonth: z.number().int().nullable(),
		publications: z.array(z.object({ title: z.string(), language: languageSchema, year: z.number().int().nullable(), doi: z.string().nullable() })),
		centreId: z.string(),
		isSample: z.boolean(),
	})
	.openapi('Expert', { description: 'The public part of a profile that its expert has consented to' });

const values = z.union([z.string(), z.array(z.string())]).optional();
const facets = Object.fromEntries(EXPERT_FACETS.map((facet) => [facet, values])) as Record<(typeof EXPERT_FACETS)[number], typeof values>;
const tags = ['Experts'];

const list = createRoute({
	method: 'get',
	path: '/experts',
	tags,
	summary: 'Experts whose profiles are public',
	request: { query: z.object({ country: z.string().length(2).optional(), offer: z.enum(EXPERT_OFFERS).optional(), language: languageSchema.optional(), ...pageQuery }) },
	responses: { 200: json('A page by slug', pageOf(expertSchema)), 422: json('A parameter is wrong', errorSchema) },
});

const search = createRoute({
	method: 'get',
	path: '/expert-search',
	tags,
	summary: 'Search experts in every language and script',
	description: 'Filters may be repeated: OR within one, AND between them. `field` is a concept of the thesaurus, or a broader one.',
	request: {
		query: z.object({ q: z.string().max(300).default('').openapi({ example: 'ດິນເຄັມ' }), page: z.coerce.number().int().min(1).max(500).default(1), pageSize: z.coerce.number().int().min(1).max(100).default(20), ...facets }),
	},
	responses: {
		200: json('Best first, with facets', z.object({ total: z.number().int(), experts: z.array(expertSchema), facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number().int() }))) })),
		422: json('A parameter is wrong', errorSchema),
	},
});

const one = createRoute({
	method: 'get',
	path: '/experts/{slug}',
	tags,
	summary: 'One expert',
	request: { params: z.object({ slug: z.string().regex(/^[a-z0-9-]{1,80}$/) }) },
	responses: { 200: json('The public part of the profile', expertSchema), 404: json('No such expert, or none who is public', errorSchema) },
});

export function addExpertRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	const shown = (expert: PublicExpert) => expertSchema.parse(expert);
	api.openapi(list, async (c) => {
		const { after, limit, ...filters } = c.req.valid('query');
		const found = await publicExpertsAfter(c.env.mitra.db, filters, after ?? null, limit + 1);
		return c.json(pageFrom(found, limit, ({ row }) => row.slug, ({ row, publications }) => shown(publicCopy(row, publications))), 200);
	});
	api.openapi(search, async (c) => {
		const { q, page, pageSize, ...asked } = c.req.valid('query');
		const filters = Object.fromEntries(EXPERT_FACETS.flatMap((facet) => (asked[facet] === undefined ? [] : [[facet, [asked[facet]].flat()]])));
		const { total, experts, facets: counted } = await expertDirectory(c.env.mitra.search).search(c.env.mitra.db, { text: q, filters, page, pageSize });
		return c.json({ total, experts: experts.map(shown), facets: counted }, 200);
	});
	api.openapi(one, async (c) => {
		const row = await publicExpertBySlug(c.env.mitra.db, c.req.valid('param').slug);
		if (!row) throw new ExpectedError('not_found', 'No such expert.');
		return c.json(shown(publicCopy(row, await publicationsOf(c.env.mitra.db, [row.id]))), 200);
	});
}
