import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import type { Database, Transaction } from './database.ts';
import { ExpectedError } from './errors.ts';

/** A transaction of a visit for support; `allowed` once an act that the rules let a helper do was put on record in it. */
const scope = new AsyncLocalStorage<{ allowed: boolean }>();

/** Called where an act is put on record, after the rules were asked. */
export function allowInVisit(): void {
	const current = scope.getStore();
	if (current) current.allowed = true;
}

function refuse(): never {
	throw new ExpectedError('forbidden', 'Only the person herself may do this; it is not part of support.');
}

const WRITES = new Set<string | symbol>(['insert', 'update', 'delete', 'refreshMaterializedView']);

/**
 * The database as a visit for support may use it. Whatever use case runs: a transaction that has written something stands only
 * if an act that the rules allow to a helper is on record in it; PostgreSQL itself says whether it has written. So a use case
 * that forgot to ask, or that is new, changes nothing.
 */
export function databaseOfVisit(db: Database): Database {
	const transaction = (work: (tx: Transaction) => Promise<unknown>, options?: Parameters<Database['transaction']>[1]) =>
		scope.run({ allowed: false }, () =>
			db.transaction(async (tx) => {
				const result = await work(tx);
				if (!scope.getStore()!.allowed && (await hasWritten(tx))) refuse();
				return result;
			}, options),
		);
	return new Proxy(db, {
		get: (target, name) => {
			if (name === 'transaction') return transaction;
			if (name === 'execute') return (query: Parameters<Database['execute']>[0]) => transaction((tx) => tx.execute(query));
			if (WRITES.has(name)) return refuse;
			const value = Reflect.get(target, name) as unknown;
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** Only a transaction that writes, or locks rows in order to write them, gets a number. */
async function hasWritten(tx: Transaction): Promise<boolean> {
	const { rows } = await tx.execute<{ written: boolean }>(sql`select pg_current_xact_id_if_assigned() is not null as written`);
	return rows[0]!.written;
}
