import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { type Lexicon, loadLexicon } from './lexicon.ts';

/** Path of the committed lexicon, from the folder in which Mitra was started or from MITRA_ROOT. */
export function lexiconPath(): string {
	return join(process.env['MITRA_ROOT'] ?? process.cwd(), 'data', 'lexicon', 'lexicon.bin.br');
}

const opened = new Map<string, Lexicon>();

/**
 * Reads a Brotli-compressed lexicon from disk, once in the life of a process: it never changes, and takes half a second and tens of
 * megabytes. Throws what the file system or `loadLexicon` throw.
 */
export function openLexicon(path: string = lexiconPath()): Lexicon {
	let lexicon = opened.get(path);
	if (!lexicon) opened.set(path, (lexicon = loadLexicon(brotliDecompressSync(readFileSync(path)))));
	return lexicon;
}
