import pg from 'pg';
import { ExpectedError } from './errors.ts';
import { log } from './log.ts';

/** Connections to PostgreSQL without Drizzle above them, whose hundreds of modules take longer to load than all else of a start. */
export type OpenPool = { pool: pg.Pool; close(): Promise<void> };

export type PoolOptions = {
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

/** Nothing is connected until the first query. */
export function openPool(url: string, options: PoolOptions = {}): OpenPool {
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
	return { pool, close: () => (closed ??= pool.end()) };
}

/** The role is taken on with the connection; what the address itself sets is kept. */
function inRole(url: string, role: string): Pick<pg.PoolConfig, 'connectionString' | 'options'> {
	const own = /[?&]options=([^&]*)/.exec(url)?.[1];
	const connectionString = url.replace(/([?&])options=[^&]*&?/, '$1').replace(/[?&]$/, '');
	return { connectionString, options: `${own ? `${decodeURIComponent(own)} ` : ''}-c role=${role}` };
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
