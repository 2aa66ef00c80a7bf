import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** What one level below the least acceptable costs: two below is a gap that no wish bridges. */
const COST_PER_LEVEL = 0.6;

/** The offer is at least as mature (TRL, ISO 16290) as the least the need accepts. */
export const maturity: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: need.trl === null ? [] : [String(need.trl)], offer: offer.trl === null ? [] : [String(offer.trl)] };
	if (need.trl === null || offer.trl === null) return unknown('maturity', facts);
	return judged('maturity', Math.max(0, 1 - COST_PER_LEVEL * Math.max(0, need.trl - offer.trl)), { facts });
};
