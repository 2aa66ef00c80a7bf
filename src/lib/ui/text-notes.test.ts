import { expect, test } from 'vitest';
import type { LocalText } from '#lib/text/local-text.ts';
import { textNotes } from './text-notes.ts';

const zh = (provenance?: LocalText['provenance']): LocalText => ({ language: 'zh', text: '大会', ...(provenance && { provenance }) });

test('a machine’s text says so wherever it is read, in its own language too; another language is said where that is asked for', () => {
	expect(textNotes(zh('machine-translation'), 'en')).toBe('in Chinese · machine translation');
	expect(textNotes(zh('machine-translation'), 'en', { language: false })).toBe('machine translation');
	expect(textNotes(zh('machine-translation'), 'zh', { language: false })).toBe('machine translation');
	for (const text of [zh(), zh('original'), zh('human-translation')]) expect(textNotes(text, 'zh')).toBe('');
	expect(textNotes(zh('human-translation'), 'zh', { origins: { 'human-translation': () => 'by a person' } })).toBe('by a person');
});
