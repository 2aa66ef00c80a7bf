import { expect, test } from 'vitest';
import { idTyped, labelsToType } from './labels-to-type.ts';

const text = (words: string, language: 'en' | 'zh' = 'en') => ({ language, text: words, provenance: 'original' as const });
const people = [
	{ id: 'a', names: [text('Li Wei'), text('李伟', 'zh')], worksAt: [text('Institute')] },
	{ id: 'b', names: [text('Li Wei')], worksAt: [text('Institute')] },
	{ id: 'c', names: [text('Somchai')], worksAt: [] },
];
const organisations = [
	{ id: 'x', names: [text('Institute'), text('研究所', 'zh')] },
	{ id: 'y', names: [text('Institute')] },
];

test('everybody has a label of his own, also two who are called alike', () => {
	expect([...labelsToType(people, 'en').values()]).toEqual(['Li Wei · Institute', 'Li Wei · Institute (2)', 'Somchai']);
	expect(labelsToType(people, 'zh').get('a')).toBe('李伟 · Institute');
	expect([...labelsToType(organisations, 'en').values()]).toEqual(['Institute', 'Institute (2)']);
});

test('whoever types a label, or a name that only one has, means that one', () => {
	expect(idTyped(people, 'en', ' li wei · institute (2) ')).toBe('b');
	expect(idTyped(people, 'en', 'SOMCHAI')).toBe('c');
	expect(idTyped(people, 'en', '李伟')).toBe('a');
	expect(idTyped(people, 'en', 'Li Wei')).toBeUndefined();
	expect(idTyped(people, 'en', '')).toBeUndefined();
	expect(idTyped(people, 'en', 'Nobody')).toBeUndefined();
	expect(idTyped(organisations, 'en', 'institute (2)')).toBe('y');
	expect(idTyped(organisations, 'en', '研究所')).toBe('x');
});
