import { error } from '@sveltejs/kit';
import { SITE_KINDS, siteEntries } from '#lib/server/site/queries.ts';
import { PAGES_EACH } from '../../../sitemap.xml/sitemap.ts';
import { sendSitemap } from '../../send-sitemap.ts';
import type { RequestHandler } from './$types';

const FROM = { organisations: /^[a-z0-9-]{1,120}$/, listings: /^[1-9]\d{0,8}$/, experts: /^[a-z0-9-]{1,80}$/ };

/** A run of the pages of one kind, from the one that the index names on. */
export const GET: RequestHandler = async ({ locals, url, params }) => {
	const kind = SITE_KINDS.find((each) => each === params.kind);
	if (!kind || !FROM[kind].test(params.from)) error(404);
	const entries = await siteEntries(locals.mitra.db, kind, params.from, PAGES_EACH);
	// Where the index was read before one of its pages went, the run begins with the next.
	if (entries.length === 0) error(404);
	return sendSitemap(url.origin, entries.map(({ name, changed }) => ({ path: `/${kind}/${name}`, ...(changed ? { changed } : {}) })));
};
