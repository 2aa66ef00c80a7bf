import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction, type Database, type Executor, type Transaction } from './database.ts';

/** The system itself, for jobs and commands that must see what is behind the walls whoever asked for them. */
export function operator(name: string): Actor {
	return { kind: 'operator', name };
}

/**
 * Runs `work` on behalf of an actor. Tables with row-level security (guarded sections of listings, attachments, and what
 * other modules keep behind walls) answer a query only inside `asActor`: outside of it they are empty for everybody, and
 * nothing can be written into them.
 *
 *   const files = await asActor(db, actor, (tx) => attachmentsOf(tx, listingId));
 *
 * The database then knows `mitra_user()` (the member's id; null for a visitor) and `mitra_is_operator()`, and looks the
 * memberships up itself. Policies are written with them, and with `mitra_belongs_to(organisation uuid)`,
 * `mitra_serves_centre(centre text)` and `mitra_is_secretariat()`; each of them is true for the operator:
 *
 *   ALTER TABLE expert_private ENABLE ROW LEVEL SECURITY;
 *   CREATE POLICY own ON expert_private USING (user_id = mitra_user() OR mitra_is_operator());
 *
 * The policies are the second wall: the use case still asks its rules first. Given a database, `work` runs in a transaction
 * of its own, and again after a conflict like `inTransaction`; given a transaction, within that, and afterwards the
 * transaction acts on behalf of whom it did before. For a person who has no membership yet (an invitation, a registration)
 * act as the `operator`, in a use case that has checked the right by other means.
 */
export async function asActor<Result>(db: Executor, actor: Actor, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
	if (isTransaction(db)) return actingIn(db, actor, work);
	return inTransaction(db, async (tx) => {
		await act(tx, actor);
		return work(tx);
	});
}

async function actingIn<Result>(tx: Transaction, actor: Actor, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
	const before = await act(tx, actor);
	const result = await work(tx);
	// After an error there is nothing to put back: PostgreSQL takes the settings back with the (sub)transaction.
	await set(tx, before);
	return result;
}

interface Settings {
	user: string;
	operator: string;
}

async function act(tx: Transaction, actor: Actor): Promise<Settings> {
	return set(tx, { user: actor.kind === 'member' ? actor.userId : '', operator: actor.kind === 'operator' ? 'on' : '' });
}

/** Sets for the rest of the transaction on whose behalf it acts; answers on whose it did before. */
async function set(tx: Transaction, settings: Settings): Promise<Settings> {
	const { rows } = await tx.execute<{ person: string | null; system: string | null }>(sql`
		with before as materialized (select current_setting('mitra.user', true) as person, current_setting('mitra.operator', true) as system)
		select before.person, before.system, set_config('mitra.user', ${settings.user}, true), set_config('mitra.operator', ${settings.operator}, true)
		from before`);
	return { user: rows[0]?.person ?? '', operator: rows[0]?.system ?? '' };
}

function isTransaction(db: Executor): db is Transaction {
	return 'rollback' in db && typeof (db as Database & { rollback?: unknown }).rollback === 'function';
}
