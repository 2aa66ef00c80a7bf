import type pg from 'pg';
import { databaseErrorCode } from './pool.ts';

/**
 * The role that the application acts in: it owns no table, so that row-level security holds for it, and it cannot change
 * what is written once. One for all databases of a server.
 */
export const APPLICATION_ROLE = 'mitra_app';

/** Tables that the role may not write as it likes, with what it may. All others it may read and write. */
const NARROWER: Record<string, string> = {
	schema_migration: 'select',
	audit: 'select, insert',
	audit_link: 'select',
	audit_head: 'select',
	audit_checkpoint: 'select',
	listing_guarded_section: 'select',
	docking_nda_signature: 'select, insert',
	trade_event: 'select, insert',
	trading_clock: 'select',
};

export type Walls = { role: string } | { role: undefined; reason: string };

/**
 * Makes the application's role where it can, gives it its rights on every table there is (and, by default privileges, on
 * those to come), and answers it. Where the given account may not make roles, row-level security is forced on the owner
 * too, in whose name the application then acts. Called by the tables' owner after every migration.
 */
export async function prepareWalls(pool: pg.Pool): Promise<Walls> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query('select pg_advisory_xact_lock(7316202512)');
		const failure = await ensureRole(client);
		if (!failure) await grantRights(client);
		await forceRowSecurity(client, failure !== undefined);
		await client.query('commit');
		return failure ? { role: undefined, reason: failure } : { role: APPLICATION_ROLE };
	} catch (error) {
		await client.query('rollback').catch(() => undefined);
		throw error;
	} finally {
		client.release();
	}
}

/** The application's role, where the account of this pool may act in it and it has its rights here. */
export async function applicationRole(pool: pg.Pool): Promise<string | undefined> {
	const { rowCount } = await pool.query(
		`select 1 from pg_roles r, pg_class c
		where r.rolname = $1 and c.oid = to_regclass('listing') and has_table_privilege(r.oid, c.oid, 'select') and ${mayActIn('r.oid')}`,
		[APPLICATION_ROLE],
	);
	return rowCount ? APPLICATION_ROLE : undefined;
}

/** From version 16 on, being a member and being allowed to act in the role are two things. */
function mayActIn(role: string): string {
	return `pg_has_role(current_user, ${role}, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)`;
}

/** Answers why there is no role, in the words of PostgreSQL; undefined where there is one. */
async function ensureRole(client: pg.PoolClient): Promise<string | undefined> {
	const usable = async () => (await client.query(`select 1 from pg_roles where rolname = $1 and ${mayActIn('oid')}`, [APPLICATION_ROLE])).rowCount === 1;
	if (await usable()) return undefined;
	const exists = (await client.query('select 1 from pg_roles where rolname = $1', [APPLICATION_ROLE])).rowCount === 1;
	const statements = [...(exists ? [] : [`create role ${APPLICATION_ROLE} nologin`]), `grant ${APPLICATION_ROLE} to current_user`];
	for (const statement of statements) {
		await client.query('savepoint role');
		try {
			await client.query(statement);
		} catch (error) {
			await client.query('rollback to savepoint role');
			// Another database of this server made it in the meantime.
			const made = ['42710', '23505'].includes(databaseErrorCode(error) ?? '');
			if (!made) return error instanceof Error ? error.message : String(error);
		}
	}
	return (await usable()) ? undefined : `this account may not act in the role ${APPLICATION_ROLE}`;
}

async function grantRights(client: pg.PoolClient): Promise<void> {
	const { rows } = await client.query<{ schema: string }>(
		"select nspname as schema from pg_namespace where nspname = current_schema() or nspname = 'pgboss'",
	);
	for (const { schema } of rows) {
		const name = client.escapeIdentifier(schema);
		await client.query(`grant usage on schema ${name} to ${APPLICATION_ROLE}`);
		await client.query(`grant select, insert, update, delete on all tables in schema ${name} to ${APPLICATION_ROLE}`);
		await client.query(`grant usage, select, update on all sequences in schema ${name} to ${APPLICATION_ROLE}`);
	}
	// The queue makes its tables later, and new ones with new versions.
	await client.query(`alter default privileges grant usage on schemas to ${APPLICATION_ROLE}`);
	await client.query(`alter default privileges grant select, insert, update, delete on tables to ${APPLICATION_ROLE}`);
	await client.query(`alter default privileges grant usage, select, update on sequences to ${APPLICATION_ROLE}`);
	for (const [table, rights] of Object.entries(NARROWER)) {
		const found = await client.query<{ name: string | null }>('select to_regclass($1)::text as name', [table]);
		const name = found.rows[0]?.name;
		if (!name) continue;
		await client.query(`revoke all on ${name} from ${APPLICATION_ROLE}`);
		await client.query(`grant ${rights} on ${name} to ${APPLICATION_ROLE}`);
	}
}

async function forceRowSecurity(client: pg.PoolClient, forced: boolean): Promise<void> {
	const { rows } = await client.query<{ name: string }>(
		'select oid::regclass::text as name from pg_class where relrowsecurity and relforcerowsecurity <> $1 and pg_has_role(current_user, relowner, \'USAGE\')',
		[forced],
	);
	for (const { name } of rows) await client.query(`alter table ${name} ${forced ? 'force' : 'no force'} row level security`);
}
