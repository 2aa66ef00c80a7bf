import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATION_ROLE, applicationRole } from '#lib/server/platform/application-role.ts';
import { configuration, type Configuration } from '#lib/server/platform/configuration.ts';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { isAlive } from '#lib/server/platform/earlier-postgres.ts';
import { pendingMigrations } from '#lib/server/platform/migrate.ts';
import { assertSupportedServer, openPool } from '#lib/server/platform/pool.ts';
import { packagedPostgres } from '#lib/server/platform/postgres-binaries.ts';
import { findChromium } from '../../scripts/chromium.mjs';
import { isCurrent } from './build.ts';
import { exitCodes, explain } from './failure.ts';
import { migrationsFolder, projectFolder } from './project.ts';

type Finding = { state: 'ok' | 'warn' | 'fail'; text: string; advice?: string };
type Check = { name: string; look(settings: Configuration): Finding | Promise<Finding> };

const checks: Check[] = [
	{ name: 'Node', look: checkNode },
	{ name: 'Packages', look: checkPackages },
	{ name: 'Build', look: checkBuild },
	{ name: 'Data folder', look: checkDataFolder },
	{ name: 'Disk space', look: checkDiskSpace },
	{ name: 'PostgreSQL programs', look: checkPostgres },
	{ name: 'Database', look: checkDatabase },
	{ name: 'Walls in the database', look: checkWalls },
	{ name: 'Lexicon', look: checkLexicon },
	{ name: 'Fonts', look: checkFonts },
	{ name: 'Mail', look: checkMail },
	{ name: 'Chromium for tests', look: checkChromium },
];

/** Prints every finding; the exit code is 1 when one of them keeps Mitra from working. */
export async function runDoctor(): Promise<number> {
	const settings = configuration();
	const signs = { ok: '  ok  ', warn: ' warn ', fail: ' FAIL ' };
	let failed = false;
	for (const check of checks) {
		const finding = await lookSafely(check, settings);
		failed ||= finding.state === 'fail';
		process.stdout.write(`[${signs[finding.state]}] ${check.name}: ${finding.text}\n`);
		if (finding.advice) process.stdout.write(`         ${finding.advice}\n`);
	}
	return failed ? exitCodes.failed : exitCodes.ok;
}

async function lookSafely(check: Check, settings: Configuration): Promise<Finding> {
	try {
		return await check.look(settings);
	} catch (error) {
		return { state: 'fail', text: explain(error) };
	}
}

function checkNode(): Finding {
	const { version } = JSON.parse(readFileSync(join(projectFolder, 'node_modules/node/package.json'), 'utf8')) as {
		version: string;
	};
	if (process.versions.node === version) return { state: 'ok', text: version };
	return { state: 'warn', text: `${process.version} runs, ${version} is pinned`, advice: 'Use `npx mitra` or `npm start`.' };
}

function checkPackages(): Finding {
	const packageFile = readFileSync(join(projectFolder, 'package.json'), 'utf8');
	const { dependencies } = JSON.parse(packageFile) as { dependencies: Record<string, string> };
	const wrong = Object.entries(dependencies).filter(([name, version]) => installedVersion(name) !== version);
	if (wrong.length === 0) return { state: 'ok', text: `${Object.keys(dependencies).length} as pinned` };
	const names = wrong.map(([name]) => name).join(', ');
	return { state: 'fail', text: `missing or of another version: ${names}`, advice: 'Run `npm ci`.' };
}

