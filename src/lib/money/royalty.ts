import { add, basisPoints, larger, share, smaller, subtract, zero, type Money } from './money.ts';

/** What a royalty is reckoned by. The floor and the ceiling hold for the same span of time as the base. */
export interface RoyaltyTerms {
	/** Hundredths of a per cent of the base: 350 is 3.5 %. */
	rateBp: number;
	/** At least this much is owed, whatever was sold. */
	minimum?: Money | null;
	/** At most this much is owed. */
	cap?: Money | null;
}

/**
 * The royalty on a base (net sales, say), rounded once. Never below the minimum nor above the cap; a negative base (more
 * returned than sold) counts as none. Errors: a rate outside 0 to 10000, a minimum above the cap, other currencies.
 */
export function royalty(base: Money, terms: RoyaltyTerms): Money {
	check(terms);
	const owed = base.minor <= 0n ? zero(base.currency) : share(base, basisPoints(terms.rateBp));
	const atLeast = terms.minimum ? larger(owed, terms.minimum) : owed;
	return terms.cap ? smaller(atLeast, terms.cap) : atLeast;
}

/**
 * Royalties of successive periods under terms whose minimum and cap hold for all of them together. Each period owes what the
 * sum of bases so far owes, less what is charged already: so roundings never add up, the periods sum to the royalty of the
 * whole, and the minimum falls due with the last period. A period may owe a negative amount where goods came back.
 */
export function royaltiesByPeriod(bases: readonly Money[], terms: RoyaltyTerms): Money[] {
	check(terms);
	let [total, charged]: [Money | null, Money | null] = [null, null];
	return bases.map((base, index) => {
		total = total ? add(total, base) : base;
		const isLast = index === bases.length - 1;
		const due = royalty(total, isLast ? terms : { ...terms, minimum: null });
		const now = charged ? subtract(due, charged) : due;
		charged = due;
		return now;
	});
}

function check({ rateBp, minimum, cap }: RoyaltyTerms): void {
	if (!Number.isInteger(rateBp) || rateBp < 0 || rateBp > 10_000) throw new RangeError(`A royalty rate is a whole number of basis points from 0 to 10000, not ${rateBp}`);
	if (minimum && cap && minimum.currency === cap.currency && minimum.minor > cap.minor) throw new RangeError('The minimum royalty is above the cap');
}
