import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExpectedError } from './errors.ts';
import { canEnter, type PostgresAccount } from './postgres-account.ts';

/** Where a database lives when its account cannot enter the data folder (a clone under /root). */
const systemFolder = '/var/lib/mitra';
/** The longest socket address the kernel takes, less the file's own name and the ending zero. */
const longestSocketFolder = 107 - '/.s.PGSQL.5432'.length;

export type PostgresPlaces = {
	/** Holds the database itself; a link where the account cannot enter the data folder. */
	database: string;
	/** A folder that the account can enter, for a copy of the programs. */
	reachable: string;
};

/** Decides where the database lives, before there is one; afterwards it stays. */
export function choosePlaces(dataFolder: string, account: PostgresAccount): PostgresPlaces {
	const database = join(dataFolder, 'db');
	if (canEnter(account, dataFolder)) return { database, reachable: dataFolder };
	if (!isLink(database)) {
		if (existsSync(database)) {
			throw new ExpectedError(
				'unavailable',
				`The database ${database} is in a folder that account ${account.uid} cannot enter. ` +
					`Move ${dataFolder} to a place that it can, or start Mitra as an ordinary user.`,
			);
		}
		// A new name each time: who deletes the data folder expects an empty database, not the one of before.
		makeSystemFolder(account);
		symlinkSync(join(systemFolder, `db-${randomBytes(6).toString('hex')}`), database);
	}
	return { database: readlinkSync(database), reachable: systemFolder };
}

/**
 * The folder of the socket, which only the account (and root) can enter: beside the database, or under the system's
 * temporary folder where that path is longer than a socket address may be.
 */
export function prepareSocketFolder(dataFolder: string, account: PostgresAccount): string {
	const beside = join(dataFolder, 'run');
	const fits = Buffer.byteLength(beside) <= longestSocketFolder && canEnter(account, dataFolder);
	const folder = fits ? beside : temporaryFolder(dataFolder, account);
	if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
	const found = lstatSync(folder);
	const owner = account.uid ?? process.getuid?.();
	const rightful = found.uid === owner || found.uid === process.getuid?.();
	if (!found.isDirectory() || (owner !== undefined && !rightful)) {
		throw new ExpectedError('unavailable', `${folder} is in the way: it belongs to somebody else. Remove it.`);
	}
	giveTo(account, folder);
	chmodSync(folder, 0o700);
	return folder;
}

/** The account becomes owner of a folder; of nothing but the folders that are its own. */
export function giveTo(account: PostgresAccount, path: string): void {
	if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

function temporaryFolder(dataFolder: string, account: PostgresAccount): string {
	const name = `mitra-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`;
	const candidates = [...(process.getuid?.() === 0 ? [systemFolder] : []), tmpdir(), '/tmp'];
	const parent = candidates.find(
		(folder) =>
			existsSync(folder) &&
			Buffer.byteLength(join(folder, name)) <= longestSocketFolder &&
			canEnter(account, folder),
	);
	if (parent) return join(parent, name);
	throw new ExpectedError(
		'unavailable',
		`The path ${dataFolder} is too long for PostgreSQL's socket, and no temporary folder can be used instead. ` +
			'Set MITRA_DATA to a shorter path.',
	);
}

function makeSystemFolder(account: PostgresAccount): void {
	try {
		mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
	} catch (error) {
		throw new ExpectedError(
			'unavailable',
			`PostgreSQL runs as account ${account.uid}, which cannot enter your data folder, and ${systemFolder} could ` +
				`not be made instead (${error instanceof Error ? error.message : error}). ` +
				'Set MITRA_DATA to a folder outside /root.',
			{ cause: error },
		);
	}
}

function isLink(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
