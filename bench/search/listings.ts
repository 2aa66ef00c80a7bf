/** A listing cut into terms: what every engine is given. */
export interface BenchListing {
	id: string;
	title: string[];
	summary: string[];
	description: string[];
	keywords: string[];
	facets: { kind: string[]; area: string[]; country: string[]; language: string[]; trl: string[] };
}

export const TEXT_FIELDS = ['title', 'summary', 'description', 'keywords'] as const;
export const FACETS = ['kind', 'area', 'country', 'language', 'trl'] as const;

/** mulberry32: a small generator with a 32-bit seed, so that every engine sees the same listings. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** By rank, a word of the made-up language: syllables in a scrambled order, so that ranks share no prefixes. */
function wordOfRank(rank: number): string {
	const onsets = 'bcdfghjklmnprstvwz';
	const vowels = 'aeiou';
	let rest = (Math.imul(rank + 1, 2654435761) >>> 0) % 5_904_900;
	let word = '';
	do {
		word += onsets[rest % 18]! + vowels[Math.floor(rest / 18) % 5]!;
		rest = Math.floor(rest / 90);
	} while (rest > 0);
	return word + rank.toString(36);
}

const VOCABULARY = 60_000;

/** Words drawn by Zipf's law with exponent 1 from a vocabulary of 60,000. */
export function zipfWords(random: () => number): () => string {
	const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOfRank(rank));
	const cumulative = new Float64Array(VOCABULARY);
	let sum = 0;
	for (let rank = 0; rank < VOCABULARY; rank++) cumulative[rank] = sum += 1 / (rank + 1);
	return () => {
		const target = random() * sum;
		let low = 0;
		let high = VOCABULARY - 1;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (cumulative[middle]! < target) low = middle + 1;
			else high = middle;
		}
		return words[low]!;
	};
}

/** Synthetic listings of 130 words: 8 in the title, 30 in the summary, 85 in the description, 7 keywords. */
export function* syntheticListings(count: number): Generator<BenchListing> {
	const random = seeded(1);
	const word = zipfWords(random);
	const words = (length: number) => Array.from({ length }, word);
	const oneOf = (prefix: string, size: number) => `${prefix}${Math.floor(size * random() ** 2)}`;
	for (let i = 0; i < count; i++) {
		const area = oneOf('area', 10);
		yield {
			id: `listing-${i}`,
			title: words(8),
			summary: words(30),
			description: words(85),
			keywords: words(7),
			facets: {
				kind: [random() < 0.7 ? 'offer' : 'need'],
				area: [area, `${area}/${oneOf('sub', 12)}`],
				country: [oneOf('country', 12)],
				language: [oneOf('language', 12)],
				trl: [oneOf('trl', 9)],
			},
		};
	}
}
