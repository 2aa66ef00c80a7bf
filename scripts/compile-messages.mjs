// Compiles messages/ into src/lib/paraglide, for builds, tests and commands; nothing is done where that is current.
import { compile } from '@inlang/paraglide-js';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paraglideOptions } from '../paraglide.options.js';

process.chdir(join(import.meta.dirname, '..'));
// The compiler empties its folder first: a stamp is there only when everything else is.
const stampFile = join(paraglideOptions.outdir, 'stamp');
const stamp = stampOfMessages();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
	await compile(paraglideOptions);
	writeFileSync(stampFile, stamp);
}
// The compiler leaves timers behind that would keep this process for half a minute.
process.exit(0);

/** A digest of everything that the compiled messages are made of. */
function stampOfMessages() {
	const hash = createHash('sha256');
	const parts = readdirSync('messages', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort();
	const files = [...parts.map((name) => join('messages', name)), join('project.inlang', 'settings.json'), 'paraglide.options.js', join('node_modules', '@inlang', 'paraglide-js', 'package.json')];
	for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
	return hash.digest('hex');
}
