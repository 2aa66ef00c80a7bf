import { judged, unknown, type JudgeCriterion } from './pair.ts';

/** Each one is the kind of organisation that the other seeks, whatever its size; no kinds named means any. */
export const partner: JudgeCriterion = ({ need, offer }) => {
	const facts = {
		need: [need.organisationKind ?? '', ...kindsOf(need.partnerKinds)],
		offer: [offer.organisationKind ?? '', ...kindsOf(offer.partnerKinds)],
	};
	if (need.partnerKinds.length === 0 && offer.partnerKinds.length === 0) return unknown('partner', facts);
	const fitsNeed = fits(need.partnerKinds, offer.organisationKind);
	const fitsOffer = fits(offer.partnerKinds, need.organisationKind);
	if (fitsNeed === null || fitsOffer === null) return unknown('partner', facts);
	return judged('partner', Math.min(fitsNeed, fitsOffer) * 0.7 + Math.max(fitsNeed, fitsOffer) * 0.3, { facts });
};

/** The kinds among partner kinds: companies of every size are one kind. */
function kindsOf(partnerKinds: readonly string[]): string[] {
	return [...new Set(partnerKinds.map((kind) => (kind.startsWith('company-') ? 'company' : kind)))];
}

/** 1 the kind is sought, 0 it is not; null where the kind is not known. */
function fits(sought: readonly string[], kind: string | null): number | null {
	if (sought.length === 0) return 1;
	return kind === null ? null : Number(kindsOf(sought).includes(kind));
}
