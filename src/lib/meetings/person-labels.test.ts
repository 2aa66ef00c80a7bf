import { expect, test } from 'vitest';
import { personLabels, personTyped } from './person-labels.ts';

const text = (words: string, language: 'en' | 'zh' = 'en') => ({ language, text: words, provenance: 'original' as const });
const people = [
	{ id: 'a', names: [text('Li Wei'), text('李伟', 'zh')], worksAt: [text('Institute')] },
	{ id: 'b', names: [text('Li Wei')], worksAt: [text('Institute')] },
	{ id: 'c', names: [text('Somchai')], worksAt: [] },
];

test('everybody has a label of his own, also two who are called alike', () => {
	expect([...personLabels(people, 'en').values()]).toEqual(['Li Wei · Institute', 'Li Wei · Institute (2)', 'Somchai']);
	expect(personLabels(people, 'zh').get('a')).toBe('李伟 · Institute');
});

test('whoever types a label, or a name that only one has, means that one', () => {
	expect(personTyped(people, 'en', ' li wei · institute (2) ')).toBe('b');
	expect(personTyped(people, 'en', 'SOMCHAI')).toBe('c');
	expect(personTyped(people, 'en', '李伟')).toBe('a');
	expect(personTyped(people, 'en', 'Li Wei')).toBeUndefined();
	expect(personTyped(people, 'en', '')).toBeUndefined();
	expect(personTyped(people, 'en', 'Nobody')).toBeUndefined();
});
