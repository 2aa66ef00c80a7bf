import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { databaseErrorCode, openPool, type OpenPool, type PoolOptions } from './pool.ts';

export { databaseErrorCode, violatedConstraint } from './pool.ts';

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** What a query takes: it works inside a transaction and outside one. */
export type Executor = Database | Transaction;

export type OpenDatabase = OpenPool & { db: Database };

/** A pool of connections and Drizzle above it. Nothing is connected until the first query. */
export function openDatabase(url: string, options: PoolOptions = {}): OpenDatabase {
	const { pool, close } = openPool(url, options);
	return { pool, db: databaseOver(pool), close };
}

/**
 * Drizzle above a pool. It begins a transaction before it watches over it: a connection that breaks at that moment would never
 * come back to the pool, and after a few restarts of the database nothing would be left of it. So the connection is taken and
 * given back here.
 */
export function databaseOver(pool: pg.Pool): Database {
	const db = drizzle({ client: pool });
	db.transaction = async (work, config) => {
		const client = await pool.connect();
		try {
			return await drizzle({ client }).transaction(work, config);
		} finally {
			client.release();
		}
	};
	return db;
}

/**
 * Runs `work` in one transaction. It runs again, at most twice, when PostgreSQL gave up on it because of a concurrent
 * transaction (serialisation failure, deadlock): so `work` has no effects but in the database.
 */
export async function inTransaction<Result>(
	db: Database,
	work: (transaction: Transaction) => Promise<Result>,
	options: { isolation?: 'read committed' | 'repeatable read' | 'serializable' } = {},
): Promise<Result> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await db.transaction(work, options.isolation ? { isolationLevel: options.isolation } : undefined);
		} catch (error) {
			const code = databaseErrorCode(error);
			if (attempt >= 3 || (code !== '40001' && code !== '40P01')) throw error;
		}
	}
}

/** Rows that one statement takes: the protocol counts the values of a statement in 16 bits. */
const ROWS_AT_ONCE = 2000;
/** Many rows in as many lists as statements are needed to write them. */
export const inStatements = <Row>(rows: readonly Row[]): Row[][] => Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_none, index) => rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE));
