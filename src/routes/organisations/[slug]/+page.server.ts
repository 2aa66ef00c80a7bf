import { redirect } from '@sveltejs/kit';
import { standingMembership } from '#lib/server/membership/core/queries.ts';
import { networksOf } from '#lib/server/membership/networks/queries.ts';
import { mergedTarget } from '#lib/server/membership/queries.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { centreById, organisationBySlug } from '#lib/server/network/queries.ts';
import { withdrawnRecord } from '#lib/server/my-data/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { PageServerLoad } from './$types';

const LISTINGS_SHOWN = 100;

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, language } = locals;
	const organisation = await organisationBySlug(mitra.db, params.slug);
	if (organisation?.state === 'merged') {
		const target = await mergedTarget(mitra.db, params.slug);
		if (target) redirect(308, href(`/organisations/${target.slug}`));
	}
	if (organisation?.state !== 'admitted' && (await withdrawnRecord(mitra.db, { slug: params.slug }))) redirect(303, href(`/withdrawn/${params.slug}`));
	if (organisation?.state !== 'admitted') throw new ExpectedError('not_found', 'No such organisation.');
	const ids = await openListingIdsOf(mitra.db, organisation.id, LISTINGS_SHOWN);
	// The index may be one step behind the database; what it does not hold yet is not shown yet.
	const listings = ids.flatMap((id) => mitra.search.card(id) ?? []).filter((card) => card.organisation !== null);
	const { slug, kind, size, country, place, names, about, areas, website, isSample } = organisation;
	const centre = await centreById(mitra.db, organisation.centreId);
	return {
		organisation: { slug, kind, size, country, place, names, about, areas, website: webAddress(website), isSample },
		centre: centre ? { id: centre.id, names: centre.names } : null,
		listings,
		core: (await standingMembership(mitra.db, organisation.id))?.since ?? null,
		networks: await networksOf(mitra.db, organisation.id),
		labels: conceptLabels(mitra.thesaurus, [...areas, ...listings.flatMap((card) => card.areas)], language),
	};
};

/** A link only where it is one that a browser may follow safely. */
function webAddress(website: string | null): { address: string; host: string } | null {
	if (!website || !URL.canParse(website)) return null;
	const url = new URL(website);
	return url.protocol === 'https:' || url.protocol === 'http:' ? { address: url.href, host: url.hostname } : null;
}
