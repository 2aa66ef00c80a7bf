import type { Clock } from '#lib/server/platform/clock.ts';
import { configuration } from '#lib/server/platform/configuration.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { organiserOf } from '#lib/server/rooms/context.ts';
import { sendAgendas } from './agenda/send-agendas.ts';
import { askOutcomes } from './follow-up/ask-outcomes.ts';
import { followInvitations } from './invitations/follow-invitations.ts';
import { remindOfRequests } from './requests/remind-of-requests.ts';
import { expireRequests, tellRequests } from './requests/tell-requests.ts';
import { followInterpreters } from './live/interpreters-gone.ts';
import { followRegistrations } from './standing/follow-registrations.ts';
import { tellOfRepairs } from './standing/tell-of-repair.ts';

const AT_ONCE = 500;

/**
 * The clocks of meetings, in one job every ten minutes, one step after the other: what changes first
 * (invitations become requests, requests that nobody answered end, meetings and interpreters follow who still comes), then what people
 * are asked and told of it (what came of meetings, that a repair is due, what is new among requests, what waits for them, the agenda of
 * the next day). Each step takes its rows in transactions of its own and marks them, so that a job that was stopped goes on with the
 * rest the next time; those that take no more than a number of rows at once are repeated until fewer are left. `jobs` and `secret` are
 * functions, for a queue knows its tasks before it is open.
 */
export function meetingTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs; secret(): Promise<string> }) {
	const { db, clock, baseUrl } = context;
	return [
		task(
			taskKey<Record<string, never>>('meetings.clocks'),
			async (_none, { signal }) => {
				const at = { db, clock, baseUrl, jobs: context.jobs(), organiser: organiserOf(configuration()), secret: await context.secret() };
				for (const step of [followInvitations, expireRequests, followRegistrations, followInterpreters]) while (!signal.aborted && (await step(at, AT_ONCE)) === AT_ONCE);
				while (!signal.aborted && (await askOutcomes(at)) > 0);
				if (!signal.aborted) await tellOfRepairs(at);
				if (!signal.aborted) await tellRequests(at, 4 * AT_ONCE);
				if (!signal.aborted) await remindOfRequests(at);
				if (!signal.aborted) await sendAgendas(at);
			},
			{ cron: '*/10 * * * *', secondsAfterStart: 45 },
		),
	];
}
