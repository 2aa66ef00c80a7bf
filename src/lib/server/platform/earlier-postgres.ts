import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ExpectedError } from './errors.ts';

/**
 * Makes a database folder ready for a new server after whatever happened to the one before it. The caller holds the lock
 * of the data folder, so no other Mitra is at work here; but a killed one leaves its PostgreSQL running, and a crash of
 * the machine leaves a process number that some other program may have by now.
 *
 * A server that still runs is stopped cleanly rather than taken over: it takes a moment, and the one that runs is then
 * always of this version and with these settings. What it had acknowledged is on disk either way.
 */
export async function settleEarlierServer(databaseFolder: string): Promise<'none' | 'stopped' | 'stale'> {
	const pidFile = join(databaseFolder, 'postmaster.pid');
	const pid = readPid(pidFile);
	if (pid === undefined) return 'none';
	if (!exists(pid)) return 'none';
	if (isZombie(pid) || !isServerOf(pid, databaseFolder)) {
		// PostgreSQL would believe the number and refuse to start. Sessions that outlived a killed server it recognises by
		// their shared memory, without this file.
		rmSync(pidFile, { force: true });
		return 'stale';
	}
	await stopServer(pid);
	return 'stopped';
}

/** Fast shutdown (sessions end, everything is written); after 30 s immediate; after 5 s more by force. */
export async function stopServer(pid: number): Promise<void> {
	const steps: [NodeJS.Signals, number][] = [
		['SIGINT', 30_000],
		['SIGQUIT', 5_000],
		['SIGKILL', 5_000],
	];
	for (const [signal, patience] of steps) {
		if (!send(pid, signal)) return;
		const deadline = Date.now() + patience;
		while (Date.now() < deadline) {
			if (!isAlive(pid)) return;
			await wait(20);
		}
	}
	throw new ExpectedError('unavailable', `PostgreSQL (process ${pid}) does not end. Restart the machine.`);
}

/** Whether the process is a PostgreSQL on this folder: a server's working directory is its database folder. */
export function isServerOf(pid: number, databaseFolder: string): boolean {
	if (existsSync('/proc/self/cwd')) {
		try {
			return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(databaseFolder);
		} catch {
			return false;
		}
	}
	try {
		const command =
			process.platform === 'win32'
				? execFileSync('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'], { encoding: 'utf8' })
				: execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
		return /postgres(\.exe)?\b/.test(command) && (process.platform === 'win32' || command.includes(databaseFolder));
	} catch {
		return false;
	}
}

export function isAlive(pid: number): boolean {
	return exists(pid) && !isZombie(pid);
}

function exists(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** A killed child whose parent has not asked after it still has its number: in a container nobody may ever ask. */
function isZombie(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
	} catch {
		return false;
	}
}

function readPid(pidFile: string): number | undefined {
	if (!existsSync(pidFile)) return undefined;
	const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
	return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function send(pid: number, signal: NodeJS.Signals): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
		throw error;
	}
}
