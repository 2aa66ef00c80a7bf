/** Recall at 1 and 10, and mean reciprocal rank. */
export type Measures = { readonly recallAt1: number; readonly recallAt10: number; readonly mrr: number; readonly queries: number };

/** Weighted terms of one text. */
export type TermWeights = ReadonlyMap<string, number>;

/**
 * Ranks, for each query, all documents by TF-IDF cosine over shared terms, and measures where the document of the
 * query's own index stands. Documents of the same text as the right one count as right.
 */
export function measureRetrieval(queries: readonly TermWeights[], documents: readonly TermWeights[], same: readonly number[]): Measures {
	const frequency = new Map<string, number>();
	for (const document of documents) for (const term of document.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
	const idf = (term: string): number => Math.log(1 + documents.length / (0.5 + (frequency.get(term) ?? 0)));
	const postings = new Map<string, [number, number][]>();
	documents.forEach((document, id) => {
		let norm = 0;
		const weighted: [string, number][] = [];
		for (const [term, count] of document) {
			const weight = Math.sqrt(count) * idf(term);
			weighted.push([term, weight]);
			norm += weight * weight;
		}
		for (const [term, weight] of weighted) {
			const list = postings.get(term) ?? [];
			list.push([id, weight / Math.sqrt(norm || 1)]);
			postings.set(term, list);
		}
	});
	let at1 = 0;
	let at10 = 0;
	let reciprocal = 0;
	const scores = new Float64Array(documents.length);
	queries.forEach((query, index) => {
		scores.fill(0);
		for (const [term, count] of query) {
			const weight = Math.sqrt(count) * idf(term);
			for (const [id, value] of postings.get(term) ?? []) scores[id] = (scores[id] ?? 0) + weight * value;
		}
		const right = same[index] ?? index;
		const own = Math.max(...documents.map((_, id) => (same[id] === right ? (scores[id] ?? 0) : 0)));
		let better = 0;
		let ties = 0;
		scores.forEach((score, id) => {
			if (same[id] === right) return;
			if (score > own) better++;
			else if (score === own) ties++;
		});
		const rank = 1 + better + ties / 2;
		if (rank <= 1) at1++;
		if (rank <= 10) at10++;
		reciprocal += own > 0 ? 1 / rank : 0;
	});
	const n = Math.max(1, queries.length);
	return { recallAt1: at1 / n, recallAt10: at10 / n, mrr: reciprocal / n, queries: queries.length };
}


/** For each text the index of the first text that equals it. */
export function firstEqual(texts: readonly string[]): number[] {
	const first = new Map<string, number>();
	return texts.map((text, i) => {
		const known = first.get(text);
		if (known !== undefined) return known;
		first.set(text, i);
		return i;
	});
}
