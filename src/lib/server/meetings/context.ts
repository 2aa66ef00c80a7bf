import type { Clock } from '#lib/server/platform/clock.ts';
import type { Configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';

/**
 * What the use cases of meetings work with.
 *
 * Whoever changes several things takes hold of them in one order, so that no two ever wait for each other: the event, whose days and
 * tables stay meanwhile (`holdEvent`), and its frame where organisers change it; the turns of people (`takeTurns`); the invitation;
 * requests by id; the meetings of these by id; what people said of their time (`participantsById`, then `interpretersOf`); slots by id
 * and then the table, which whoever puts a meeting there only keeps (`isHeld`) and whoever takes them away has alone (`lockSlots`,
 * `lockTable`); and seats last. A meeting by its id is taken by `lockMeeting`, never before its request; one alone may be taken where
 * its request is not touched.
 */
export interface MeetingsContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	baseUrl: string;
	/** The address that calendars know as the organiser of meetings: the network's. */
	organiser: string;
}

/** The context of a running server. */
export function meetingsContext({ db, clock, jobs, configuration }: Omit<MeetingsContext, 'baseUrl' | 'organiser'> & { configuration: Configuration }): MeetingsContext {
	return { db, clock, jobs, baseUrl: configuration.baseUrl, organiser: organiserOf(configuration) };
}
