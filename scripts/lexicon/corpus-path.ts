import { fileURLToPath } from 'node:url';

/** Folder of the training corpora, beside the repository unless MITRA_CORPORA names another. */
const ROOT = process.env['MITRA_CORPORA'] ?? fileURLToPath(new URL('../../../shared/data/crosslingual/', import.meta.url));

/** Absolute path of a corpus file, such as `tico19/sentences/en.txt`. */
export function corpusPath(relative: string): string {
	return `${ROOT.replace(/\/$/, '')}/${relative}`;
}
