import { expect, test } from 'vitest';
import { reopenWords } from '#lib/ui/registration/words.ts';

test('what is said of answers where a survey is opened again is true of it', () => {
	const words = (answered: number, { reopening = 'goes-on', ...survey }: { reopening?: 'goes-on' | 'anew'; anonymous?: boolean; sealed?: boolean } = {}) => reopenWords({ answered, anonymous: true, sealed: true, ...survey }, reopening);
	expect(words(7)).toContain('cannot answer twice');
	expect(words(7, { sealed: false })).toContain('can change it');
	expect(words(7, { anonymous: false })).toContain('can change it');
	expect(words(3, { reopening: 'anew' })).toContain('begins anew');
	// Where nobody has answered, nothing is said of those who have.
	for (const survey of [{}, { reopening: 'anew' }, { sealed: false }, { anonymous: false }] as const) expect(words(0, survey)).toMatch(/^Nobody has answered yet\./);
});
