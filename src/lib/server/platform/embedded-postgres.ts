import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { settleEarlierServer, stopServer } from './earlier-postgres.ts';
import { APPLICATION_ROLE } from './application-role.ts';
import { ExpectedError } from './errors.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { preparePostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { choosePlaces, giveTo, prepareSocketFolder } from './postgres-places.ts';
import { explainPostgresFailure } from './postgres-failure.ts';

const majorVersion = '18';
const superuser = 'postgres';
/** Owns the application's database; no superuser, so that row-level security holds for it. */
const owner = 'mitra';
const databaseName = 'mitra';
const socketPort = 5432;

export type EmbeddedPostgres = {
	/** The application's database, as its owner. */
	url: string;
	/** The same server as its superuser; for tests, which create databases. */
	adminUrl: string;
	pid: number;
	/** Resolves when the server has ended, whoever ended it. */
	exited: Promise<void>;
	/** Ends all sessions, writes everything, ends the server. */
	stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
	/** The data folder; the caller holds its lock. */
	dataFolder: string;
	/** Whose owner runs the server when this process is root. */
	projectFolder: string;
	/** False only for tests: a crash of the machine may then lose everything. */
	durable?: boolean;
	progress?: (sentence: string) => void;
};

type Access = { host: string; port: number; password?: string };

/**
 * Starts PostgreSQL on the data folder, first creating the database where there is none. It listens on a Unix socket in a
 * folder that only its account can enter; on Windows on the loopback address, with a password.
 *
 * @throws ExpectedError `unavailable` with what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
	mkdirSync(join(options.dataFolder, 'log'), { recursive: true });
	const account = choosePostgresAccount(join(options.dataFolder, 'db'), options.projectFolder);
	const places = choosePlaces(options.dataFolder, account);
	const binaries = preparePostgresBinaries(account, places.reachable);
	const access = await prepareAccess(options.dataFolder, account);
	if (!existsSync(join(places.database, 'PG_VERSION'))) {
		options.progress?.('creating the database');
		createCluster(binaries, places.database, account, access.password);
	}
	assertVersion(places.database);
	const settled = await settleEarlierServer(places.database);
	if (settled === 'stopped') options.progress?.('stopped the server that an earlier, killed start had left');
	removeStaleSocket(access);
	const server = await launch({ ...options, binaries, account, access, database: places.database });
	try {
		await ensureDatabase(access);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return { ...server, url: urlOf(access, owner, databaseName), adminUrl: urlOf(access, superuser, 'postgres') };
}

/** The socket folder serves this database alone, whose server has ended: what lies there was left by a killed one. */
function removeStaleSocket(access: Access): void {
	if (access.password !== undefined) return;
	const socket = `.s.PGSQL.${access.port}`;
	for (const name of [socket, `${socket}.lock`]) rmSync(join(access.host, name), { force: true });
}

