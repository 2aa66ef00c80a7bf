// Finds the browser of the tests, and installs it where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

// The headless shell first: the same engine without the window, whose tests take a third less of the processor.
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} the path of a Chromium: that of CHROMIUM_PATH, the system's, or Playwright's own */
export function findChromium() {
	const set = process.env.CHROMIUM_PATH;
	if (set) return existsSync(set) ? set : undefined;
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const name of names) {
			const path = join(folder, name);
			if (existsSync(path)) return path;
		}
	}
	try {
		const own = createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
		return existsSync(own) ? own : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Installs Chromium: with Debian's package manager as root, else Playwright's own download.
 * @param {(sentence: string) => void} tell
 * @returns {string | undefined} its path; undefined when neither way worked
 */
export function installChromium(tell) {
	const isRoot = process.getuid?.() === 0;
	if (isRoot && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0) {
		tell('installing Debian\'s package');
		/** @type {import('node:child_process').SpawnSyncOptions} */
		const options = {
			stdio: 'ignore',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			timeout: 600_000,
		};
		/** @param {string} name */
		const install = (name) => spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name], options).status === 0;
		const installEither = () => install('chromium-headless-shell') || install('chromium');
		if (!installEither()) {
			spawnSync('apt-get', ['update'], options);
			installEither();
		}
		const found = findChromium();
		if (found) return found;
	}
	tell('downloading Playwright\'s own');
	const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
	spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 600_000 });
	return findChromium();
}
