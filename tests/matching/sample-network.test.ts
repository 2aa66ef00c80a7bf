import { beforeAll, describe, expect, it } from 'vitest';
import type { MatchingEngine } from '#lib/engines/matching/matching-engine.ts';
import { engineOver, measureSample } from '../../bench/eval/sample-matching.ts';
import { readSampleNetwork } from '../../bench/eval/sample-network.ts';
import { openShippedReader } from '../../bench/eval/shipped-reader.ts';

describe('the sample network', () => {
	const network = readSampleNetwork('data/sample');
	let engine: MatchingEngine;

	beforeAll(async () => {
		engine = engineOver(network.listings, await openShippedReader());
	});

	it('quotes the original characters, in every script', () => {
		const byId = new Map(network.listings.map((each) => [each.id, each]));
		const languages = new Set<string>();
		for (const asked of network.listings.filter(({ kind }) => kind === 'need').slice(0, 60)) {
			for (const { id, criteria } of engine.counterparts(asked, 3)) {
				const offer = byId.get(id)!;
				for (const pair of criteria.flatMap(({ evidence }) => evidence)) {
					expect(asked.texts[pair.need.field]!.slice(pair.need.start, pair.need.end)).toBe(pair.need.text);
					expect(offer.texts[pair.offer.field]!.slice(pair.offer.start, pair.offer.end)).toBe(pair.offer.text);
					expect(pair.need.text.trim()).not.toBe('');
					languages.add(asked.language).add(offer.language);
				}
			}
		}
		expect(languages.size).toBeGreaterThanOrEqual(10);
	});

	it('puts true counterparts first and near misses below them', () => {
		for (const kind of ['need', 'offer'] as const) {
			const figures = measureSample(network, engine, kind);
			expect(figures.asked).toBeGreaterThan(50);
			expect(figures.mrr).toBeGreaterThan(0.9);
			expect(figures.aboveNearMisses).toBeGreaterThan(0.9);
		}
	});
});
