import { join } from 'node:path';
import type pg from 'pg';
import { configuration, type Configuration } from '#lib/server/platform/configuration.ts';
import { awaitDataFolder, type FolderLock } from '#lib/server/platform/data-folder-lock.ts';
import { prepareWalls } from '#lib/server/platform/application-role.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { assertSupportedServer, openPool } from '#lib/server/platform/pool.ts';
import { currentBuild, ensureBuild } from './build.ts';
import { CommandFailure } from './failure.ts';
import { keepRunning } from './keep-running.ts';
import { createProgress, type Progress } from './progress.ts';
import { migrationsFolder, projectFolder } from './project.ts';
import { ensureSampleNetwork, formatAccounts, presentSampleAccounts, type SampleAccount } from './sample-network.ts';
import { ShutdownStack } from './shutdown-stack.ts';
import { assertPortIsFree, startWebServer } from './web-server.ts';

/** Starts all parts in their order, serves until told to stop, and stops them in the opposite order. */
export async function runUp(options: { build: boolean; sample: boolean }): Promise<void> {
	const settings = configuration();
	const progress = createProgress();
	const shutdown = new ShutdownStack();
	shutdown.listen();
	try {
		const lock = await awaitDataFolder(settings.dataFolder, 'mitra up');
		void shutdown.asked.then(() => lock.describe({ stopping: true }));
		shutdown.push('the lock', async () => lock.release());
		await assertPortIsFree(settings.host, settings.port);
		await build(options.build, progress, shutdown.asked);
		shutdown.assertNotAsked();
		const database = await startDatabase(settings, lock, progress, shutdown);
		const accounts = await fillDatabase(database, options.sample, progress);
		shutdown.assertNotAsked();
		const web = await serve(settings, database.url, progress, shutdown);
		lock.describe({ address: settings.baseUrl });
		announce(settings, accounts);
		await Promise.race([shutdown.asked, web.gaveUp, database.gaveUp]);
		if (!shutdown.isAsked) throw new CommandFailure('A part of Mitra keeps crashing; its last messages are above.');
	} catch (error) {
		// A start that somebody interrupted fails in one way or another; that is no failure.
		if (!shutdown.isAsked) throw error;
	} finally {
		await shutdown.run();
	}
	process.stdout.write('Mitra has stopped.\n');
}

async function build(wanted: boolean, progress: Progress, asked: Promise<void>): Promise<void> {
	if (wanted) return ensureBuild(() => progress.step('[2/5] Build'), asked);
	if (!currentBuild()) throw new CommandFailure('There is no build yet. Start once without --no-build.');
	progress.step('[2/5] Build').finish('as it is');
}

type RunningDatabase = { url: string; gaveUp: Promise<void> };

async function startDatabase(
	settings: Configuration,
	lock: FolderLock,
	progress: Progress,
	shutdown: ShutdownStack,
): Promise<RunningDatabase> {
	const step = progress.step('[3/5] Database');
	try {
		let running: RunningDatabase;
		if (settings.databaseUrl) {
			running = { url: settings.databaseUrl, gaveUp: new Promise(() => undefined) };
		} else {
			const start = () =>
				startEmbeddedPostgres({
					dataFolder: settings.dataFolder,
					projectFolder,
					progress: (note) => step.update({ note }),
				});
			const kept = await keepRunning('database', start);
			shutdown.push('PostgreSQL', kept.stop);
			running = { url: kept.first.url, gaveUp: kept.gaveUp };
		}
		await withPool(running.url, async (pool) => {
			await assertSupportedServer(pool);
			await migrate(pool, {
				folder: migrationsFolder,
				progress: ({ done, total, name }) => step.update({ done, total, note: name }),
			});
			await prepareWalls(pool);
		});
		lock.describe({ databaseUrl: running.url });
		step.finish(settings.databaseUrl ? 'your own, ready' : 'ready');
		return running;
	} catch (error) {
		step.fail();
		throw error;
	}
}

async function fillDatabase(
	{ url }: RunningDatabase,
	withSample: boolean,
	progress: Progress,
): Promise<SampleAccount[]> {
	const step = progress.step('[4/5] Sample network');
	return withPool(url, async (pool) => {
		try {
			if (withSample) await ensureSampleNetwork(pool, step);
			else step.finish('not wanted');
			return await presentSampleAccounts(pool);
		} catch (error) {
			step.fail();
			throw error;
		}
	});
}

async function serve(
	settings: Configuration,
	databaseUrl: string,
	progress: Progress,
	shutdown: ShutdownStack,
): Promise<{ gaveUp: Promise<void> }> {
	const step = progress.step('[5/5] Index and web server');
	try {
		const build = currentBuild()!;
		const plan = {
			host: settings.host,
			port: settings.port,
			asked: shutdown.asked,
			environment: {
				NODE_ENV: 'production',
				MITRA_BUILD: build,
				// What Node compiles of a build is kept with it: a later start loads it in half of the time.
				NODE_COMPILE_CACHE: join(build, 'compiled'),
				DATABASE_URL: databaseUrl,
				MITRA_DATA: settings.dataFolder,
				HOST: settings.host,
				PORT: String(settings.port),
			},
		};
		const web = await keepRunning('web server', () => startWebServer(plan));
		shutdown.push('the web server', web.stop);
		step.finish('ready');
		return web;
	} catch (error) {
		step.fail();
		throw error;
	}
}

function announce(settings: Configuration, accounts: SampleAccount[]): void {
	process.stdout.write(`\nMitra is ready: ${settings.baseUrl}\n`);
	if (accounts.length > 0) process.stdout.write(`\nSample accounts:\n${formatAccounts(accounts)}\n`);
	process.stdout.write('\nStop it with Ctrl+C.\n');
}

async function withPool<Result>(url: string, work: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
	const { pool, close } = openPool(url, { connections: 2, statementTimeout: 0, applicationName: 'mitra up' });
	try {
		return await work(pool);
	} finally {
		await close();
	}
}