/** initdb into a folder beside, renamed when complete: a start that is killed in the middle leaves no half database. */
function createCluster(binaries: PostgresBinaries, database: string, account: PostgresAccount, password?: string): void {
	const parent = dirname(database);
	// Of this database alone: another installation may be making its own beside it at this moment.
	const half = `${basename(database)}.new-`;
	for (const name of readdirSync(parent)) {
		if (name.startsWith(half)) rmSync(join(parent, name), { recursive: true, force: true });
	}
	const fresh = join(parent, `${half}${process.pid}`);
	mkdirSync(fresh, { mode: 0o700 });
	giveTo(account, fresh);
	// The built-in locale needs none of the operating system's: the same order and case rules on every machine.
	const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
	const passwordFile = join(parent, `password.new-${process.pid}`);
	if (password) writeFileSync(passwordFile, password, { mode: 0o600 });
	const authentication = password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust'];
	try {
		execFileSync(
			binaries.initdb,
			['-D', fresh, '-U', superuser, ...locale, ...authentication, '--data-checksums', '--no-instructions'],
			{ ...account, cwd: fresh, env: serverEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' },
		);
	} catch (error) {
		rmSync(fresh, { recursive: true, force: true });
		throw explainPostgresFailure('The database could not be created', outputOf(error), database);
	} finally {
		rmSync(passwordFile, { force: true });
	}
	// An empty folder may stand there already; anything else is somebody's data, and rename fails.
	renameSync(fresh, database);
}

type Launch = EmbeddedPostgresOptions & {
	binaries: PostgresBinaries;
	account: PostgresAccount;
	access: Access;
	database: string;
};

async function launch(plan: Launch): Promise<Pick<EmbeddedPostgres, 'pid' | 'exited' | 'stop'>> {
	const logFile = join(plan.dataFolder, 'log', 'postgres.log');
	keepLogSmall(logFile);
	// A killed server's sessions need a moment to notice; until then its shared memory keeps the next one out.
	for (let attempt = 1; ; attempt++) {
		const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
		const child = spawnServer(plan, logFile);
		const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
		if (await becomesReady(child, plan)) {
			const pid = child.pid!;
			return { pid, exited, stop: () => stopLaunched(pid, exited, plan) };
		}
		await exited;
		const output = readFileSync(logFile).subarray(logStart).toString('utf8');
		if (attempt < 20 && /pre-existing shared memory block/.test(output)) {
			await wait(250);
			continue;
		}
		throw explainPostgresFailure('PostgreSQL did not start', output, plan.database);
	}
}

function spawnServer(plan: Launch, logFile: string): ChildProcess {
	const logHandle = openSync(logFile, 'a', 0o600);
	try {
		return spawn(plan.binaries.postgres, ['-D', plan.database, ...settings(plan)], {
			...plan.account,
			cwd: plan.database,
			env: serverEnvironment(),
			// In a session of its own: Ctrl+C in the terminal reaches Mitra, which stops the server when its users are gone.
			detached: true,
			windowsHide: true,
			stdio: ['ignore', logHandle, logHandle],
		});
	} finally {
		closeSync(logHandle);
	}
}

function settings({ access, durable }: Launch): string[] {
	const onSocket = access.password === undefined;
	const values: Record<string, string | number> = {
		listen_addresses: onSocket ? '' : access.host,
		port: access.port,
		// A list, so a path with a comma or a space is quoted.
		unix_socket_directories: onSocket ? `"${access.host.replaceAll('"', '""')}"` : '',
		unix_socket_permissions: '0700',
		max_connections: 60,
		shared_buffers: '128MB',
		timezone: 'UTC',
		log_timezone: 'UTC',
		jit: 'off',
		// The text of a failed statement may hold personal data; its error message tells enough.
		log_min_error_statement: 'panic',
		log_min_messages: 'warning',
	};
	if (durable === false) Object.assign(values, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
	return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** True once it answers; false when it ended before. Recovery after a crash may take minutes, and is waited for. */
async function becomesReady(child: ChildProcess, plan: Launch): Promise<boolean> {
	let ended = false;
	child.once('exit', () => (ended = true)).once('error', () => (ended = true));
	const started = Date.now();
	let told = false;
	while (!ended) {
		if (await answers(plan.access)) return true;
		if (!told && Date.now() - started > 3000) {
			told = true;
			plan.progress?.('PostgreSQL is recovering from an interrupted run');
		}
		await wait(25);
	}
	return false;
}

async function answers(access: Access): Promise<boolean> {
	const client = new pg.Client({ connectionString: urlOf(access, superuser, 'postgres'), connectionTimeoutMillis: 5000 });
	client.on('error', () => undefined);
	try {
		await client.connect();
		return true;
	} catch {
		return false;
	} finally {
		await client.end().catch(() => undefined);
	}
}

async function stopLaunched(pid: number, exited: Promise<void>, plan: Launch): Promise<void> {
	if (process.platform === 'win32') {
		// Signals do not exist there; PostgreSQL's own tool speaks to the server by other means.
		const tool = join(dirname(plan.binaries.postgres), 'pg_ctl.exe');
		execFileSync(tool, ['stop', '-D', plan.database, '-m', 'fast', '-w'], { stdio: 'ignore', windowsHide: true });
	} else {
		await stopServer(pid);
	}
	await exited;
	// A socket folder outside the data folder would stay for ever.
	const { host, password } = plan.access;
	if (password === undefined && dirname(host) !== plan.dataFolder) rmSync(host, { recursive: true, force: true });
}

async function ensureDatabase(access: Access): Promise<void> {
	const client = new pg.Client({ connectionString: urlOf(access, superuser, 'postgres') });
	await client.connect();
	try {
		const role = await client.query('select 1 from pg_roles where rolname = $1', [owner]);
		if (role.rowCount === 0) await client.query(`create role ${owner} login nosuperuser createdb`);
		const application = await client.query('select 1 from pg_roles where rolname = $1', [APPLICATION_ROLE]);
		if (application.rowCount === 0) await client.query(`create role ${APPLICATION_ROLE} nologin`);
		await client.query(`grant ${APPLICATION_ROLE} to ${owner}`);
		if (access.password) await client.query(`alter role ${owner} password ${client.escapeLiteral(access.password)}`);
		const database = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
		if (database.rowCount === 0) await client.query(`create database ${databaseName} owner ${owner}`);
	} finally {
		await client.end();
	}
}

async function prepareAccess(dataFolder: string, account: PostgresAccount): Promise<Access> {
	if (process.platform !== 'win32') return { host: prepareSocketFolder(dataFolder, account), port: socketPort };
	const passwordFile = join(dataFolder, 'db-password');
	if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
	chmodSync(passwordFile, 0o600);
	return { host: '127.0.0.1', port: await freePort(), password: readFileSync(passwordFile, 'utf8').trim() };
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('No free port on the loopback address.');
	return address.port;
}

function urlOf(access: Access, user: string, database: string): string {
	if (access.password === undefined) {
		return `postgresql://${user}@/${database}?host=${encodeURIComponent(access.host)}&port=${access.port}`;
	}
	return `postgresql://${user}:${access.password}@${access.host}:${access.port}/${database}`;
}

function assertVersion(database: string): void {
	const version = readFileSync(join(database, 'PG_VERSION'), 'utf8').trim();
	if (version === majorVersion) return;
	throw new ExpectedError(
		'unavailable',
		`The database in ${database} was made by PostgreSQL ${version}; this version of Mitra brings ${majorVersion}.\n` +
			'Dump it with the version of Mitra that made it, move the folder away, and load the dump into the new one.',
	);
}

/** Nothing of the caller's environment: PGHOST, PGDATA and locale variables would change what the server does. */
function serverEnvironment(): Record<string, string> {
	const environment: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
	for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP']) {
		const value = process.env[name];
		if (value) environment[name] = value;
	}
	return environment;
}

function keepLogSmall(logFile: string): void {
	if (existsSync(logFile) && statSync(logFile).size > 10_000_000) renameSync(logFile, `${logFile}.1`);
}

function outputOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const stderr = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
	return stderr || error.message;
}
