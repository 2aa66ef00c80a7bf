import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { forgetVisitorsOf } from './queries.ts';

const YEAR = 365 * 86_400_000;

/**
 * Forgets who visited which stand, and what was written about it, a year after the last day of the event; what is counted stays. How
 * many visitors were forgotten.
 */
export async function forgetVisitors({ db, clock }: { db: Database; clock: Clock }): Promise<number> {
	const endedBefore = new Date(clock().getTime() - YEAR).toISOString().slice(0, 10);
	return asActor(db, operator('visitors of a year ago'), (tx) => forgetVisitorsOf(tx, endedBefore));
}
