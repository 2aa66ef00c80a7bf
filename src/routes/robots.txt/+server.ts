import { LANGUAGES } from '#lib/engines/text/language.ts';
import type { RequestHandler } from './$types';

/** Pages for people who are signed in, and those that answer questions rather than say something. */
const PRIVATE = ['/desk', '/review', '/import', '/sign-in', '/sign-out', '/account', '/outbox'];

export const GET: RequestHandler = ({ url }) => {
	const paths = LANGUAGES.flatMap((language) => PRIVATE.map((path) => (language === 'en' ? path : `/${language}${path}`)));
	const lines = ['User-agent: *', ...paths.map((path) => `Disallow: ${path}`), 'Disallow: /api/', '', `Sitemap: ${url.origin}/sitemap.xml`, ''];
	return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' } });
};
