import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { MiddlewareHandler } from 'hono';
import { ExpectedError, type ErrorCode } from '#lib/server/platform/errors.ts';
import { log } from '#lib/server/platform/log.ts';
import type { ApiEnvironment } from './context.ts';
import { scopeFor } from './caller.ts';
import { addCentreRoutes } from './centre-routes.ts';
import { addEventRoutes } from './event-routes.ts';
import { addExpertRoutes } from './expert-routes.ts';
import { addExportRoutes } from './export-routes.ts';
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
			'Listings, matching, the thesaurus and the network. Public reading needs no account; what a session may read and write, the API lets it: POST {"email", "password"} as JSON to /auth/sign-in/email answers with its cookie. Programs use a key instead (My account, API keys): Authorization: Bearer mitra_… Texts carry their language.',
		license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
	},
	servers: [{ url: '/api/v1' }],
};

/** A listing filled to its limits, in the longest spelling that JSON has for its characters, is shorter. */
const MOST_BODY_BYTES = 256 * 1024;
/** Errors told at once: a body of wrong elements is answered shorter than it came. */
const MOST_ERRORS = 100;

function createApi(): OpenAPIHono<ApiEnvironment> {
	const api = new OpenAPIHono<ApiEnvironment>({
		defaultHook: (result, c) => {
			if (result.success) return undefined;
			// An address with a malformed part is the address of nothing.
			if (result.target === 'param') return c.json({ code: 'not_found', message: 'Nothing has this address.' }, 404);
			const fields = result.error.issues.slice(0, MOST_ERRORS).map((issue) => ({ field: issue.path.join('.'), code: issue.code ?? 'not_allowed' }));
			return c.json({ code: 'invalid_input', message: 'Some parameters are wrong.', fields }, 422);
		},
	}).basePath('/api/v1');
	api.use(refuseForeignWrites);
	api.use(holdToScopes);
	api.use(bodyLimit({ maxSize: MOST_BODY_BYTES, onError: () => refuse('too_large', `A body holds at most ${MOST_BODY_BYTES} bytes.`) }));
	addSearchRoutes(api);
	addListingRoutes(api);
	addNetworkRoutes(api);
	addCentreRoutes(api);
	addEventRoutes(api);
	addExpertRoutes(api);
	addExportRoutes(api);
	api.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer', description: 'A key of the page “API keys” under My account' });
	api.doc31('/openapi.json', API_INFO);
	api.notFound((c) => c.json({ code: 'not_found', message: 'The API has no such address.' }, 404));
	api.onError((error, c) => {
		if (error instanceof ExpectedError) return c.json(problemBody(error), error.status as 400);
		const refused = error instanceof HTTPException ? refusalOf(error) : undefined;
		if (refused) return c.json(problemBody(refused), refused.status as 400);
		log.error('api.failed', error, { path: c.req.path });
		return c.json({ code: 'internal', message: 'The fault is ours, and it has been recorded.' }, 500);
	});
	return api;
}

function refuse(code: ErrorCode, message: string): never {
	throw new ExpectedError(code, message);
}

/**
 * Who writes is signed in, and writes from this site or from no page at all: asked before the body is read. A cookie goes
 * along with what another page of the same machine sends, so the page's origin is asked for whatever the body's type.
 */
const refuseForeignWrites: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
	if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
	const origin = c.req.header('origin');
	if (origin !== undefined && origin !== new URL(c.req.url).origin) refuse('forbidden', 'Pages of other sites may not write.');
	if (c.env.actor.kind === 'visitor') refuse('unauthenticated', 'Sign in first.');
	return next();
};

/** A key does what its scopes name, however much its person may do. The actor has no more roles than they leave, besides. */
const holdToScopes: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
	const { actor } = c.env;
	const scope = scopeFor(c.req.method, c.req.path);
	if (actor.kind === 'member' && actor.scopes && !actor.scopes.includes(scope)) refuse('forbidden', `This key lacks the scope ${scope}.`);
	return next();
};

/** What the framework refuses by itself: a body that is no JSON, or of another type. */
function refusalOf(error: HTTPException): ExpectedError | undefined {
	if (error.status === 400) return new ExpectedError('invalid_input', 'The body is no JSON.');
	if (error.status === 415) return new ExpectedError('unsupported_type', 'The body must be application/json.');
	return undefined;
}

export const api = createApi();

/** The OpenAPI 3.1 document. */
export function apiDocument() {
	return api.getOpenAPI31Document(API_INFO);
}
