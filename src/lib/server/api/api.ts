import { OpenAPIHono } from '@hono/zod-openapi';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { log } from '#lib/server/platform/log.ts';
import type { ApiEnvironment } from './context.ts';
import { addListingRoutes } from './listing-routes.ts';
import { addNetworkRoutes } from './network-routes.ts';
import { problemBody } from './problems.ts';
import { addSearchRoutes } from './search-routes.ts';

/** The description of the API, made from the routes themselves, so that it cannot drift from them. */
export const API_INFO = {
	openapi: '3.1.0',
	info: {
		title: 'Mitra',
		version: '1',
		description:
			'Listings, matching, the thesaurus and the network. Public reading needs no account; what a session may read and write, the API lets it. Texts carry their language.',
		license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
	},
	servers: [{ url: '/api/v1' }],
};

function createApi(): OpenAPIHono<ApiEnvironment> {
	const api = new OpenAPIHono<ApiEnvironment>({
		defaultHook: (result, c) => {
			if (result.success) return undefined;
			const fields = result.error.issues.map((issue) => ({ field: issue.path.join('.'), code: issue.code ?? 'not_allowed' }));
			return c.json({ code: 'invalid_input', message: 'Some parameters are wrong.', fields }, 422);
		},
	}).basePath('/api/v1');
	addSearchRoutes(api);
	addListingRoutes(api);
	addNetworkRoutes(api);
	api.doc31('/openapi.json', API_INFO);
	api.notFound((c) => c.json({ code: 'not_found', message: 'The API has no such address.' }, 404));
	api.onError((error, c) => {
		if (error instanceof ExpectedError) return c.json(problemBody(error), error.status as 400);
		log.error('api.failed', error, { path: c.req.path });
		return c.json({ code: 'internal', message: 'The fault is ours, and it has been recorded.' }, 500);
	});
	return api;
}

export const api = createApi();

/** The OpenAPI 3.1 document. */
export function apiDocument() {
	return api.getOpenAPI31Document(API_INFO);
}
