import { expect, test } from 'vitest';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { EditView } from './edit-view.ts';
import { proposedLabels } from './proposed-labels.ts';

const reader = new TextReader(openLexicon(), new Thesaurus([]));
const line = (language: string, preferred: string, alternatives = '', mine = true) => ({ language, preferred, alternatives, mine });
const view = (...languages: ReturnType<typeof line>[]) => ({ languages }) as unknown as EditView;

test('words that mean the English label are proposed in the languages that the editor may write', () => {
	const proposed = proposedLabels(reader, view(line('en', 'drip irrigation'), line('zh', ''), line('th', '', '', false), line('tet', '')));
	expect(proposed.zh).toContain('滴灌');
	expect(Object.keys(proposed)).toEqual(['zh']);
});

test('what is a label already, in whatever spelling, is not proposed again', () => {
	const proposed = proposedLabels(reader, view(line('en', 'drip irrigation'), line('zh', '滴 灌', '微灌 | 膜下滴灌')));
	for (const known of ['滴灌', '微灌', '膜下滴灌']) expect(proposed.zh ?? []).not.toContain(known);
});

test('without an English label nothing is proposed', () => {
	expect(proposedLabels(reader, view(line('en', ''), line('zh', '')))).toEqual({});
});
