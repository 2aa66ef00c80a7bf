import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOLDING_GROUPS, HOLDINGS, holdingKey, holdingsOf } from '#lib/server/my-data/holdings.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.close());

interface Reference {
	key: string;
	target: string;
	action: string;
}

/** Every column that refers to a person, an organisation, or a row that belongs to one of these, and so on. */
async function references(): Promise<Reference[]> {
	const all = await foreignKeys();
	const reached = new Set(['user', 'organisation', ...OWNED]);
	return all.filter(({ target }) => reached.has(target));
}

async function foreignKeys(): Promise<Reference[]> {
	const { rows } = await database.pool.query<{ table: string; column: string; target: string; action: string }>(`
		select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as target, c.confdeltype as action
		from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
		where c.contype = 'f' and c.connamespace = current_schema()::regnamespace`);
	return rows.map(({ table, column, target, action }) => ({ key: `${plain(table)}.${column}`, target: plain(target), action }));
}
const plain = (name: string) => name.replaceAll('"', '');

/** Tables whose rows belong to a person or an organisation as a whole, as the holdings say; their children are asked for too. */
const OWNED = new Set(HOLDINGS.filter(({ holder, exported }) => holder !== 'address' && !('not' in exported) && !exported.only).map(({ table }) => table));

test('every column that refers to a person or an organisation stands in the holdings: a copy tells it, an erasure knows it', async () => {
	const known = new Set(HOLDINGS.map(holdingKey));
	// What a listing points to of its own versions goes with the listing.
	const inside = new Set(['listing.working_version_id', 'listing.published_version_id', 'task_force_place.replaces', 'concept_change.undoes']);
	const forgotten = (await references()).filter(({ key }) => !known.has(key) && !inside.has(key)).map(({ key, target }) => `${key} refers to ${target}: add it to src/lib/server/my-data/holdings/`);
	expect(forgotten).toEqual([]);
});

test('columns without a foreign key that are named like a person’s stand there too', async () => {
	const { rows } = await database.pool.query<{ table: string; column: string }>(`
		select t.table_name as table, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
		where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'uuid', 'character varying')
			and (c.column_name ~ '(^|_)(user|person|owner|author|by|email|address)(_id)?$' or c.column_name = 'organisation_id')`);
	const known = new Set([...HOLDINGS.map(holdingKey), ...NOBODYS]);
	expect(rows.map(({ table, column }) => `${table}.${column}`).filter((key) => !known.has(key))).toEqual([]);
});

test('a column that calls a person by name gets a pseudonym at an erasure', async () => {
	const { rows } = await database.pool.query<{ table: string; column: string }>(`
		select t.table_name as table, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
		where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.data_type = 'text' and c.column_name ~ '(^|_)called$'`);
	const gone = new Set(HOLDINGS.filter(({ erased }) => erased === 'deleted' || erased === 'with-it').map(({ table, holder }) => `${table} ${holder}`));
	const known = new Set(HOLDINGS.flatMap(({ table, called }) => (called ? [`${table}.${called}`] : [])));
	expect(rows.filter(({ table, column }) => !known.has(`${table}.${column}`) && !gone.has(`${table} person`)).map(({ table, column }) => `${table}.${column}`)).toEqual([]);
});
/** Named alike, and nobody's; whose name stands in a mission's report_by is told by the step of that request, and taken off by it. */
const NOBODYS = ['user.email', 'session.ip_address', 'concept.replaced_by', 'centre_contact.email', 'mission.report_by'];

test('what the holdings say of an erasure is what the database does', async () => {
	const actions = new Map((await foreignKeys()).map(({ key, action }) => [key, action]));
	const wrong = HOLDINGS.filter((holding) => {
		const action = actions.get(holdingKey(holding));
		if (holding.erased === 'with-it') return action !== 'c';
		if (holding.erased === 'name-taken-off') return action !== 'n';
		return false;
	}).map((holding) => `${holdingKey(holding)}: ${JSON.stringify(holding.erased)}, but the foreign key says ${actions.get(holdingKey(holding)) ?? 'nothing'}`);
	expect(wrong).toEqual([]);
});

test('tables and columns exist, no file of a copy is written twice, and no secret is told', async () => {
	const { rows } = await database.pool.query<{ table: string; columns: string[] }>(
		"select table_name as table, array_agg(column_name::text) as columns from information_schema.columns where table_schema = current_schema() group by 1",
	);
	const columns = new Map(rows.map((row) => [row.table, row.columns]));
	for (const { table, column, of, exported, called } of HOLDINGS) {
		const named = [column, ...('not' in exported ? [] : [...(exported.only ?? []), ...(exported.without ?? [])]), ...(called ? [called] : [])];
		expect({ table, missing: named.filter((name) => !columns.get(table)?.includes(name)) }).toEqual({ table, missing: [] });
		// Rows of rows are found by the id that these have.
		if (of) expect({ of, found: columns.get(of.split('.')[0]!)?.includes('id') }).toEqual({ of, found: true });
		if ('not' in exported) continue;
		const told = (exported.only ?? columns.get(table)!).filter((name) => !exported.without?.includes(name));
		expect({ table, secrets: told.filter((name) => /token|password|secret|hash$|public_key|backup/.test(name)) }).toEqual({ table, secrets: [] });
		expect(HOLDING_GROUPS).toContain(exported.as.split('/')[0]);
	}
	for (const kind of ['person', 'organisation'] as const) {
		const paths = holdingsOf(kind).flatMap(({ exported }) => ('not' in exported ? [] : [exported.as]));
		expect(paths.filter((path, at) => paths.indexOf(path) !== at)).toEqual([]);
	}
});
