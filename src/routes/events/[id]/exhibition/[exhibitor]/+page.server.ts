import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewExhibitor } from '#lib/server/exhibition/view-exhibition.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, actor, language } = locals;
	const view = await viewExhibitor(mitra, actor, { eventId: params.id, id: idOfAddress(params.exhibitor) }, (id) => mitra.search.card(id));
	return { ...view, labels: conceptLabels(mitra.thesaurus, view.listings.flatMap(({ areas }) => areas), language) };
};
