/**
 * Computes the translation lexicon and writes it, compressed, to data/lexicon/lexicon.bin.br.
 * Run: node scripts/lexicon/train.ts [--to file]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { encodeLexicon } from '../../src/lib/engines/lexicon/lexicon-format.ts';
import { commonEnglishWords, trainLexicon } from './train-lexicon.ts';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const path = values.to ?? fileURLToPath(new URL('../../data/lexicon/lexicon.bin.br', import.meta.url));

const started = performance.now();
const lexicon = trainLexicon({ holdOut: false });
const bytes = encodeLexicon(lexicon, commonEnglishWords({ holdOut: false }));
const compressed = brotliCompressSync(bytes, {
	params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_LGWIN]: 24 }
});
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, compressed);
for (const [language, table] of lexicon) {
	let translations = 0;
	for (const row of table.values()) translations += row.length;
	console.log(`${language.padEnd(4)} ${String(table.size).padStart(8)} keys ${String(translations).padStart(9)} translations`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`${(bytes.length / 1e6).toFixed(1)} MB, ${(compressed.length / 1e6).toFixed(1)} MB compressed, ${seconds} s, ${path}`);
