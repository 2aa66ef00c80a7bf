import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { addressOf } from '#lib/server/platform/configuration.ts';
import { CommandFailure } from './failure.ts';
import { projectFolder } from './project.ts';

export type WebServerPlan = {
	host: string;
	port: number;
	environment: Record<string, string | undefined>;
	/** Resolves when nobody waits for the server any more. */
	asked: Promise<void>;
};

export type WebServer = {
	/** Resolves when the process has ended, whoever ended it. */
	exited: Promise<void>;
	/** Lets requests end, for at most ten seconds. */
	stop(): Promise<void>;
};

const stopPatienceMs = 10_000;

/** @throws CommandFailure when the address cannot be listened on, with what to do */
export async function assertPortIsFree(host: string, port: number): Promise<void> {
	const probe = createServer();
	try {
		await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
		await new Promise((resolve) => probe.close(resolve));
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EADDRINUSE') {
			throw new CommandFailure(
				`Port ${port} on ${host} is taken by another program.\n` +
					`Stop that program, or choose another port: PORT=${port + 1} npm start`,
			);
		}
		if (code === 'EACCES') {
			throw new CommandFailure(`You may not listen on port ${port}; choose one above 1023, e.g. PORT=3000 npm start`);
		}
		if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
			throw new CommandFailure(`This machine has no address "${host}": set HOST to 127.0.0.1, 0.0.0.0 or one that it has.`);
		}
		throw error;
	}
}

/** Starts the web server as a process of its own; resolves when it is ready. */
export async function startWebServer(plan: WebServerPlan): Promise<WebServer> {
	const child = spawnServer(plan);
	const stop = () => stopChild(child);
	void plan.asked.then(stop);
	await becomesReady(child, plan);
	return { exited: ended(child).then(() => undefined), stop };
}

function spawnServer(plan: WebServerPlan): ChildProcess {
	// The channel tells the server when this process is gone, however it went.
	return spawn(process.execPath, ['--enable-source-maps', join(projectFolder, 'src', 'server', 'serve.ts')], {
		cwd: projectFolder,
		env: { ...process.env, ...plan.environment },
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		// Ctrl+C in the terminal reaches this process, which then stops the server.
		detached: process.platform !== 'win32',
	});
}

async function becomesReady(child: ChildProcess, plan: WebServerPlan): Promise<void> {
	const address = `${addressOf(plan.host, plan.port)}/readyz`;
	let failure: string | undefined;
	void ended(child).then((how) => (failure = how));
	for (;;) {
		if (failure !== undefined) throw new CommandFailure(`The web server ended before it was ready (${failure}).`);
		try {
			const answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
			await answer.body?.cancel();
			if (answer.ok) return;
		} catch {
			// Not listening yet.
		}
		await wait(40);
	}
}

function ended(child: ChildProcess): Promise<string> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(describeEnd(child));
	return new Promise((resolve) => {
		child.once('exit', () => resolve(describeEnd(child)));
		child.once('error', (error) => resolve(error.message));
	});
}

function describeEnd(child: ChildProcess): string {
	return child.signalCode ?? `exit code ${child.exitCode}`;
}

async function stopChild(child: ChildProcess): Promise<void> {
	const end = ended(child);
	child.kill('SIGTERM');
	const late = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
	await end;
	clearTimeout(late);
}
