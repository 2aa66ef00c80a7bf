import { describe, expect, it } from 'vitest';
import type { Language } from '../text/language.ts';
import { fixtureReader } from './matching-fixture.ts';
import { neighbouringPairs, pairLikeness } from './word-pairs.ts';

const pairsOf = (text: string, language: Language = 'en') => Int32Array.from(new Set(neighbouringPairs(fixtureReader().read(text, language), text))).sort();

describe('pairs of neighbouring words', () => {
	it('are the same whatever the inflection', () => {
		expect(pairLikeness(pairsOf('energy storage'), pairsOf('Energies storages'))).toBe(1);
	});

	it('are in their order, and not across the end of a clause or another word', () => {
		expect(pairsOf('energy storage')).toHaveLength(1);
		expect(pairLikeness(pairsOf('energy storage'), pairsOf('storage energy'))).toBe(0);
		expect(pairsOf('energy, storage')).toHaveLength(0);
		expect(pairsOf('energy of the storage')).toHaveLength(0);
	});

	it('are compared as sets: the common ones against the geometric mean', () => {
		expect(pairLikeness(Int32Array.from([1, 2, 3, 4]), Int32Array.from([2, 4, 6, 8]))).toBe(0.5);
		expect(pairLikeness(new Int32Array(), Int32Array.from([1]))).toBe(0);
	});

	it('are found in scripts without spaces', () => {
		expect(pairsOf('盐碱地改良', 'zh').length).toBeGreaterThan(0);
	});

	it('take bounded time and room for long texts', () => {
		expect(pairsOf('salt tolerant rice variety '.repeat(5000)).length).toBeLessThan(10);
	});
});
