import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewFrame } from '#lib/server/meetings/frame/view-frame.ts';
import { viewStatistics } from '#lib/server/meetings/statistics/view-statistics.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const [member, { mitra }] = [pageMember(event), event.locals];
	const { event: row, phase } = await viewFrame(mitra, member, event.params.id);
	const counted = await viewStatistics(mitra, member, event.params.id);
	return { view: { event: row, phase, ...counted, labels: conceptLabels(mitra.thesaurus, counted.figures.areas.map(({ key }) => key).filter(Boolean), event.locals.language) } };
};
