import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** At least one type of co-operation is wanted by both; the more of the need's types the offer grants, the better. */
export const cooperation: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: need.cooperation, offer: offer.cooperation };
	if (need.cooperation.length === 0 || offer.cooperation.length === 0) return unknown('cooperation', facts);
	const common = need.cooperation.filter((type) => offer.cooperation.includes(type)).length;
	const fewer = Math.min(need.cooperation.length, offer.cooperation.length);
	return judged('cooperation', common === 0 ? 0 : 0.7 + (0.3 * common) / fewer, { facts });
};
