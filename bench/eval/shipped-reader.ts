import { join, resolve } from 'node:path';
import { openLexicon } from '../../src/lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '../../src/lib/engines/reading/text-reader.ts';
import { readThesaurus } from '../../src/lib/server/thesaurus/read-thesaurus.ts';

export const projectFolder = resolve(import.meta.dirname, '..', '..');

/** A reader with the lexicon and the thesaurus that ship. */
export async function openShippedReader(): Promise<TextReader> {
	const lexicon = openLexicon(join(projectFolder, 'data', 'lexicon', 'lexicon.bin.br'));
	return new TextReader(lexicon, await readThesaurus(join(projectFolder, 'data', 'thesaurus')));
}
