import type { Clock } from '#lib/server/platform/clock.ts';
import type { OpenDatabase } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MatchSource } from '#lib/server/search/match-source.ts';
import { storeMatched, type MatchedListing, type MatchSettings } from '../match-listings.ts';
import { adoptWeights } from '../weights/weights-in-use.ts';
import { advancePass, endPass, insertPass, leftOfPass, passById, runningPass, setPassTotal, type PassRow } from './queries.ts';

/** Listings stored together: what a killed pass does again. */
const BATCH = 100;

// Held while a pass runs, so that two never run at once; it ends with its connection, however the process ends.
const PASS_LOCK = 7_316_202_513;

export interface PassContext {
	database: OpenDatabase;
	clock: Clock;
	source: MatchSource;
	/** Matches listings, in the order that suits it; those that the index does not have are left out of the answer. */
	match(ids: readonly string[], settings: MatchSettings): Promise<MatchedListing[]>;
}

export interface PassOptions {
	origin: PassRow['origin'];
	signal?: AbortSignal;
	progress?: (state: { done: number; total: number; pairs: number }) => void;
}

/**
 * Matches every published need with all offers, and what else was never matched. It goes on with the pass that was killed
 * last, where the engine is the same. Answers the pass as it ended: finished, cancelled by somebody, or still running where
 * the signal stopped it: the next call goes on.
 * Errors: conflict (another pass is running).
 */
export async function runMatchPass(context: PassContext, options: PassOptions): Promise<PassRow> {
	const holder = await context.database.pool.connect();
	try {
		const { rows } = await holder.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [PASS_LOCK]);
		if (!rows[0]?.locked) throw new ExpectedError('conflict', 'A matching of all with all is running already.');
		try {
			return await runLocked(context, options);
		} finally {
			await holder.query('select pg_advisory_unlock($1)', [PASS_LOCK]).catch(() => undefined);
		}
	} finally {
		// A broken connection frees the lock when it closes; it serves nobody else.
		holder.release(true);
	}
}

async function runLocked(context: PassContext, options: PassOptions): Promise<PassRow> {
	const { db } = context.database;
	const engine = await adoptWeights(db, context.source);
	const pass = await passToRun(context, engine, options.origin);
	try {
		return await matchWhatIsLeft(context, pass, options);
	} catch (error) {
		await endPass(db, pass.id, { state: 'failed', failure: error instanceof Error ? error.message : String(error), now: context.clock() });
		throw error;
	}
}

/** The pass that was broken off, or a new one; one of another engine would mix two kinds of scores. */
async function passToRun({ database: { db }, clock }: PassContext, engine: string, origin: PassRow['origin']): Promise<PassRow> {
	const broken = await runningPass(db);
	if (broken?.engine === engine) return broken;
	if (broken) await endPass(db, broken.id, { state: 'cancelled', now: clock() });
	return insertPass(db, { engine, origin, now: clock() });
}

async function matchWhatIsLeft(context: PassContext, pass: PassRow, { signal, progress }: PassOptions): Promise<PassRow> {
	const { database: { db }, clock, source } = context;
	const left = await leftOfPass(db, pass.id);
	const total = pass.done + left.length;
	let { done, pairs } = pass;
	await setPassTotal(db, pass.id, total, clock());
	progress?.({ done, total, pairs });
	for (let from = 0; from < left.length; from += BATCH) {
		if (signal?.aborted) return (await passById(db, pass.id))!;
		const ids = left.slice(from, from + BATCH);
		const settings: MatchSettings = { engine: pass.engine, now: clock(), passId: pass.id };
		const stored = await storeMatched(db, source, await context.match(ids, settings), settings);
		const state = await advancePass(db, pass.id, { done: ids.length, pairs: stored }, clock());
		done += ids.length;
		pairs += stored;
		progress?.({ done, total, pairs });
		if (state !== 'running') return (await passById(db, pass.id))!;
	}
	await endPass(db, pass.id, { state: 'finished', now: clock() });
	return (await passById(db, pass.id))!;
}
