import { judged, unknown, type JudgeCriterion } from './pair.ts';

const DAY = 86_400_000;

/** Days late at which nothing is left of the score. */
const HOPELESS = 365;

/** The offer is available by the day the need must be met. */
export const time: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: need.date === null ? [] : [need.date], offer: offer.date === null ? [] : [offer.date] };
	const needed = need.date === null ? NaN : Date.parse(need.date);
	const available = offer.date === null ? NaN : Date.parse(offer.date);
	if (Number.isNaN(needed) || Number.isNaN(available)) return unknown('time', facts);
	const late = (available - needed) / DAY;
	return judged('time', late <= 0 ? 1 : Math.max(0, 0.4 * (1 - late / HOPELESS)), { facts });
};
