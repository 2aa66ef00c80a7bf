import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { auditPage } from '#lib/server/audit/audit-page.ts';
import { belongsTo } from '#lib/server/accounts/actor.ts';
import { exportListings } from '#lib/server/imports/export-listings.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ApiEnvironment } from './context.ts';
import { errorSchema } from './schemas.ts';

const problem = (description: string) => ({ description, content: { 'application/json': { schema: errorSchema } } });
const refusals = { 401: problem('Not signed in'), 403: problem('Not allowed') };

const listings = createRoute({
	method: 'get',
	path: '/export/listings',
	tags: ['Export'],
	summary: 'All listings of an organisation of the caller, one JSON object a line, in the form that imports again',
	request: { query: z.object({ organisationId: z.uuid() }) },
	responses: { 200: { description: 'JSON lines', content: { 'application/x-ndjson': { schema: z.string() } } }, ...refusals },
});

const audit = createRoute({
	method: 'get',
	path: '/audit',
	tags: ['Audit'],
	summary: 'Entries of the audit log that the caller may read, newest first',
	description: 'Filters and pages as on the page /audit: of (entity:id), person, action, from, to, after.',
	request: {
		query: z.object({
			view: z.enum(['log', 'own']).default('own').openapi({ description: 'own: who opened the guarded material of the caller’s organisations' }),
			after: z.string().max(100).optional(),
		}),
	},
	responses: {
		200: {
			description: 'A page of entries; `next` is the `after` of the next one',
			content: { 'application/json': { schema: z.object({ entries: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() }) } },
		},
		...refusals,
	},
});

export function addExportRoutes(api: OpenAPIHono<ApiEnvironment>): void {
	api.openapi(listings, async (c) => {
		const { organisationId } = c.req.valid('query');
		const { actor, mitra } = c.env;
		if (actor.kind === 'visitor') throw new ExpectedError('unauthenticated', 'Sign in first, or send a key.');
		if (!belongsTo(actor, organisationId)) throw new ExpectedError('forbidden', 'An organisation’s listings are exported by its own people.');
		await recordAudit(mitra.db, { actor, action: 'organisation.export', entity: 'organisation', entityId: organisationId });
		const lines = exportListings(mitra.db, actor, { organisationId }, 'jsonl');
		const encoder = new TextEncoder();
		const body = new ReadableStream<Uint8Array>({
			async pull(controller) {
				const { value, done } = await lines.next();
				if (done) controller.close();
				else controller.enqueue(encoder.encode(value));
			},
			cancel: () => lines.return(undefined).then(() => undefined),
		});
		return c.body(body, 200, { 'content-type': 'application/x-ndjson; charset=utf-8' }) as never;
	});
	api.openapi(audit, async (c) => {
		const { actor, mitra } = c.env;
		if (actor.kind === 'visitor') throw new ExpectedError('unauthenticated', 'Sign in first, or send a key.');
		const page = await auditPage(mitra.db, actor, c.req.valid('query').view, new URL(c.req.url));
		return c.json({ entries: page.entries.map((entry) => ({ ...entry })), next: page.next }, 200);
	});
}
