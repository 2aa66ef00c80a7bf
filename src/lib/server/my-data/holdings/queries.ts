import { sql, type SQL } from 'drizzle-orm';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { HOLDINGS, holdingKey, type Holding, type Subject } from '../holdings.ts';

const byKey = new Map(HOLDINGS.map((holding) => [holdingKey(holding), holding]));

/** Which rows of a holding's table (as `t`) are about the subject. */
function condition(holding: Holding, subject: Subject, alias = 't'): SQL {
	const column = sql`${sql.identifier(alias)}.${sql.identifier(holding.column)}`;
	if (holding.holder === 'row') {
		const parent = byKey.get(holding.of!);
		if (!parent) throw new Error(`No holding ${holding.of} for ${holdingKey(holding)}.`);
		const inner = `${alias}p`;
		return sql`${column} in (select ${sql.identifier(inner)}.id from ${sql.identifier(parent.table)} ${sql.identifier(inner)} where ${condition(parent, subject, inner)})`;
	}
	if (subject.kind === 'organisation') return holding.holder === 'organisation' ? sql`${column} = ${subject.organisationId}::uuid` : sql`false`;
	if (holding.holder === 'address') return sql`lower(${column}) = lower(${subject.email})`;
	return holding.holder === 'person' ? sql`${column} = ${subject.userId}` : sql`false`;
}

function rowAsJson(holding: Holding): SQL {
	const { exported } = holding;
	if ('not' in exported) return sql`null::jsonb`;
	if (exported.only) return sql`(select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(t)) where key = any(${names(exported.only)}))`;
	return exported.without && exported.without.length > 0 ? sql`to_jsonb(t) - ${names(exported.without)}` : sql`to_jsonb(t)`;
}

const names = (columns: readonly string[]) => sql`array[${sql.join(columns.map((column) => sql`${column}`), sql`, `)}]::text[]`;

const AT_ONCE = 500;

/** The rows of a holding that a copy tells, in portions. Needs its transaction for itself until it ends. */
export async function* exportedRows(tx: Transaction, holding: Holding, subject: Subject): AsyncGenerator<Record<string, unknown>[]> {
	await tx.execute(sql`declare rows_of_copy no scroll cursor for select ${rowAsJson(holding)} as row from ${sql.identifier(holding.table)} t where ${condition(holding, subject)}`);
	try {
		for (;;) {
			const { rows } = await tx.execute<{ row: Record<string, unknown> }>(sql.raw(`fetch forward ${AT_ONCE} from rows_of_copy`));
			if (rows.length > 0) yield rows.map(({ row }) => row);
			if (rows.length < AT_ONCE) return;
		}
	} finally {
		await tx.execute(sql`close rows_of_copy`);
	}
}

export interface HeldFile {
	sha256: string;
	name: string;
	id: string;
}

/** Tables whose rows stand for a stored file. */
export async function tablesOfFiles(tx: Executor): Promise<Set<string>> {
	const { rows } = await tx.execute<{ name: string }>(sql`
		select table_name as name from information_schema.columns where table_schema = current_schema() and column_name = 'sha256' and table_name <> 'schema_migration'`);
	return new Set(rows.map(({ name }) => name));
}

/** The stored files of a holding's rows, with the names that they were given. */
export async function heldFiles(tx: Executor, holding: Holding, subject: Subject): Promise<HeldFile[]> {
	const { rows } = await tx.execute<{ sha256: string; row: Record<string, unknown> }>(sql`
		select t.sha256, to_jsonb(t) as row from ${sql.identifier(holding.table)} t where ${condition(holding, subject)} and t.sha256 is not null`);
	return rows.map(({ sha256, row }) => ({ sha256, id: String(row.id ?? sha256), name: String(row.name ?? row.file_name ?? 'file') }));
}

/** How many rows a holding has about the subject. */
export async function countHeld(tx: Executor, holding: Holding, subject: Subject): Promise<number> {
	const { rows } = await tx.execute<{ count: number }>(sql`select count(*) as count from ${sql.identifier(holding.table)} t where ${condition(holding, subject)}`);
	return Number(rows[0]!.count);
}

/** What is about the subject and goes by a statement of its own, not by a foreign key. */
export async function deleteHeld(tx: Executor, holding: Holding, subject: Subject): Promise<void> {
	await tx.execute(sql`delete from ${sql.identifier(holding.table)} t where ${condition(holding, subject)}`);
}

export async function putPseudonym(tx: Executor, holding: Holding, column: string, subject: Subject, pseudonym: string): Promise<void> {
	await tx.execute(sql`update ${sql.identifier(holding.table)} t set ${sql.identifier(column)} = ${pseudonym} where ${condition(holding, subject)}`);
}
