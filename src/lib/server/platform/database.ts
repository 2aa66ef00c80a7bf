import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { ExpectedError } from './errors.ts';
import { log } from './log.ts';

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** What a query takes: it works inside a transaction and outside one. */
export type Executor = Database | Transaction;

export type OpenDatabase = { pool: pg.Pool; db: Database; close(): Promise<void> };

export type DatabaseOptions = {
	/** Most connections at once. */
	connections?: number;
	/** Milliseconds before PostgreSQL cancels a statement; 0: never (imports, index builds). */
	statementTimeout?: number;
	/** Shown in pg_stat_activity. */
	applicationName?: string;
	/** The role that every connection acts in; see application-role.ts. Absent: the account that connects. */
	role?: string;
};

const oldestServer = 150000;

setTypeParsers();

/** A pool of connections and Drizzle above it. Nothing is connected until the first query. */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
	let closed: Promise<void> | undefined;
	const pool = new pg.Pool({
		...(options.role ? inRole(url, options.role) : { connectionString: url }),
		max: options.connections ?? 10,
		application_name: options.applicationName ?? 'mitra',
		statement_timeout: options.statementTimeout ?? 30_000,
		lock_timeout: 10_000,
		idle_in_transaction_session_timeout: 60_000,
		connectionTimeoutMillis: 10_000,
		idleTimeoutMillis: 60_000,
		keepAlive: true,
	});
	// A connection that breaks while idle is replaced at the next query; without a listener it would end the process. The pool
	// says that it has ended before its connections have: a server that stops meanwhile breaks them, which is no loss.
	pool.on('error', (error) => closed || log.error('database.connection-lost', error));
	// One that breaks in the middle of a transaction says so to its query, and to this listener, without which it would end it too.
	pool.on('connect', (client) => void client.on('error', () => undefined));
	return { pool, db: withWholeTransactions(pool), close: () => (closed ??= pool.end()) };
}

/**
 * Drizzle begins a transaction before it watches over it: a connection that breaks at that moment would never come back to the
 * pool, and after a few restarts of the database nothing would be left of it. So the connection is taken and given back here.
 */
function withWholeTransactions(pool: pg.Pool): Database {
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

/** The role is taken on with the connection; what the address itself sets is kept. */
function inRole(url: string, role: string): Pick<pg.PoolConfig, 'connectionString' | 'options'> {
	const own = /[?&]options=([^&]*)/.exec(url)?.[1];
	const connectionString = url.replace(/([?&])options=[^&]*&?/, '$1').replace(/[?&]$/, '');
	return { connectionString, options: `${own ? `${decodeURIComponent(own)} ` : ''}-c role=${role}` };
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

/** The SQLSTATE of a failed query, wherever in the chain of causes it is. */
export function databaseErrorCode(error: unknown): string | undefined {
	return databaseErrorOf(error)?.code;
}

/** The name of the constraint that refused a row. */
export function violatedConstraint(error: unknown): string | undefined {
	const found = databaseErrorOf(error);
	return found?.code?.startsWith('23') ? found.constraint : undefined;
}

/** Fails with what to do unless the server is a PostgreSQL that Mitra works on. */
export async function assertSupportedServer(pool: pg.Pool): Promise<void> {
	let row: { number: string; text: string } | undefined;
	try {
		const answer = await pool.query<{ number: string; text: string }>(
			"select current_setting('server_version_num') as number, current_setting('server_version') as text",
		);
		row = answer.rows[0];
	} catch (error) {
		const reason = error instanceof Error ? error.message || String(databaseErrorCode(error) ?? error) : String(error);
		throw new ExpectedError('unavailable', `The database does not answer: ${reason}. Check DATABASE_URL.`, {
			cause: error,
		});
	}
	if (Number(row?.number) < oldestServer) {
		throw new ExpectedError('unavailable', `The database is PostgreSQL ${row?.text}; version 15 or newer is needed.`);
	}
}

function databaseErrorOf(error: unknown): pg.DatabaseError | undefined {
	let inner: unknown = error;
	for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
		if (inner instanceof pg.DatabaseError) return inner;
		inner = inner.cause;
	}
	return undefined;
}

/**
 * int8 becomes a number where that is exact (counts, sizes), else stays text; a date stays text, for a calendar day has
 * no time zone; numeric stays text, for a double would round it.
 */
function setTypeParsers(): void {
	const { types } = pg;
	types.setTypeParser(types.builtins.INT8, (text) => {
		const value = Number(text);
		return Number.isSafeInteger(value) ? value : text;
	});
	types.setTypeParser(types.builtins.DATE, (text) => text);
	types.setTypeParser(types.builtins.NUMERIC, (text) => text);
}

/** Rows that one statement takes: the protocol counts the values of a statement in 16 bits. */
const ROWS_AT_ONCE = 2000;
/** Many rows in as many lists as statements are needed to write them. */
export const inStatements = <Row>(rows: readonly Row[]): Row[][] => Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_none, index) => rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE));
