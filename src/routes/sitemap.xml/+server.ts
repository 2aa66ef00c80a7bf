import { SITE_KINDS, siteRuns } from '#lib/server/site/queries.ts';
import { PAGES_EACH, sitemapIndex } from './sitemap.ts';
import type { RequestHandler } from './$types';

/** The index of the site maps: one of all kinds of pages, then runs of what may be many. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const runs = await Promise.all(SITE_KINDS.map(async (kind) => (await siteRuns(locals.mitra.db, kind, PAGES_EACH)).map((from) => `${url.origin}/sitemap/${kind}/${from}`)));
	return new Response(sitemapIndex([`${url.origin}/sitemap/pages`, ...runs.flat()]), { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' } });
};
