import { openDatabase } from '#lib/server/platform/database.ts';
import { pace } from './pace.ts';

/**
 * The least that could keep a bid, in the same database at the same rate: one durable transaction that locks the lot, appends a
 * line and moves the lead. No rights, no rules, no chain, no audit, no web server. Answers the times in milliseconds, each from
 * when the transaction was due.
 */
export async function bareTransactions(url: string, rate: number, seconds: number): Promise<number[]> {
	const { pool, close } = openDatabase(url, { connections: 10, statementTimeout: 0 });
	const times: number[] = [];
	try {
		await pool.query('create table bench_lot (id integer primary key, best bigint not null)');
		await pool.query('create table bench_line (number bigint generated always as identity primary key, lot integer not null references bench_lot, bidder integer not null, amount bigint not null)');
		await pool.query('insert into bench_lot values (1, 0)');
		await pace(rate, seconds, async (index, due) => {
			const client = await pool.connect();
			try {
				await client.query('begin');
				await client.query({ name: 'lock', text: 'select best from bench_lot where id = 1 for update' });
				await client.query({ name: 'line', text: 'insert into bench_line (lot, bidder, amount) values (1, $1, $2)', values: [index % 500, index] });
				await client.query({ name: 'lead', text: 'update bench_lot set best = $1 where id = 1', values: [index] });
				await client.query('commit');
			} finally {
				client.release();
			}
			times.push(performance.now() - due);
		});
		await pool.query('drop table bench_line, bench_lot');
		return times;
	} finally {
		await close();
	}
}
