import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { ExpectedError } from './errors.ts';

/**
 * The account that PostgreSQL runs as. It refuses to run as root, so root lends it another account; everybody else
 * runs it as themselves (`uid` absent).
 */
export type PostgresAccount = { uid?: number; gid?: number };

/**
 * As root: the account that owns the database already, else the owner of `projectFolder` where that is a person, else
 * the first of a few that systems have. No account is created.
 */
export function choosePostgresAccount(databaseFolder: string, projectFolder: string): PostgresAccount {
	if (process.getuid?.() !== 0) {
		assertOwned(databaseFolder);
		return {};
	}
	for (const folder of [databaseFolder, projectFolder]) {
		if (!existsSync(folder)) continue;
		const { uid, gid } = statSync(folder);
		if (uid !== 0 && isKnown(uid)) return { uid, gid };
	}
	for (const name of ['mitra', 'postgres', 'nobody']) {
		const uid = numberOf('-u', name);
		const gid = numberOf('-g', name);
		if (uid !== undefined && uid !== 0 && gid !== undefined) return { uid, gid };
	}
	throw new ExpectedError(
		'unavailable',
		'PostgreSQL does not run as root, and this machine has no account "mitra", "postgres" or "nobody" to lend it.\n' +
			'Create one (useradd --system mitra), or start Mitra as an ordinary user.',
	);
}

/** Whether the account can enter the folder, asked of the system itself: rights come from more than mode bits. */
export function canEnter(account: PostgresAccount, folder: string): boolean {
	if (account.uid === undefined) return true;
	const answer = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' });
	return answer.status === 0;
}

function assertOwned(databaseFolder: string): void {
	if (!process.getuid || !existsSync(databaseFolder)) return;
	const owner = statSync(databaseFolder).uid;
	if (owner === process.getuid()) return;
	throw new ExpectedError(
		'unavailable',
		`The database in ${databaseFolder} belongs to account ${owner}; you are ${process.getuid()}. ` +
			'It was probably first started as root.\n' +
			'Start Mitra as root again, or stop it and give the folder to yourself: ' +
			`sudo chown -R ${process.getuid()} '${databaseFolder}'`,
	);
}

/** PostgreSQL asks the system for the name of its account and stops when there is none. */
function isKnown(uid: number): boolean {
	return numberOf('-u', String(uid)) !== undefined;
}

function numberOf(option: '-u' | '-g', account: string): number | undefined {
	try {
		const text = execFileSync('id', [option, account], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
		const value = Number(text.trim());
		return Number.isInteger(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
