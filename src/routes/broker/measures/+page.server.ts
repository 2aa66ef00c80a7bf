import { MEASURES } from '#lib/brokering/vocabulary.ts';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewMeasures } from '#lib/server/brokering/view-measures.ts';
import { measureLabels } from '#lib/server/brokering/measure-labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const groups = [];
	for (const measure of MEASURES) {
		const rows = await viewMeasures(mitra, member, measure);
		groups.push({ measure, rows, labels: await measureLabels(mitra, measure, rows, language) });
	}
	return { groups };
};
