import { allGroups } from '#lib/server/centres/groups/queries.ts';
import { allNetworks } from '#lib/server/membership/networks/queries.ts';
import { allCentres, allEvents } from '#lib/server/network/queries.ts';
import { sendSitemap } from '../send-sitemap.ts';
import type { RequestHandler } from './$types';

const FIXED = ['/', '/search', '/concepts', '/network', '/directory', '/experts', '/organisations/join', '/organisations/core', '/networks', '/working-groups', '/events', '/cases', '/help', '/security'];

/** Every public page of which there are not many. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { db, thesaurus, search } = locals.mitra;
	const [centres, groups, networks, events] = await Promise.all([allCentres(db), allGroups(db), allNetworks(db), allEvents(db)]);
	const { byArea } = search.counts();
	const concepts = [...thesaurus.all()].filter(({ id, broader }) => broader.length === 0 || byArea.has(id));
	return sendSitemap(url.origin, [
		...FIXED.map((path) => ({ path })),
		...concepts.map(({ id }) => ({ path: `/concepts/${id}` })),
		...centres.map(({ id }) => ({ path: `/centres/${id}` })),
		...groups.map(({ centreId }) => ({ path: `/working-groups/${centreId}` })),
		...networks.map(({ id }) => ({ path: `/networks/${id}` })),
		...events.filter(({ isSample }) => !isSample).map(({ id }) => ({ path: `/events/${id}` })),
	]);
};
