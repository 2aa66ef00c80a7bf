import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { ExpectedError } from './errors.ts';

export type Migration = { number: number; name: string; sql: string; sha256: string };
export type MigrationProgress = (state: { done: number; total: number; name: string }) => void;

// One number that all Mitra processes share, so that two of them never migrate at once.
const migrationLock = 7_316_202_511;

/**
 * Applies the files of the folder that the database has not had yet, in the order of their numbers, each in its own
 * transaction. Returns the names of those applied. Fails, changing nothing, when a file was edited after it was applied
 * or when the database was migrated by a newer version.
 */
export async function migrate(
	pool: pg.Pool,
	options: { folder: string; progress?: MigrationProgress },
): Promise<string[]> {
	const migrations = await readMigrations(options.folder);
	const client = await pool.connect();
	try {
		await client.query('set statement_timeout = 0');
		await client.query('set lock_timeout = 0');
		await client.query('select pg_advisory_lock($1)', [migrationLock]);
		const pending = await findPending(client, migrations);
		for (const [index, migration] of pending.entries()) {
			options.progress?.({ done: index, total: pending.length, name: migration.name });
			await apply(client, migration);
		}
		if (pending.length > 0) options.progress?.({ done: pending.length, total: pending.length, name: '' });
		return pending.map((migration) => migration.name);
	} finally {
		// The connection is given up rather than returned: its timeouts were changed, and closing it frees the lock.
		client.release(true);
	}
}

/** Names of the files that `migrate` would apply. */
export async function pendingMigrations(pool: pg.Pool, folder: string): Promise<string[]> {
	const migrations = await readMigrations(folder);
	const client = await pool.connect();
	try {
		return (await findPending(client, migrations)).map((migration) => migration.name);
	} finally {
		client.release();
	}
}

export async function readMigrations(folder: string): Promise<Migration[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	const migrations: Migration[] = [];
	for (const name of names) {
		const match = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name);
		if (!match) throw refuse(`The migration ${name} is not named like 0012_what_it_does.sql.`);
		const number = Number(match[1]);
		const twin = migrations.find((other) => other.number === number);
		if (twin) throw refuse(`Two migrations have the number ${match[1]}: ${twin.name} and ${name}. Renumber one.`);
		// A checkout with other line endings is the same migration.
		const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
		migrations.push({ number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') });
	}
	return migrations;
}

async function findPending(client: pg.PoolClient, migrations: Migration[]): Promise<Migration[]> {
	const known = await client.query<{ exists: boolean }>("select to_regclass('schema_migration') is not null as exists");
	if (!known.rows[0]?.exists) return migrations;
	const applied = await client.query<{ number: number; name: string; sha256: string }>(
		'select number, name, sha256 from schema_migration order by number',
	);
	const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
	const unknown = applied.rows.filter((row) => !byNumber.has(row.number));
	if (unknown.length > 0) {
		throw refuse(
			`The database is newer than this version of Mitra: it has had ${unknown.map((row) => row.name).join(', ')}, ` +
				'which this version does not have. Start the newer version, or restore a backup made before it.',
		);
	}
	const edited = applied.rows.filter((row) => byNumber.get(row.number)?.sha256 !== row.sha256);
	if (edited.length > 0) {
		throw refuse(
			`Edited after it was applied: ${edited.map((row) => row.name).join(', ')}. ` +
				'Put the file back as it was and write the change as a new migration.',
		);
	}
	const highest = Math.max(0, ...applied.rows.map((row) => row.number));
	const pending = migrations.filter(
		(migration) => !applied.rows.some((row) => row.number === migration.number),
	);
	const late = pending.find((migration) => migration.number < highest);
	if (late) throw refuse(`The migration ${late.name} comes before one that is applied already. Give it a higher number.`);
	return pending;
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
	await client.query('begin');
	try {
		await client.query(
			`create table if not exists schema_migration (
				number integer primary key,
				name text not null,
				sha256 text not null,
				applied_at timestamptz not null default now()
			)`,
		);
		await client.query(migration.sql);
		await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
			migration.number,
			migration.name,
			migration.sha256,
		]);
		await client.query('commit');
	} catch (error) {
		await client.query('rollback').catch(() => undefined);
		throw new Error(`The migration ${migration.name} failed: ${whereItFailed(error, migration.sql)}`, { cause: error });
	}
}

function whereItFailed(error: unknown, sql: string): string {
	if (!(error instanceof Error)) return String(error);
	const position = 'position' in error ? Number(error.position) : Number.NaN;
	if (!Number.isInteger(position)) return error.message;
	return `${error.message} (line ${sql.slice(0, position).split('\n').length})`;
}

function refuse(message: string): ExpectedError {
	return new ExpectedError('conflict', message);
}