function installedVersion(name: string): string | undefined {
	const file = join(projectFolder, 'node_modules', name, 'package.json');
	if (!existsSync(file)) return undefined;
	return (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version;
}

function checkBuild(): Finding {
	if (isCurrent()) return { state: 'ok', text: 'current' };
	return { state: 'warn', text: 'older than the sources', advice: 'The next start builds it anew.' };
}

function checkDataFolder({ dataFolder }: Configuration): Finding {
	mkdirSync(dataFolder, { recursive: true });
	accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
	const holder = readHolder(dataFolder);
	if (!holder) return { state: 'ok', text: dataFolder };
	if (isAlive(holder.pid)) return { state: 'ok', text: `${dataFolder}, in use by "${holder.command}" (${holder.pid})` };
	return {
		state: 'warn',
		text: `${dataFolder}: "${holder.command}" was killed`,
		advice: 'The next start sets everything right.',
	};
}

function checkDiskSpace({ dataFolder }: Configuration): Finding {
	const { bavail, bsize } = statfsSync(dataFolder);
	const free = bavail * bsize;
	const text = `${(free / 1e9).toFixed(1)} GB free`;
	if (free < 300e6) return { state: 'fail', text, advice: 'PostgreSQL stops when the disk is full. Make room.' };
	return free < 2e9 ? { state: 'warn', text, advice: 'Make room before imports.' } : { state: 'ok', text };
}

function checkPostgres({ databaseUrl }: Configuration): Finding {
	if (databaseUrl) return { state: 'ok', text: 'not needed, DATABASE_URL is set' };
	return { state: 'ok', text: packagedPostgres() };
}

/** The address of the database where one can be asked: one's own, or the embedded one while it runs. */
function runningDatabase({ databaseUrl, dataFolder }: Configuration): string | undefined {
	const holder = readHolder(dataFolder);
	return databaseUrl ?? (holder && isAlive(holder.pid) ? holder.databaseUrl : undefined);
}

async function checkDatabase(settings: Configuration): Promise<Finding> {
	const url = runningDatabase(settings);
	if (!url) {
		const exists = existsSync(join(settings.dataFolder, 'db'));
		return { state: 'ok', text: exists ? 'not running' : 'none yet; the first start makes it' };
	}
	const { pool, close } = openPool(url, { connections: 1 });
	try {
		await assertSupportedServer(pool);
		const pending = await pendingMigrations(pool, migrationsFolder);
		if (pending.length === 0) return { state: 'ok', text: 'answers; no migration is pending' };
		return { state: 'warn', text: `pending: ${pending.join(', ')}`, advice: 'The next start applies them.' };
	} finally {
		await close();
	}
}

/** Whether the application acts in a role that owns nothing; else row-level security is forced on the owner. */
async function checkWalls(settings: Configuration): Promise<Finding> {
	const url = runningDatabase(settings);
	if (!url) return { state: 'ok', text: 'looked at when the database runs' };
	const { pool, close } = openPool(url, { connections: 1 });
	try {
		if (await applicationRole(pool)) return { state: 'ok', text: `the application acts as ${APPLICATION_ROLE}, which owns no table` };
		return {
			state: 'warn',
			text: `no role ${APPLICATION_ROLE} that this account may act in; row-level security is forced on the owner of the tables instead`,
			advice: `As an administrator: create role ${APPLICATION_ROLE} nologin; grant ${APPLICATION_ROLE} to <the account of DATABASE_URL>; then start again.`,
		};
	} finally {
		await close();
	}
}

function checkLexicon(): Finding {
	const folder = join(projectFolder, 'data', 'lexicon');
	const files = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.') && name !== 'README.md') : [];
	if (files.length > 0) return { state: 'ok', text: `${files.length} files` };
	return { state: 'fail', text: `nothing in ${folder}`, advice: 'Restore it from the repository: git checkout data/lexicon' };
}

function checkFonts(): Finding {
	const scripts = ['', '-khmer', '-lao', '-myanmar', '-sc', '-tamil', '-thai'];
	const missing = scripts.filter((script) => !installedVersion(`@fontsource-variable/noto-sans${script}`));
	if (missing.length === 0) return { state: 'ok', text: `${scripts.length} families, served by the site itself` };
	return { state: 'fail', text: `missing: ${missing.map((script) => `noto-sans${script}`).join(', ')}`, advice: 'Run `npm ci`.' };
}

function checkMail({ smtpUrl }: Configuration): Finding {
	if (smtpUrl) return { state: 'ok', text: 'over SMTP' };
	return { state: 'ok', text: 'kept in the local outbox; set SMTP_URL to send' };
}

function checkChromium(): Finding {
	const path = findChromium();
	if (path) return { state: 'ok', text: path };
	return { state: 'warn', text: 'none', advice: '`npm test` installs it where it can; the site needs none.' };
}
