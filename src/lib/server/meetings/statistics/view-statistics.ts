import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { MeetingsContext } from '../context.ts';
import { eventAtDesk } from '../frame/change-at-desk.ts';
import { BENCHMARKS, meetingFigures, type MeetingFigures } from './figures.ts';
import { countParticipants, outcomeFacts, requestFacts } from './queries.ts';

/** The figures of an event's meetings beside what the trade expects. Errors: not_found (also for whoever does not organise it). */
export async function viewStatistics(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string): Promise<{ figures: MeetingFigures; benchmarks: typeof BENCHMARKS }> {
	return asActor(context.db, actor, async (tx) => {
		await eventAtDesk(tx, actor, eventId, context.clock());
		const figures = meetingFigures(await requestFacts(tx, eventId), await outcomeFacts(tx, eventId), await countParticipants(tx, eventId), context.clock());
		return { figures, benchmarks: BENCHMARKS };
	});
}
