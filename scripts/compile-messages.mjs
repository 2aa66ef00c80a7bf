// Compiles messages/ into src/lib/paraglide, for builds, tests and commands; nothing is done where that is current.
import { compile } from '@inlang/paraglide-js';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paraglideOptions } from '../paraglide.options.js';

process.chdir(join(import.meta.dirname, '..'));
const { outdir } = paraglideOptions;
const stampFile = join(outdir, 'stamp');
const stamp = stampOfMessages();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
	// In a folder of its own, since others may be reading what is there, and may compile too at this moment.
	const fresh = join('.svelte-kit', `paraglide-${process.pid}`);
	await compile({ ...paraglideOptions, outdir: fresh });
	gatherMessages(fresh);
	writeFileSync(join(fresh, 'stamp'), stamp);
	putInPlace(fresh);
}
// The compiler leaves timers behind that would keep this process for half a minute.
process.exit(0);

/** Whoever comes last has the last word. */
function putInPlace(fresh) {
	const before = `${fresh}-before`;
	for (;;) {
		try {
			if (existsSync(outdir)) renameSync(outdir, before);
			renameSync(fresh, outdir);
			return;
		} catch (error) {
			// Another process took it away, or put its own there, between two of these lines.
			if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code) || !existsSync(fresh)) throw error;
		} finally {
			rmSync(before, { recursive: true, force: true });
		}
	}
}

/**
 * One module of all messages, for Node without a build (`imports` of package.json): each of thousands of modules would be looked up and
 * loaded by itself, which takes seconds of every command and test. Builds want them apart, so that a page brings its own alone.
 */
function gatherMessages(compiled) {
	const folder = join(compiled, 'messages');
	const fromRuntime = /^import \{[^}]*\} from '\.\.\/runtime\.js';$/m;
	const messages = readdirSync(folder)
		.filter((name) => name.endsWith('.js') && name !== '_index.js')
		.map((name) => readFileSync(join(folder, name), 'utf8').replace(fromRuntime, ''));
	const head = "import { getLocale, experimentalStaticLocale } from './runtime.js';\nexport * as m from './all-messages.js';\n";
	writeFileSync(join(compiled, 'all-messages.js'), head + messages.join('\n'));
}

/** A digest of everything that the compiled messages are made of. */
function stampOfMessages() {
	const hash = createHash('sha256');
	const parts = readdirSync('messages', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort();
	const files = [...parts.map((name) => join('messages', name)), join('scripts', 'compile-messages.mjs'), join('project.inlang', 'settings.json'), 'paraglide.options.js', join('node_modules', '@inlang', 'paraglide-js', 'package.json')];
	for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
	return hash.digest('hex');
}
