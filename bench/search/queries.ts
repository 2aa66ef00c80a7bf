import { seeded } from './listings.ts';
import type { BenchListing } from './listings.ts';

export interface BenchQuery {
	terms: { term: string; weight: number }[];
	/** For the kind with alternatives: further terms that may stand for each. */
	alternatives?: string[][];
	all?: boolean;
	prefix?: string;
	filtered?: boolean;
}

export const KINDS = [
	'2-term AND',
	'3-term OR',
	'12-term OR',
	'60-term weighted OR',
	'60 words x 4 alternatives',
	'prefix',
	'filtered, 5 facets',
] as const;
export type Kind = (typeof KINDS)[number];

const COUNT = 100;

/**
 * Queries of each kind, made of the words of sampled listings as they stand there: frequent words come frequently.
 * That is harder than asking for telling words only.
 */
export function makeQueries(sample: readonly BenchListing[]): Record<Kind, BenchQuery[]> {
	const random = seeded(7);
	const anyWord = (listing: BenchListing): string => {
		const words = [...listing.title, ...listing.summary, ...listing.description];
		return words[Math.floor(random() * words.length)]!;
	};
	const anyListing = () => sample[Math.floor(random() * sample.length)]!;
	/** Distinct words: short queries of one listing, as people and matching take them; long ones go on to others. */
	const words = (count: number): string[] => {
		const chosen = new Set<string>();
		let listing = anyListing();
		for (let tries = 0; chosen.size < count; tries++) {
			if (tries % (4 * count) === 4 * count - 1) listing = anyListing();
			chosen.add(anyWord(listing));
		}
		return [...chosen];
	};
	const plain = (count: number) => words(count).map((term) => ({ term, weight: 1 }));
	const weighted = (count: number) => words(count).map((term) => ({ term, weight: 0.1 + 0.9 * random() }));
	const many = (make: () => BenchQuery) => Array.from({ length: COUNT }, make);
	return {
		'2-term AND': many(() => ({ terms: plain(2), all: true })),
		'3-term OR': many(() => ({ terms: plain(3) })),
		'12-term OR': many(() => ({ terms: plain(12) })),
		'60-term weighted OR': many(() => ({ terms: weighted(60) })),
		'60 words x 4 alternatives': many(() => ({
			terms: weighted(60),
			alternatives: Array.from({ length: 60 }, () => words(3)),
		})),
		prefix: many(() => {
			const [term] = words(1);
			return { terms: plain(1), prefix: [...term!].slice(0, 3).join('') };
		}),
		'filtered, 5 facets': many(() => ({ terms: plain(3), filtered: true })),
	};
}
