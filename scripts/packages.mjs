// Installs the packages when they are missing or are not those of package-lock.json. Plain JavaScript on built-in
// modules: it runs before there are any packages, on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const pinnedNode = join(
	root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node',
);

const causes = [
	[/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ERR_SOCKET|network/i,
		'The package registry cannot be reached. Check the connection; behind a proxy, set it with\n' +
		'  npm config set proxy http://host:port  (and https-proxy), then start again.'],
	[/ENOSPC/, 'The disk is full. About 1.5 GB are needed.'],
	[/EACCES|EPERM/, 'A folder belongs to another account. Delete node_modules (as that account) and start again.'],
	[/EUSAGE|can only install packages when/i, 'package.json and package-lock.json disagree. Run `npm install` once.'],
	[/E401|E403/, 'The registry refuses. Check `npm config get registry` and your sign-in there.'],
	[/E404|ETARGET|notarget/i, 'The registry lacks a package. Check `npm config get registry`; a mirror may be behind.'],
	[/EINTEGRITY/, 'A download was damaged. Run `npm cache clean --force` and start again.'],
];

/** Ends the process with a clear message on a Node that is too old for npm's packages. */
export function requireNode20() {
	if (Number(process.versions.node.split('.')[0]) >= 20) return;
	process.stderr.write(
		`Mitra needs Node 20 or newer to install itself; this is ${process.version}.\n` +
			'Install a newer one from https://nodejs.org (or your package manager) and start again.\n',
	);
	process.exit(1);
}

/**
 * Installs what is missing. Resolves to 'present' or 'installed'; ends the process with what to do when npm fails.
 * @param {{ withTests: boolean, tell: (sentence: string) => void }} options
 */
export async function ensurePackages({ withTests, tell }) {
	if (isInstalled(withTests)) return 'present';
	tell('installing (this can take a minute or two)');
	const kinds = withTests ? ['--include=dev'] : [];
	let { code, output } = await runNpm(['ci', ...kinds]);
	if (code !== 0 && /EUSAGE/.test(output)) {
		// `npm ci` refuses a lock file without the optional packages of other systems, which a registry may lack. This
		// installs the locked versions all the same and leaves the lock file as it is.
		({ code, output } = await runNpm(['install', '--no-save', ...kinds]));
	}
	if (code !== 0) fail(output);
	if (!existsSync(pinnedNode)) {
		// npm was told to skip install scripts; that of the package `node` fetches the program itself.
		const repaired = await runNpm(['rebuild', 'node', '--ignore-scripts=false']);
		if (!existsSync(pinnedNode)) fail(`${repaired.output}\nThe package "node" did not bring its program (${pinnedNode}).`);
	}
	return 'installed';
}

/** Whether node_modules holds what the lock file asks for, by npm's own list of what it installed. */
function isInstalled(withTests) {
	try {
		const wanted = readPackages(join(root, 'package-lock.json'));
		const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
		return (
			existsSync(pinnedNode) &&
			Object.entries(wanted).every(([place, entry]) => {
				if (place === '' || entry.link) return true;
				if (entry.dev && !withTests) return true;
				const found = present[place];
				// Packages for other systems are optional and absent.
				if (!found) return Boolean(entry.optional || entry.devOptional || entry.peer);
				return found.version === entry.version;
			})
		);
	} catch {
		return false;
	}
}

function readPackages(file) {
	return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function runNpm(parameters) {
	const options = ['--no-audit', '--no-fund', '--loglevel=error'];
	const npm = process.env.npm_execpath;
	const [command, prefix] = npm && /npm-cli\.js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
	return new Promise((resolve) => {
		const child = spawn(command, [...prefix, ...parameters, ...options], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: command === 'npm' && process.platform === 'win32',
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
		for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
		child.on('error', (error) => resolve({ code: 1, output: `npm cannot be run: ${error.message}` }));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}

function fail(output) {
	const lines = output.trim().split('\n').slice(-15).join('\n  ');
	const advice = causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'Delete node_modules and start again.';
	process.stderr.write(`\nThe packages could not be installed. npm said:\n  ${lines}\n\n${advice}\n`);
	process.exit(1);
}
