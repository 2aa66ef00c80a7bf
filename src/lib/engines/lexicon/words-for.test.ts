import { beforeAll, expect, test } from 'vitest';
import { stemEnglish } from '../text/stem-english.ts';
import type { Lexicon } from './lexicon.ts';
import { openLexicon } from './read-lexicon-file.ts';

let lexicon: Lexicon;
beforeAll(() => {
	lexicon = openLexicon();
});

const words = (english: string, language: Parameters<Lexicon['wordsFor']>[1], limit = 12) => lexicon.wordsFor(english.split(' ').map(stemEnglish), language, limit).map((found) => found.words);

test('a word of every language that the lexicon has is found for an everyday English one', () => {
	for (const language of ['zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt'] as const) expect(words('water', language), language).not.toEqual([]);
	expect(words('water', 'zh')).toContain('水');
	expect(words('water', 'id')).toContain('air');
	expect(words('rice', 'vi')).toContain('lúa gạo');
});

test('a phrase must mean all the terms asked for, not one of them', () => {
	expect(words('drip irrigation', 'zh')).toContain('滴灌');
	expect(words('drip irrigation', 'zh')).not.toContain('灌溉');
});

test('the surest comes first, certainties are probabilities, and there are no more than asked for', () => {
	const found = lexicon.wordsFor([stemEnglish('water')], 'th', 5);
	expect(found.length).toBeLessThanOrEqual(5);
	expect(found.map(({ certainty }) => certainty)).toEqual(found.map(({ certainty }) => certainty).sort((a, b) => b - a));
	for (const { certainty } of found) expect(certainty > 0 && certainty <= 1).toBe(true);
});

test('nothing is proposed for what no key means, for English itself, and for a whole sentence', () => {
	expect(words('qqqqzz', 'zh')).toEqual([]);
	expect(words('water', 'en')).toEqual([]);
	expect(words('water pump soil rice fish solar power drying', 'zh')).toEqual([]);
	expect(lexicon.wordsFor([], 'zh', 5)).toEqual([]);
});
