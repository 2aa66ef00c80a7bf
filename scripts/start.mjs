// `npm start`: installs the packages where they are missing, then hands over to `mitra up` on the pinned Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensurePackages, pinnedNode, requireNode20, root } from './packages.mjs';

requireNode20();
let child;
stopWithNpm();
const started = Date.now();
const state = await ensurePackages({
	withTests: false,
	tell: (sentence) => process.stdout.write(`[1/5] Packages: ${sentence}\n`),
});
const seconds = ((Date.now() - started) / 1000).toFixed(1);
process.stdout.write(`[1/5] Packages: ${state === 'present' ? 'present' : `installed in ${seconds} s`}\n`);

// The channel tells `up` when this process is gone, however it went.
child = spawn(pinnedNode, [join(root, 'src', 'cli', 'main.ts'), 'up', ...process.argv.slice(2)], {
	stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
	env: { ...process.env, MITRA_STARTER: 'npm start' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
	process.stderr.write(`${pinnedNode} cannot be run: ${error.message}\nDelete node_modules and start again.\n`);
	process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/**
 * npm passes a signal on to the shell that it runs this script in, and that shell ends without a word to us: to be left
 * by it is the sign to stop.
 */
function stopWithNpm() {
	if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
	const shell = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === shell) return;
		clearInterval(watch);
		if (child) child.kill('SIGTERM');
		else process.exit(143);
	}, 150);
	watch.unref();
}
