import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { closeDueTrades, closeTrade } from './close-trade.ts';
import { lapseAwards } from './decide-trade.ts';
import { remindOfPayments } from './payments/remind-of-payments.ts';
import { closeOne, tellOutbid } from './task-keys.ts';
import { tellOutbidBidders } from './tell-outbid.ts';

/** Trading's jobs: trades that end, letters to who was outbid, awards that nobody answered, payments that fall due. */
export function tradingTasks(context: { db: Database; clock: Clock; baseUrl: string; jobs(): Jobs }) {
	const trading = () => ({ ...context, jobs: context.jobs() });
	return [
		task(closeOne, async ({ tradeId }) => {
			await closeTrade(trading(), tradeId);
		}),
		task(tellOutbid, async ({ tradeId }) => {
			await tellOutbidBidders(trading(), tradeId);
		}),
		task(
			taskKey<Record<string, never>>('trading.close-due'),
			async () => {
				await closeDueTrades(trading());
			},
			{ cron: '* * * * *', timeoutSeconds: 300, secondsAfterStart: 3 },
		),
		task(
			taskKey<Record<string, never>>('trading.day'),
			async () => {
				await lapseAwards(trading());
				await remindOfPayments(trading());
			},
			{ cron: '40 0 * * *', timeoutSeconds: 3000 },
		),
	];
}
