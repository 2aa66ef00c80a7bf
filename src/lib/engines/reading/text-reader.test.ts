import { describe, expect, it } from 'vitest';
import { fixtureReader } from '../matching/matching-fixture.ts';
import { hanBigrams } from './han-bigrams.ts';
import { queryGroups } from './query-groups.ts';

const conceptsIn = (text: string) => fixtureReader().read(text, 'en').concepts.map(({ concept }) => concept);

describe('reading a text', () => {
	it('takes a function word for a name only where it is written as one', () => {
		expect(conceptsIn('The pump and its filter')).toEqual([]);
		expect(conceptsIn('Toll gates with ITS in three cities')).toEqual(['smart-transport']);
	});

	it('gives each word of a query the translations within it, and no others', () => {
		const text = '用于盐碱地的滴灌系统';
		const reading = fixtureReader().read(text, 'zh');
		const groups = queryGroups(reading);
		for (const { kind, start, end, alternatives } of groups.filter(({ kind }) => kind === 'word')) {
			const within = reading.pivots.filter((pivot) => pivot.start >= start && pivot.end <= end).map(({ pivot }) => `p:${pivot}`);
			for (const { term } of alternatives.slice(1)) expect(within, `${kind} ${text.slice(start, end)}`).toContain(term);
		}
		expect(groups.some(({ kind }) => kind === 'phrase')).toBe(true);
	});
});

describe('pairs of Chinese characters', () => {
	it('are those of each run, simplified, counted', () => {
		expect([...hanBigrams('電池，电池组 LiFePO4 膜')]).toEqual([
			['电池', 2],
			['池组', 1],
			['膜', 1],
		]);
		expect(hanBigrams('no Chinese').size).toBe(0);
	});
});
