/**
 * Normalised discounted cumulative gain of a ranking (Jaervelin and Kekaelaeinen, TOIS 2002): the gains in the order of the
 * ranking, discounted by log2(rank + 1), over the best possible order of `allGains`. 0 where nothing could be gained.
 */
export function ndcg(gains: readonly number[], allGains: readonly number[], depth: number): number {
	const ideal = discounted([...allGains].sort((a, b) => b - a), depth);
	return ideal === 0 ? 0 : discounted(gains, depth) / ideal;
}

function discounted(gains: readonly number[], depth: number): number {
	return gains.slice(0, depth).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

/** 1 / rank of the first that is right, 0 where none is. */
export function reciprocalRank(right: readonly boolean[]): number {
	const first = right.indexOf(true);
	return first < 0 ? 0 : 1 / (first + 1);
}

export function mean(values: readonly number[]): number {
	return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
