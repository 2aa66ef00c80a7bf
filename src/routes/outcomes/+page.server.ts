import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { toMoneyText } from '#lib/money/money.ts';
import type { OutcomeGroup } from '#lib/outcomes/figures.ts';
import type { CurrencySum } from '#lib/outcomes/sums.ts';
import { outcomeFigures } from '#lib/server/outcomes/figures/outcome-figures.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

/** Amounts as text: a page's data carries them to the browser. */
const amounts = (sums: CurrencySum[]) => sums.map(toMoneyText);
const asText = (group: OutcomeGroup) => ({ ...group, sales: amounts(group.sales), investment: amounts(group.investment) });

export const load: PageServerLoad = async ({ locals }) => {
	const { reports, by } = await outcomeFigures(locals.mitra.db, locals.actor);
	return {
		reports,
		by: { year: by.year.map(asText), pair: by.pair.map(asText), area: by.area.map(asText) },
		labels: conceptLabels(locals.mitra.thesaurus, [...PRIORITY_AREAS], locals.language),
		signedIn: locals.actor.kind === 'member',
	};
};
