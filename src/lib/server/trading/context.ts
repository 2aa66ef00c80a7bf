import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';

/** What the use cases of trading work with. */
export interface TradingContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
	/**
	 * The clock that decides on bids, in microseconds since 1970. Absent: the database's. Either way the time of a trade never
	 * goes back (`trade_moment` in migration 0020).
	 */
	auctionClock?: () => number;
	/** Tells nobody: for the sample network, whose past nobody is told of. */
	quiet?: boolean;
}

/** The context of a running server. */
export function tradingContext(mitra: Omit<TradingContext, 'baseUrl' | 'auctionClock' | 'quiet'> & { configuration: { baseUrl: string } }): TradingContext {
	const { db, clock, jobs, configuration } = mitra;
	return { db, clock, jobs, baseUrl: configuration.baseUrl };
}

export const MICROS = 1_000_000;
export const microsOf = (date: Date): number => date.getTime() * 1000;
export const dateOf = (micros: number): Date => new Date(Math.floor(micros / 1000));
