import { expect, test } from 'vitest';
import { keyWords, reopenWords } from '#lib/ui/registration/words.ts';

test('what is said of answers where a survey is opened again is true of it', () => {
	const words = (answered: number, { reopening = 'goes-on', ...survey }: { reopening?: 'goes-on' | 'anew'; anonymous?: boolean; sealed?: boolean } = {}) => reopenWords({ answered, anonymous: true, sealed: true, ...survey }, reopening);
	expect(words(7)).toContain('cannot answer twice');
	expect(words(7, { sealed: false })).toContain('can change it');
	expect(words(7, { anonymous: false })).toContain('can change it');
	expect(words(3, { reopening: 'anew' })).toContain('begins anew');
	// Where nobody has answered, nothing is said of those who have.
	for (const survey of [{}, { reopening: 'anew' }, { sealed: false }, { anonymous: false }] as const) expect(words(0, survey)).toMatch(/^Nobody has answered yet\./);
});

test('numbers that were answered, and spans of them, are written as the reader writes them', () => {
	const words = (key: string, reader: 'en' | 'pt') => keyWords({ kind: 'number', choices: [] }, key, reader);
	expect(words('0.5–1028.83', 'en')).toBe('0.5–1,028.83');
	expect(words('0.5–12345.67', 'pt')).toMatch(/^0,5–12.345,67$/);
	expect(words('-3', 'en')).toBe('-3');
});
