import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { FACETS, type Facet } from '#lib/search/types.ts';
import type { MiddlewareHandler } from 'hono';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { RETRY_AFTER_SECONDS, searchRate } from '#lib/server/search/search-rate.ts';
import { problemBody } from './problems.ts';
import type { ApiEnvironment } from './context.ts';
import { byReference, counterpartSchema, errorSchema, languageSchema, searchResultSchema } from './schemas.ts';

const values = z.union([z.string(), z.array(z.string())]).optional();

const search = createRoute({
	method: 'get',
	path: '/listings',
	tags: ['Listings'],
	summary: 'Search published listings in every language',
	description:
		'Without words, all listings that pass the filters. Filters may be repeated: OR within one, AND between them. Words may be "quoted phrases", -left out, and field:value; `notes` says what was not understood.',
	request: {
		query: z.object({
			q: z.string().max(1000).default('').openapi({ example: 'ລະບົບນ້ຳຢອດ ດິນເຄັມ' }),
			in: languageSchema.optional().openapi({ description: 'The language of q; detected where absent' }),
			page: z.coerce.number().int().min(1).max(500).default(1),
			pageSize: z.coerce.number().int().min(1).max(100).default(20),
			sort: z.enum(['relevance', 'newest']).default('relevance'),
			...(Object.fromEntries(FACETS.map((facet) => [facet, values])) as Record<Facet, typeof values>),
		}),
	},
	responses: {
		200: { description: 'Hits, best first, with facets', content: { 'application/json': { schema: searchResultSchema } } },
		422: { description: 'A parameter is wrong', content: { 'application/json': { schema: errorSchema } } },
		429: { description: 'This address searches too often; the header Retry-After says when to come again', content: { 'application/json': { schema: errorSchema } } },
	},
});

const counterparts = createRoute({
	method: 'get',
	path: '/listings/{reference}/counterparts',
	tags: ['Matching'],
	summary: 'The best counterparts of a published listing, with evidence',
	request: {
		params: byReference,
		query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
	},
	responses: {
		200: { description: 'Best first', content: { 'application/json': { schema: z.array(counterpartSchema) } } },
		404: { description: 'No such published listing', content: { 'application/json': { schema: errorSchema } } },
	},
});

/** Searching takes the server's time: an address gets its share of it. */
const withinRate: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
	if (c.req.method === 'GET' && c.env.address !== undefined) {
		try {
			searchRate().count(c.env.address, Date.now());
		} catch (error) {
			if (!isExpectedError(error, 'rate_limited')) throw error;
			return c.json(problemBody(error), 429, { 'retry-after': String(RETRY_AFTER_SECONDS) });
		}
	}
	return next();
};

export function addSearchRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.use('/listings', withinRate);
	api.use('/listings/:reference/counterparts', withinRate);
	api.openapi(search, async (c) => {
		const { q, in: language, page, pageSize, sort, ...facets } = c.req.valid('query');
		const filters = Object.fromEntries(
			Object.entries(facets).flatMap(([facet, given]) => (given === undefined ? [] : [[facet, [given].flat()]])),
		);
		const request = { text: q, ...(language ? { language } : {}), filters, page, pageSize, sort };
		return c.json(searchResultSchema.parse(await c.env.mitra.search.search(request)), 200);
	});
	api.openapi(counterparts, (c) => {
		const { reference } = c.req.valid('param');
		const card = c.env.mitra.search.cardByReference(reference);
		if (!card) throw new ExpectedError('not_found', 'No published listing has this reference.');
		const found = c.env.mitra.search.counterparts(card.id, c.req.valid('query').limit);
		return c.json(z.array(counterpartSchema).parse(found), 200);
	});
}
