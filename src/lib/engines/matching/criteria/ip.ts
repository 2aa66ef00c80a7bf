import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** Types of co-operation that hand rights over, so that there must be rights. */
const NEEDS_RIGHTS: ReadonlySet<string> = new Set(['licence', 'assignment']);

/** How well a status serves a licence or an assignment: a granted right best, none not at all. */
const SERVES_RIGHTS: Readonly<Record<string, number>> = { granted: 1, applied: 0.8, 'secret-know-how': 0.7, none: 0 };

/** Where licence or assignment is all that the need wants, the offer has rights to give: granted, applied for, or secret know-how. */
export const ip: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: need.cooperation, offer: offer.ipStatus === null ? [] : [offer.ipStatus] };
	const served = offer.ipStatus === null ? undefined : SERVES_RIGHTS[offer.ipStatus];
	if (served === undefined || need.cooperation.length === 0) return unknown('ip', facts);
	const withRights = need.cooperation.filter((type) => NEEDS_RIGHTS.has(type)).length;
	if (withRights === 0) return judged('ip', 1, { facts });
	// Where other ways of working together are welcome too, the absence of rights closes only one door.
	const otherDoors = 1 - withRights / need.cooperation.length;
	return judged('ip', Math.max(served, otherDoors > 0 ? 0.5 : 0), { facts });
};
