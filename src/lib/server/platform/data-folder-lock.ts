import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { ExpectedError, isExpectedError } from './errors.ts';

/** Who works on a data folder, written for the next one who wants it. */
export type FolderHolder = {
	pid: number;
	/** The command as a person typed it, e.g. "mitra up". */
	command: string;
	since: string;
	/** Set once the database answers. */
	databaseUrl?: string;
	address?: string;
	/** It is on its way out. */
	stopping?: boolean;
};

export type FolderLock = {
	/** Adds what others may want to know to the holder's entry. */
	describe(more: Partial<FolderHolder>): void;
	release(): void;
};

/**
 * Takes a data folder for this process alone. The kernel keeps the lock (a file lock that SQLite takes, on every
 * operating system) and drops it when the process ends, however it ends: no lock is ever stale and no recycled process
 * number is ever believed. The entry beside it only says who it is.
 *
 * @throws ExpectedError `conflict`, naming the holder, when another process has the folder
 */
export function lockDataFolder(folder: string, command: string): FolderLock {
	mkdirSync(folder, { recursive: true });
	const guard = new DatabaseSync(join(folder, 'mitra.lock'));
	try {
		guard.exec('pragma journal_mode = memory; begin exclusive');
	} catch (error) {
		guard.close();
		if (!isLocked(error)) throw error;
		const holder = readHolder(folder);
		const who = holder ? `"${holder.command}", process ${holder.pid}, since ${holder.since}` : 'another process';
		const address = holder?.address ? ` It serves ${holder.address}.` : '';
		throw new ExpectedError(
			'conflict',
			`The data folder ${folder} is in use by ${who}.${address}\n` +
				`Stop it first${holder ? ` (kill ${holder.pid})` : ''}, or set MITRA_DATA to another folder.`,
			holder ? { detail: { pid: holder.pid } } : {},
		);
	}
	let entry: FolderHolder = { pid: process.pid, command, since: new Date().toISOString() };
	let released = false;
	const write = () => writeFileSync(holderPath(folder), JSON.stringify(entry) + '\n', { mode: 0o600 });
	write();
	return {
		describe(more) {
			entry = { ...entry, ...more };
			if (!released) write();
		},
		release() {
			if (released) return;
			released = true;
			rmSync(holderPath(folder), { force: true });
			guard.close();
		},
	};
}

/**
 * Like `lockDataFolder`, but lets a holder that is stopping finish, for as long as a clean stop may take. Whoever
 * restarts Mitra does not always wait for the end of the first before beginning the second.
 */
export async function awaitDataFolder(folder: string, command: string): Promise<FolderLock> {
	const started = Date.now();
	for (;;) {
		try {
			return lockDataFolder(folder, command);
		} catch (error) {
			const patience = readHolder(folder)?.stopping ? 45_000 : 1000;
			if (!isExpectedError(error, 'conflict') || Date.now() - started > patience) throw error;
			await wait(50);
		}
	}
}

/** What the last holder wrote; it may have been killed since. */
export function readHolder(folder: string): FolderHolder | undefined {
	try {
		return JSON.parse(readFileSync(holderPath(folder), 'utf8')) as FolderHolder;
	} catch {
		return undefined;
	}
}

function holderPath(folder: string): string {
	return join(folder, 'running.json');
}

function isLocked(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);
}
