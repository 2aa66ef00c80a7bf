import type { Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseErrorCode, inTransaction, openDatabase, violatedConstraint } from '#lib/server/platform/database.ts';
import { createEmptyDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;

beforeAll(async () => {
	database = await createEmptyDatabase();
	await database.pool.query('create table account (id integer constraint account_id primary key, balance integer)');
	await database.pool.query('insert into account values (1, 100), (2, 100)');
});

afterAll(() => database?.close());

test('counts are numbers, large integers stay exact, days and amounts stay text', async () => {
	const { rows } = await database.pool.query(
		"select 3::int8 as few, 9007199254740993::int8 as many, date '2025-10-26' as day, 0.1::numeric as amount",
	);
	expect(rows[0]).toEqual({ few: 3, many: '9007199254740993', day: '2025-10-26', amount: '0.1' });
	const throughDrizzle = await database.db.execute(sql`select 3::int8 as few, date '2025-10-26' as day`);
	expect(throughDrizzle.rows[0]).toEqual({ few: 3, day: '2025-10-26' });
});

test('a violated constraint is found by name in a wrapped error', async () => {
	const error = await database.db.execute(sql`insert into account values (1, 0)`).catch((caught: unknown) => caught);
	expect(violatedConstraint(error)).toBe('account_id');
	expect(databaseErrorCode(error)).toBe('23505');
	expect(violatedConstraint(new Error('another'))).toBeUndefined();
});

test('a transaction that fails leaves nothing', async () => {
	const failing = inTransaction(database.db, async (transaction) => {
		await transaction.execute(sql`update account set balance = 0`);
		throw new Error('no');
	});
	await expect(failing).rejects.toThrow('no');
	const { rows } = await database.pool.query('select sum(balance) as total from account');
	expect(rows[0].total).toBe(200);
});

test('concurrent serialisable transactions are run again until all have counted', async () => {
	let runs = 0;
	let bothHaveRead: () => void = () => undefined;
	const met = new Promise<void>((resolve) => (bothHaveRead = resolve));
	const addToBoth = () =>
		inTransaction(
			database.db,
			async (transaction) => {
				const { rows } = await transaction.execute<{ total: number }>(sql`select sum(balance)::int as total from account`);
				if (++runs === 2) bothHaveRead();
				await met;
				await transaction.execute(sql`update account set balance = ${rows[0]!.total} where id = 1`);
			},
			{ isolation: 'serializable' },
		);
	await Promise.all([addToBoth(), addToBoth()]);
	const { rows } = await database.pool.query('select balance from account where id = 1');
	// 100 + 100 = 200, then 200 + 100 = 300: one after the other, whichever was first.
	expect(rows[0].balance).toBe(300);
	expect(runs).toBeGreaterThan(2);
});

test('a lost connection fails its own query and nobody else\'s', async () => {
	await database.pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
	expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a connection that breaks as a transaction begins comes back to the pool: the next ones have it', async () => {
	const { pool, db, close } = openDatabase(database.url, { connections: 2 });
	try {
		for (let time = 0; time < 5; time++) {
			pool.once('acquire', (client) => (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy());
			await expect(db.transaction(async (tx) => tx.execute(sql`select 1`))).rejects.toThrow();
		}
		expect((await db.transaction(async (tx) => tx.execute(sql`select 1 as one`))).rows).toEqual([{ one: 1 }]);
	} finally {
		await close();
	}
});
