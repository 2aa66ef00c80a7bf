import { describe, expect, it } from 'vitest';
import { supportedScores } from './supported-scores.ts';

const ranked = (...pairs: [string, number][]) => pairs.map(([document, score]) => ({ document, score }));
const near = (links: Record<string, [string, number][]>) => (id: string) => ranked(...(links[id] ?? []));

describe('scores supported by neighbours', () => {
	it('lifts a document whose neighbours are found above one that stands alone', () => {
		const found = ranked(['alone', 3], ['friend', 2.9], ['twin', 2.8]);
		const neighbours = near({ alone: [['nowhere', 0.5]], friend: [['twin', 0.9]], twin: [['friend', 0.9]] });
		expect(supportedScores(found, { depth: 10, share: 0.5, neighbours }).map(({ document }) => document)).toEqual(['friend', 'twin', 'alone']);
	});

	it('is the weighted mean that its sentence says', () => {
		const neighbours = near({ a: [['b', 0.5], ['absent', 0.5]], b: [] });
		const scores = supportedScores(ranked(['a', 10], ['b', 4]), { depth: 2, share: 0.25, neighbours });
		expect(scores).toEqual(ranked(['a', 0.75 * 10 + 0.25 * 2], ['b', 3]));
	});

	it('keeps what is not among the first behind and in order', () => {
		const found = ranked(['a', 5], ['b', 4], ['c', 3.9], ['d', 3.8]);
		const supported = supportedScores(found, { depth: 2, share: 0.6, neighbours: near({}) });
		expect(supported.map(({ document }) => document)).toEqual(['a', 'b', 'c', 'd']);
		expect(supported.map(({ score }) => score)).toEqual(supported.map(({ score }) => score).sort((x, y) => y - x));
	});
});
