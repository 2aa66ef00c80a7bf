import { judged, unknown, type JudgeCriterion } from './pair.ts';

type Range = { min: number | null; max: number | null; currency: string };

/** The offer's price lies within the need's budget; compared only in one currency, for nothing is converted silently. */
export const price: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: factsOf(need.budget), offer: factsOf(offer.price) };
	if (!need.budget || !offer.price || need.budget.currency !== offer.price.currency) return unknown('price', facts);
	const most = need.budget.max ?? need.budget.min;
	const least = offer.price.min ?? offer.price.max;
	if (most === null || least === null) return unknown('price', facts);
	// A price somewhat above the budget is where negotiation begins; at twice the budget there is nothing to talk about.
	return judged('price', least <= most ? 1 : most === 0 ? 0 : Math.max(0, 0.4 * (2 - least / most)), { facts });
};

/** Amounts in minor units, then the currency; an open end is empty. */
function factsOf(range: Range | null): string[] {
	return range ? [String(range.min ?? ''), String(range.max ?? ''), range.currency] : [];
}
