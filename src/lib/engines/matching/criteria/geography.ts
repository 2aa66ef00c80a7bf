import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** Each one's country is among the countries that the other is interested in; no countries named means anywhere. */
export const geography: JudgeCriterion = ({ need, offer }) => {
	const facts = {
		need: [need.country ?? '', ...need.countries],
		offer: [offer.country ?? '', ...offer.countries],
	};
	const offerWelcome = welcomes(need.countries, offer.country);
	const needWelcome = welcomes(offer.countries, need.country);
	if (offerWelcome === null || needWelcome === null) return unknown('geography', facts);
	return judged('geography', offerWelcome && needWelcome ? 1 : offerWelcome || needWelcome ? 0.3 : 0, { facts });
};

function welcomes(countries: readonly string[], country: string | null): boolean | null {
	if (countries.length === 0) return true;
	return country === null ? null : countries.includes(country);
}
