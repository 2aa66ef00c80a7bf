import type { MatchableListing } from '../types.ts';
import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** Sizes of companies in the order of their staff, and the partner kind that asks for each. */
const SIZES: readonly (readonly [size: string, partnerKind: string])[] = [
	['1-10', 'company-1-10'],
	['11-49', 'company-11-49'],
	['50-249', 'company-50-249'],
	['250+', 'company-250'],
];

/** What one step between the size sought and the size found costs: a neighbouring size is worth a talk. */
const COST_PER_STEP = 0.4;

/** A company has the size that the other side seeks; asked only where companies of some sizes, but not of all, are sought. */
export const size: JudgeCriterion = ({ need, offer }) => {
	const facts = { need: factsOf(need), offer: factsOf(offer) };
	const known = [fit(need, offer), fit(offer, need)].filter((each) => each !== null);
	return known.length === 0 ? unknown('size', facts) : judged('size', Math.min(...known), { facts });
};

/** How well the other's size is what one seeks; null where one seeks none, or the other is no company of a known size. */
function fit(seeker: MatchableListing, found: MatchableListing): number | null {
	const sought = SIZES.flatMap(([, kind], step) => (seeker.partnerKinds.includes(kind) ? [step] : []));
	const at = SIZES.findIndex(([each]) => each === found.organisationSize);
	if (sought.length === 0 || sought.length === SIZES.length || found.organisationKind !== 'company' || at < 0) return null;
	return Math.max(0, 1 - COST_PER_STEP * Math.min(...sought.map((step) => Math.abs(step - at))));
}

/** The size that the side has (empty where it is not known), then those that it seeks. */
function factsOf({ organisationKind, organisationSize, partnerKinds }: MatchableListing): string[] {
	const own = organisationKind === 'company' ? (organisationSize ?? '') : '';
	return [own, ...SIZES.filter(([, kind]) => partnerKinds.includes(kind)).map(([each]) => each)];
}
