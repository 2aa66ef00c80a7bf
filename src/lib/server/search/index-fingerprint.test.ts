import { expect, test } from 'vitest';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { ABOVE, NAMED, PROBES, indexFingerprint } from './index-fingerprint.ts';

const probe = new Thesaurus([ABOVE, NAMED]);
const reader = new TextReader(openLexicon(), probe);

test.each(PROBES)('the sentence of %s names what shows how concepts are found', (language, text) => {
	expect(reader.read(text, language).concepts.map(({ concept }) => concept)).toContain('named');
});

test('another thesaurus gives another fingerprint, the same one the same', () => {
	expect(indexFingerprint(reader)).toBe(indexFingerprint(reader.withThesaurus(new Thesaurus([ABOVE, NAMED]))));
	expect(indexFingerprint(reader)).not.toBe(indexFingerprint(reader.withThesaurus(new Thesaurus([ABOVE]))));
});
