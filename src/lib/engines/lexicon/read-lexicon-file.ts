import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Lexicon, loadLexicon } from './lexicon.ts';

/** Path of the committed lexicon, from the folder in which Mitra was started or from MITRA_ROOT. */
export function lexiconPath(): string {
	return join(process.env['MITRA_ROOT'] ?? process.cwd(), 'data', 'lexicon', 'lexicon.bin.br');
}

/** Reads a Brotli-compressed lexicon from disk. Throws what the file system or `loadLexicon` throw. */
export function openLexicon(path: string = lexiconPath()): Lexicon {
	return loadLexicon(brotliDecompressSync(readFileSync(path)));
}
