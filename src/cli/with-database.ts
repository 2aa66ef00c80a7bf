import { prepareWalls } from '#lib/server/platform/application-role.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import { lockDataFolder, readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { assertSupportedServer } from '#lib/server/platform/pool.ts';
import { CommandFailure } from './failure.ts';
import { migrationsFolder, projectFolder } from './project.ts';

export type CommandDatabase = OpenDatabase & { url: string };

/**
 * Runs a command on the database of this installation: that of DATABASE_URL, else the embedded one that `mitra up` has
 * running, else the embedded one started for as long as the command takes. Statements may take as long as they need.
 * A command is the operator's: it works as the owner of the tables, for whom the walls do not stand.
 */
export async function withDatabase<Result>(
	command: string,
	work: (database: CommandDatabase) => Promise<Result>,
): Promise<Result> {
	const { databaseUrl, dataFolder } = configuration();
	if (databaseUrl) return onServer(databaseUrl, work);
	let lock;
	try {
		lock = lockDataFolder(dataFolder, `mitra ${command}`);
	} catch (error) {
		if (!isExpectedError(error, 'conflict')) throw error;
		const holder = readHolder(dataFolder);
		if (holder?.command === 'mitra up' && holder.databaseUrl) return onServer(holder.databaseUrl, work);
		throw new CommandFailure(`${error.message}\nWait until it has ended.`);
	}
	try {
		const server = await startEmbeddedPostgres({ dataFolder, projectFolder });
		const stop = stopOnSignal(server.stop);
		try {
			return await onServer(server.url, work);
		} finally {
			stop.forget();
			await server.stop();
		}
	} finally {
		lock.release();
	}
}

async function onServer<Result>(
	url: string,
	work: (database: CommandDatabase) => Promise<Result>,
): Promise<Result> {
	const database = openDatabase(url, { statementTimeout: 0, connections: 6, applicationName: 'mitra command' });
	try {
		await assertSupportedServer(database.pool);
		await migrate(database.pool, { folder: migrationsFolder });
		await prepareWalls(database.pool);
		return await work({ ...database, url });
	} finally {
		await database.close();
	}
}

/** An interrupted command still stops the server that it started; what it had not committed is rolled back. */
function stopOnSignal(stop: () => Promise<void>): { forget(): void } {
	const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	const onSignal = (signal: NodeJS.Signals) => {
		forget();
		void stop().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
	};
	const forget = () => {
		for (const signal of signals) process.off(signal, onSignal);
	};
	for (const signal of signals) process.on(signal, onSignal);
	return { forget };
}
