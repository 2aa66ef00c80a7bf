import { LANGUAGES } from '#lib/engines/text/language.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { sitemapChunks, sitemapEntry, type SitemapPage } from '../sitemap.xml/sitemap.ts';

/** Some pages with their addresses in each language; sent as it is written, so that many need no memory. */
export function sendSitemap(origin: string, pages: readonly SitemapPage[]): Response {
	const address = (path: string, language: (typeof LANGUAGES)[number]) => origin + localizeHref(path, { locale: language });
	const chunks = sitemapChunks(pages.map((page) => () => sitemapEntry(page, LANGUAGES.map((language) => ({ language, address: address(page.path, language) })))));
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const { done, value } = chunks.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
	});
	return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' } });
}
