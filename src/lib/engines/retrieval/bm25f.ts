/**
 * BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004).
 *
 * The frequencies of a term in the fields are added, weighted and normalised by length, before they saturate once:
 *
 *     tf(t,d)     = sum over fields f of  weight_f * frequency_f / (1 - b_f + b_f * length_f / averageLength_f)
 *     impact(t,d) = tf / (k1 + tf)                                                    in (0, 1)
 *
 * The impact depends on the document alone, so it is worked out once, when the document's segment is laid out, and
 * stored in 12 bits. Linear quantisation to 8 bits is known to keep the effectiveness of BM25 (Crane, Trotman and
 * O'Keefe, "Maintaining discriminatory power in quantized indexes", CIKM 2013); 12 bits leave nothing to argue about.
 */

/** Impacts are whole numbers 1 .. IMPACT_STEPS. */
export const IMPACT_STEPS = 4095;

export function quantiseImpact(frequency: number, k1: number): number {
	const impact = frequency / (k1 + frequency);
	return Math.max(1, Math.round(impact * IMPACT_STEPS));
}

/** The divisor of a field's frequencies. A field of no length in any document does not normalise. */
export function lengthNorm(b: number, length: number, averageLength: number): number {
	return averageLength > 0 ? 1 - b + (b * length) / averageLength : 1;
}

/** ln(1 + (N - n + 0.5) / (n + 0.5)): Robertson and Sparck Jones' weight, kept above 0 for terms of most documents. */
export function inverseDocumentFrequency(documents: number, documentFrequency: number): number {
	return Math.log(1 + (documents - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/**
 * Document frequency of a word asked through several alternatives, after probabilistic structured queries
 * (Darwish and Oard, SIGIR 2003): the sum of the alternatives' document frequencies, each weighted by the
 * probability that it stands for the word; here relative to the surest alternative, which counts in full.
 *
 * Were every alternative to bring its own idf, the rarest and most doubtful translation would win by being rare.
 * With one idf for the group, alternatives compete by weight and impact alone, and a word is as rare as its meaning
 * is in the whole collection, whatever the language. A document with two of the alternatives is counted twice; the
 * sum is capped by the number of documents.
 */
export function groupDocumentFrequency(
	alternatives: readonly { weight: number; documentFrequency: number }[],
	documents: number,
): number {
	let surest = 0;
	for (const { weight, documentFrequency } of alternatives) {
		if (documentFrequency > 0) surest = Math.max(surest, weight);
	}
	if (surest === 0) return 0;
	let sum = 0;
	for (const { weight, documentFrequency } of alternatives) sum += (weight / surest) * documentFrequency;
	return Math.min(documents, sum);
}
