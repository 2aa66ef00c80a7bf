import type { MatchableListing } from '../types.ts';
import { judged, unknown, type JudgeCriterion } from './pair.ts';

const COMPANY_SIZES: Readonly<Record<string, string>> = {
	'1-10': 'company-1-10',
	'11-49': 'company-11-49',
	'50-249': 'company-50-249',
	'250+': 'company-250',
};

/** Each one is the kind of organisation, and of the size, that the other seeks; no kinds named means any. */
export const partner: JudgeCriterion = ({ need, offer }) => {
	const kindOfNeed = partnerKindOf(need);
	const kindOfOffer = partnerKindOf(offer);
	const facts = {
		need: [kindOfNeed ?? '', ...need.partnerKinds],
		offer: [kindOfOffer ?? '', ...offer.partnerKinds],
	};
	if (need.partnerKinds.length === 0 && offer.partnerKinds.length === 0) return unknown('partner', facts);
	const fitsNeed = fit(need.partnerKinds, kindOfOffer);
	const fitsOffer = fit(offer.partnerKinds, kindOfNeed);
	if (fitsNeed === null || fitsOffer === null) return unknown('partner', facts);
	return judged('partner', Math.min(fitsNeed, fitsOffer) * 0.7 + Math.max(fitsNeed, fitsOffer) * 0.3, { facts });
};

/** The partner kind of an organisation: a company's says its size too, and is `company` where the size is not known. */
export function partnerKindOf({ organisationKind, organisationSize }: MatchableListing): string | null {
	if (organisationKind !== 'company') return organisationKind;
	return COMPANY_SIZES[organisationSize ?? ''] ?? 'company';
}

/** 1 the kind is sought, 0.6 a company of another size is, 0 neither; null where that cannot be said. */
function fit(sought: readonly string[], kind: string | null): number | null {
	if (sought.length === 0) return 1;
	if (kind === null) return null;
	if (sought.includes(kind)) return 1;
	const companies = sought.filter((each) => each.startsWith('company-')).length;
	if (!kind.startsWith('company') || companies === 0) return 0;
	if (kind !== 'company') return 0.6;
	return companies === Object.keys(COMPANY_SIZES).length ? 1 : null;
}
