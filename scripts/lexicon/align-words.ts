/** A tokenised pair: ids of source terms and of English terms, in order, and the pair's weight. */
export type TokenPair = { readonly source: Int32Array; readonly english: Int32Array; readonly weight: number };

/** Expected alignment counts: source id -> (English id -> count), and how often each source id occurred. */
export type AlignmentCounts = {
	readonly links: Map<number, number>[];
	readonly occurrences: Float64Array;
};

export type AlignerOptions = {
	readonly sourceSize: number;
	readonly englishSize: number;
	readonly iterations: number;
	/** How strongly an aligned pair is expected near the diagonal; 0 for languages of another word order. */
	readonly tension: number;
};

const NULL_SHARE = 0.12;
const SMOOTHING = 1e-7;

type Table = Map<number, number>[];

/**
 * Aligns words by IBM Model 1 with a diagonal prior (Brown et al. 1993; Dyer et al. 2013), trained in both directions
 * together: in each iteration the expected counts are the geometric means of the two directions' posteriors
 * (agreement, Liang et al. 2006).
 */
export function alignWords(pairs: readonly TokenPair[], options: AlignerOptions): AlignmentCounts {
	let forward = uniformTable(pairs, options.sourceSize, false);
	let backward = uniformTable(pairs, options.englishSize, true);
	let counts: Table = [];
	for (let iteration = 0; iteration < options.iterations; iteration++) {
		counts = Array.from({ length: options.sourceSize }, () => new Map<number, number>());
		for (const pair of pairs) addPosteriors(pair, forward, backward, counts, options.tension);
		forward = normaliseRows(counts);
		backward = normaliseColumns(counts, options.englishSize);
	}
	const occurrences = new Float64Array(options.sourceSize);
	for (const pair of pairs) for (const id of pair.source) occurrences[id] = (occurrences[id] ?? 0) + pair.weight;
	return { links: counts, occurrences };
}

function uniformTable(pairs: readonly TokenPair[], size: number, swap: boolean): Table {
	const table: Table = Array.from({ length: size }, () => new Map<number, number>());
	for (const pair of pairs) {
		const from = swap ? pair.english : pair.source;
		const to = swap ? pair.source : pair.english;
		for (const a of from) {
			const row = table[a];
			if (row) for (const b of to) row.set(b, (row.get(b) ?? 0) + pair.weight / to.length);
		}
	}
	return table.map((row) => normaliseRow(row));
}

function normaliseRow(row: Map<number, number>): Map<number, number> {
	let sum = 0;
	for (const value of row.values()) sum += value;
	for (const [key, value] of row) row.set(key, value / (sum || 1));
	return row;
}

function normaliseRows(counts: Table): Table {
	return counts.map((row) => normaliseRow(new Map([...row].filter(([, value]) => value > 1e-4))));
}

function normaliseColumns(counts: Table, size: number): Table {
	const columns: Table = Array.from({ length: size }, () => new Map<number, number>());
	counts.forEach((row, source) => {
		for (const [english, value] of row) if (value > 1e-4) columns[english]?.set(source, value);
	});
	return columns.map((row) => normaliseRow(row));
}

function addPosteriors(pair: TokenPair, forward: Table, backward: Table, counts: Table, tension: number): void {
	const { source, english } = pair;
	const n = source.length;
	const m = english.length;
	const toEnglish = new Float64Array(n * m);
	const toSource = new Float64Array(n * m);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < m; j++) {
			const near = tension === 0 ? 1 : Math.exp(-tension * Math.abs(i / n - j / m));
			const cell = i * m + j;
			toEnglish[cell] = ((forward[source[i] ?? 0]?.get(english[j] ?? 0) ?? 0) + SMOOTHING) * near;
			toSource[cell] = ((backward[english[j] ?? 0]?.get(source[i] ?? 0) ?? 0) + SMOOTHING) * near;
		}
	}
	// Posterior of English word j over source words, and of source word i over English words; NULL takes its share.
	for (let j = 0; j < m; j++) {
		let sum = 0;
		for (let i = 0; i < n; i++) sum += toEnglish[i * m + j] ?? 0;
		const scale = (1 - NULL_SHARE) / (sum + 1e-12);
		for (let i = 0; i < n; i++) toEnglish[i * m + j] = (toEnglish[i * m + j] ?? 0) * scale;
	}
	for (let i = 0; i < n; i++) {
		let sum = 0;
		for (let j = 0; j < m; j++) sum += toSource[i * m + j] ?? 0;
		const scale = (1 - NULL_SHARE) / (sum + 1e-12);
		const row = counts[source[i] ?? 0];
		for (let j = 0; j < m; j++) {
			const cell = i * m + j;
			const value = Math.sqrt((toEnglish[cell] ?? 0) * (toSource[cell] ?? 0) * scale) * pair.weight;
			if (value > 1e-4 && row) row.set(english[j] ?? 0, (row.get(english[j] ?? 0) ?? 0) + value);
		}
	}
}
