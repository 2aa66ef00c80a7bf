import { LANGUAGES } from '#lib/engines/text/language.ts';
import { allGroups } from '#lib/server/centres/groups/queries.ts';
import { publishedReferences } from '#lib/server/listings/queries.ts';
import { allNetworks } from '#lib/server/membership/networks/queries.ts';
import { allCentres, allEvents, allOrganisations } from '#lib/server/network/queries.ts';
import type { Mitra } from '#lib/server/mitra.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { sitemapEntry, sitemapChunks, MOST_ADDRESSES, type SitemapPage } from './sitemap.ts';
import type { RequestHandler } from './$types';

const FIXED = ['/', '/search', '/concepts', '/network', '/directory', '/organisations/join', '/organisations/core', '/networks', '/working-groups', '/events', '/cases', '/help', '/security'];

/** Every public page, with its address in each language; sent as it is written, so that a large network needs no memory. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const pages = await publicPages(locals.mitra);
	const address = (path: string, language: (typeof LANGUAGES)[number]) => url.origin + localizeHref(path, { locale: language });
	const entries = pages.map((page) => () => sitemapEntry(page, LANGUAGES.map((language) => ({ language, address: address(page.path, language) }))));
	const chunks = sitemapChunks(entries);
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const { done, value } = chunks.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
	});
	return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=3600' } });
};

async function publicPages({ db, thesaurus, search }: Mitra): Promise<SitemapPage[]> {
	const [centres, organisations, events, listings] = await Promise.all([
		allCentres(db),
		allOrganisations(db),
		allEvents(db),
		publishedReferences(db, MOST_ADDRESSES),
	]);
	const { byArea } = search.counts();
	const concepts = [...thesaurus.all()].filter(({ id, broader }) => broader.length === 0 || byArea.has(id));
	return [
		...FIXED.map((path) => ({ path })),
		...concepts.map(({ id }) => ({ path: `/concepts/${id}` })),
		...centres.map(({ id }) => ({ path: `/centres/${id}` })),
		...(await allGroups(db)).map(({ centreId }) => ({ path: `/working-groups/${centreId}` })),
		...(await allNetworks(db)).map(({ id }) => ({ path: `/networks/${id}` })),
		...events.filter(({ isSample }) => !isSample).map(({ id }) => ({ path: `/events/${id}` })),
		...organisations.map(({ slug }) => ({ path: `/organisations/${slug}` })),
		...listings.map(({ reference, updatedAt }) => ({ path: `/listings/${reference}`, changed: updatedAt.toISOString().slice(0, 10) })),
	].slice(0, MOST_ADDRESSES);
}
