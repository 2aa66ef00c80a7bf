/** The sum of amounts of one currency, in minor units, and of how many reports it is. */
export interface CurrencySum {
	currency: string;
	reports: number;
	minor: bigint;
}

/** Sums by currency, in the order of codes; nothing is converted. What nobody reported is left out. */
export function addSums(parts: readonly CurrencySum[]): CurrencySum[] {
	const sums = new Map<string, CurrencySum>();
	for (const { currency, reports, minor } of parts) {
		if (currency === '' || reports === 0) continue;
		const before = sums.get(currency);
		sums.set(currency, { currency, reports: reports + (before?.reports ?? 0), minor: minor + (before?.minor ?? 0n) });
	}
	return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
