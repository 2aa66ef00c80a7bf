/** Weights with at most this many digits after the point are counted exactly. */
const MOST_DIGITS = 6;

/**
 * The greatest unit of which all weights are whole multiples, and the weights in it; totals of whole numbers are exact, and a
 * bound on them can be rounded down. Where weights have more digits than six, the unit is 1 and nothing is rounded.
 */
export function inWholeUnits(weights: readonly number[]): { points: Float64Array; unit: number; exact: boolean } {
	for (let digits = 0; digits <= MOST_DIGITS; digits++) {
		const scale = 10 ** digits;
		const scaled = weights.map((weight) => Math.round(weight * scale));
		if (!scaled.every((whole, i) => whole > 0 && Number.isSafeInteger(whole) && whole / scale === weights[i])) continue;
		const divisor = scaled.reduce(greatestCommonDivisor, 0) || 1;
		const points = Float64Array.from(scaled, (whole) => whole / divisor);
		// Sums must stay exact.
		if (points.reduce((sum, value) => sum + value, 0) > Number.MAX_SAFE_INTEGER) break;
		return { points, unit: divisor / scale, exact: true };
	}
	return { points: Float64Array.from(weights), unit: 1, exact: false };
}

function greatestCommonDivisor(a: number, b: number): number {
	while (b !== 0) [a, b] = [b, a % b];
	return a;
}
