import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewProduct } from '#lib/server/exhibition/view-exhibition.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, actor, language } = locals;
	const view = await viewProduct(mitra, actor, { eventId: params.id, id: idOfAddress(params.exhibitor), reference: Number(params.reference) }, (id) => mitra.search.card(id));
	return { ...view, labels: conceptLabels(mitra.thesaurus, view.listing.areas, language) };
};
