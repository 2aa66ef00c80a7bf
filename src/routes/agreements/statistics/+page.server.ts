import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { toMoneyText } from '#lib/money/money.ts';
import type { FigureGroup } from '#lib/agreements/figures.ts';
import { agreementStatistics } from '#lib/server/agreements/public-register.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

/** Amounts as text: a page's data carries them to the browser. */
const asText = (group: FigureGroup) => ({ ...group, values: group.values.map(toMoneyText) });

export const load: PageServerLoad = async ({ locals }) => {
	const { total, by } = await agreementStatistics(locals.mitra.db, locals.actor);
	return {
		total: asText(total),
		by: { year: by.year.map(asText), kind: by.kind.map(asText), area: by.area.map(asText), pair: by.pair.map(asText) },
		labels: conceptLabels(locals.mitra.thesaurus, [...PRIORITY_AREAS], locals.language),
	};
};
