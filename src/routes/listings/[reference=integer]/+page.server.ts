import { redirect } from '@sveltejs/kit';
import { matchableOf, readableTexts } from '#lib/server/search/public-listing.ts';
import { counterpartsWithReasons } from '#lib/server/search/counterparts-with-reasons.ts';
import { viewListing, type ListingView } from '#lib/server/listings/view-listing.ts';
import { withdrawnRecord } from '#lib/server/my-data/queries.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { tradesOfListing } from '#lib/server/trading/queries.ts';
import type { Mitra } from '#lib/server/mitra.ts';
import { href } from '#lib/ui/reader.ts';
import type { PageServerLoad } from './$types';

const COUNTERPARTS = 8;

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, actor, language } = locals;
	const view = await viewListing(mitra.db, actor, Number(params.reference)).catch(async (error: unknown) => {
		// What its owner took out leaves the entry of the index.
		if (isExpectedError(error, 'not_found') && (await withdrawnRecord(mitra.db, { reference: Number(params.reference) }))) redirect(303, href(`/withdrawn/${params.reference}`));
		throw error;
	});
	const counterparts = await counterpartsWithReasons(
		mitra,
		{ kind: view.kind, texts: readableTexts(view.content) },
		counterpartsOf(mitra, view),
		language,
	);
	const areas = [...view.content.areas, ...counterparts.flatMap(({ card }) => card.areas)];
	const trades = (await tradesOfListing(mitra.db, view.id)).filter(({ state }) => state === 'announced');
	return { view, trades, counterparts, indexFilling: !mitra.search.ready, labels: conceptLabels(mitra.thesaurus, areas, language) };
};

/** Those of the index where it holds the listing; a listing that is not public is compared from what this reader sees. */
function counterpartsOf({ search }: Mitra, view: ListingView) {
	if (view.state === 'published') return search.counterparts(view.id, COUNTERPARTS);
	if (view.state === 'closed' || view.state === 'archived' || view.content.title === '') return [];
	return search.counterpartsOf(matchableOf({ id: view.id, kind: view.kind, content: view.content, organisation: view.owner }), COUNTERPARTS);
}
