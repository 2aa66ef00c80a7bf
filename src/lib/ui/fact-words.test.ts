import { expect, test } from 'vitest';
import { PURPOSES } from '#lib/engines/matching/purposes.ts';
import { factWords } from './fact-words.ts';
import { term } from './vocabulary.ts';

test('purposes that differ are put into words, each of them', () => {
	expect(factWords('topic', { need: ['measure'], offer: ['remove'] }, 'en')).toBe('needs measuring and detecting; offers removing and purifying');
	expect(PURPOSES.filter((purpose) => term('purpose', purpose) === purpose)).toEqual([]);
});

test('a topic without facts says nothing more', () => {
	expect(factWords('topic', undefined, 'en')).toBeNull();
});
